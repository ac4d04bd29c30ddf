"""The page of changes and the pages of releases, from what the database and the folder of releases hold."""

from __future__ import annotations

from collections.abc import Iterator

from communique.history.change import Change
from communique.history.manifest import Manifest
from communique.schema import Release
from communique.site import citation, words
from communique.site.archive import Archive
from communique.site.downloads.catalogue import FORMATS
from communique.site.publication import Publication
from communique.site.queries.changes import Chronicle, counted, groups
from communique.site.queries.lists import PART_SIZE, parts
from communique.site.queries.past import release_path, release_ref
from communique.site.views.changes import ChangesPage, ReleasePage, Summary
from communique.site.views.data import Offer
from communique.site.views.parts import Ref

PATH = "changes.md"
UNRELEASED = "data/unreleased.jsonl"
SHOWN = 20
"""Changes of one release on the page of all of them."""

FEEDS = (
    Ref("All changes, Atom", "feeds/changes.atom"),
    Ref("All changes, JSON Feed", "feeds/changes.feed.json"),
    Ref("Corrections only, Atom", "feeds/corrections.atom"),
    Ref("Corrections only, JSON Feed", "feeds/corrections.feed.json"),
)
HELD = {"event": "event", "source": "article", "actor": "actor", "person": "person", "place": "place"}
PLURAL = {"person": "people"}


def changes_page(chronicle: Chronicle, archive: Archive) -> ChangesPage:
    """What every release changed, newest first, and before that what has changed since."""
    left, told = PART_SIZE, []
    for release in reversed(chronicle.past.releases):
        things = chronicle.of(release)
        shown = things[: min(SHOWN, left)]
        left -= len(shown)
        told.append(
            Summary(
                release=release_ref(release.version),
                day=words.day(release.released),
                first=chronicle.first(release),
                held=held(release, _manifest(archive, release)),
                counts=chronicle.counts(release),
                groups=groups(shown),
                more=len(things) - len(shown),
            )
        )
    days = [row.accessed for row in chronicle.teller.sources.values()]
    return ChangesPage(
        path=PATH,
        newest=chronicle.past.newest,
        read=words.day(max(days)) if days else "",
        since=_since(chronicle, archive.since) if archive.since else None,
        releases=tuple(told),
        feeds=FEEDS,
    )


def _since(chronicle: Chronicle, since: tuple[Change, ...]) -> Summary:
    things = chronicle.things(since)
    return Summary(
        release=Ref("", UNRELEASED),
        day="",
        first=False,
        held="",
        counts=counted(things),
        groups=groups(things[:PART_SIZE]),
        more=max(0, len(things) - PART_SIZE),
    )


def release_pages(chronicle: Chronicle, archive: Archive, publication: Publication) -> Iterator[ReleasePage]:
    """A page for each release, in parts where it changed very much."""
    found = chronicle.past.releases
    for number, release in enumerate(found):
        manifest = _manifest(archive, release)
        offers = _offers(manifest, archive)
        for path, shown, part in parts(release_path(release.version), chronicle.of(release)):
            yield ReleasePage(
                path=path,
                version=release.version,
                day=words.day(release.released),
                newest=number == len(found) - 1,
                first=number == 0,
                held=held(release, manifest),
                previous=release_ref(found[number - 1].version) if number else None,
                following=release_ref(found[number + 1].version) if number + 1 < len(found) else None,
                counts=chronicle.counts(release),
                groups=groups(shown),
                part=part,
                stored=manifest is not None,
                offers=offers,
                complete=all(one.file.path for one in offers),
                git_commit=release.git_commit or "",
                schema_revision=release.schema_revision,
                entry_format=release.entry_format,
                state=release.sha256,
                cite=citation.release_text(publication, release.version, release.released, release.sha256),
                bibtex=tuple(
                    citation.release_bibtex(publication, release.version, release.released).splitlines()
                ),
            )


def held(release: Release, manifest: Manifest | None) -> str:
    """What a release holds, in words."""
    if manifest is None:
        return words.counted(release.event_count, "event")
    numbers = [(manifest.counts.get(key, 0), one, PLURAL.get(key, "")) for key, one in HELD.items()]
    return words.listed([words.counted(*number) for number in numbers if number[0]])


def _manifest(archive: Archive, release: Release) -> Manifest | None:
    return next((one.manifest for one in archive.releases if one.version == release.version), None)


def _offers(manifest: Manifest | None, archive: Archive) -> tuple[Offer, ...]:
    """The frozen files of a release; those at hand lead to their copy on the site."""
    if manifest is None:
        return ()
    kept = archive.kept.get(manifest.version, {})
    return tuple(
        Offer(
            Ref(one.path, f"releases/{manifest.version}/{one.path}" if one.path in kept else ""),
            FORMATS.get(f".{one.path.rpartition('.')[2]}", ("",))[0],
            "",
            words.size(one.bytes),
            one.sha256,
        )
        for one in manifest.files
    )
