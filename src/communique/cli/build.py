"""``communique build`` and ``site``: from the record to pages that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.cli import interrupt, run, terminal
from communique.cli.example import example
from communique.cli.load import bring, report

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from communique.loaders.settled import Outcome
    from communique.site.archive import Archive
    from communique.site.build import BuildReport
    from communique.site.page import Kept, Page
    from communique.site.publication import Publication
    from communique.site.upload import Delta

HOLDS = ("SELECT count(*) FROM event", "SELECT count(*) FROM source")
"""What a site holds, in two figures."""


@example(
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
    from communique.site import upload

    before = upload.read(changed_since) if changed_since else None
    built = publish()
    if manifest is None and before is None:
        _tell(built)
        return
    now = upload.manifest(built.public)
    if before is not None:
        _tell_delta(upload.delta(before, now), json)
    if manifest is not None:
        from communique.site.write import replace

        replace(manifest, upload.text(now).encode())
    terminal.summary(terminal.counted(len(now), "file"), f"{sum(one.size for one in now.values()):,} bytes")


def _tell_delta(found: Delta, json: bool) -> None:
    """What to upload (+) and what to delete (-), a file a line."""
    if json:
        files = [{"path": path, "bytes": size} for path, size in found.upload.items()]
        told = {"upload": files, "delete": found.delete, "unchanged": found.unchanged, "bytes": found.size}
        terminal.as_json(told)
        return
    for sign, paths in (("+", found.upload), ("-", found.delete)):
        for path in paths:
            terminal.result(f"{sign} {path}", sign)
    terminal.summary(
        f"{len(found.upload):,} to upload",
        f"{found.size:,} bytes",
        f"{len(found.delete):,} to delete",
        f"{found.unchanged:,} unchanged",
    )


@example("communique build", "communique --home ~/records/baltic build")
def build() -> None:
    """Bring the database to the newest schema, load the record, build public/."""
    report(load_record())
    _tell(publish())


def load_record() -> Outcome:
    """Load the record into a database that is made or brought up to date first."""
    from communique.database import State, connect, state
    from communique.migrations.commands import upgrade

    engine = connect(run.current().settings)
    try:
        if state(engine) is not State.CURRENT:
            with interrupt.whole("the database has the newest schema"):
                upgrade(engine)
        done = bring(engine)
    finally:
        engine.dispose()
    terminal.findings(done.findings, run.current().root, error=True)
    return done


def publish() -> BuildReport:
    """Build the site from a database of the newest schema."""
    from sqlalchemy.orm import Session

    from communique.site.build import WORK
    from communique.site.build import build as build_site
    from communique.site.publish import pages
    from communique.site.query_page import engine

    now = run.current()
    sqlite = engine(now.settings.home / WORK)
    if sqlite.missing:
        terminal.tell(f"query.md: SQL in the browser is not part of this build: {sqlite.missing}", "warning")
    interrupt.done("public/ is whole: the site as it was, or the new one if that was ready")
    with (
        run.reading(now) as connection,
        Session(connection) as session,
        terminal.working("building the site"),
    ):
        archive = archived(connection)
        about = published(session, archive)
        made = _pages(pages(session, about, sqlite, archive, now.settings.home / WORK))
        return build_site(made, now.settings.home, now.settings.site, extra=told(about))


def _pages(rendered: Iterator[Page | Kept]) -> Iterator[Page | Kept]:
    """The record's pages, the data dictionary, and the commands, which only this room knows."""
    from communique.cli.reference import markdown
    from communique.site.page import Page
    from communique.site.reference import reference

    yield from rendered
    yield from reference()
    yield Page("commands.md", markdown())


def release_of(session: Session) -> tuple[str, str]:
    """The newest data release and its day, each "" before the first."""
    from communique.schema import Release
    from communique.site.queries.past import in_order
    from communique.site.queries.rows import read

    found = in_order(read(session, Release))
    return (found[-1].version, found[-1].released.isoformat()) if found else ("", "")


def archived(connection: Connection) -> Archive:
    """The record's releases, and what has changed since the newest."""
    from communique.site.archive import Archive
    from communique.site.build import WORK

    now = run.current().settings
    return Archive.read(now.releases, now.home / "dist", connection, now.home / WORK)


def published(session: Session, archive: Archive) -> Publication:
    """What the site says of itself."""
    from dataclasses import replace

    from communique.site.configure import settings
    from communique.site.publication import Publication

    about = Publication.of(settings(run.current().settings.home)[1], *release_of(session))
    return replace(about, between=archive.between is not None)


def told(about: Publication) -> dict[str, Any]:
    """What every page tells of the record: its three versions, and the release that it has gone on from, if any."""
    from communique.database import head
    from communique.loaders.entry.article import FORMAT

    versions = {"database_schema": head(), "entry_format": FORMAT}
    if about.between:
        return versions | {"between": about.release}
    return versions | {"data_release": about.release}


def _tell(built: BuildReport) -> None:
    with run.reading(run.current()) as connection:
        events, sources = (connection.exec_driver_sql(question).scalar_one() for question in HOLDS)
    held = f"{terminal.counted(events, 'event')} from {terminal.counted(sources, 'article')}"
    terminal.result(f"{terminal.shown(built.public / 'index.html')}: {held}")
    written = built.written
    terminal.summary(
        terminal.counted(built.pages, "page"),
        f"{built.reused:,} as they were" if built.reused else "",
        f"{len(written.added) + len(written.changed):,} files written",
        f"{len(written.removed):,} removed" if written.removed else "",
    )
