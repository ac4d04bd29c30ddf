"""Build the rows of releases: their changes, the sources of these, and the event ids first published."""

from __future__ import annotations

from typing import Any

from communique.loaders.released_ids import ReleasedIds
from communique.loaders.rows.row_set import RowSet
from communique.releases.snapshot import SnapshotChange as Changed
from communique.releases.snapshot import canonical_json
from communique.releases.store import StoredRelease
from communique.schema.models import Change, ChangeSource, Release, ReleasedEvent
from communique.schema.vocabulary import Entity


def build_release_rows(released_ids: ReleasedIds) -> RowSet:
    """Return every row that follows from the folder of releases."""
    rows = RowSet()
    for release, changes in released_ids.releases:
        _add_release_row(release, rows)
        for number, change in enumerate(changes, 1):
            key = {"release_version": release.version, "number": number}
            rows.add_row(Change, **key, **_change_columns(change))
            for source in change.sources:
                rows.add_row(ChangeSource, **key, source_id=source)
    for event, version in released_ids.first_releases.items():
        rows.add_row(ReleasedEvent, id=event, release_version=version)
    return rows


def _add_release_row(release: StoredRelease, rows: RowSet) -> None:
    manifest = release.manifest
    rows.add_row(
        Release,
        version=manifest.version,
        released=manifest.released,
        previous_version=manifest.previous,
        git_commit=manifest.commit,
        schema_revision=manifest.database_schema,
        entry_format=manifest.entry_format,
        sha256=manifest.state,
        event_count=manifest.counts.get(Entity.EVENT.value, 0),
    )


def _change_columns(change: Changed) -> dict[str, Any]:
    """Return a change as columns, without the values of whole documents, which other tables hold."""
    is_document = change.field is None
    return {
        "entity": change.entity,
        "entity_id": change.id,
        "type": change.type,
        "field": change.field,
        "element": change.element,
        "old": None if is_document or change.old is None else canonical_json(change.old),
        "new": None if is_document or change.new is None else canonical_json(change.new),
        "target_id": change.target,
    }
