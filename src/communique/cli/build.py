"""``communique build`` and ``site``: from the record to pages that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from communique.cli import interrupt, run, terminal
from communique.cli.example import example
from communique.cli.load import bring, report

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from communique.loaders.plan import Plan
    from communique.site.build import BuildReport
    from communique.site.page import Page

HOLDS = ("SELECT count(*) FROM event", "SELECT count(*) FROM source")
"""What a site holds, in two figures."""


@example("communique site", "COMMUNIQUE_SITE=/srv/www/record communique site")
def site() -> None:
    """Build public/ from the database as it stands. A reader never meets half a site."""
    _tell(publish())


@example("communique build", "communique --home ~/records/baltic build")
def build() -> None:
    """Bring the database to the newest schema, load the record, build public/."""
    report(load_record())
    _tell(publish())


def load_record() -> Plan:
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
    from communique.site.configure import settings
    from communique.site.publication import Publication
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
        version, day = release_of(session)
        about = Publication.of(settings(now.settings.home)[1], version, day)
        made = _pages(pages(session, about, sqlite))
        return build_site(made, now.settings.home, now.settings.site, extra=told(version))


def _pages(rendered: Iterator[Page]) -> Iterator[Page]:
    """The record's pages, the data dictionary, and the commands, which only this room knows."""
    from communique.cli.reference import markdown
    from communique.site.page import Page
    from communique.site.reference import reference

    yield from rendered
    yield from reference()
    yield Page("commands.md", markdown())


def release_of(session: Session) -> tuple[str, str]:
    """The newest data release and its day, each "" before the first."""
    from sqlalchemy import select

    from communique.schema import Release
    from communique.site.queries.rows import column

    version, released = column(Release, "version"), column(Release, "released")
    newest = session.execute(
        select(version, released).order_by(released.desc(), version.desc()).limit(1)
    ).first()
    return (newest[0], newest[1].isoformat()) if newest else ("", "")


def told(release: str) -> dict[str, Any]:
    """What every page tells of the record: its three versions."""
    from communique.database import head
    from communique.loaders.entry.article import FORMAT

    versions = {"database_schema": head(), "entry_format": FORMAT}
    return versions | ({"data_release": release} if release else {})


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
