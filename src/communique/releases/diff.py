"""The comparison of two snapshots: every change that turns the one into the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from communique.releases.classify import ChangeClassifier, ComparisonContext, classify_registry_change
from communique.releases.entity_schema import SET_FIELDS
from communique.releases.snapshot import (
    EntityDocument,
    EntityKey,
    Snapshot,
    SnapshotChange,
    is_live,
    retirement_kind,
)
from communique.schema.vocabulary import ChangeType, Entity

EVENT = Entity.EVENT.value
RETIREMENT_TYPES = {
    "redirect": ChangeType.MERGED,
    "withdrawal": ChangeType.WITHDRAWN,
    "split": ChangeType.SPLIT,
}
"""What sort of change it is when an event id goes. A redirect to an event that was not there is a new name."""


def diff_snapshots(old: Snapshot, new: Snapshot, day: dt.date | None = None) -> list[SnapshotChange]:
    """Return every change from one snapshot to another: applied to the earlier, they give the later.

    Args:
        old: the earlier state.
        new: the later state.
        day: the day of the earlier one, as a release has; None for the last day on which an article of it was read.

    Returns:
        the changes by entity, id, field and element; what concerns a whole entity before its fields.
    """
    comparison = _SnapshotDiff(old, new, day)
    return [change for entity in Entity for change in comparison.iter_changes(entity)]


def find_vanished_ids(old: Snapshot, new: Snapshot) -> list[str]:
    """Return the event ids, of events and of retired ids, that the later snapshot no longer knows."""
    return sorted(key for entity, key in old.keys() - new.keys() if entity == EVENT)


class _SnapshotDiff:
    """A comparison in progress: both snapshots, and which event became which."""

    def __init__(self, old: Snapshot, new: Snapshot, day: dt.date | None) -> None:
        self.old, self.new = old, new
        self.context = ComparisonContext(old, new, day)
        self.renames = find_renames(old, new)
        self.former_ids = {target: key for key, target in self.renames.items()}
        self.split_origins = {
            target: key
            for (_, key), document in sorted(new.items())
            for target in (document["split"]["targets"] if retirement_kind(document) == "split" else ())
        }

    def iter_changes(self, entity: Entity) -> Iterator[SnapshotChange]:
        keys = {key for snapshot in (self.old, self.new) for key in snapshot if key[0] == entity.value}
        for key in sorted(keys):
            old, new = self.old.get(key), self.new.get(key)
            if old != new:
                yield from (
                    self._diff_event(key[1], old, new)
                    if entity is Entity.EVENT
                    else self._diff_entity(entity, key, old, new)
                )

    def _diff_event(
        self, event: str, old: EntityDocument | None, new: EntityDocument | None
    ) -> Iterator[SnapshotChange]:
        if old is None and event in self.former_ids:
            old = self.old[EVENT, self.former_ids[event]]
        if old is not None and new is not None and retirement_kind(old) == retirement_kind(new):
            yield from (
                self._diff_fields(event, old, new) if is_live(new) else self._diff_retirement(event, old, new)
            )
            return
        type_, target = ChangeType.NEW, self.split_origins.get(event)
        if new is None:
            type_, target = ChangeType.WITHDRAWN, None
        elif kind := retirement_kind(new):
            type_ = ChangeType.RENAMED if event in self.renames else RETIREMENT_TYPES[kind]
            target = new["redirect"]["target"] if kind == "redirect" else None
        document = old if type_ is not ChangeType.NEW else new
        sources = tuple(sorted((document or {}).get("sources", ())))
        yield SnapshotChange(Entity.EVENT, event, type_, old=old, new=new, target=target, sources=sources)

    def _diff_fields(self, event: str, old: EntityDocument, new: EntityDocument) -> Iterator[SnapshotChange]:
        classifier = ChangeClassifier(self.context, old, new)
        for name, element, was, now in iter_changed_values(old, new):
            type_ = classifier.classify_change(name, element, was, now)
            causes = classifier.find_causes(name, element, now is None)
            yield SnapshotChange(Entity.EVENT, event, type_, name, element, was, now, sources=causes)

    def _diff_retirement(
        self, event: str, old: EntityDocument, new: EntityDocument
    ) -> Iterator[SnapshotChange]:
        """Yield the change of a retired id, for example when its target was itself redirected."""
        name = str(retirement_kind(new))
        was, now = old[name], new[name]
        type_, target = ChangeType.CORRECTED, now.get("target")
        if was.get("target") != target:
            type_ = ChangeType.RENAMED if self.renames.get(was["target"]) == target else ChangeType.MERGED
        yield SnapshotChange(Entity.EVENT, event, type_, name, old=was, new=now, target=target)

    def _diff_entity(
        self, entity: Entity, key: EntityKey, old: EntityDocument | None, new: EntityDocument | None
    ) -> Iterator[SnapshotChange]:
        """Yield the changes of an entity of the registry, or of an article."""
        sources = (key[1],) if entity is Entity.SOURCE else ()
        if old is None or new is None:
            type_ = ChangeType.NEW if old is None else ChangeType.WITHDRAWN
            yield SnapshotChange(entity, key[1], type_, old=old, new=new, sources=sources)
            return
        for name, element, was, now in iter_changed_values(old, new):
            yield SnapshotChange(
                entity,
                key[1],
                classify_registry_change(name, was, now),
                name,
                element,
                was,
                now,
                sources=sources,
            )


def find_renames(old: Snapshot, new: Snapshot) -> dict[str, str]:
    """Return the event ids that the later snapshot redirects to a new event, each with that event's id.

    Where several ids lead to it, the one that shares most with it is the renamed one; the others were merged into it.
    """
    candidates: dict[str, list[str]] = {}
    for (entity, key), document in old.items():
        redirect = (
            new.get((entity, key), {}).get("redirect") if entity == EVENT and is_live(document) else None
        )
        if (
            redirect
            and (EVENT, redirect["target"]) not in old
            and is_live(new.get((EVENT, redirect["target"])))
        ):
            candidates.setdefault(redirect["target"], []).append(key)
    return {_closest_match(keys, old, new[EVENT, target]): target for target, keys in candidates.items()}


def _closest_match(keys: list[str], old: Snapshot, target: EntityDocument) -> str:
    def count_differences(key: str) -> tuple[int, str]:
        return sum(1 for _ in iter_changed_values(old[EVENT, key], target)), key

    return min(keys, key=count_differences)


def iter_changed_values(
    old: EntityDocument, new: EntityDocument
) -> Iterator[tuple[str, str | None, Any, Any]]:
    """Yield every value that differs: field, element, before and after."""
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        if name not in SET_FIELDS:
            yield name, None, was, now
            continue
        was, now = was or {}, now or {}
        for element in sorted({*was, *now}):
            if was.get(element) != now.get(element):
                yield name, element, was.get(element), now.get(element)
