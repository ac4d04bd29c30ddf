"""Find times of the day and turn each to the clock of the place that an event belongs to."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_OFFSETS: Final = {
    "gmt": 0.0, "utc": 0.0, "est": -5.0, "edt": -4.0, "et": -5.0, "pst": -8.0, "pdt": -7.0, "jst": 9.0,
    "kst": 9.0,
    "moscow": 3.0, "msk": 3.0, "aest": 10.0, "aedt": 11.0, "bst": 1.0, "cet": 1.0, "cest": 2.0, "sgt": 8.0,
    "pht": 8.0,
    "ist": 5.5, "japan": 9.0, "japanese": 9.0, "tokyo": 9.0, "seoul": 9.0, "korea": 9.0, "korean": 9.0,
    "beijing": 8.0,
    "pyongyang": 9.0, "washington": -5.0,
}  # fmt: skip
"""Hours ahead of Greenwich of the zones that texts name; those with a summer time are asked for by day."""

_SUMMER_ZONES: Final = {"et": "America/New_York", "washington": "America/New_York"}
_ZONE = (
    r"(?P<zone>GMT|UTC|E[SD]T|ET|P[SD]T|JST|KST|MSK|AE[SD]T|BST|CES?T|SGT|PHT|IST|Moscow|Japan(?:ese)?|Tokyo|Seoul"
    r"|Korean?|Beijing|Pyongyang|Washington|local)"
)
_TIME = re.compile(
    rf"(?<![\d:.,])(?:(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))? ?(?P<half>[ap])\.?m\b\.?"
    rf"|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>\d{{2}})(?![\d:])"
    rf"|(?P<military>[0-2]\d[0-5]\d)(?= ?(?:GMT|UTC|JST|KST|hours)))"
    rf"(?: \w+day)?(?:,? ?(?:\(?{_ZONE}(?: (?:standard )?time)?))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time of the day.

    Args:
        start: where its words begin in the part.
        end: where they end.
        clock: hours and minutes as written.
        zone: the zone as written in lower case; "local" or "" where it is that of the place.
    """

    start: int
    end: int
    clock: dt.time
    zone: str

    def to_local(self, day: dt.date, offset: dt.timedelta) -> tuple[dt.date, str]:
        """Return the day and the time with offset, such as ``07:10+09:00``, by the clock of a place.

        Args:
            day: the day that the text gives with the time.
            offset: of the place, ahead of Greenwich.
        """
        own = offset if self.zone in {"", "local"} else _zone_offset(self.zone, day)
        moment = dt.datetime.combine(day, self.clock, dt.timezone(own)).astimezone(dt.timezone(offset))
        return moment.date(), moment.isoformat(timespec="minutes")[11:]


def find_times(text: str) -> list[TimeMention]:
    """Return the times of the day that a text gives."""
    times = []
    for match in _TIME.finditer(text):
        groups = match.groupdict()
        if groups["hour"]:
            hour = int(groups["hour"]) % 12 + (12 if groups["half"].lower() == "p" else 0)
            minute = int(groups["minute"] or 0)
            if int(groups["hour"]) > 12 or minute > 59:
                continue
        elif groups["military"]:
            hour, minute = int(groups["military"][:2]), int(groups["military"][2:])
        else:
            hour, minute = int(groups["hour24"]), int(groups["minute24"])
        if hour < 24 and minute < 60:
            times.append(TimeMention(*match.span(), dt.time(hour, minute), (groups["zone"] or "").lower()))
    return times


def _zone_offset(zone: str, day: dt.date) -> dt.timedelta:
    if zone in _SUMMER_ZONES:
        from zoneinfo import ZoneInfo

        noon = dt.datetime.combine(day, dt.time(12), ZoneInfo(_SUMMER_ZONES[zone]))
        return noon.utcoffset() or dt.timedelta(hours=_OFFSETS[zone])
    return dt.timedelta(hours=_OFFSETS.get(zone, 0.0))


@lru_cache
def find_offset(territory: str, day: dt.date) -> dt.timedelta | None:
    """Return how far the clocks of a territory are ahead of Greenwich on a day, if it has only one zone.

    Args:
        territory: ISO 3166 code.
        day: the day.
    """
    from zoneinfo import ZoneInfo

    from babel.core import get_global

    zones = [zone for zone, code in get_global("zone_territories").items() if code == territory]
    offsets = {ZoneInfo(zone).utcoffset(dt.datetime.combine(day, dt.time(12))) for zone in zones}
    return offsets.pop() if len(offsets) == 1 else None
