"""Map the terms of the record to the labels that pages show, in simple English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from communique.schema.dates.format import format_date as date_words
from communique.schema.dates.parse import parse_date
from communique.schema.event_types import PHRASES
from communique.schema.tables.measure import MEASURE_LABELS, Measure
from communique.schema.vocabulary import (
    Basis,
    Closeness,
    Modality,
    PlacePrecision,
    Relation,
    Standing,
    Status,
)

RELATION_LABELS: dict[Relation, tuple[str, str]] = {
    Relation.PART_OF: ("Part of", "Includes"),
    Relation.PRODUCED: ("Produced", "Produced by"),
    Relation.ANNOUNCED: ("Announced", "Announced at"),
    Relation.AGREED_AT: ("Agreed at", "Agreed there"),
    Relation.IMPLEMENTS: ("Implements", "Implemented by"),
    Relation.FOLLOWS: ("Follows", "Followed by"),
    Relation.RESPONDS_TO: ("Responds to", "Answered by"),
    Relation.SUPERSEDES: ("Supersedes", "Superseded by"),
    Relation.RESCHEDULES: ("Reschedules", "Rescheduled as"),
    Relation.RESOLVES: ("Resolves", "Resolved by"),
}
"""Each relation read from the event that states it, and read from its target."""

STATUS_SENTENCES: dict[Status, str] = {
    Status.OCCURRED: "",
    Status.ONGOING: "It was still going on when last reported.",
    Status.PLANNED: "It had not taken place when last reported: what stands here is a plan.",
    Status.POSTPONED: "It was put off and had not taken place when last reported.",
    Status.CANCELLED: "It was called off.",
    Status.ALLEGED: "It is alleged: the sources pass on the accusation and do not establish it.",
    Status.DISPUTED: "Whether it happened as described is disputed between those involved.",
}

OVERDUE = "outcome not recorded"
"""What is said of an event that was planned or going on, and whose last day is past."""

OVERDUE_SENTENCE = "Its outcome is not recorded: it was {} when last reported, and its last day is past."

UNHELD = frozenset({Status.PLANNED, Status.POSTPONED, Status.CANCELLED})
"""Statuses of what did not take place, as far as is known; it is listed, and not counted as held."""

UNHELD_LABELS = {"planned": "planned", "postponed": "put off", "cancelled": "called off", OVERDUE: OVERDUE}
"""How counts call what did not take place, by the words that stand beside such an event."""

CLOSENESS_LABELS: dict[Closeness, str] = {
    Closeness.PRIMARY_TEXT: "the text itself",
    Closeness.DIRECT_REPORT: "direct report",
    Closeness.SECOND_HAND: "second-hand",
}

BASIS_LABELS: dict[Basis, str] = {
    Basis.EXPLICIT: "",
    Basis.RELATIVE: "worked out from words such as “last month”",
    Basis.COMPUTED: "computed from what it says",
}

STANDING_LABELS: dict[Standing, str] = {
    Standing.AGREES: "",
    Standing.COARSER: "agrees, less exactly",
    Standing.OVERTAKEN: "overtaken by later events",
    Standing.OVERRULED: "set aside by a ruling",
    Standing.UNRESOLVED: "unresolved",
}

PLACE_PRECISION_LABELS: dict[PlacePrecision, str] = {
    PlacePrecision.SITE: "The coordinates mark the site itself.",
    PlacePrecision.LOCALITY: "The coordinates mark a town or city.",
    PlacePrecision.REGION: "The coordinates mark the middle of a region.",
    PlacePrecision.COUNTRY: "The coordinates mark the middle of a country.",
    PlacePrecision.SEA_AREA: "The coordinates mark the middle of a sea area.",
}

_WITH_ARTICLE = (
    *(
        "Association",
        "Central",
        "Department",
        "Embassy",
        "European",
        "Group",
        "International",
        "Ministry",
        "Netherlands",
    ),
    *("Office", "Philippines", "Quad", "Republic", "United"),
)
"""How names begin that take an article in a sentence."""

_PHRASES = {**PHRASES, "non-state": "non-state"}
"""What terms are called that are not called by their own words without hyphens."""


def humanize(term: str) -> str:
    """Return a term of a closed list as a phrase: ``search-and-rescue`` is "search and rescue"."""
    return _PHRASES.get(term, term.replace("-", " "))


def capitalize_first(text: str) -> str:
    """Return `text` with a capital first letter; the rest stays, since names may stand in it."""
    return text[:1].upper() + text[1:]


def format_label(term: StrEnum) -> str:
    """Return a term of a closed list as a phrase with a capital first letter."""
    return capitalize_first(humanize(term.value))


def describe_status(status: Status, is_overdue: bool) -> str:
    """Return the words that stand beside an event that did not simply take place; "" where it did."""
    if is_overdue:
        return OVERDUE
    return "" if status is Status.OCCURRED else status.value


def explain_status(status: Status, is_overdue: bool, sought: dt.date | None = None) -> str:
    """Return a sentence on an event's status, and on the day when somebody looked; "" where it simply took place."""
    if is_overdue:
        reported = "planned" if status is Status.PLANNED else "still going on"
        search = f"It was looked for on {format_day(sought)}, and no source was found." if sought else ""
        return join_nonempty((OVERDUE_SENTENCE.format(reported), search), " ")
    return STATUS_SENTENCES[status]


def join_with_and(items: Sequence[str]) -> str:
    """Join items as in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def format_count(number: int, singular: str, plural: str = "") -> str:
    """Format a number with its noun: ``1 source``, ``3 sources``, ``2 countries``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def add_article(name: str) -> str:
    """Return a name as in a sentence: ``the United States``, ``Japan``."""
    return f"the {name}" if name.startswith(_WITH_ARTICLE) else name


def describe_modality(modality: Modality, name: str) -> str:
    """Describe how a source puts a claim: ``stated``, ``denied by South Korea``, ``attributed to Japan``."""
    actor = add_article(name)
    match modality:
        case Modality.STATED:
            return f"stated, citing {actor}" if actor else "stated"
        case Modality.ATTRIBUTED:
            return f"attributed to {actor}" if actor else "attributed to others"
        case Modality.DIFFERS:
            return "counts otherwise" + (f", citing {actor}" if actor else "")
        case Modality.PLANNED:
            return "planned at the time" + (f", according to {actor}" if actor else "")
        case _:
            return f"{modality.value} by {actor}" if actor else modality.value


def format_number(value: float) -> str:
    """Format a number for reading: ``12,000``, ``2.5``."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


def format_quantity(measure: Measure, low: float | None, best: float | None, high: float | None) -> str:
    """Format a figure with its uncertainty and unit: ``at least 3 ships``, ``12 (10–15)``."""
    if low is not None and high is not None and low == high:
        low, best, high = None, low, None
    unit = MEASURE_LABELS[measure][1]
    bounds = f"{format_number(low)}–{format_number(high)}" if low is not None and high is not None else ""
    if best is not None:
        extra = bounds or _format_bound(low, high)
        figure = f"{format_number(best)} ({extra})" if extra else format_number(best)
    else:
        figure = bounds or _format_bound(low, high)
    if unit == "Mach":
        return f"Mach {figure}"
    if unit == "people" and figure == "1":
        return "1 person"
    return f"{figure} {unit}" if unit else figure


def _format_bound(low: float | None, high: float | None) -> str:
    if low is not None:
        return f"at least {format_number(low)}"
    return f"at most {format_number(high)}" if high is not None else ""


def format_time(time: str) -> str:
    """Format RFC 3339's ``full-time`` as local time with its offset: ``07:22 local time (UTC+09:00)``."""
    zone = time.removesuffix("Z")[-6:]
    if time.endswith("Z"):
        return f"{time[:-1]} UTC"
    return f"{time[:-6]} local time (UTC{zone})"


@lru_cache(maxsize=512)
def language_name(tag: str) -> str:
    """Return the English name of a BCP 47 tag; the tag itself where Unicode's CLDR has no name.

    `show` and `due` print no names of languages and do without the extra `site`, which brings them and without which
    no page is built.
    """
    try:
        from babel import Locale, UnknownLocaleError
    except ModuleNotFoundError:
        return tag
    try:
        return Locale.parse(tag, sep="-").get_display_name("en") or tag
    except (UnknownLocaleError, ValueError):
        return tag


def format_coordinates(latitude: float, longitude: float) -> str:
    """Format degrees for reading: ``35.69° N, 139.69° E``."""
    north, east = ("N" if latitude >= 0 else "S"), ("E" if longitude >= 0 else "W")
    return f"{abs(latitude):.4g}° {north}, {abs(longitude):.5g}° {east}"


def shorten_text(text: str, limit: int = 155) -> str:
    """Shorten text to at most ``limit`` characters, cut between words, for a page's description."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def format_size(count: int) -> str:
    """Format a number of bytes: ``512 bytes``, ``1.4 MB`` (of 1,000,000 bytes)."""
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if count >= factor:
            return f"{count / factor:,.1f}\N{NO-BREAK SPACE}{unit}"
    return f"{count} bytes"


def join_nonempty(parts: Iterable[str], separator: str = " · ") -> str:
    """Join the parts that are not empty."""
    return separator.join(part for part in parts if part)


def label_measure(measure: Measure) -> str:
    """Return what pages call a measure: its meaning, or a phrase where that lists all that is counted."""
    return "number fired, sent or seen" if measure is Measure.OBJECTS else measure.meaning


def format_day(date: dt.date) -> str:
    """Format a day in words: ``28 July 2024``."""
    return date_words(parse_date(date.isoformat()))


@lru_cache(maxsize=8192)
def format_edtf(text: str | None) -> str:
    """Return an EDTF date in English; "" where there is no date."""
    return date_words(parse_date(text)) if text else ""
