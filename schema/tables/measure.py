"""The measures of an event's figures, with meaning and unit: one name in YAML, database and page."""

from __future__ import annotations

from enum import StrEnum


class Measure(StrEnum):
    """A countable or measurable property. Figures are always low, best and high."""

    PERSONNEL = "personnel"
    SHIPS = "ships"
    AIRCRAFT = "aircraft"
    COUNTRIES = "countries"
    OBJECTS = "objects"
    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    DETAINED = "detained"
    RANGE_KM = "range_km"
    ALTITUDE_KM = "altitude_km"
    FLIGHT_MINUTES = "flight_minutes"
    SPEED_MACH = "speed_mach"
    MAGNITUDE = "magnitude"
    YIELD_KT = "yield_kt"
    DISTANCE_M = "distance_m"
    DURATION_MINUTES = "duration_minutes"
    VALUE_USD_MILLION = "value_usd_million"


MEASURE_LABELS: dict[Measure, tuple[str, str]] = {
    Measure.PERSONNEL: ("people taking part", "people"),
    Measure.SHIPS: ("ships taking part", "ships"),
    Measure.AIRCRAFT: ("aircraft taking part", "aircraft"),
    Measure.COUNTRIES: ("countries represented", "countries"),
    Measure.OBJECTS: ("missiles, balloons, shells, shots or vessels that the incident is about", ""),
    Measure.KILLED: ("people killed", "people"),
    Measure.INJURED: ("people injured", "people"),
    Measure.MISSING: ("people missing", "people"),
    Measure.DETAINED: ("people detained", "people"),
    Measure.RANGE_KM: ("distance flown", "km"),
    Measure.ALTITUDE_KM: ("greatest altitude", "km"),
    Measure.FLIGHT_MINUTES: ("time of flight", "min"),
    Measure.SPEED_MACH: ("greatest speed, as a multiple of the speed of sound", "Mach"),
    Measure.MAGNITUDE: ("seismic magnitude", ""),
    Measure.YIELD_KT: ("explosive yield", "kt"),
    Measure.DISTANCE_M: ("closest distance between the parties", "m"),
    Measure.DURATION_MINUTES: ("how long it lasted", "min"),
    Measure.VALUE_USD_MILLION: ("value of the deal", "million US$"),
}
"""Meaning and unit of each measure, for the dictionary, the curator's guide and the pages."""
