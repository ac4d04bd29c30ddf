"""Implement ``communique build`` and ``site``: turn the record into a site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.cli import context, terminal
from communique.cli.help_examples import add_examples
from communique.cli.load import load_dataset, print_load_summary
from communique.commands import signals
from communique.commands.database import read_only_connection

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from communique.loaders.up_to_date import LoadResult
    from communique.pipeline.output_file import OutputFile, UnchangedFile
    from communique.site.build import BuildReport
    from communique.site.deploy.manifest import DeployDelta
    from communique.site.release_index import ReleaseIndex
    from communique.site.site_metadata import SiteMetadata

TOTALS_QUERIES = ("SELECT count(*) FROM event", "SELECT count(*) FROM source")
"""What a site holds, in two figures."""


@add_examples(
    "communique site",
    "COMMUNIQUE_SITE=/srv/www/record communique site",
    "communique site --manifest sent.json",
    "communique site --changed-since sent.json --json | jq -r '.upload[].path'",
)
def site(
    manifest: Annotated[
        Path | None,
        typer.Option(help="Write what public/ holds to this file: path, bytes, SHA-256.", show_default=False),
    ] = None,
    changed_since: Annotated[
        Path | None,
        typer.Option(
            help="List what to upload and what to delete since this manifest was written.", show_default=False
        ),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="With --changed-since: the list for programs.")
    ] = False,
) -> None:
    """Build public/ from the database as it stands. A reader never meets half a site."""
    from communique.site.deploy import manifest as upload

    before = upload.read_deploy_manifest(changed_since) if changed_since else None
    built = run_site_build()
    if manifest is None and before is None:
        _print_build_report(built)
        return
    current = upload.build_manifest(built.public)
    if before is not None:
        _print_delta(upload.compare_manifests(before, current), json)
    if manifest is not None:
        from communique.pipeline.filesystem import write_atomic

        write_atomic(manifest, upload.format_manifest(current).encode())
    terminal.print_summary(
        terminal.pluralize(len(current), "file"), f"{sum(file.size for file in current.values()):,} bytes"
    )


def _print_delta(delta: DeployDelta, json: bool) -> None:
    """Print what to upload (+) and what to delete (-), a file a line."""
    if json:
        files = [{"path": path, "bytes": size} for path, size in delta.upload.items()]
        data = {
            "upload": files,
            "delete": delta.delete,
            "unchanged": delta.unchanged,
            "bytes": delta.upload_size,
        }
        terminal.print_json(data)
        return
    for sign, paths in (("+", delta.upload), ("-", delta.delete)):
        for path in paths:
            terminal.print_result(f"{sign} {path}", sign)
    terminal.print_summary(
        f"{len(delta.upload):,} to upload",
        f"{delta.upload_size:,} bytes",
        f"{len(delta.delete):,} to delete",
        f"{delta.unchanged:,} unchanged",
    )


@add_examples("communique build", "communique --home ~/records/baltic build")
def build() -> None:
    """Bring the database to the newest schema, load the record, build public/."""
    print_load_summary(upgrade_and_load())
    _print_build_report(run_site_build())


def upgrade_and_load() -> LoadResult:
    """Load the record into a database that is created or upgraded first, and return the result."""
    from communique.database import SchemaState, connect, read_schema_state
    from communique.migrations.commands import upgrade

    engine = connect(context.current_context().settings)
    try:
        if read_schema_state(engine) is not SchemaState.CURRENT:
            with signals.uninterruptible("the database has the newest schema"):
                upgrade(engine)
        result = load_dataset(engine)
    finally:
        engine.dispose()
    terminal.print_findings(result.findings, context.current_context().root, error=True)
    return result


def run_site_build() -> BuildReport:
    """Build the site from a database of the newest schema and return the report."""
    from sqlalchemy.orm import Session

    from communique.site.build import WORK_FOLDER
    from communique.site.build import build_site as build_site
    from communique.site.contents import render_site_files
    from communique.site.pages.query import load_sqlite_engine

    run = context.current_context()
    sqlite = load_sqlite_engine(run.settings.home / WORK_FOLDER)
    if sqlite.missing:
        terminal.print_message(
            f"query.md: SQL in the browser is not part of this build: {sqlite.missing}", "warning"
        )
    signals.add_message("public/ is whole: the site as it was, or the new one if that was ready")
    with (
        read_only_connection(run.settings) as connection,
        Session(connection) as session,
        terminal.spinner("building the site"),
    ):
        index = read_release_index(connection)
        metadata = read_site_metadata(session, index)
        output_files = _add_reference_pages(
            render_site_files(session, metadata, sqlite, index, run.settings.home / WORK_FOLDER)
        )
        return build_site(
            output_files, run.settings.home, run.settings.site, extra=template_context(metadata)
        )


def _add_reference_pages(
    rendered: Iterator[OutputFile | UnchangedFile],
) -> Iterator[OutputFile | UnchangedFile]:
    """Yield the record's pages, the data dictionary, and the reference of the commands."""
    from communique.cli.command_reference import render_command_reference
    from communique.pipeline.output_file import OutputFile
    from communique.site.pages.dictionary import build_dictionary_page

    yield from rendered
    yield from build_dictionary_page()
    yield OutputFile("commands.md", render_command_reference())


def newest_release(session: Session) -> tuple[str, str]:
    """Return the newest data release and its day, each "" before the first."""
    from communique.schema import Release
    from communique.site.pages.history.release_history import sort_releases
    from communique.site.pages.select import select_models

    releases = sort_releases(select_models(session, Release))
    return (releases[-1].version, releases[-1].released.isoformat()) if releases else ("", "")


def read_release_index(connection: Connection) -> ReleaseIndex:
    """Return the index of the record's releases, with what has changed since the newest."""
    from communique.site.build import WORK_FOLDER
    from communique.site.release_index import ReleaseIndex

    settings = context.current_context().settings
    return ReleaseIndex.from_folder(
        settings.releases, settings.home / "dist", connection, settings.home / WORK_FOLDER
    )


def read_site_metadata(session: Session, index: ReleaseIndex) -> SiteMetadata:
    """Return the site's metadata, with its newest release."""
    from dataclasses import replace

    from communique.site.mkdocs.config import read_settings
    from communique.site.site_metadata import SiteMetadata

    metadata = SiteMetadata.from_settings(
        read_settings(context.current_context().settings.home)[1], *newest_release(session)
    )
    return replace(metadata, has_unreleased_changes=index.unreleased_since is not None)


def template_context(metadata: SiteMetadata) -> dict[str, Any]:
    """Return the template variables of every page: the versions, and the release it has gone on from."""
    from communique.database import head_revision
    from communique.loaders.entry_format.article import FORMAT

    versions = {"database_schema": head_revision(), "entry_format": FORMAT}
    if metadata.has_unreleased_changes:
        return versions | {"between": metadata.release}
    return versions | {"data_release": metadata.release}


def _print_build_report(built: BuildReport) -> None:
    with read_only_connection(context.current_context().settings) as connection:
        events, sources = (connection.exec_driver_sql(query).scalar_one() for query in TOTALS_QUERIES)
    totals = f"{terminal.pluralize(events, 'event')} from {terminal.pluralize(sources, 'article')}"
    terminal.print_result(f"{terminal.display_path(built.public / 'index.html')}: {totals}")
    written = built.write_report
    terminal.print_summary(
        terminal.pluralize(built.page_count, "page"),
        f"{built.reused_count:,} as they were" if built.reused_count else "",
        f"{len(written.added) + len(written.changed):,} files written",
        f"{len(written.removed):,} removed" if written.removed else "",
    )
