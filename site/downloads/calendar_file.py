"""Every event whose days are known, as an iCalendar (RFC 5545) of all-day events that block nobody's time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial

from communique.schema.vocabulary import Status
from communique.site.escape import line
from communique.site.items import Gathered, Item, details
from communique.site.page import Kept, Page
from communique.site.publication import Publication
from communique.site.reuse import Reuse

PATH = "data/events.ics"
CALENDARS = ("countries/", "series/")
"""The families of pages of which each has a calendar."""
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
    """The calendar of all events, oldest first. A date known only to the month or year is the whole of that span.

    Events without a first or a last possible day are left out: a calendar knows no open end.
    """
    return _calendar(PATH, publication.name, _in_order(filter(bounded, items)), publication)


def calendars(
    gathered: Gathered, publication: Publication, reuse: Reuse | None = None
) -> Iterator[Page | Kept]:
    """The calendar of each country and series, beside its feeds. What has begun and not ended stands at its start.

    So there is a calendar for whatever has an event in the years that its page shows, and the page can lead to it.

    Args:
        gathered: every event, and every country and series.
        publication: the site.
        reuse: what the last build made of the same is taken from it.
    """
    reuse = reuse or Reuse()
    for subject in gathered.subjects.values():
        begun = [gathered.items[one] for one in subject.events if gathered.items[one].start is not None]
        if begun and subject.path.startswith(CALENDARS):
            path, name = f"{subject.path}.ics", f"{publication.name}: {subject.title}"
            made = partial(_calendars, path, name, begun, publication)
            yield from reuse.files(f"calendar {path}", (name, begun), made)


def _calendars(path: str, name: str, begun: list[Item], publication: Publication) -> tuple[Page]:
    return (_calendar(path, name, _in_order(begun), publication),)


def _in_order(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda one: (str(one.start), one.id))


def _calendar(path: str, name: str, dated: Iterable[Item], publication: Publication) -> Page:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Communiqué//Events//EN", "CALSCALE:GREGORIAN"]
    head += [f"NAME:{text(name)}", f"X-WR-CALNAME:{text(name)}"]
    parts = [*map(folded, head), *(_event(one, publication) for one in dated), folded("END:VCALENDAR")]
    return Page(path, b"".join(parts))


def bounded(one: Item) -> bool:
    """Whether the calendar can hold it."""
    return one.start is not None and one.end is not None and one.end < dt.date.max


def text(words: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11) on one line."""
    return _MEANT.sub(r"\\\1", line(words))


def folded(content: str) -> bytes:
    """A content line (RFC 5545, 3.1): after 75 octets it goes on in the next, never inside a character."""
    whole = content.encode()
    parts, begin, room = [], 0, _FOLD
    while len(whole) - begin > room:
        end = begin + room
        while whole[end] & 0xC0 == 0x80:  # UTF-8: not the first octet of a character
            end -= 1
        parts.append(whole[begin:end])
        begin, room = end, _FOLD - 1
    return b"\r\n ".join([*parts, whole[begin:]]) + b"\r\n"


@lru_cache(maxsize=16_384)  # an event stands in the calendars of all its countries
def _event(one: Item, publication: Publication) -> bytes:
    return b"".join(map(folded, _lines(one, publication)))


def _lines(one: Item, publication: Publication) -> Iterator[str]:
    if one.start is None:
        return
    end = one.end if one.end and bounded(one) else one.start
    yield "BEGIN:VEVENT"
    yield f"UID:{publication.uuid(one.path)}"
    yield f"DTSTAMP:{one.read:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(one.start)}"
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
