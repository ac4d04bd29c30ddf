"""List the subjects that an event stood under before a change, whose readers are to be told that it went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.releases.snapshot import SnapshotChange
from communique.schema.vocabulary import Entity
from communique.site.pages.registry import SiteRegistry

FIELDS = frozenset({"participants", "people", "series", "topics"})
"""The fields of an event by which it stands under a subject that can be watched."""


def list_former_subjects(changes: Iterable[SnapshotChange], registry: SiteRegistry) -> tuple[str, ...]:
    """Return the pages, without ending, of what the changes took an event away from."""
    paths = (
        path
        for change in changes
        if change.entity is Entity.EVENT
        for field, elements in _list_elements(change)
        for element in elements
        for path in _find_pages(field, element, registry)
    )
    return tuple(sorted({path.removesuffix(".md") for path in paths if path}))


def _list_elements(change: SnapshotChange) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield what a change took away, by field; of an id that went, all that the event had."""
    if change.field is None and isinstance(change.old, dict):
        for field in sorted(FIELDS & change.old.keys()):
            value = change.old[field]
            yield field, [value] if isinstance(value, str) else list(value)
    elif change.field in FIELDS and change.old is not None:
        if change.element:
            yield change.field, [change.element] if change.new is None else []
        else:
            yield change.field, [str(change.old)]


def _find_pages(field: str, element: str, registry: SiteRegistry) -> Iterator[str]:
    """Yield the pages of a participant and its country, a person, a series or a topic; none of what is not known."""
    key = element.split("/")[0]
    if field == "participants" and key in registry.actors:
        yield registry.actor_link(key).path
        yield registry.actor_link(registry.resolve_country(key)).path
    elif field == "people" and (person := element.rpartition("/")[2]) in registry.people:
        yield registry.person_link(person).path
    elif field == "series" and key in registry.series:
        yield registry.series_link(key).path
    elif field == "topics" and key in registry.topics:
        yield registry.topic_link(key).path
