"""Changes in words: what the record said of a thing before, what it says now, and which article caused it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from communique.history.change import Change
from communique.history.layout import SETS
from communique.schema import Event, Source
from communique.schema.vocabulary import ChangeType, Entity, Kind
from communique.site import words
from communique.site.queries.registry import Registry
from communique.site.queries.rows import grouped
from communique.site.queries.values import FIELD_ORDER, Values
from communique.site.views.history import Alteration
from communique.site.views.parts import Ref

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
_DONE = {"added": "added", "dropped": "taken back", "changed": "put right"}
_TABLES = {
    Entity.ACTOR: "actors",
    Entity.PERSON: "people",
    Entity.PLACE: "places",
    Entity.SERIES: "series",
    Entity.TOPIC: "topics",
    Entity.PUBLISHER: "publishers",
}


class Teller:
    """Says changes.

    Args:
        registry: names and links of what values refer to; what is gone from it is called by its id.
        events: the events that have a page, by id.
        sources: the sources that have a page, by id.
    """

    def __init__(
        self, registry: Registry, events: Mapping[str, Event], sources: Mapping[str, Source]
    ) -> None:
        self.registry, self.events, self.sources = registry, events, sources
        self._values = {kind: Values(registry, events, kind) for kind in Kind}

    def alterations(self, changes: Iterable[Change], kind: Kind | None = None) -> tuple[Alteration, ...]:
        """What changed on one thing, field by field in the order of a page; its evidence last and summed up.

        Args:
            changes: those of one thing in one release.
            kind: the kind of the event, where it is one that still has a page.
        """
        fields = [one for one in changes if one.field is not None]
        order = {**FIELD_ORDER, "title": -3, "summary": -2, "kind": -1, "rulings": 99, "sources": 100}
        plain = [one for one in fields if one.field != "claims"]
        plain.sort(key=lambda one: (order.get(str(one.field), 98), one.element or ""))
        said = [self._said(one, kind) for one in plain]
        added = {one.element for one in plain if one.field == "sources" and one.old is None}
        return (*said, *self._evidence([one for one in fields if one.field == "claims"], added))

    def source(self, source_id: str) -> Ref:
        """An article by its publisher and day; by its id where the record does not hold it any more."""
        row = self.sources.get(source_id)
        if row is None:
            return Ref(source_id)
        publisher = self.registry.publisher(row.publisher_id).label
        day = words.day(row.published_on) if row.published_on else ""
        return Ref(words.joined((publisher, day), ", "), f"sources/{source_id}.md")

    def _said(self, change: Change, kind: Kind | None) -> Alteration:
        field, element = str(change.field), change.element
        causes = tuple(map(self.source, change.sources))
        if change.entity is not Entity.EVENT:
            label = words.capital(field.replace("_", " "))
            old, new = self._plain(field, element, change.old), self._plain(field, element, change.new)
            return Alteration(change.type.value, label, old, new, causes)
        if field == "sources":
            return self._report(change)
        if field == "rulings":
            about, _, inner = str(element).partition("/")
            label = f"Ruling on {self._label(about, inner, kind).lower()}"
            return Alteration(change.type.value, label, _ruling(change.old), _ruling(change.new), causes)
        label = self._label(field, element or "", kind)
        old, new = (self._value(field, element, value, kind) for value in (change.old, change.new))
        if old == new:  # one element with other details, as an office or a manner
            new = Ref(words.joined((new.label, _details(change.new)), ": "), new.path)
            old = Ref(words.joined((old.label, _details(change.old)), ": "), old.path)
        return Alteration(change.type.value, label, old, new, causes)

    def _label(self, field: str, element: str, kind: Kind | None) -> str:
        if field in _LABELS:
            return _LABELS[field]
        try:
            return self._values[kind or Kind.MEETING].label(field, element)
        except (KeyError, ValueError):
            return words.capital(field.replace("_", " "))

    def _value(self, field: str, element: str | None, value: Any, kind: Kind | None) -> Ref:
        """A value of an event in words; as plain as it is stored where a name in it is not known any more."""
        if value is None:
            return Ref("")
        values = self._values[kind or Kind.MEETING]
        try:
            if element is None:
                said = Ref(str(value)) if field in ("title", "summary") else values.single(field, value)
                return (
                    Ref(said.label) if field == "series" else said
                )  # an earlier one may have no page any more
            if field == "figures":
                return values.figure(element, value)
            if field in ("notes", "provisions"):
                return Ref(str(value["text"]))
            return values.element(field, element)
        except (KeyError, ValueError, TypeError):
            return Ref(element or str(value))

    def _plain(self, field: str, element: str | None, value: Any) -> Ref:
        """A value of anything but an event."""
        if value is None:
            return Ref("")
        if element is not None and field in SETS:
            return Ref(words.joined((self._name(element.split("/")[0]), _details(value)), ": "))
        return Ref(self._name(str(value)) if isinstance(value, str) else str(value))

    def _name(self, key: str) -> str:
        """The name of what an id leads to, or the text itself."""
        for table in _TABLES.values():
            row = getattr(self.registry, table).get(key)
            if row is not None:
                return str(row.name)
        office = self.registry.offices.get(key)
        return office.title if office else key

    def _report(self, change: Change) -> Alteration:
        """That a source reports an event, or does so otherwise than it was recorded to."""
        source = self.source(str(change.element))
        if change.old is None or change.new is None:
            old, new = (Ref("") if value is None else source for value in (change.old, change.new))
            return Alteration(change.type.value, _LABELS["sources"], old, new)
        differing = {key for key in {*change.old, *change.new} if change.old.get(key) != change.new.get(key)}
        old, new = (
            Ref(_details({key: value for key, value in said.items() if key in differing}))
            for said in (change.old, change.new)
        )
        return Alteration(change.type.value, _LABELS["sources"], old, new, (source,))

    def _evidence(self, changes: Sequence[Change], added: set[str | None]) -> list[Alteration]:
        """Claims summed up by source and by what became of them: each by itself stands in the files."""

        def key(one: Change) -> tuple[str, str, str]:
            source = str(one.element).rsplit("/", 2)[1]
            done = "added" if one.old is None else "dropped" if one.new is None else "changed"
            return one.type.value, source, done

        return [
            Alteration(
                type_,
                "Evidence",
                new=Ref(f"{words.counted(len(own), 'statement')} {_DONE[done]}{_what(own, done)}"),
                sources=(self.source(source),),
            )
            for (type_, source, done), own in sorted(grouped(changes, key).items())
            if not (done == "added" and source in added)
        ]


def _what(changes: Sequence[Change], done: str) -> str:
    """Which details of changed statements are others now."""
    if done != "changed":
        return ""
    names = {
        name for one in changes for name in {*one.old, *one.new} if one.old.get(name) != one.new.get(name)
    }
    said = [_CLAIM_WORDS.get(name, name.replace("_", " ")) for name in sorted(names)]
    return f" ({words.listed(said)})"


_CLAIM_WORDS = {"attributed_to": "whose statement", "modality": "manner", "basis": "how it was read"}


def _ruling(value: Any) -> Ref:
    if value is None:
        return Ref("")
    return Ref(words.joined((words.capital(str(value.get("decision"))), value.get("because", "")), ": "))


def _details(value: Any) -> str:
    """What an element says beyond its key."""
    if not isinstance(value, dict):
        return ""
    return ", ".join(
        words.paragraphs(",".join(map(str, inner)))
        if name == "paragraphs"
        else f"{name.replace('_', ' ')} {inner}"
        for name, inner in sorted(value.items())
    )
