"""Build the rows of entry files, of sources, of the registry and of decisions on ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from communique.loaders.dataset import Dataset, ParsedFile, RegistryIndex, derive_source_id
from communique.loaders.entry_format.article import Article, ReadingEntry
from communique.loaders.entry_format.rulings import RedirectEntry, SplitEntry, WithdrawalEntry
from communique.loaders.rows.row_set import RowSet, date_columns
from communique.schema.event_types import EVENT_TYPES
from communique.schema.models import (
    Abbreviation,
    Actor,
    ActorMembership,
    ActorName,
    Coverage,
    EntryFile,
    EventKind,
    Identifier,
    Office,
    OutsideCount,
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
from communique.schema.vocabulary import Entity, Scheme

_IDENTIFIED = {
    "actors": Entity.ACTOR,
    "people": Entity.PERSON,
    "places": Entity.PLACE,
    "publishers": Entity.PUBLISHER,
}
"""The sections of the registry whose entries may have codes."""


def build_file_rows(hashes: Mapping[str, str]) -> RowSet:
    """Return one row for each file of the dataset, given the hash of each."""
    rows = RowSet()
    for path, sha256 in hashes.items():
        rows.add_row(EntryFile, path=path, sha256=sha256)
    return rows


def build_source_rows(article: ParsedFile[Article]) -> RowSet:
    """Return the source row of one article."""
    rows, source = RowSet(), article.model.source
    day = dt.date.fromisoformat(source.published[:10]) if source.published else None
    rows.add_row(
        Source,
        id=derive_source_id(article.path),
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
        **_reading_columns(source.read),
    )
    return rows


def _reading_columns(read: ReadingEntry | None) -> dict[str, Any]:
    """Return the columns on how a text was read, none where the entry does not say it."""
    if read is None:
        return {}
    columns = {"text_sha256": read.sha256, "text_paragraphs": read.paragraphs, "read_by": read.by}
    if read.second is None:
        return columns
    return columns | {
        "second_read_by": read.second.by,
        "second_read_on": dt.date.fromisoformat(read.second.on),
        "values_located": read.second.located,
        "values_missing": read.second.missing,
    }


def build_registry_rows(registry: RegistryIndex) -> RowSet:
    """Return the rows of all registry entries."""
    rows = RowSet()
    for kind, event_type in EVENT_TYPES.items():
        rows.add_row(EventKind, id=kind.value, plural=event_type.plural)
    _add_actor_rows(registry, rows)
    for key, office in registry.offices.items():
        rows.add_row(Office, id=key, actor_id=office.actor, **office.model_dump(exclude={"actor"}))
    _add_person_rows(registry, rows)
    for key, place in registry.places.items():
        columns = place.model_dump(exclude={"parent", "actor", "names", "identifiers"})
        rows.add_row(Place, id=key, parent_id=place.parent, actor_id=place.actor, **columns)
        for name in place.names:
            row = {"name": name.name, "language": name.language, "authority_id": name.authority}
            rows.add_row(PlaceName, place_id=key, **row)
    subjects = ((Series, "series"), (Topic, "topics"), (Abbreviation, "abbreviations"))
    for model, section in subjects:
        for key, entry in getattr(registry, section).items():
            rows.add_row(model, id=key, **entry.model_dump())
    _add_identifier_rows(registry, rows)
    _add_coverage_rows(registry, rows)
    for key, publisher in registry.publishers.items():
        rows.add_row(
            Publisher,
            id=key,
            actor_id=publisher.actor,
            **publisher.model_dump(exclude={"actor", "identifiers"}),
        )
    return rows


def _add_identifier_rows(registry: RegistryIndex, rows: RowSet) -> None:
    """Add the codes of all sections that have some, and those of ISO 3166-1 that actors have as columns."""
    for key, actor in registry.actors.items():
        for scheme in (Scheme.ISO_ALPHA2, Scheme.ISO_ALPHA3):
            if value := getattr(actor, scheme):
                rows.add_row(Identifier, entity=Entity.ACTOR, entity_id=key, scheme=scheme, value=value)
    for section, entity in _IDENTIFIED.items():
        for key, entry in registry.sections[section].items():
            for scheme, dataset, value in entry.identifiers.iter_codes():
                code = {"scheme": scheme, "dataset": dataset, "value": value}
                rows.add_row(Identifier, entity=entity, entity_id=key, **code)


def _add_coverage_rows(registry: RegistryIndex, rows: RowSet) -> None:
    for key, entry in registry.coverage.items():
        columns = entry.model_dump(include={"year", "extent", "scope", "incident_type", "unit"})
        subject = {"country_id": entry.country, "series_id": entry.series, "topic_id": entry.topic}
        rows.add_row(Coverage, id=key, **subject, **columns, **date_columns(entry.period))
        for number, outside in enumerate(entry.outside_counts, 1):
            row = outside.model_dump(exclude={"period"}) | date_columns(outside.period)
            rows.add_row(OutsideCount, coverage_id=key, number=number, **row)


def _add_actor_rows(registry: RegistryIndex, rows: RowSet) -> None:
    for key, actor in registry.actors.items():
        columns = actor.model_dump(exclude={"parent", "names", "memberships", "identifiers"})
        rows.add_row(Actor, id=key, parent_id=actor.parent, **columns)
        for name in actor.names:
            rows.add_row(ActorName, actor_id=key, name=name.name, language=name.language)
        for membership in actor.memberships:
            rows.add_row(
                ActorMembership, actor_id=key, group_id=membership.group, **date_columns(membership.date)
            )


def _add_person_rows(registry: RegistryIndex, rows: RowSet) -> None:
    for key, person in registry.people.items():
        rows.add_row(
            Person,
            id=key,
            actor_id=person.actor,
            **person.model_dump(exclude={"actor", "names", "tenures", "identifiers"}),
        )
        for name in person.names:
            rows.add_row(PersonName, person_id=key, name=name.name, language=name.language)
        tenure_numbers: dict[str, int] = {}
        for tenure in person.tenures:
            tenure_numbers[tenure.office] = tenure_numbers.get(tenure.office, 0) + 1
            row = {
                "office_id": tenure.office,
                "number": tenure_numbers[tenure.office],
                **date_columns(tenure.date),
                **tenure.model_dump(include={"url", "archived_url"}),
            }
            rows.add_row(Tenure, person_id=key, **row)


def build_decision_rows(dataset: Dataset) -> RowSet:
    """Return the rows of redirects, splits and withdrawals."""
    rows = RowSet()
    if dataset.rulings:
        decisions, redirect_targets, split_targets = (
            dataset.rulings.model,
            dataset.resolve_redirects(),
            dataset.resolve_splits(),
        )
        for redirect in decisions.redirects:
            rows.add_row(
                Redirect,
                id=redirect.id,
                target_id=redirect_targets[redirect.id],
                because=redirect.because,
                decided=_decision_date(redirect),
            )
        for split in decisions.splits:
            rows.add_row(Split, id=split.id, because=split.because, decided=_decision_date(split))
            for target in split_targets[split.id]:
                rows.add_row(SplitTarget, split_id=split.id, target_id=target)
        for withdrawal in decisions.withdrawals:
            rows.add_row(
                Withdrawal, id=withdrawal.id, because=withdrawal.because, decided=_decision_date(withdrawal)
            )
    return rows


def _decision_date(decision: RedirectEntry | SplitEntry | WithdrawalEntry) -> dt.date | None:
    return dt.date.fromisoformat(decision.decided) if decision.decided else None
