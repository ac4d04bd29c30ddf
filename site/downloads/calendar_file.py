"""Build iCalendar files (RFC 5545) of events whose days are known, as all-day events that block no time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial

from communique.pipeline.output_file import OutputFile
from communique.pipeline.tasks import Task
from communique.schema.vocabulary import Status
from communique.site.escape import to_single_line
from communique.site.formats.feed_items import FeedIndex, FeedItem, format_details
from communique.site.site_metadata import SiteMetadata

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

_MAX_OCTETS = 75  # octets in a line, its end not counted
_SPECIAL_CHARACTERS = re.compile(r"([\\;,])")


def build_calendar(items: Iterable[FeedItem], publication: SiteMetadata) -> OutputFile:
    """Return the calendar of all events, oldest first; a month or year is the whole of that span.

    Events without a first or a last possible day are left out: a calendar knows no open end.
    """
    return _render_calendar(PATH, publication.name, _sort_by_day(filter(is_bounded, items)), publication)


def build_calendar_tasks(index: FeedIndex, publication: SiteMetadata) -> Iterator[Task]:
    """Yield a task for the calendar of each country and series; what has an open side stands at its other one.

    So there is a calendar for whatever has an event in the years that its page shows, and the page can lead to it.

    Args:
        index: every event, and every country and series.
        publication: the site.
    """
    for subject in index.subjects.values():
        dated = [index.items[event_id] for event_id in subject.events if _known_day(index.items[event_id])]
        if dated and subject.path.startswith(CALENDARS):
            path, name = f"{subject.path}.ics", f"{publication.name}: {subject.title}"
            make = partial(_build_subject_calendar, path, name, dated, publication)
            yield Task(f"calendar {path}", (name, dated), make)


def _build_subject_calendar(
    path: str, name: str, dated: list[FeedItem], publication: SiteMetadata
) -> tuple[OutputFile]:
    return (_render_calendar(path, name, _sort_by_day(dated), publication),)


def _sort_by_day(items: Iterable[FeedItem]) -> list[FeedItem]:
    return sorted(items, key=lambda item: (str(_known_day(item)), item.id))


def _known_day(item: FeedItem) -> dt.date | None:
    """Return the first possible day of an event, the last one where the beginning is open."""
    return item.start or item.end


def _render_calendar(
    path: str, name: str, dated: Iterable[FeedItem], publication: SiteMetadata
) -> OutputFile:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Communiqué//Events//EN", "CALSCALE:GREGORIAN"]
    head += [f"NAME:{escape_text(name)}", f"X-WR-CALNAME:{escape_text(name)}"]
    parts = [
        *map(fold_line, head),
        *(_render_calendar_event(item, publication) for item in dated),
        fold_line("END:VCALENDAR"),
    ]
    return OutputFile(path, b"".join(parts))


def is_bounded(item: FeedItem) -> bool:
    """Return whether the event has a first and a last day, so that the calendar can hold it."""
    return item.start is not None and item.end is not None and item.end < dt.date.max


def escape_text(value: str) -> str:
    """Return a TEXT value (RFC 5545, 3.3.11) on one line."""
    return _SPECIAL_CHARACTERS.sub(r"\\\1", to_single_line(value))


def fold_line(content: str) -> bytes:
    """Return a content line (RFC 5545, 3.1) folded after 75 octets, never inside a character."""
    octets = content.encode()
    parts, begin, room = [], 0, _MAX_OCTETS
    while len(octets) - begin > room:
        end = begin + room
        while octets[end] & 0xC0 == 0x80:  # UTF-8: not the first octet of a character
            end -= 1
        parts.append(octets[begin:end])
        begin, room = end, _MAX_OCTETS - 1
    return b"\r\n ".join([*parts, octets[begin:]]) + b"\r\n"


@lru_cache(maxsize=16_384)  # an event stands in the calendars of all its countries
def _render_calendar_event(item: FeedItem, publication: SiteMetadata) -> bytes:
    return b"".join(map(fold_line, _calendar_lines(item, publication)))


def _calendar_lines(item: FeedItem, publication: SiteMetadata) -> Iterator[str]:
    start = _known_day(item)
    if start is None:
        return
    end = item.end if item.end and is_bounded(item) else start
    yield "BEGIN:VEVENT"
    yield f"UID:{publication.event_uuid(item.path)}"
    yield f"DTSTAMP:{item.read:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_format_day(start)}"
    if end < dt.date.max:  # the last day of the year 9999 has none after it; without an end it is one day
        yield f"DTEND;VALUE=DATE:{_format_day(end + dt.timedelta(days=1))}"
    yield f"SUMMARY:{escape_text(item.title)}"
    yield f"DESCRIPTION:{escape_text(format_details(item))}\\n{escape_text(item.summary)}"
    if item.place:
        yield f"LOCATION:{escape_text(item.place)}"
    if item.coordinates:
        yield f"GEO:{item.coordinates[0]:.6f};{item.coordinates[1]:.6f}"
    yield "CATEGORIES:" + ",".join(map(escape_text, (item.kind, *item.topics)))
    if item.status in STATUSES:
        yield f"STATUS:{STATUSES[item.status]}"
    if publication.address:
        yield f"URL:{publication.page_link(item.path, PATH)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _format_day(day: dt.date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"
