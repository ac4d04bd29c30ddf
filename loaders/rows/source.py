"""The rows of sources and of the registry: what entries refer to, and the articles themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from communique.loaders.entry import Article
from communique.loaders.entry.rulings import RedirectEntry, SplitEntry, WithdrawalEntry
from communique.loaders.record import Located, Record, RegistryIndex, source_id
from communique.loaders.rows.event import dated
from communique.loaders.rows.rows import Rows
from communique.schema import (
    Actor,
    ActorMembership,
    ActorName,
    EntryFile,
    Office,
    Person,
    PersonName,
    Place,
    PlaceName,
    Publisher,
    Redirect,
    Series,
    Source,
    Split,
    SplitTarget,
    Tenure,
    Topic,
    Withdrawal,
)


def file_rows(hashes: Mapping[str, str]) -> Rows:
    """One row for each file of the record."""
    rows = Rows()
    for path, sha256 in hashes.items():
        rows.add(EntryFile, path=path, sha256=sha256)
    return rows


def source_rows(article: Located[Article]) -> Rows:
    """The row of one article."""
    rows, source = Rows(), article.model.source
    day = dt.date.fromisoformat(source.published[:10]) if source.published else None
    rows.add(
        Source,
        id=source_id(article.path),
        publisher_id=source.publisher,
        agency_id=source.agency,
        kind=source.kind,
        title=source.title,
        url=source.url,
        archived_url=source.archived_url,
        published=source.published,
        published_on=day,
        language=source.language,
        accessed=dt.date.fromisoformat(source.accessed),
        reprint_group=source.reprint_group,
        excerpt=source.excerpt,
        path=article.path,
    )
    return rows


def registry_rows(registry: RegistryIndex) -> Rows:
    """The rows of everything that entries refer to."""
    rows = Rows()
    _actors(registry, rows)
    for key, office in registry.offices.items():
        rows.add(Office, id=key, actor_id=office.actor, title=office.title, rank=office.rank)
    _people(registry, rows)
    for key, place in registry.places.items():
        plain = place.model_dump(exclude={"parent", "actor", "names"})
        rows.add(Place, id=key, parent_id=place.parent, actor_id=place.actor, **plain)
        for name in place.names:
            row = {"name": name.name, "language": name.language, "authority_id": name.authority}
            rows.add(PlaceName, place_id=key, **row)
    for model, noun in ((Series, "series"), (Topic, "topics")):
        for key, entry in getattr(registry, noun).items():
            rows.add(model, id=key, **entry.model_dump())
    for key, publisher in registry.publishers.items():
        rows.add(Publisher, id=key, actor_id=publisher.actor, **publisher.model_dump(exclude={"actor"}))
    return rows


def _actors(registry: RegistryIndex, rows: Rows) -> None:
    for key, actor in registry.actors.items():
        plain = actor.model_dump(exclude={"parent", "names", "memberships"})
        rows.add(Actor, id=key, parent_id=actor.parent, **plain)
        for name in actor.names:
            rows.add(ActorName, actor_id=key, name=name.name, language=name.language)
        for membership in actor.memberships:
            rows.add(ActorMembership, actor_id=key, group_id=membership.group, **dated(membership.date))


def _people(registry: RegistryIndex, rows: Rows) -> None:
    for key, person in registry.people.items():
        rows.add(
            Person, id=key, actor_id=person.actor, **person.model_dump(exclude={"actor", "names", "tenures"})
        )
        for name in person.names:
            rows.add(PersonName, person_id=key, name=name.name, language=name.language)
        held: dict[str, int] = {}
        for tenure in person.tenures:
            held[tenure.office] = held.get(tenure.office, 0) + 1
            row = {"office_id": tenure.office, "number": held[tenure.office], **dated(tenure.date)}
            rows.add(Tenure, person_id=key, **row)


def ruling_rows(record: Record) -> Rows:
    """Ids that moved, were split or were withdrawn."""
    rows = Rows()
    if record.rulings:
        decided, ends, parts = record.rulings.model, record.redirects(), record.splits()
        for moved in decided.redirects:
            rows.add(
                Redirect, id=moved.id, target_id=ends[moved.id], because=moved.because, decided=_day(moved)
            )
        for split in decided.splits:
            rows.add(Split, id=split.id, because=split.because, decided=_day(split))
            for target in parts[split.id]:
                rows.add(SplitTarget, split_id=split.id, target_id=target)
        for gone in decided.withdrawals:
            rows.add(Withdrawal, id=gone.id, because=gone.because, decided=_day(gone))
    return rows


def _day(decision: RedirectEntry | SplitEntry | WithdrawalEntry) -> dt.date | None:
    return dt.date.fromisoformat(decision.decided) if decision.decided else None
