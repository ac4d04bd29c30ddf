"""Every event whose days are known, as an iCalendar (RFC 5545) of all-day events that block nobody's time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from communique.schema.vocabulary import Status
from communique.site.escape import line
from communique.site.items import Item, details
from communique.site.page import Page
from communique.site.publication import Publication

PATH = "data/events.ics"
STATUSES = {
    Status.OCCURRED: "CONFIRMED",
    Status.ONGOING: "CONFIRMED",
    Status.PLANNED: "TENTATIVE",
    Status.POSTPONED: "TENTATIVE",
    Status.CANCELLED: "CANCELLED",
}
"""iCalendar's words. An alleged or disputed event has none."""

_FOLD = 75  # octets in a line, its end not counted
_MEANT = re.compile(r"([\\;,])")


def calendar(items: Iterable[Item], publication: Publication) -> Page:
    """The calendar, oldest first. A date that is known only to the month or year is the whole of that span.

    Events without a first or a last possible day are left out: a calendar knows no open end.
    """
    dated = sorted((one for one in items if bounded(one)), key=lambda one: (str(one.start), one.id))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Communiqué//Events//EN", "CALSCALE:GREGORIAN"]
    lines += [f"NAME:{text(publication.name)}", f"X-WR-CALNAME:{text(publication.name)}"]
    for one in dated:
        if one.start and one.end:
            lines += _event(one, one.start, one.end, publication)
    lines.append("END:VCALENDAR")
    return Page(PATH, b"".join(map(folded, lines)))


def bounded(one: Item) -> bool:
    """Whether the calendar can hold it."""
    return one.start is not None and one.end is not None and one.end < dt.date.max


def text(words: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11) on one line."""
    return _MEANT.sub(r"\\\1", line(words))


def folded(content: str) -> bytes:
    """A content line (RFC 5545, 3.1): after 75 octets it goes on in the next, never inside a character."""
    parts, size, part = [], 0, ""
    for character in content:
        width = len(character.encode())
        if size + width > _FOLD:
            parts.append(part)
            part, size = " ", 1
        part, size = part + character, size + width
    return "\r\n".join([*parts, part]).encode() + b"\r\n"


def _event(one: Item, start: dt.date, end: dt.date, publication: Publication) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{publication.uuid(one.path)}"
    yield f"DTSTAMP:{one.read:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(start)}"
    yield f"DTEND;VALUE=DATE:{_day(end + dt.timedelta(days=1))}"
    yield f"SUMMARY:{text(one.title)}"
    yield f"DESCRIPTION:{text(details(one))}\\n{text(one.summary)}"
    if one.place:
        yield f"LOCATION:{text(one.place)}"
    yield "CATEGORIES:" + ",".join(map(text, (one.kind, *one.topics)))
    if one.status in STATUSES:
        yield f"STATUS:{STATUSES[one.status]}"
    if publication.address:
        yield f"URL:{publication.link(one.path, PATH)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: dt.date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"
