"""The measures of an event's figures, with meaning and unit: one name in YAML, database and page."""

from __future__ import annotations

from communique.schema.vocabulary import Word


class Measure(Word):
    """A countable or measurable property. Figures are always low, best and high."""

    PERSONNEL = "personnel", "people taking part"
    SHIPS = "ships", "ships taking part"
    AIRCRAFT = "aircraft", "aircraft taking part"
    COUNTRIES = "countries", "countries represented"
    OBJECTS = "objects", "missiles, balloons, shells, shots or vessels that the incident is about"
    KILLED = "killed", "people killed"
    INJURED = "injured", "people injured"
    MISSING = "missing", "people missing"
    DETAINED = "detained", "people detained"
    RANGE_KM = "range_km", "distance flown"
    ALTITUDE_KM = "altitude_km", "greatest altitude"
    FLIGHT_MINUTES = "flight_minutes", "time of flight"
    SPEED_MACH = "speed_mach", "greatest speed, as a multiple of the speed of sound"
    MAGNITUDE = "magnitude", "seismic magnitude"
    YIELD_KT = "yield_kt", "explosive yield"
    DISTANCE_M = "distance_m", "closest distance between the parties"
    DURATION_MINUTES = "duration_minutes", "how long it lasted"
    VALUE_USD_MILLION = "value_usd_million", "value of the deal"


_UNITS: dict[Measure, str] = {
    Measure.PERSONNEL: "people",
    Measure.SHIPS: "ships",
    Measure.AIRCRAFT: "aircraft",
    Measure.COUNTRIES: "countries",
    Measure.KILLED: "people",
    Measure.INJURED: "people",
    Measure.MISSING: "people",
    Measure.DETAINED: "people",
    Measure.RANGE_KM: "km",
    Measure.ALTITUDE_KM: "km",
    Measure.FLIGHT_MINUTES: "min",
    Measure.SPEED_MACH: "Mach",
    Measure.YIELD_KT: "kt",
    Measure.DISTANCE_M: "m",
    Measure.DURATION_MINUTES: "min",
    Measure.VALUE_USD_MILLION: "million US$",
}

MEASURE_LABELS: dict[Measure, tuple[str, str]] = {
    measure: (measure.meaning, _UNITS.get(measure, "")) for measure in Measure
}
"""Meaning and unit of each measure, for the dictionary, the curator's guide and the pages."""


def describe_word(word: Word) -> str:
    """Return what a word of any list means, with its unit where it is a measure."""
    unit = MEASURE_LABELS[word][1] if isinstance(word, Measure) else ""
    return f"{word.meaning} ({unit})" if unit else word.meaning
