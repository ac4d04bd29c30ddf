"""The rows of releases: each with its changes, what caused them, and the event ids that it was the first to hold."""

from __future__ import annotations

from typing import Any

from communique.history.change import Change as Changed
from communique.history.state import canonical
from communique.history.store import StoredRelease
from communique.loaders.published import Published
from communique.loaders.rows.rows import Rows
from communique.schema import Change, ChangeSource, Release, ReleasedEvent
from communique.schema.vocabulary import Entity


def release_rows(published: Published) -> Rows:
    """Every row that follows from the folder of releases."""
    rows = Rows()
    for release, changes in published.releases:
        _release(release, rows)
        for number, change in enumerate(changes, 1):
            key = {"release_version": release.version, "number": number}
            rows.add(Change, **key, **_columns(change))
            for source in change.sources:
                rows.add(ChangeSource, **key, source_id=source)
    for event, version in published.first.items():
        rows.add(ReleasedEvent, id=event, release_version=version)
    return rows


def _release(release: StoredRelease, rows: Rows) -> None:
    manifest = release.manifest
    rows.add(
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


def _columns(change: Changed) -> dict[str, Any]:
    """A change as columns; of a whole document only that it came or went, for other tables hold the rest."""
    whole = change.field is None
    return {
        "entity": change.entity,
        "entity_id": change.id,
        "type": change.type,
        "field": change.field,
        "element": change.element,
        "old": None if whole or change.old is None else canonical(change.old),
        "new": None if whole or change.new is None else canonical(change.new),
        "target_id": change.target,
    }
