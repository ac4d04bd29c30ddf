"""What each release changed, thing by thing in words: for the page of changes, those of releases and the feeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from communique.history.change import Change
from communique.schema import Change as ChangeRow
from communique.schema import ChangeSource, Release
from communique.schema.vocabulary import ChangeType, Entity
from communique.site import words
from communique.site.queries.catalogue import Catalogue
from communique.site.queries.histories import types_of
from communique.site.queries.past import Past, change_of, release_path, release_ref
from communique.site.queries.registry import Registry
from communique.site.queries.rows import column, grouped, read
from communique.site.queries.told import GRAVITY, Teller
from communique.site.views.changes import Changed, Group
from communique.site.views.history import ChangedThing, Counted
from communique.site.views.parts import Ref

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
class Chronicle:
    """All that releases changed.

    Args:
        session: on the database.
        past: its releases.
        teller: says changes.
        shown: the people, series and publishers that have a page; the registry knows more.
    """

    session: Session
    past: Past
    teller: Teller
    shown: frozenset[tuple[Entity, str | None]]
    _things: dict[str, list[ChangedThing]] = field(default_factory=dict)

    @classmethod
    def of_record(cls, session: Session, registry: Registry, catalogue: Catalogue) -> Chronicle:
        """All that the releases of a record changed."""
        shown = {
            *((Entity.PERSON, row.person_id) for row in catalogue.people),
            *((Entity.SERIES, row.series_id) for row in catalogue.events.values()),
            *((Entity.PUBLISHER, row.publisher_id) for row in catalogue.sources.values()),
            *((Entity.PUBLISHER, row.agency_id) for row in catalogue.sources.values()),
        }
        teller = Teller(registry, catalogue.events, catalogue.sources)
        return cls(session, registry.past, teller, frozenset(shown))

    def first(self, release: Release) -> bool:
        """Whether it is the release in which everything is new."""
        return release.version == self.past.releases[0].version

    def counts(self, release: Release) -> tuple[Counted, ...]:
        """How many things a release changed in which way."""
        if not self.first(release):
            return counted(self.of(release))
        entity, version = column(ChangeRow, "entity"), column(ChangeRow, "release_version")
        found = select(entity, func.count()).where(version == release.version).group_by(entity)
        numbers = {row[0]: row[1] for row in self.session.execute(found)}
        events = numbers.pop(Entity.EVENT, 0)
        return (Counted(ChangeType.NEW.value, events, sum(numbers.values())),) if events or numbers else ()

    def of(self, release: Release) -> list[ChangedThing]:
        """What a release changed, the gravest first; nothing of the first, in which everything is new."""
        if self.first(release):
            return []
        if release.version not in self._things:
            where = column(ChangeRow, "release_version") == release.version
            rows = read(self.session, ChangeRow, where)
            caused = column(ChangeSource, "release_version") == release.version
            causes = grouped(read(self.session, ChangeSource, caused), lambda row: row.number)
            self._things[release.version] = self.things(
                change_of(row, causes.get(row.number, ())) for row in rows
            )
        return self._things[release.version]

    def things(self, changes: Iterable[Change]) -> list[ChangedThing]:
        """Changes by thing, the gravest first: events, then all else."""
        found = [self._thing(own) for own in grouped(changes, lambda one: one.key).values()]
        return sorted(
            found,
            key=lambda one: (one.family != "event", GRAVITY[one.types[0]], one.family, one.thing.label),
        )

    def _thing(self, changes: Sequence[Change]) -> ChangedThing:
        entity, key = changes[0].entity, changes[0].id
        gone = self.past.gone.get(key) if entity is Entity.EVENT else None
        event = self.teller.events.get(key) if entity is Entity.EVENT else None
        said = () if gone else self.teller.alterations(changes, event.kind if event else None)
        moved = next((one.target for one in changes if gone and one.target), None)
        targets = (moved,) if moved else gone.targets if gone else ()
        return ChangedThing(
            thing=self._ref(entity, key),
            family=entity.value if entity is not Entity.SOURCE else "article",
            types=types_of(changes),
            alterations=said[:LINES],
            now=tuple(self._ref(Entity.EVENT, one) for one in targets),
            because=gone.because if gone else "",
            more=max(0, len(said) - LINES),
        )

    def _ref(self, entity: Entity, key: str) -> Ref:
        """A thing and its page; its id where it is gone, without a link where it has no page."""
        found = self._named(entity, key)
        listed = entity not in (Entity.PERSON, Entity.SERIES, Entity.PUBLISHER) or (entity, key) in self.shown
        return found if listed else Ref(found.label)

    def _named(self, entity: Entity, key: str) -> Ref:
        registry = self.teller.registry
        match entity:
            case Entity.EVENT:
                row = self.teller.events.get(key)
                has_page = row or key in self.past.gone
                return Ref(row.title if row else key, f"events/{key}.md" if has_page else "")
            case Entity.SOURCE:
                text = self.teller.sources.get(key)
                return Ref(text.title, f"sources/{key}.md") if text else Ref(key)
            case Entity.ACTOR if key in registry.actors:
                return registry.actor(key)
            case Entity.PERSON if key in registry.people:
                return registry.person(key)
            case Entity.PLACE if key in registry.places:
                return registry.place(key)
            case Entity.SERIES if key in registry.series:
                return registry.series_ref(key)
            case Entity.TOPIC if key in registry.topics:
                return registry.topic(key)
            case Entity.PUBLISHER if key in registry.publishers:
                return registry.publisher(key)
            case Entity.OFFICE if key in registry.offices:
                return Ref(registry.offices[key].title)
            case _:
                return Ref(key)


def counted(things: Iterable[ChangedThing]) -> tuple[Counted, ...]:
    """How many things changed in which way, each by its gravest change."""
    numbers = Counter((one.types[0], one.family == "event") for one in things)
    return tuple(
        Counted(type_, numbers[type_, True], numbers[type_, False])
        for type_ in GRAVITY
        if numbers[type_, True] or numbers[type_, False]
    )


def groups(things: Iterable[ChangedThing]) -> tuple[Group, ...]:
    """Things under headings: events by their gravest change, then all else."""

    def title(one: ChangedThing) -> str:
        return TITLES[ChangeType(one.types[0])] if one.family == "event" else OTHERS

    return tuple(Group(name, tuple(own)) for name, own in grouped(things, title).items())


def changed(chronicle: Chronicle, count: int) -> Iterator[Changed]:
    """What releases changed, for feeds: of each release first itself, then each thing; the newest first.

    What is new in the registry, and the articles that are, stand for nothing by themselves and are left out.

    Args:
        chronicle: all that releases changed.
        count: after how many it is enough.
    """
    made = 0
    for release in reversed(chronicle.past.releases):
        yield _of_release(release, chronicle)
        for one in chronicle.of(release):
            if one.family == "event" or one.types != (ChangeType.NEW.value,):
                yield _of_thing(one, release)
                made += 1
        if made >= count:
            return


def _of_release(release: Release, chronicle: Chronicle) -> Changed:
    said = [
        f"{words.counted(one.events, 'event')} {one.type}" for one in chronicle.counts(release) if one.events
    ]
    ref = Ref(f"Data release {release.version}", release_path(release.version))
    return Changed(ref, release.version, release.released, (), (("", words.capital(words.listed(said))),), "")


def _of_thing(one: ChangedThing, release: Release) -> Changed:
    said = [(line.type, _line(line.label, line.old.label, line.new.label)) for line in one.alterations]
    if one.now:
        said.append((one.types[0], f"Now: {words.listed([ref.label for ref in one.now])}"))
    if one.because:
        said.append((one.types[0], one.because))
    if one.more:
        said.append(("", f"and {one.more} more"))
    page = one.thing if one.thing.path else Ref(one.thing.label, release_ref(release.version).path)
    mark = f"#{release.version}" if one.thing.path else f"#{one.family}-{one.thing.label}"
    return Changed(page, release.version, release.released, one.types, tuple(said), mark)


def _line(label: str, old: str, new: str) -> str:
    value = f"{old} → {new}" if old and new else new or (f"no longer {old}" if old else "")
    return words.joined((label, value), ": ")
