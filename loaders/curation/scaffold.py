"""Draft an entry file: fill in what is known, mark what is to be read, and hint at the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from communique.errors import UsageError
from communique.loaders.checks.look_alikes import canonicalize_url
from communique.loaders.curation.format_files import INLINE_KEYS, to_data
from communique.loaders.curation.slugs import find_free_name, slugify
from communique.loaders.dataset import Dataset, derive_source_id
from communique.loaders.yaml.comments import HINT_PREFIX
from communique.loaders.yaml.dump import dump_yaml
from communique.schema.event_types import EVENT_TYPES
from communique.schema.vocabulary import Kind, Relation, Role

HEADER: Final = "# yaml-language-server: $schema=../../../schema/entry.schema.json\n"

_STOP_WORDS: Final = {
    *("a", "after", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on"),
    *("or", "over", "the", "to", "with"),
}
"""Words that say little in an id."""

SHARED_HINTS: Final = (
    "time: 07:22+09:00  (local time of its start with offset, if stated)",
    "status: planned | ongoing | postponed | cancelled | alleged | disputed  (occurred goes without saying)",
    "edition: its number in the series",
    "topics: [ids, see communique find]",
    f"links: [{{produced: other-event-id, paragraphs: 2}}]  ({', '.join(Relation)})",
    "notes: [{id, type: outcome | milestone | position | context, text, paragraphs}]",
)


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event as far as it is known before the text was read.

    Args:
        id: its id; "" to have one suggested.
        kind: its kind; None where the record knows it already.
        values: fields that are known, as in an entry.
    """

    id: str
    kind: Kind | None
    values: Mapping[str, Any]


def render_article(source: Mapping[str, Any], drafts: list[EventDraft], dataset: Dataset) -> str:
    """Return the text of a new entry file, which passes no check before its gaps are filled.

    Raises:
        UsageError: an event is known under another kind, or of no kind.
    """
    head = dump_yaml({"schema": 1, "source": dict(source)}, HEADER, INLINE_KEYS)
    hints = "".join(f"  {HINT_PREFIX} {line}\n" for line in _source_hints(source))
    events = "\n".join(_render_event(draft, dataset) for draft in drafts)
    return f"{head}{hints}events:\n{events}"


def _source_hints(source: Mapping[str, Any]) -> Iterator[str]:
    if "agency" not in source:
        yield "agency: who wrote it, where the publisher carries an agency's text"
    if "reprint_group" not in source:
        yield "reprint_group: one id for all reprints of one dispatch, as jiji-2024-07-28-trilateral"
    yield "excerpt: true  (where only the beginning could be read)"


def _render_event(draft: EventDraft, dataset: Dataset) -> str:
    known = find_event(dataset, draft.id)
    kind = Kind(known["kind"]) if known else draft.kind
    if kind is None:
        raise UsageError(f"there is no event {draft.id!r} yet; say its kind, as --event {draft.id}:meeting")
    if known and draft.kind not in {None, kind}:
        raise UsageError(f"{draft.id} is of kind {kind} in {known['path']}, not {draft.kind}")
    lines = [f"  - id: {draft.id}", f"    kind: {kind}"]
    if known:
        lines.append(f"    {HINT_PREFIX} title and summary are written in {known['path']}")
    else:
        lines += [
            f"    title: null  {HINT_PREFIX} a headline in our own words",
            f"    summary: null  {HINT_PREFIX} 25 to 90 words, plain neutral English, our own",
        ]
    lines.append(f"    paragraphs: []  {HINT_PREFIX} those that report it, counted from 1")
    given = dump_yaml(dict(draft.values), inline=INLINE_KEYS) if draft.values else ""
    lines += [f"    {line}" if line else "" for line in given.splitlines()]
    lines += [f"    {HINT_PREFIX} {line}" for line in _event_hints(draft, kind)]
    return "".join(f"{line}\n" for line in lines)


def _event_hints(draft: EventDraft, kind: Kind) -> Iterator[str]:
    if "date" not in draft.values:
        yield "date: 2024-07-28, 2024-06, 2018-12~, {value: 2024-06, basis: relative, paragraphs: 3}"
    if "place" not in draft.values:
        yield "place: an id, see communique find"
    if "series" not in draft.values:
        yield "series: an id, see communique find"
    if "participants" not in draft.values:
        yield f"participants: [{{actor: US, role: host, people: [id], paragraphs: 2}}]  ({', '.join(Role)})"
    for field in EVENT_TYPES[kind].fields:
        terms = (
            f"[{', '.join(field.word_list)}]"
            if field.word_list and field.is_set
            else " | ".join(field.word_list or ())
        )
        yield f"{field.name}: {terms or field.hint or field.description}"
    yield from EVENT_TYPES[kind].hints
    yield from (line for line in SHARED_HINTS if line.partition(":")[0] not in draft.values)


def find_event(dataset: Dataset, event: str) -> dict[str, Any] | None:
    """Return what the dataset has of an event, from the file that titles it or first reports it."""
    event = dataset.resolve_redirects().get(event, event)
    result: dict[str, Any] | None = None
    for path, article in sorted(dataset.articles.items()):
        for entry in article.model.events:
            if entry.id == event and (result is None or entry.title):
                result = {"path": path, "kind": entry.kind, "title": entry.title, "entry": entry}
    return result


def copy_event_fields(dataset: Dataset, event: str) -> dict[str, Any]:
    """Return participants, series and topics of an event without provenance, for the next in its series.

    Raises:
        UsageError: there is no such event.
    """
    known = find_event(dataset, event)
    if known is None:
        raise UsageError(f"there is no event {event!r} to take after; see `communique find {event}`")
    entry = known["entry"]
    people = [
        {"actor": participant.actor}
        | ({} if participant.role is Role.ATTENDEE else {"role": participant.role.value})
        | ({"people": [person.person for person in participant.people]} if participant.people else {})
        for participant in entry.participants
    ]
    copied = {
        "series": to_data(entry).get("series"),
        "participants": people,
        "topics": [stated.value for stated in entry.topics],
    }
    if isinstance(copied["series"], dict):
        copied["series"] = copied["series"]["value"]
    return {key: value for key, value in copied.items() if value}


def suggest_event_id(title: str, date: str, used: set[str]) -> str:
    """Return a first id: the title's chief terms and the date, as ``<subject>-<yyyy>[-mm[-dd]]``."""
    terms = [term for term in slugify(title).split("-") if term not in _STOP_WORDS]
    subject = "-".join(terms[:5]) or "event"
    date_prefix = re.match(r"\d{4}(-\d{2}){0,2}", date)
    return find_free_name("-".join(filter(None, (subject, date_prefix[0] if date_prefix else ""))), used)


def suggest_article_path(
    publisher: str, published: str | None, year: str, suffix: str, dataset: Dataset
) -> str:
    """Return the path of a new article: ``articles/YYYY/<publisher>-<yyyy-mm-dd>[-suffix].yaml``.

    Raises:
        UsageError: without a day the name needs a word.
    """
    used = {derive_source_id(path) for path in dataset.hashes}  # those that are not filled in yet too
    day = published[:10] if published else year
    name = "-".join(filter(None, (publisher, day, suffix)))
    return f"articles/{day[:4]}/{find_free_name(name, used)}.yaml"


def find_publisher(url: str, dataset: Dataset) -> str | None:
    """Return the publisher whose home page an address lies under; the longest one where several do."""
    address = canonicalize_url(url).removeprefix("https://")
    matches = [
        (len(home), key)
        for key, entry in dataset.registry.publishers.items()
        if entry.url and _is_below_url(address, home := canonicalize_url(entry.url).removeprefix("https://"))
    ]
    return max(matches)[1] if matches else None


def _is_below_url(address: str, home: str) -> bool:
    host = urlsplit(f"//{address}").hostname or ""
    return (
        address == home or address.startswith(f"{home}/") or ("/" not in home and host.endswith(f".{home}"))
    )
