"""Describe changes for readers: the old value, the new value, and the article that caused it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from communique.releases.entity_schema import SET_FIELDS
from communique.releases.snapshot import SnapshotChange
from communique.schema.models import Event, Source
from communique.schema.text_parts import format_passages
from communique.schema.vocabulary import ChangeType, Entity, Kind
from communique.site import labels
from communique.site.pages.components import Link
from communique.site.pages.history.history_view import FieldChange
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.select import group_by
from communique.site.pages.value_labels import FIELD_ORDER, ValueFormatter

GRAVITY = {
    type_.value: number
    for number, type_ in enumerate(
        (
            *(ChangeType.WITHDRAWN, ChangeType.SPLIT, ChangeType.MERGED, ChangeType.RENAMED),
            *(ChangeType.CORRECTED, ChangeType.DEVELOPED, ChangeType.NEW),
        )
    )
}
"""The sorts of change, from what a reader must know most."""

_LABELS = {"kind": "Kind", "title": "Title", "summary": "Summary", "sources": "Source", "rulings": "Ruling"}
_ACTIONS = {"added": "added", "dropped": "taken back", "changed": "put right"}
_TABLES = {
    Entity.ACTOR: "actors",
    Entity.PERSON: "people",
    Entity.PLACE: "places",
    Entity.SERIES: "series",
    Entity.TOPIC: "topics",
    Entity.PUBLISHER: "publishers",
}


class ChangeFormatter:
    """A formatter of changes.

    Args:
        registry: names and links of what values refer to; what is gone from it is called by its id.
        events: the events that have a page, by id.
        sources: the sources that have a page, by id.
    """

    def __init__(
        self, registry: SiteRegistry, events: Mapping[str, Event], sources: Mapping[str, Source]
    ) -> None:
        self.registry, self.events, self.sources = registry, events, sources
        self._formatters = {kind: ValueFormatter(registry, events, kind) for kind in Kind}

    def describe_changes(
        self, changes: Iterable[SnapshotChange], kind: Kind | None = None
    ) -> tuple[FieldChange, ...]:
        """Describe the changes of one entity, field by field in page order, its evidence last and summed up.

        Args:
            changes: those of one thing in one release.
            kind: the kind of the event, where it is one that still has a page.
        """
        candidates = [change for change in changes if change.field is not None]
        order = {**FIELD_ORDER, "title": -3, "summary": -2, "kind": -1, "rulings": 99, "sources": 100}
        field_changes = [change for change in candidates if change.field != "claims"]
        field_changes.sort(key=lambda change: (order.get(str(change.field), 98), change.element or ""))
        described = [self._describe_change(change, kind) for change in field_changes]
        added = {
            change.element for change in field_changes if change.field == "sources" and change.old is None
        }
        return (
            *described,
            *self._summarize_claims([change for change in candidates if change.field == "claims"], added),
        )

    def article_link(self, source_id: str) -> Link:
        """Return the link to an article, labelled by publisher and day; only its id if it is unknown."""
        row = self.sources.get(source_id)
        if row is None:
            return Link(source_id)
        publisher = self.registry.publisher_link(row.publisher_id).label
        day = labels.format_day(row.published_on) if row.published_on else ""
        return Link(labels.join_nonempty((publisher, day), ", "), f"sources/{source_id}.md")

    def _describe_change(self, change: SnapshotChange, kind: Kind | None) -> FieldChange:
        field, element = str(change.field), change.element
        causes = tuple(map(self.article_link, change.sources))
        if change.entity is not Entity.EVENT:
            label = labels.capitalize_first(field.replace("_", " "))
            old, new = (
                self._format_registry_value(field, element, change.old),
                self._format_registry_value(field, element, change.new),
            )
            return FieldChange(change.type.value, label, old, new, causes)
        if field == "sources":
            return self._describe_report(change)
        if field == "rulings":
            about, _, inner = str(element).partition("/")
            label = f"Ruling on {self._field_label(about, inner, kind).lower()}"
            return FieldChange(
                change.type.value, label, _format_ruling(change.old), _format_ruling(change.new), causes
            )
        label = self._field_label(field, element or "", kind)
        old, new = (self._format_value(field, element, value, kind) for value in (change.old, change.new))
        if old == new:  # one element with other details, as an office or a manner
            new = Link(labels.join_nonempty((new.label, _format_details(change.new)), ": "), new.path)
            old = Link(labels.join_nonempty((old.label, _format_details(change.old)), ": "), old.path)
        return FieldChange(change.type.value, label, old, new, causes)

    def _field_label(self, field: str, element: str, kind: Kind | None) -> str:
        if field in _LABELS:
            return _LABELS[field]
        try:
            return self._formatters[kind or Kind.MEETING].field_label(field, element)
        except (KeyError, ValueError):
            return labels.capitalize_first(field.replace("_", " "))

    def _format_value(self, field: str, element: str | None, value: Any, kind: Kind | None) -> Link:
        """Format a value of an event; as stored if an id in it is no longer known."""
        if value is None:
            return Link("")
        formatter = self._formatters[kind or Kind.MEETING]
        try:
            if element is None:
                link = (
                    Link(str(value))
                    if field in ("title", "summary")
                    else formatter.format_value(field, value)
                )
                return (
                    Link(link.label) if field == "series" else link
                )  # an earlier one may have no page any more
            if field == "figures":
                return formatter.format_figure(element, value)
            if field in ("notes", "provisions"):
                return Link(str(value["text"]))
            return formatter.format_element(field, element)
        except (KeyError, ValueError, TypeError):
            return Link(element or str(value))

    def _format_registry_value(self, field: str, element: str | None, value: Any) -> Link:
        """Format a value of any entity but an event."""
        if value is None:
            return Link("")
        if element is not None and field in SET_FIELDS:
            return Link(
                labels.join_nonempty(
                    (self._resolve_name(element.split("/")[0]), _format_details(value)), ": "
                )
            )
        return Link(self._resolve_name(str(value)) if isinstance(value, str) else str(value))

    def _resolve_name(self, key: str) -> str:
        """Return the name that an id stands for, or the text itself."""
        for table in _TABLES.values():
            row = getattr(self.registry, table).get(key)
            if row is not None:
                return str(row.name)
        office = self.registry.offices.get(key)
        return office.title if office else key

    def _describe_report(self, change: SnapshotChange) -> FieldChange:
        """Describe that a source reports an event, or reports it otherwise than before."""
        source = self.article_link(str(change.element))
        if change.old is None or change.new is None:
            old, new = (Link("") if value is None else source for value in (change.old, change.new))
            return FieldChange(change.type.value, _LABELS["sources"], old, new)
        differing = {key for key in {*change.old, *change.new} if change.old.get(key) != change.new.get(key)}
        old, new = (
            Link(_format_details({key: value for key, value in report.items() if key in differing}))
            for report in (change.old, change.new)
        )
        return FieldChange(change.type.value, _LABELS["sources"], old, new, (source,))

    def _summarize_claims(
        self, changes: Sequence[SnapshotChange], added: set[str | None]
    ) -> list[FieldChange]:
        """Summarize changes of claims by type, source and action."""

        def group_key(change: SnapshotChange) -> tuple[str, str, str]:
            source = str(change.element).rsplit("/", 2)[1]
            action = "added" if change.old is None else "dropped" if change.new is None else "changed"
            return change.type.value, source, action

        return [
            FieldChange(
                type_,
                "Evidence",
                new=Link(
                    f"{labels.format_count(len(source_changes), 'statement')} {_ACTIONS[action]}"
                    f"{_describe_details(source_changes, action)}"
                ),
                sources=(self.article_link(source),),
            )
            for (type_, source, action), source_changes in sorted(group_by(changes, group_key).items())
            if not (action == "added" and source in added)
        ]


def _describe_details(changes: Sequence[SnapshotChange], action: str) -> str:
    """Describe which details of changed claims differ."""
    if action != "changed":
        return ""
    names = {
        name
        for change in changes
        for name in {*change.old, *change.new}
        if change.old.get(name) != change.new.get(name)
    }
    detail_labels = [_CLAIM_WORDS.get(name, name.replace("_", " ")) for name in sorted(names)]
    return f" ({labels.join_with_and(detail_labels)})"


_CLAIM_WORDS = {"attributed_to": "whose statement", "modality": "manner", "basis": "how it was read"}


def _format_ruling(value: Any) -> Link:
    if value is None:
        return Link("")
    return Link(
        labels.join_nonempty(
            (labels.capitalize_first(str(value.get("decision"))), value.get("because", "")), ": "
        )
    )


def _format_details(value: Any) -> str:
    """Format what an element holds beyond its key."""
    if not isinstance(value, dict):
        return ""
    return ", ".join(
        format_passages(",".join(map(str, inner)))
        if name == "paragraphs"
        else f"{name.replace('_', ' ')} {inner}"
        for name, inner in sorted(value.items())
    )
