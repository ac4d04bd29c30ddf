"""Build the site from the database, and the metadata that each of its pages needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.commands import signals
from communique.commands.database import read_only_connection, read_only_session
from communique.commands.loading import upgrade_and_load
from communique.commands.record import Home, Progress, resolve_settings
from communique.extras import require_extra

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from communique.loaders.up_to_date import LoadResult
    from communique.pipeline.output_file import OutputFile, UnchangedFile
    from communique.settings import Settings
    from communique.site.build import BuildReport
    from communique.site.formats.release_files import ReleaseIndex
    from communique.site.publish import DeployDelta, DeployManifest
    from communique.site.site_metadata import SiteMetadata

COMMAND_REFERENCE = "command_reference.md"
"""The page on the commands, written from the command line's own help: see ``communique.cli.command_reference``."""

TOTALS_QUERIES = ("SELECT count(*) FROM event", "SELECT count(*) FROM source")
"""What a site holds, in two figures."""


@dataclass(frozen=True, slots=True)
class SiteBuild:
    """A site that was built.

    Args:
        report: the folder of the site and what changed in it.
        event_count: how many events it is about.
        source_count: how many articles report them.
        missing: what it lacks because this machine could not make it; may be "".
    """

    report: BuildReport
    event_count: int
    source_count: int
    missing: str


def build(
    home: Home,
    *,
    on_loaded: Callable[[LoadResult], None] = lambda result: None,
    progress: Progress = nullcontext,
) -> SiteBuild:
    """Bring the database to the newest schema, load the record and build the site.

    Args:
        home: the record.
        on_loaded: receives what the load did, before the site is built.
        progress: receives the name of each step.

    Raises:
        RecordError: the record is wrong; nothing was changed.
        HistoryError: a file of a release is damaged; nothing was changed.
        DatabaseError: the database is too new, locked, full, or refused something.
        BuildError: the site cannot be built; it stays as it was.
    """
    require_extra("site", "building a site")
    settings = resolve_settings(home)
    on_loaded(upgrade_and_load(settings, progress=progress))
    return build_site(settings, progress=progress)


def build_site(home: Home, *, progress: Progress = nullcontext) -> SiteBuild:
    """Build the site from the database as it stands.

    Raises:
        DatabaseError: there is no database of the newest schema.
        BuildError: the site cannot be built; it stays as it was.
    """
    require_extra("site", "building a site")
    from communique.site import build as site_build
    from communique.site.contents import render_site_files
    from communique.site.pages.query import load_sqlite_engine

    settings = resolve_settings(home)
    work_folder = settings.home / site_build.WORK_FOLDER
    sqlite = load_sqlite_engine(work_folder)
    missing = (
        f"query.md: SQL in the browser is not part of this build: {sqlite.missing}" if sqlite.missing else ""
    )
    signals.add_message("public/ is whole: the site as it was, or the new one if that was ready")
    with read_only_session(settings) as session, progress("building the site"):
        connection = session.connection()
        index = read_release_index(settings, connection)
        metadata = read_site_metadata(settings, session, index)
        if metadata.keeps_releases:
            index = index.with_published_files(settings.site / "releases")
        output_files = _add_reference_pages(render_site_files(session, metadata, sqlite, index, work_folder))
        report = site_build.build_site(
            output_files, settings.home, settings.site, extra=template_context(metadata)
        )
    with read_only_connection(settings) as connection:
        events, sources = (connection.exec_driver_sql(query).scalar_one() for query in TOTALS_QUERIES)
    return SiteBuild(report, events, sources, missing)


def compare_deployed(
    public: Path, manifest: Path | None, changed_since: DeployManifest | None
) -> tuple[DeployManifest, DeployDelta | None]:
    """Return what a built site holds and what has changed since a manifest.

    Args:
        public: the folder of the site.
        manifest: the file to write what it holds to.
        changed_since: what a host holds; None leaves the comparison out.

    Raises:
        BuildError: a file cannot be read or written.
    """
    from communique.pipeline.filesystem import write_atomic
    from communique.site.publish import build_manifest, compare_manifests, format_manifest

    current = build_manifest(public)
    delta = None if changed_since is None else compare_manifests(changed_since, current)
    if manifest is not None:
        write_atomic(manifest, format_manifest(current).encode())
    return current, delta


def _add_reference_pages(
    rendered: Iterator[OutputFile | UnchangedFile],
) -> Iterator[OutputFile | UnchangedFile]:
    """Yield the record's pages, the data dictionary, and the reference of the commands."""
    from communique.pipeline.output_file import OutputFile
    from communique.site.page_source import convert_markdown_page
    from communique.site.pages.dictionary import build_dictionary_pages

    yield from rendered
    yield from build_dictionary_pages()
    reference = files("communique.commands").joinpath(COMMAND_REFERENCE)
    text = reference.read_text(encoding="utf-8")
    yield OutputFile("commands.md", convert_markdown_page("Commands", text))


def _newest_release(session: Session) -> tuple[str, str]:
    """Return the newest data release and its day, each "" before the first."""
    from communique.schema.models import Release
    from communique.site.pages.history.release_history import sort_releases
    from communique.site.pages.select import select_models

    releases = sort_releases(select_models(session, Release))
    return (releases[-1].version, releases[-1].released.isoformat()) if releases else ("", "")


def read_release_index(settings: Settings, connection: Connection) -> ReleaseIndex:
    """Return the index of the record's releases, with what has changed since the newest."""
    from communique.site.build import WORK_FOLDER
    from communique.site.formats.release_files import ReleaseIndex

    dist, work_folder = settings.home / "dist", settings.home / WORK_FOLDER
    return ReleaseIndex.from_folder(settings.releases, dist, connection, work_folder)


def read_site_metadata(settings: Settings, session: Session, index: ReleaseIndex) -> SiteMetadata:
    """Return the site's metadata, with its newest release."""
    from communique.site.mkdocs.config import read_settings
    from communique.site.site_metadata import SiteMetadata

    metadata = SiteMetadata.from_settings(read_settings(settings.home)[1], *_newest_release(session))
    return replace(metadata, has_unreleased_changes=index.unreleased_since is not None)


def template_context(metadata: SiteMetadata) -> dict[str, Any]:
    """Return the template variables of every page: the versions, and the newest release.

    Whether the record has changed since then is no part of them: it would change every page with the first entry
    after a release. The front page, the page of changes and those of the changed events say it.
    """
    from communique.database import head_revision
    from communique.loaders.entry_format.article import FORMAT

    versions = {"database_schema": head_revision(), "entry_format": FORMAT}
    return versions | {"newest_data_release": metadata.release}
