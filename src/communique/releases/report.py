"""Reports of what changed, grouped for readers by event and article, most important first."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from communique.releases.classify import redirect_link
from communique.releases.describe_claims import describe_claim_changes
from communique.releases.diff import iter_changed_values
from communique.releases.labels import (
    EntityNames,
    highlight_difference,
    label_day,
    label_element,
    label_field,
    label_value,
)
from communique.releases.snapshot import Snapshot, SnapshotChange, is_live
from communique.schema.vocabulary import ChangeType, Entity

ENTITY_NOUNS = {
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

TYPE_ORDER = tuple(
    ChangeType(value)
    for value in ("corrected", "merged", "renamed", "split", "withdrawn", "new", "developed")
)
"""Types of change, what readers must know first."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A line of a report: the type of change, its description, and the articles that caused it."""

    type: ChangeType
    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityChanges:
    """All changes of one entity."""

    entity: Entity
    id: str
    name: str
    type: ChangeType
    """The type of change that readers must know first, though a line on another may tell of it."""
    lines: tuple[ReportLine, ...]


@dataclass(frozen=True, slots=True)
class ReportSection:
    """The changes of several entities under a heading."""

    heading: str
    entity_changes: tuple[EntityChanges, ...]


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """A report of all changes, with their number and the number of events affected by each type."""

    sections: tuple[ReportSection, ...]
    changes: int = 0
    events: Mapping[str, int] = field(default_factory=dict)
    """Each event once, under the type of change that readers must know first."""


def build_report(
    changes: Sequence[SnapshotChange],
    old: Snapshot,
    new: Snapshot,
    *,
    each_statement: bool = False,
    each_new_value: bool = False,
) -> ChangeReport:
    """Return a report of the changes between two snapshots.

    Args:
        changes: from the earlier to the later.
        old: the earlier.
        new: the later.
        each_statement: list what a further article says, statement by statement, where a count is usual.
        each_new_value: list what the record says of a new event, value by value, where one line is usual.
    """
    names = EntityNames(old, new)
    if each_new_value:
        changes = [*_with_new_values(changes)]
    sections = []
    for entity, (_, several) in ENTITY_NOUNS.items():
        own_changes = [change for change in changes if change.entity is entity]
        blocks = [
            _build_entity_changes(entity, key, list(group), names, each_statement)
            for key, group in groupby(own_changes, lambda item: item.id)
        ]
        for heading, wanted in (("{} that went", _GONE), ("New {}", _NEW), ("Changed {}", _OTHER)):
            selected = tuple(
                sorted(
                    (b for b in blocks if _section_kind(b) == wanted), key=lambda b: (b.name.casefold(), b.id)
                )
            )
            if selected:
                title = heading.format(several)
                sections.append(ReportSection(title[0].upper() + title[1:], selected))
    blocks = [
        block for section in sections for block in section.entity_changes if block.entity is Entity.EVENT
    ]
    return ChangeReport(tuple(sections), len(changes), dict(Counter(block.type.value for block in blocks)))


def _with_new_values(changes: Iterable[SnapshotChange]) -> Iterator[SnapshotChange]:
    """Yield the changes, those that add an event followed by a change for each of its values."""
    for change in changes:
        yield change
        if change.entity is Entity.EVENT and change.type is ChangeType.NEW and is_live(change.new):
            for name, element, _, value in iter_changed_values({}, change.new):
                if name not in _TOLD_OF_NEW_EVENTS:
                    yield SnapshotChange(change.entity, change.id, change.type, name, element, new=value)


_TOLD_OF_NEW_EVENTS = frozenset({"kind", "title", "date", "sources", "claims"})
"""Fields that the line on a new event tells, or that are too many to be listed."""

_GONE, _NEW, _OTHER = range(3)
_RETIREMENTS = {ChangeType.MERGED, ChangeType.RENAMED, ChangeType.SPLIT, ChangeType.WITHDRAWN}


def _section_kind(block: EntityChanges) -> int:
    if any(line.type in _RETIREMENTS for line in block.lines):
        return _GONE
    return _NEW if any(line.type is ChangeType.NEW for line in block.lines) else _OTHER


def _build_entity_changes(
    entity: Entity, key: str, changes: list[SnapshotChange], names: EntityNames, each_statement: bool
) -> EntityChanges:
    described = _describe_changes(changes, names, each_statement)
    lines = [ReportLine(type_, text, sources) for type_, text, sources in described]
    # Alike lines keep their order, which is that of fields.
    return EntityChanges(
        entity,
        key,
        names.display_name(entity, key),
        min((change.type for change in changes), key=TYPE_ORDER.index),
        tuple(sorted(lines, key=lambda line: TYPE_ORDER.index(line.type))),
    )


def _describe_changes(
    changes: list[SnapshotChange], names: EntityNames, each_statement: bool
) -> Iterator[tuple[ChangeType, str, tuple[str, ...]]]:
    claim_changes = [change for change in changes if change.field in {"claims", "sources"}]
    value_changes = [change for change in changes if change.field not in {"claims", "sources"}]
    redirected = {
        str(change.element): redirect_link(str(change.element), names.redirects)
        for change in value_changes
        if _is_redirected_link(change)
    }
    for change in value_changes:
        sources = () if change.entity is Entity.SOURCE else change.sources
        if change.element in redirected:
            link = label_element("links", redirected[change.element], None, names)
            was, now = (element.partition("/")[2] for element in (change.element, redirected[change.element]))
            yield change.type, f"link {link}: is now {now}, was {was}", ()
        elif not (change.field == "links" and change.element in redirected.values()):
            yield change.type, describe_change(change, names), sources
    yield from describe_claim_changes(claim_changes, value_changes, names, each_statement)


def _is_redirected_link(change: SnapshotChange) -> bool:
    """Return whether a link was removed only because its target has another id now."""
    return change.field == "links" and change.type is ChangeType.DEVELOPED and change.new is None


def describe_change(change: SnapshotChange, names: EntityNames) -> str:
    """Return the description of one change, without its type."""
    if change.field is None:
        return _describe_entity_change(change, names)
    if change.field in {"redirect", "split", "withdrawal"}:
        return _describe_retirement(change, names)
    label, value = label_field(change.field), change.old if change.new is None else change.new
    head = label
    if change.element is not None:
        head = f"{label} {label_element(change.field, change.element, value, names)}"
    if change.old is None or change.new is None:
        sign = "+" if change.old is None else "-"
        value_text = "" if value is True else label_value(change.field, value, names, change.entity)
        value_text = "" if change.element is not None and not value_text else value_text
        return f"{sign} {head}: {value_text}" if value_text else f"{sign} {head}"
    texts = [
        item["text"] if isinstance(item, Mapping) and "text" in item else item
        for item in (change.old, change.new)
    ]
    if (
        all(isinstance(item, str) for item in texts)
        and texts[0] != texts[1]
        and (inner := highlight_difference(*texts))
    ):
        return f"{head}: {inner}"
    was, now = (label_value(change.field, item, names, change.entity) for item in (change.old, change.new))
    return f"{head}: {was} → {now}"


def _describe_entity_change(change: SnapshotChange, names: EntityNames) -> str:
    """Return the description of an entity that was added or removed."""
    if change.type is ChangeType.NEW:
        return _describe_new_entity(change, names)
    if change.new is None:
        return "is no longer there" if change.entity is not Entity.EVENT else "is gone, and nothing says why"
    return _describe_retirement(change, names)


def _describe_new_entity(change: SnapshotChange, names: EntityNames) -> str:
    document = change.new
    if change.entity is Entity.EVENT:
        date = label_value("date", document["date"], names) if "date" in document else "undated"
        reports = len(document.get("sources", {}))
        text = f"{document['kind']}, {date}, reported by {reports} article{'' if reports == 1 else 's'}"
        if change.old is not None:
            return f"is an event again: {text}"
        return f"{text}; one of those that {change.target} was split into" if change.target else text
    if change.entity is Entity.SOURCE:
        day = label_value("date", document["published"][:10], names) if "published" in document else "undated"
        return f"{names.display_name(Entity.PUBLISHER, document['publisher'])}, {day}"
    return "; ".join(_describe_registry_fields(document, names, change.entity))


def _describe_registry_fields(
    document: Mapping[str, object], names: EntityNames, entity: Entity
) -> Iterator[str]:
    """Yield what the registry says of an entry besides its name: its kind first, then each field and element."""
    if "kind" in document:
        yield str(document["kind"]).replace("-", " ")
    for field_name, value in document.items():
        if field_name in {"kind", "name", "title"} or value in (None, False):
            continue
        label = label_field(field_name)
        if not isinstance(value, Mapping):
            yield f"{label}: {label_value(field_name, value, names, entity)}"
            continue
        for element, content in value.items():
            details = (
                label_value(field_name, content, names) if isinstance(content, Mapping) and content else ""
            )
            yield f"{label} {label_element(field_name, element, content, names)}" + f" ({details})" * bool(
                details
            )


def _describe_retirement(change: SnapshotChange, names: EntityNames) -> str:
    """Return the description of how an event id was retired."""
    document = change.new
    retirement = next(iter(document.values())) if change.field is None else document
    because = f": {retirement['because']}" if retirement.get("because") else ""
    if "targets" in retirement:
        parts = " and ".join(
            f"“{names.display_name(Entity.EVENT, target)}” ({target})" for target in retirement["targets"]
        )
        return f"is now {parts}{because}"
    if "target" in retirement:
        return f"is now “{names.display_name(Entity.EVENT, retirement['target'])}” ({retirement['target']}){because}"
    return f"was taken out of the record{because}"


def format_entity_counts(counts: Mapping[str, int]) -> str:
    """Return counts as ``510 events, 664 articles, …``, without those that are zero."""
    parts = [_format_count(counts.get(entity.value, 0), *nouns) for entity, nouns in ENTITY_NOUNS.items()]
    gone = counts.get("gone", 0)
    return ", ".join([part for part in parts if part] + ([f"{gone:,} ids that went"] if gone else []))


def format_type_counts(types: Mapping[str, int]) -> str:
    """Return counts as ``12 corrected, 3 new``, in the order in which readers care."""
    return (
        ", ".join(
            f"{types[change_type.value]:,} {change_type.value}"
            for change_type in TYPE_ORDER
            if types.get(change_type.value)
        )
        or "none"
    )


def _format_count(number: int, singular: str, plural: str) -> str:
    return f"{number:,} {singular if number == 1 else plural}" if number else ""


def format_release(version: str, released: dt.date) -> str:
    """Return the name and day of a release: ``release 2026.11 of 23 November 2026``."""
    return f"release {version} of {label_day(released)}"


def summarize_report(report: ChangeReport) -> str:
    """Return how many events are affected, each once, and in how many changes."""
    if not report.changes:
        return "no difference"
    events = sum(report.events.values())
    events_text = (
        _format_count(events, "event affected: ", "events affected: ") + format_type_counts(report.events)
        if events
        else ""
    )
    return " · ".join(
        filter(None, [events_text, f"{_format_count(report.changes, 'change', 'changes')} in all"])
    )
