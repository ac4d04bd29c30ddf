"""Build the history of one event: its first release, what each release changed, and its former ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.releases.snapshot import SnapshotChange
from communique.schema.models import Event
from communique.schema.vocabulary import ChangeType
from communique.site import labels
from communique.site.pages.components import Link
from communique.site.pages.event.rows import EventRows
from communique.site.pages.history.change_labels import GRAVITY, ChangeFormatter
from communique.site.pages.history.history_view import EventHistory, FormerId, Revision
from communique.site.pages.history.release_history import (
    ReleaseHistory,
    change_from_row,
    is_merged,
    release_link,
)
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.select import group_by


def build_history(
    event: Event, rows: EventRows, registry: SiteRegistry, release_history: ReleaseHistory
) -> EventHistory:
    """Build the history of an event from its rows and the releases, newest revision first."""
    former = release_history.former.get(event.id, ())
    first_version = _first_release(
        event.id,
        [redirect.id for redirect in former if not is_merged(redirect, release_history)],
        release_history,
    )
    return EventHistory(
        first=release_link(first_version) if first_version else None,
        first_day=release_history.format_release_day(first_version),
        revisions=tuple(_build_revisions(event, rows, registry, release_history)),
        former=tuple(
            FormerId(
                page=Link(redirect.id, f"events/{redirect.id}.md"),
                status="merged" if is_merged(redirect, release_history) else "renamed",
                because=redirect.because,
                decided=labels.format_day(redirect.decided) if redirect.decided else "",
            )
            for redirect in former
        ),
        newest=release_history.newest,
        state=release_history.latest_state_path(event.id),
    )


def _build_revisions(
    event: Event, rows: EventRows, registry: SiteRegistry, release_history: ReleaseHistory
) -> Iterator[Revision]:
    """Yield the unreleased changes of an event, then what each release changed, newest first."""
    since = [
        change for change in release_history.unreleased.get(event.id, ()) if change.type is not ChangeType.NEW
    ]
    by_release = group_by(rows.changes.get(event.id, ()), lambda row: row.release_version)
    if not since and not by_release:
        return
    formatter = ChangeFormatter(registry, rows.neighbours, rows.sources)
    if since:
        alterations = formatter.describe_changes(since, event.kind)
        yield Revision(None, "", change_types(since), alterations, after=release_history.newest)
    for release in reversed(release_history.releases):
        version = release.version
        causes = rows.causes
        changes = [
            change_from_row(row, causes.get((version, row.number), ())) for row in by_release.get(version, ())
        ]
        if changes:
            alterations = formatter.describe_changes(changes, event.kind)
            yield Revision(
                release_link(version),
                release_history.format_release_day(version),
                change_types(changes),
                alterations,
            )


def _first_release(event_id: str, former_ids: Sequence[str], release_history: ReleaseHistory) -> str:
    """Return the first release that held an event under any of its ids; "" if none does yet."""
    versions = {release_history.first[key] for key in (event_id, *former_ids) if key in release_history.first}
    return next((row.version for row in release_history.releases if row.version in versions), "")


def change_types(changes: Sequence[SnapshotChange]) -> tuple[str, ...]:
    """Return the types of some changes, each once, the gravest first."""
    return tuple(sorted({change.type.value for change in changes}, key=GRAVITY.__getitem__))
