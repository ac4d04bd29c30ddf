"""List the changes of each release by entity, for the changes page, release pages and feeds."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from communique.releases.snapshot import SnapshotChange
from communique.schema.models import Change as ChangeRow
from communique.schema.models import ChangeSource, Release
from communique.schema.vocabulary import ChangeType, Entity
from communique.site import labels
from communique.site.pages.components import Link
from communique.site.pages.event.history import change_types
from communique.site.pages.event_index import EventIndex
from communique.site.pages.history.change_labels import GRAVITY, ChangeFormatter
from communique.site.pages.history.changes_view import ChangeGroup, FeedChange
from communique.site.pages.history.former_subjects import list_former_subjects
from communique.site.pages.history.history_view import ChangeCount, ChangedEntity
from communique.site.pages.history.release_history import (
    ReleaseHistory,
    change_from_row,
    release_link,
    release_path,
)
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.select import get_column, group_by, select_models

LINES = 8
"""What is said of one thing in a list; the rest stands on its own page."""

TITLES = {
    ChangeType.WITHDRAWN: "Withdrawn",
    ChangeType.SPLIT: "Split",
    ChangeType.MERGED: "Merged",
    ChangeType.RENAMED: "Renamed",
    ChangeType.CORRECTED: "Corrected: the record was wrong",
    ChangeType.DEVELOPED: "Developed: the record learned, or the world moved on",
    ChangeType.NEW: "New",
}
OTHERS = "Names, places, offices and articles"


@dataclass(slots=True)
class ChangeLog:
    """All changes that releases made.

    Args:
        session: on the database.
        release_history: its releases.
        formatter: says changes.
        linked_entities: the people, series and publishers that have a page; the registry knows more.
        retirements: by release and id the change by which an event's id went, with what was said of it.
    """

    session: Session
    release_history: ReleaseHistory
    formatter: ChangeFormatter
    linked_entities: frozenset[tuple[Entity, str | None]]
    retirements: Mapping[tuple[str, str], SnapshotChange] = field(default_factory=dict)
    _entities: dict[str, list[ChangedEntity]] = field(default_factory=dict)

    @classmethod
    def from_event_index(
        cls,
        session: Session,
        registry: SiteRegistry,
        event_index: EventIndex,
        retirements: Mapping[tuple[str, str], SnapshotChange] | None = None,
    ) -> ChangeLog:
        """Build the change log of a dataset from its registry and event index."""
        linked_entities = {
            *((Entity.PERSON, row.person_id) for row in event_index.people),
            *((Entity.SERIES, row.series_id) for row in event_index.events.values()),
            *((Entity.PUBLISHER, row.publisher_id) for row in event_index.sources.values()),
            *((Entity.PUBLISHER, row.agency_id) for row in event_index.sources.values()),
        }
        formatter = ChangeFormatter(registry, event_index.events, event_index.sources)
        return cls(
            session, registry.release_history, formatter, frozenset(linked_entities), retirements or {}
        )

    def is_first_release(self, release: Release) -> bool:
        """Return whether a release is the first, in which everything is new."""
        return release.version == self.release_history.releases[0].version

    def count_changes(self, release: Release) -> tuple[ChangeCount, ...]:
        """Count the entities that a release changed, by type of change."""
        if not self.is_first_release(release):
            return count_by_type(self.changed_entities(release))
        entity, version = get_column(ChangeRow, "entity"), get_column(ChangeRow, "release_version")
        query = select(entity, func.count()).where(version == release.version).group_by(entity)
        numbers = {row[0]: row[1] for row in self.session.execute(query)}
        events = numbers.pop(Entity.EVENT, 0)
        return (
            (ChangeCount(ChangeType.NEW.value, events, sum(numbers.values())),) if events or numbers else ()
        )

    def changed_entities(self, release: Release) -> list[ChangedEntity]:
        """Return the entities that a release changed, the gravest first; none for the first release."""
        if self.is_first_release(release):
            return []
        if release.version not in self._entities:
            where = get_column(ChangeRow, "release_version") == release.version
            rows = select_models(self.session, ChangeRow, where)
            caused = get_column(ChangeSource, "release_version") == release.version
            causes = group_by(select_models(self.session, ChangeSource, caused), lambda row: row.number)
            self._entities[release.version] = self.group_changes(
                (self.retirements.get((release.version, row.entity_id)) if row.field is None else None)
                or change_from_row(row, causes.get(row.number, ()))
                for row in rows
            )
        return self._entities[release.version]

    def group_changes(self, changes: Iterable[SnapshotChange]) -> list[ChangedEntity]:
        """Group changes by entity, the gravest first: events, then all others."""
        entities = [
            self._build_entity(entity_changes)
            for entity_changes in group_by(changes, lambda change: change.key).values()
        ]
        return sorted(
            entities,
            key=lambda entity: (
                entity.family != "event",
                GRAVITY[entity.types[0]],
                entity.family,
                entity.thing.label,
            ),
        )

    def _build_entity(self, changes: Sequence[SnapshotChange]) -> ChangedEntity:
        entity, key = changes[0].entity, changes[0].id
        retired = self.release_history.retired.get(key) if entity is Entity.EVENT else None
        event = self.formatter.events.get(key) if entity is Entity.EVENT else None
        alterations = (
            () if retired else self.formatter.describe_changes(changes, event.kind if event else None)
        )
        moved = next((change.target for change in changes if retired and change.target), None)
        targets = (moved,) if moved else retired.targets if retired else ()
        return ChangedEntity(
            thing=self._entity_link(entity, key),
            family=entity.value if entity is not Entity.SOURCE else "article",
            types=change_types(changes),
            alterations=alterations[:LINES],
            now=tuple(self._entity_link(Entity.EVENT, target_id) for target_id in targets),
            because=retired.because if retired else "",
            more=max(0, len(alterations) - LINES),
            left=list_former_subjects(changes, self.formatter.registry),
        )

    def _entity_link(self, entity: Entity, key: str) -> Link:
        """Return the link to an entity; only its label if it has no page, its id if it is gone."""
        link = self._named_link(entity, key)
        has_page = (
            entity not in (Entity.PERSON, Entity.SERIES, Entity.PUBLISHER)
            or (entity, key) in self.linked_entities
        )
        return link if has_page else Link(link.label)

    def _named_link(self, entity: Entity, key: str) -> Link:
        registry = self.formatter.registry
        match entity:
            case Entity.EVENT:
                row = self.formatter.events.get(key)
                has_page = row or key in self.release_history.retired
                return Link(row.title if row else key, f"events/{key}.md" if has_page else "")
            case Entity.SOURCE:
                text = self.formatter.sources.get(key)
                return Link(text.title, f"sources/{key}.md") if text else Link(key)
            case Entity.ACTOR if key in registry.actors:
                return registry.actor_link(key)
            case Entity.PERSON if key in registry.people:
                return registry.person_link(key)
            case Entity.PLACE if key in registry.places:
                return registry.place_link(key)
            case Entity.SERIES if key in registry.series:
                return registry.series_link(key)
            case Entity.TOPIC if key in registry.topics:
                return registry.topic_link(key)
            case Entity.PUBLISHER if key in registry.publishers:
                return registry.publisher_link(key)
            case Entity.OFFICE if key in registry.offices:
                return Link(registry.offices[key].title)
            case _:
                return Link(key)


def count_by_type(entities: Iterable[ChangedEntity]) -> tuple[ChangeCount, ...]:
    """Count changed entities by type of change, each by its gravest change."""
    numbers = Counter((entity.types[0], entity.family == "event") for entity in entities)
    return tuple(
        ChangeCount(type_, numbers[type_, True], numbers[type_, False])
        for type_ in GRAVITY
        if numbers[type_, True] or numbers[type_, False]
    )


def group_by_type(entities: Iterable[ChangedEntity]) -> tuple[ChangeGroup, ...]:
    """Group changed entities under headings: events by their gravest change, then all others."""

    def group_title(entity: ChangedEntity) -> str:
        return TITLES[ChangeType(entity.types[0])] if entity.family == "event" else OTHERS

    return tuple(
        ChangeGroup(name, tuple(members)) for name, members in group_by(entities, group_title).items()
    )


def iter_feed_changes(change_log: ChangeLog, count: int) -> Iterator[FeedChange]:
    """Yield the changes of releases for feeds, newest first: each release itself, then its entities.

    What is new in the registry, and the articles that are, stand for nothing by themselves and are left out.

    Args:
        change_log: all that releases changed.
        count: after how many it is enough.
    """
    yielded = 0
    for release in reversed(change_log.release_history.releases):
        yield _build_release_change(release, change_log)
        for entity in change_log.changed_entities(release):
            if entity.family == "event" or entity.types != (ChangeType.NEW.value,):
                yield _build_entity_change(
                    entity, f"Data release {release.version}", release.released, release.version
                )
                yielded += 1
        if yielded >= count:
            return


def list_unreleased_changes(
    change_log: ChangeLog, unreleased: Iterable[SnapshotChange], day: dt.date
) -> list[FeedChange]:
    """Return what changed since the newest release for feeds, dated by the day on which texts were read last."""
    release = (
        f"After data release {newest}"
        if (newest := change_log.release_history.newest)
        else "Not released yet"
    )
    events = (change for change in unreleased if change.entity is Entity.EVENT)
    return [
        replace(_build_entity_change(entity, release, day), mark=f"#since-{newest}")
        for entity in change_log.group_changes(events)
        if entity.thing.path
    ]


def _build_release_change(release: Release, change_log: ChangeLog) -> FeedChange:
    counts = [
        f"{labels.format_count(count.events, 'event')} {count.type}"
        for count in change_log.count_changes(release)
        if count.events
    ]
    link = Link(f"Data release {release.version}", release_path(release.version))
    return FeedChange(
        link,
        link.label,
        release.released,
        (),
        (("", labels.capitalize_first(labels.join_with_and(counts))),),
        "",
    )


def _build_entity_change(entity: ChangedEntity, release: str, day: dt.date, version: str = "") -> FeedChange:
    sentences = [
        (line.type, _format_line(line.label, line.old.label, line.new.label)) for line in entity.alterations
    ]
    if entity.now:
        sentences.append(
            (entity.types[0], f"Now: {labels.join_with_and([link.label for link in entity.now])}")
        )
    if entity.because:
        sentences.append((entity.types[0], entity.because))
    if entity.more:
        sentences.append(("", f"and {entity.more} more"))
    page = entity.thing if entity.thing.path else Link(entity.thing.label, release_link(version).path)
    mark = f"#{version}" if entity.thing.path else f"#{entity.family}-{entity.thing.label}"
    return FeedChange(page, release, day, entity.types, tuple(sentences), mark, entity.left)


def _format_line(label: str, old: str, new: str) -> str:
    value = f"{old} → {new}" if old and new else new or (f"no longer {old}" if old else "")
    return labels.join_nonempty((label, value), ": ")
