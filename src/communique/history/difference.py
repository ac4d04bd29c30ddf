"""From two states of the record to every change that turns the one into the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from communique.history.change import Change
from communique.history.layout import SETS
from communique.history.state import Document, Key, State, life, living
from communique.history.verdict import EventVerdict, Occasion, registry_type
from communique.schema.vocabulary import ChangeType, Entity

EVENT = Entity.EVENT.value
LIVES = {"redirect": ChangeType.MERGED, "withdrawal": ChangeType.WITHDRAWN, "split": ChangeType.SPLIT}
"""What sort of change it is when an event id goes. A redirect to an event that was not there is a new name."""


def difference(old: State, new: State, day: dt.date | None = None) -> list[Change]:
    """Every change from one state to another: applied to the earlier, they make the later.

    Args:
        old: the earlier state.
        new: the later state.
        day: the day of the earlier one, as a release has; None for the last day on which an article of it was read.

    Returns:
        the changes by entity, id, field and element; what concerns a whole entity before its fields.
    """
    differs = _Difference(old, new, day)
    return [change for entity in Entity for change in differs.of(entity)]


def vanished(old: State, new: State) -> list[str]:
    """Event ids, of events and of ids that went, that the later state no longer knows at all."""
    return sorted(key for entity, key in old.keys() - new.keys() if entity == EVENT)


def revived(old: State, new: State) -> list[str]:
    """Event ids that had gone and are events again."""
    keys = old.keys() & new.keys()
    return sorted(key[1] for key in keys if life(old[key]) and living(new[key]))


class _Difference:
    """The work in hand: both states, and which event is which."""

    def __init__(self, old: State, new: State, day: dt.date | None) -> None:
        self.old, self.new = old, new
        self.occasion = Occasion(old, new, day)
        self.renamed = renamed(old, new)
        self.names = {target: key for key, target in self.renamed.items()}
        self.parts = {
            target: key
            for (_, key), document in sorted(new.items())
            for target in (document["split"]["targets"] if life(document) == "split" else ())
        }

    def of(self, entity: Entity) -> Iterator[Change]:
        keys = {key for whole in (self.old, self.new) for key in whole if key[0] == entity.value}
        for key in sorted(keys):
            old, new = self.old.get(key), self.new.get(key)
            if old != new:
                yield from (
                    self._event(key[1], old, new)
                    if entity is Entity.EVENT
                    else self._entry(entity, key, old, new)
                )

    def _event(self, event: str, old: Document | None, new: Document | None) -> Iterator[Change]:
        if old is None and event in self.names:
            old = self.old[EVENT, self.names[event]]
        if old is not None and new is not None and life(old) == life(new):
            yield from self._fields(event, old, new) if living(new) else self._life(event, old, new)
            return
        type_, target = ChangeType.NEW, self.parts.get(event)
        if new is None:
            type_, target = ChangeType.WITHDRAWN, None
        elif became := life(new):
            type_ = ChangeType.RENAMED if event in self.renamed else LIVES[became]
            target = new["redirect"]["target"] if became == "redirect" else None
        told = old if type_ is not ChangeType.NEW else new
        sources = tuple(sorted((told or {}).get("sources", ())))
        yield Change(Entity.EVENT, event, type_, old=old, new=new, target=target, sources=sources)

    def _fields(self, event: str, old: Document, new: Document) -> Iterator[Change]:
        verdict = EventVerdict(self.occasion, old, new)
        for name, element, was, now in _values(old, new):
            type_ = verdict.type(name, element, was, now)
            causes = verdict.causes(name, element, now is None)
            yield Change(Entity.EVENT, event, type_, name, element, was, now, sources=causes)

    def _life(self, event: str, old: Document, new: Document) -> Iterator[Change]:
        """An id that had gone already, and of which something else is said now: as that its target went on."""
        name = str(life(new))
        was, now = old[name], new[name]
        type_, target = ChangeType.CORRECTED, now.get("target")
        if was.get("target") != target:
            type_ = ChangeType.RENAMED if self.renamed.get(was["target"]) == target else ChangeType.MERGED
        yield Change(Entity.EVENT, event, type_, name, old=was, new=now, target=target)

    def _entry(
        self, entity: Entity, key: Key, old: Document | None, new: Document | None
    ) -> Iterator[Change]:
        """A thing of the registry, or an article."""
        sources = (key[1],) if entity is Entity.SOURCE else ()
        if old is None or new is None:
            type_ = ChangeType.NEW if old is None else ChangeType.WITHDRAWN
            yield Change(entity, key[1], type_, old=old, new=new, sources=sources)
            return
        for name, element, was, now in _values(old, new):
            yield Change(
                entity, key[1], registry_type(name, was, now), name, element, was, now, sources=sources
            )


def renamed(old: State, new: State) -> dict[str, str]:
    """Event ids of the earlier state that the later one redirects to an event that was not there, and that event.

    Where several ids lead to it, the one that shares most with it is the renamed one; the others were merged into it.
    """
    found: dict[str, list[str]] = {}
    for (entity, key), document in old.items():
        became = new.get((entity, key), {}).get("redirect") if entity == EVENT and living(document) else None
        if became and (EVENT, became["target"]) not in old and living(new.get((EVENT, became["target"]))):
            found.setdefault(became["target"], []).append(key)
    return {_nearest(keys, old, new[EVENT, target]): target for target, keys in found.items()}


def _nearest(keys: list[str], old: State, target: Document) -> str:
    def differences(key: str) -> tuple[int, str]:
        return sum(1 for _ in _values(old[EVENT, key], target)), key

    return min(keys, key=differences)


def _values(old: Document, new: Document) -> Iterator[tuple[str, str | None, Any, Any]]:
    """Every value that differs: field, element, before and after."""
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        if name not in SETS:
            yield name, None, was, now
            continue
        was, now = was or {}, now or {}
        for element in sorted({*was, *now}):
            if was.get(element) != now.get(element):
                yield name, element, was.get(element), now.get(element)
