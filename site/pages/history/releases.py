"""Build the changes page and the pages of releases from the database and the stored releases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.releases.manifest import Manifest
from communique.schema.models import Release
from communique.site import labels
from communique.site.downloads.dcat import FORMATS
from communique.site.formats import citation
from communique.site.formats.release_files import ReleaseIndex
from communique.site.pages.components import Link, paginate_items
from communique.site.pages.history.changes import ChangeLog, count_by_type, group_by_type
from communique.site.pages.history.changes_view import ChangesPage, DownloadEntry, ReleasePage, ReleaseSummary
from communique.site.pages.history.history_view import ChangedEntity
from communique.site.pages.history.release_history import release_link, release_path
from communique.site.site_metadata import SiteMetadata

PATH = "changes.md"
UNRELEASED = "data/unreleased.jsonl"
LISTED_CHANGES = 6
"""Changes of one release on the page of all of them."""
CHANGES_SIZE = 25
"""Changed entities on one page: each is told in several lines."""

FEEDS = (
    Link("All changes, Atom", "feeds/changes.atom"),
    Link("All changes, JSON Feed", "feeds/changes.feed.json"),
    Link("Corrections only, Atom", "feeds/corrections.atom"),
    Link("Corrections only, JSON Feed", "feeds/corrections.feed.json"),
)
COUNTED_ENTITIES = {
    "event": "event",
    "source": "article",
    "actor": "actor",
    "person": "person",
    "place": "place",
}
PLURALS = {"person": "people"}


def build_changes_pages(change_log: ChangeLog, archive: ReleaseIndex) -> Iterator[ChangesPage]:
    """Yield the pages of changes: the unreleased ones fill one or more, those of every release stand on the first."""
    days = [row.accessed for row in change_log.formatter.sources.values()]
    unreleased = change_log.group_changes(archive.unreleased_changes)
    for path, entities, part in paginate_items(PATH, unreleased, CHANGES_SIZE):
        yield ChangesPage(
            path=path,
            newest=change_log.release_history.newest,
            read=labels.format_day(max(days)) if days else "",
            since=_summarize_unreleased(unreleased, entities) if unreleased else None,
            part=part,
            releases=tuple(_summarize_releases(change_log, archive)) if part.number == 1 else (),
            feeds=FEEDS,
        )


def _summarize_releases(change_log: ChangeLog, archive: ReleaseIndex) -> Iterator[ReleaseSummary]:
    left = CHANGES_SIZE
    for release in reversed(change_log.release_history.releases):
        entities = change_log.changed_entities(release)
        listed = entities[: min(LISTED_CHANGES, left)]
        left -= len(listed)
        yield ReleaseSummary(
            release=release_link(release.version),
            day=labels.format_day(release.released),
            first=change_log.is_first_release(release),
            held=describe_contents(release, _find_manifest(archive, release)),
            counts=change_log.count_changes(release),
            groups=group_by_type(listed),
            more=len(entities) - len(listed),
        )


def _summarize_unreleased(
    unreleased: Sequence[ChangedEntity], listed: Sequence[ChangedEntity]
) -> ReleaseSummary:
    return ReleaseSummary(
        release=Link("", UNRELEASED),
        day="",
        first=False,
        held="",
        counts=count_by_type(unreleased),
        groups=group_by_type(listed),
        more=0,
    )


def build_release_pages(
    change_log: ChangeLog, archive: ReleaseIndex, publication: SiteMetadata
) -> Iterator[ReleasePage]:
    """Yield the pages of each release, several where it changed very much."""
    releases = change_log.release_history.releases
    for number, release in enumerate(releases):
        manifest = _find_manifest(archive, release)
        downloads = _build_downloads(manifest, archive)
        for path, page_items, part in paginate_items(
            release_path(release.version), change_log.changed_entities(release), CHANGES_SIZE
        ):
            yield ReleasePage(
                path=path,
                version=release.version,
                day=labels.format_day(release.released),
                newest=number == len(releases) - 1,
                first=number == 0,
                held=describe_contents(release, manifest),
                previous=release_link(releases[number - 1].version) if number else None,
                following=release_link(releases[number + 1].version) if number + 1 < len(releases) else None,
                counts=change_log.count_changes(release),
                groups=group_by_type(page_items),
                part=part,
                stored=manifest is not None,
                offers=downloads,
                complete=all(download.file.path for download in downloads),
                git_commit=release.git_commit or "",
                schema_revision=release.schema_revision,
                entry_format=release.entry_format,
                state=release.sha256,
                cite=citation.format_release_citation(
                    publication, release.version, release.released, release.sha256
                ),
                bibtex=tuple(
                    citation.format_release_bibtex(
                        publication, release.version, release.released
                    ).splitlines()
                ),
            )


def describe_contents(release: Release, manifest: Manifest | None) -> str:
    """Describe the contents of a release, such as "120 events and 300 articles"."""
    if manifest is None:
        return labels.format_count(release.event_count, "event")
    numbers = [
        (manifest.counts.get(key, 0), singular, PLURALS.get(key, ""))
        for key, singular in COUNTED_ENTITIES.items()
    ]
    return labels.join_with_and([labels.format_count(*number) for number in numbers if number[0]])


def _find_manifest(archive: ReleaseIndex, release: Release) -> Manifest | None:
    return next((stored.manifest for stored in archive.releases if stored.version == release.version), None)


def _build_downloads(manifest: Manifest | None, archive: ReleaseIndex) -> tuple[DownloadEntry, ...]:
    """Build the download entries of the frozen files of a release, linked where the site has a copy."""
    if manifest is None:
        return ()
    frozen_files = archive.frozen_files.get(manifest.version, {})
    return tuple(
        DownloadEntry(
            Link(file.path, f"releases/{manifest.version}/{file.path}" if file.path in frozen_files else ""),
            FORMATS.get(f".{file.path.rpartition('.')[2]}", ("",))[0],
            "",
            labels.format_size(file.bytes),
            file.sha256,
        )
        for file in manifest.files
    )
