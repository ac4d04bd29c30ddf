"""The beginning of an entry file: what is known filled in, what is to be read marked, the rest as hints."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from communique.errors import UsageError
from communique.loaders.curating.fmt import INLINE, plain
from communique.loaders.curating.near import canonical_url
from communique.loaders.record import Record, source_id
from communique.loaders.yaml.comments import HINT
from communique.loaders.yaml.dump import dump
from communique.schema.kinds.vocabulary import (
    Domain,
    ExerciseType,
    IncidentType,
    Instrument,
    MeetingFormat,
    MeetingLevel,
)
from communique.schema.vocabulary import Kind, Relation, Role

HEADER: Final = "# yaml-language-server: $schema=../../../schema/entry.schema.json\n"

_SMALL: Final = {
    *("a", "after", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on"),
    *("or", "over", "the", "to", "with"),
}
"""Words that say little in an id."""

HINTS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.MEETING: (
        f"level: {' | '.join(MeetingLevel)}",
        f"format: {' | '.join(MeetingFormat)}",
    ),
    Kind.MEMORANDUM: (
        f"instrument: {' | '.join(Instrument)}",
        "binding: true or false, only if stated",
        "in_force: 2024-07-28/..",
        "provisions: [{id, topic, force: shall | will | intends | reaffirms | reported, text, paragraphs}]",
    ),
    Kind.EXERCISE: (
        f"type: {' | '.join(ExerciseType)}",
        f"domains: [{', '.join(Domain)}]",
        "missions: [air-defence, anti-submarine-warfare, …]",
        "figures: {personnel: 12000, ships: {low: 3, high: 5}}",
    ),
    Kind.INCIDENT: (
        f"type: {', '.join(IncidentType)}",
        "weapon: its name as stated",
        "weapon_class: short-range-ballistic, intercontinental-ballistic, cruise, …",
        "figures: {objects: 2, range_km: {low: 400}, dead: 1}",
        "splashdown: a place; overflew: a state",
    ),
}
"""What an entry of each kind may say besides, with the words it may use."""

SHARED: Final = (
    "time: 07:22+09:00  (local time of its start with offset, if stated)",
    "status: planned | ongoing | postponed | cancelled | alleged | disputed  (occurred goes without saying)",
    "edition: its number in the series",
    "topics: [ids, see communique find]",
    f"links: [{{produced: other-event-id, paragraphs: 2}}]  ({', '.join(Relation)})",
    "notes: [{id, type: outcome | milestone | position | context, text, paragraphs}]",
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """An event as far as it is known before the text was read.

    Args:
        id: its id; "" to have one suggested.
        kind: its kind; None where the record knows it already.
        values: fields that are known, as in an entry.
    """

    id: str
    kind: Kind | None
    values: Mapping[str, Any]


def article_text(source: Mapping[str, Any], sketches: list[Sketch], record: Record) -> str:
    """The text of a new entry file. It passes no check before its gaps are filled.

    Raises:
        UsageError: an event is known under another kind, or of no kind.
    """
    head = dump({"schema": 1, "source": dict(source)}, HEADER, INLINE)
    hints = "".join(f"  {HINT} {line}\n" for line in _source_hints(source))
    events = "\n".join(_event(sketch, record) for sketch in sketches)
    return f"{head}{hints}events:\n{events}"


def _source_hints(source: Mapping[str, Any]) -> Iterator[str]:
    if "agency" not in source:
        yield "agency: who wrote it, where the publisher carries an agency's text"
    if "reprint_group" not in source:
        yield "reprint_group: one id for all reprints of one dispatch, as jiji-2024-07-28-trilateral"
    yield "excerpt: true  (where only the beginning could be read)"


def _event(sketch: Sketch, record: Record) -> str:
    known = known_event(record, sketch.id)
    kind = Kind(known["kind"]) if known else sketch.kind
    if kind is None:
        raise UsageError(f"there is no event {sketch.id!r} yet; say its kind, as --event {sketch.id}:meeting")
    if known and sketch.kind not in {None, kind}:
        raise UsageError(f"{sketch.id} is of kind {kind} in {known['path']}, not {sketch.kind}")
    lines = [f"  - id: {sketch.id}", f"    kind: {kind}"]
    if known:
        lines.append(f"    {HINT} title and summary are written in {known['path']}")
    else:
        lines += [
            f"    title: null  {HINT} a headline in our own words",
            f"    summary: null  {HINT} 25 to 90 words, plain neutral English, our own",
        ]
    lines.append(f"    paragraphs: []  {HINT} those that report it, counted from 1")
    given = dump(dict(sketch.values), inline=INLINE) if sketch.values else ""
    lines += [f"    {line}" if line else "" for line in given.splitlines()]
    lines += [f"    {HINT} {line}" for line in _hints(sketch, kind)]
    return "".join(f"{line}\n" for line in lines)


def _hints(sketch: Sketch, kind: Kind) -> Iterator[str]:
    if "date" not in sketch.values:
        yield "date: 2024-07-28, 2024-06, 2018-12~, {value: 2024-06, basis: relative, paragraphs: 3}"
    if "place" not in sketch.values:
        yield "place: an id, see communique find"
    if "series" not in sketch.values:
        yield "series: an id, see communique find"
    if "participants" not in sketch.values:
        yield f"participants: [{{actor: JP, role: host, people: [id], paragraphs: 2}}]  ({', '.join(Role)})"
    yield from HINTS[kind]
    yield from (line for line in SHARED if line.partition(":")[0] not in sketch.values)


def known_event(record: Record, event: str) -> dict[str, Any] | None:
    """What the record knows of an event: the file that writes its title, or the first that reports it."""
    event = record.redirects().get(event, event)
    found: dict[str, Any] | None = None
    for path, article in sorted(record.articles.items()):
        for entry in article.model.events:
            if entry.id == event and (found is None or entry.title):
                found = {"path": path, "kind": entry.kind, "title": entry.title, "entry": entry}
    return found


def like(record: Record, event: str) -> dict[str, Any]:
    """Who took part, series and topics of an event, without the marks: the start of the next in its series.

    Raises:
        UsageError: there is no such event.
    """
    known = known_event(record, event)
    if known is None:
        raise UsageError(f"there is no event {event!r} to take after; see `communique find {event}`")
    entry = known["entry"]
    people = [
        {"actor": one.actor}
        | ({} if one.role is Role.ATTENDEE else {"role": one.role.value})
        | ({"people": [person.person for person in one.people]} if one.people else {})
        for one in entry.participants
    ]
    taken = {
        "series": plain(entry).get("series"),
        "participants": people,
        "topics": [stated.value for stated in entry.topics],
    }
    if isinstance(taken["series"], dict):
        taken["series"] = taken["series"]["value"]
    return {key: value for key, value in taken.items() if value}


def event_id(title: str, date: str, taken: set[str]) -> str:
    """An id to begin with: the title's chief words and the date, as ``<subject>-<yyyy>[-mm[-dd]]``."""
    words = [word for word in slug(title).split("-") if word not in _SMALL]
    subject = "-".join(words[:5]) or "event"
    plain_date = re.match(r"\d{4}(-\d{2}){0,2}", date)
    return free("-".join(filter(None, (subject, plain_date[0] if plain_date else ""))), taken)


def article_name(publisher: str, published: str | None, year: str, word: str, record: Record) -> str:
    """The file of a new article below ``articles``: ``YYYY/<publisher>-<yyyy-mm-dd>[-word].yaml``.

    Raises:
        UsageError: without a day the name needs a word.
    """
    taken = {source_id(path) for path in record.hashes}  # those that are not filled in yet too
    day = published[:10] if published else year
    name = "-".join(filter(None, (publisher, day, word)))
    return f"articles/{day[:4]}/{free(name, taken)}.yaml"


def free(name: str, taken: set[str]) -> str:
    """The name, or the name with the first number that is not taken."""
    if name not in taken:
        return name
    return next(f"{name}-{n}" for n in range(2, len(taken) + 3) if f"{name}-{n}" not in taken)


def publisher_of(url: str, record: Record) -> str | None:
    """The publisher whose home page an address lies under; the longest one where several do."""
    address = canonical_url(url).removeprefix("https://")
    found = [
        (len(home), key)
        for key, entry in record.registry.publishers.items()
        if entry.url and _under(address, home := canonical_url(entry.url).removeprefix("https://"))
    ]
    return max(found)[1] if found else None


def _under(address: str, home: str) -> bool:
    host = urlsplit(f"//{address}").hostname or ""
    return (
        address == home or address.startswith(f"{home}/") or ("/" not in home and host.endswith(f".{home}"))
    )


def slug(text: str) -> str:
    """Lower-case words joined by hyphens, without accents: how ids are written."""
    plain_text = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", ""))
    return "-".join(re.findall(r"[a-z0-9]+", plain_text.encode("ascii", "ignore").decode().lower()))
