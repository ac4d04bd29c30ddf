"""Compare a time's offset with the time zones of the country in which the event's place lies."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

from communique.loaders.dataset import RegistryIndex
from communique.schema.dates.parse import parse_date

_LAND_TOLERANCE: Final = dt.timedelta(minutes=30)
"""Neighbours tell events in their own time: North Korea's clocks were half an hour behind theirs for three years."""

_SEA_TOLERANCE: Final = dt.timedelta(hours=3)
"""How far clocks at sea and on its coasts may be from the sun's time."""


def describe_wrong_offset(
    time: str, places: Sequence[str], dates: Sequence[str], registry: RegistryIndex
) -> tuple[str, str] | None:
    """Return what is wrong with the offset of a local time and the cure, or None.

    Args:
        time: a time with offset, as in an entry.
        places: ids of the places in which the source sets the event.
        dates: EDTF dates on which it sets it.
        registry: the places, and the countries that administer them.
    """
    offset = parse_offset(time)
    days = [day for date in dates for day in _sample_days(date)] or [dt.date(2020, 1, 1), dt.date(2020, 7, 1)]
    allowed: set[dt.timedelta] = set()
    for place in places:
        country, longitude = _locate(place, registry)
        if country and (zones := _zones_by_country().get(country)):
            allowed |= {
                ZoneInfo(zone).utcoffset(dt.datetime.combine(day, dt.time(12))) or dt.timedelta()
                for zone in zones
                for day in days
            }
        elif country is None and longitude is not None:
            solar = dt.timedelta(hours=longitude / 15)
            if abs(offset - solar) <= _SEA_TOLERANCE:
                return None
            allowed.add(dt.timedelta(hours=round(longitude / 15)))
        else:
            return None
    nearest = min(allowed, key=lambda other: (abs(other - offset), other), default=offset)
    if abs(nearest - offset) <= _LAND_TOLERANCE:
        return None
    what = f"the offset {format_offset(offset)} is not that of {' or '.join(places)}"
    return what, f"write the local time there, as {_shift(time, nearest - offset)}{format_offset(nearest)}"


def parse_offset(time: str) -> dt.timedelta:
    """Return the offset at the end of a time, as ``+09:00`` or ``Z``."""
    match = re.search(r"([+-])(\d\d):(\d\d)$", time)
    if not match:
        return dt.timedelta()
    offset = dt.timedelta(hours=int(match[2]), minutes=int(match[3]))
    return -offset if match[1] == "-" else offset


def format_offset(offset: dt.timedelta) -> str:
    """Return an offset as an entry has it, such as ``+09:00``."""
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _shift(time: str, by: dt.timedelta) -> str:
    minutes = int(time[:2]) * 60 + int(time[3:5]) + round(by.total_seconds() / 60)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _sample_days(date: str) -> list[dt.date]:
    """Return the first and the last day of a date: summer time may begin between them."""
    edtf = parse_date(date)
    return [day for day in (edtf.start_earliest, edtf.end_latest) if day]


def _locate(place: str, registry: RegistryIndex) -> tuple[str | None, float | None]:
    """Return the ISO code of the country in which a place lies and its longitude, as far as they are known."""
    longitude, seen = None, set[str]()
    while place in registry.places and place not in seen:
        seen.add(place)
        entry = registry.places[place]
        longitude = entry.longitude if longitude is None else longitude
        if entry.actor:
            actor = registry.actors.get(entry.actor)
            return (actor and actor.iso_alpha2) or entry.actor, longitude
        place = entry.parent or ""
    return None, longitude


@cache
def _zones_by_country() -> dict[str, list[str]]:
    """Return the zones of each country by its ISO code, from the tables of the IANA time zone database."""
    zones = defaultdict[str, list[str]](list)
    for name in ("zone.tab", "zone1970.tab"):
        for line in (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                codes, _, zone, *_ = line.split("\t")
                for code in codes.split(","):
                    zones[code].append(zone)
    return dict(zones)
