"""What changed, gathered for readers: by event and article, most telling first, in lines that say one thing each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from communique.history.change import Change
from communique.history.shorten import differing
from communique.history.state import State
from communique.history.telling import told_testimony
from communique.history.verdict import followed
from communique.history.words import Names, day_words, element_words, field_words, value_words
from communique.schema.vocabulary import ChangeType, Entity

NOUNS = {
    Entity.EVENT: ("event", "events"),
    Entity.SOURCE: ("article", "articles"),
    Entity.ACTOR: ("actor", "actors"),
    Entity.PERSON: ("person", "people"),
    Entity.OFFICE: ("office", "offices"),
    Entity.PLACE: ("place", "places"),
    Entity.SERIES: ("series", "series"),
    Entity.TOPIC: ("topic", "topics"),
    Entity.PUBLISHER: ("publisher", "publishers"),
}
"""Every entity as one and as several, in the order in which readers care."""

ORDER = tuple(
    ChangeType(word) for word in ("corrected", "merged", "renamed", "split", "withdrawn", "new", "developed")
)
"""Types of change, what readers must know first."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line: the type of change, the change in words, and the articles that caused it."""

    type: ChangeType
    words: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """All that changed of one thing."""

    entity: Entity
    id: str
    name: str
    lines: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that changed, in how many changes, and how many events are affected by each type."""

    sections: tuple[Section, ...]
    changes: int = 0
    events: Mapping[str, int] = field(default_factory=dict)
    """Each event once, under the type of change that readers must know first."""


def report(changes: Sequence[Change], old: State, new: State) -> Report:
    """Gather the changes between two states for readers."""
    names = Names(old, new)
    sections = []
    for entity, (_, several) in NOUNS.items():
        own = [change for change in changes if change.entity is entity]
        blocks = [_block(entity, key, list(group), names) for key, group in groupby(own, lambda one: one.id)]
        for heading, wanted in (("{} that went", _GONE), ("New {}", _NEW), ("Changed {}", _OTHER)):
            kept = tuple(
                sorted((b for b in blocks if _sort(b) == wanted), key=lambda b: (b.name.casefold(), b.id))
            )
            if kept:
                title = heading.format(several)
                sections.append(Section(title[0].upper() + title[1:], kept))
    blocks = [block for section in sections for block in section.blocks if block.entity is Entity.EVENT]
    return Report(tuple(sections), len(changes), dict(Counter(block.lines[0].type.value for block in blocks)))


_GONE, _NEW, _OTHER = range(3)
_ENDS = {ChangeType.MERGED, ChangeType.RENAMED, ChangeType.SPLIT, ChangeType.WITHDRAWN}


def _sort(block: Block) -> int:
    if any(line.type in _ENDS for line in block.lines):
        return _GONE
    return _NEW if any(line.type is ChangeType.NEW for line in block.lines) else _OTHER


def _block(entity: Entity, key: str, changes: list[Change], names: Names) -> Block:
    lines = [Told(type_, words, sources) for type_, words, sources in _lines(changes, names)]
    # Alike lines keep their order, which is that of fields.
    return Block(
        entity, key, names.of(entity, key), tuple(sorted(lines, key=lambda line: ORDER.index(line.type)))
    )


def _lines(changes: list[Change], names: Names) -> Iterator[tuple[ChangeType, str, tuple[str, ...]]]:
    testimony = [change for change in changes if change.field in {"claims", "sources"}]
    plain = [change for change in changes if change.field not in {"claims", "sources"}]
    follows = {
        str(change.element): followed(str(change.element), names.moved)
        for change in plain
        if _follows(change)
    }
    for change in plain:
        sources = () if change.entity is Entity.SOURCE else change.sources
        if change.element in follows:
            link = element_words("links", follows[change.element], None, names)
            was, now = (one.partition("/")[2] for one in (change.element, follows[change.element]))
            yield change.type, f"link {link}: is now {now}, was {was}", ()
        elif not (change.field == "links" and change.element in follows.values()):
            yield change.type, change_words(change, names), sources
    yield from told_testimony(testimony, plain, names)


def _follows(change: Change) -> bool:
    """Whether a link went only because the event that it leads to has another id now."""
    return change.field == "links" and change.type is ChangeType.DEVELOPED and change.new is None


def change_words(change: Change, names: Names) -> str:
    """One change in words, without its type."""
    if change.field is None:
        return _whole(change, names)
    if change.field in {"redirect", "split", "withdrawal"}:
        return _fate(change, names)
    label, value = field_words(change.field), change.old if change.new is None else change.new
    head = label
    if change.element is not None:
        head = f"{label} {element_words(change.field, change.element, value, names)}"
    if change.old is None or change.new is None:
        sign = "+" if change.old is None else "-"
        said = "" if value is True else value_words(change.field, value, names, change.entity)
        said = "" if change.element is not None and not said else said
        return f"{sign} {head}: {said}" if said else f"{sign} {head}"
    texts = [
        one["text"] if isinstance(one, Mapping) and "text" in one else one for one in (change.old, change.new)
    ]
    if all(isinstance(one, str) for one in texts) and texts[0] != texts[1] and (inner := differing(*texts)):
        return f"{head}: {inner}"
    was, now = (value_words(change.field, one, names, change.entity) for one in (change.old, change.new))
    return f"{head}: {was} → {now}"


def _whole(change: Change, names: Names) -> str:
    """Something that came or went."""
    if change.type is ChangeType.NEW:
        return _newcomer(change, names)
    if change.new is None:
        return "is no longer there" if change.entity is not Entity.EVENT else "is gone, and nothing says why"
    return _fate(change, names)


def _newcomer(change: Change, names: Names) -> str:
    document = change.new
    if change.entity is Entity.EVENT:
        date = value_words("date", document["date"], names) if "date" in document else "undated"
        reports = len(document.get("sources", {}))
        words = f"{document['kind']}, {date}, reported by {reports} article{'' if reports == 1 else 's'}"
        if change.old is not None:
            return f"is an event again: {words}"
        return f"{words}; one of those that {change.target} was split into" if change.target else words
    if change.entity is Entity.SOURCE:
        day = value_words("date", document["published"][:10], names) if "published" in document else "undated"
        return f"{names.of(Entity.PUBLISHER, document['publisher'])}, {day}"
    return str(document.get("kind", "")).replace("-", " ")


def _fate(change: Change, names: Names) -> str:
    """What became of an event id."""
    said = change.new
    became = next(iter(said.values())) if change.field is None else said
    because = f": {became['because']}" if became.get("because") else ""
    if "targets" in became:
        parts = " and ".join(f"“{names.of(Entity.EVENT, one)}” ({one})" for one in became["targets"])
        return f"is now {parts}{because}"
    if "target" in became:
        return f"is now “{names.of(Entity.EVENT, became['target'])}” ({became['target']}){because}"
    return f"was taken out of the record{because}"


def counted_words(counts: Mapping[str, int]) -> str:
    """``510 events, 664 articles, …``, with what there is none of left out."""
    told = [_counted(counts.get(entity.value, 0), *words) for entity, words in NOUNS.items()]
    gone = counts.get("gone", 0)
    return ", ".join([one for one in told if one] + ([f"{gone:,} ids that went"] if gone else []))


def changed_words(types: Mapping[str, int]) -> str:
    """``12 corrected, 3 new``, in the order in which readers care."""
    return ", ".join(f"{types[one.value]:,} {one.value}" for one in ORDER if types.get(one.value)) or "none"


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}" if number else ""


def released_words(version: str, released: dt.date) -> str:
    """``release 2026.11 of 23 November 2026``."""
    return f"release {version} of {day_words(released)}"


def affected_words(found: Report) -> str:
    """How many events are affected, each once, and in how many changes."""
    if not found.changes:
        return "no difference"
    events = sum(found.events.values())
    told = (
        _counted(events, "event affected: ", "events affected: ") + changed_words(found.events)
        if events
        else ""
    )
    return " · ".join(filter(None, [told, f"{_counted(found.changes, 'change', 'changes')} in all"]))
