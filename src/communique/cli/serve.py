"""``communique serve``: a preview in which a saved entry shows at once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import interrupt, run, terminal
from communique.cli.build import archived, load_record, publish, published, told
from communique.cli.example import example
from communique.cli.load import report
from communique.errors import CommuniqueError, RecordError

if TYPE_CHECKING:
    from pathlib import Path

    from communique.loaders.settled import Outcome
    from communique.settings import Settings
    from communique.site.archive import Archive
    from communique.site.preview import Press


@example("communique serve", "communique serve --port 8080")
def serve(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes any that is free.")] = 8000,
) -> None:
    """Preview the site. Saving an entry shows the changed page; a mistake is told here, and the pages stay."""
    from communique.site.serve import serve as follow

    settings = run.current().settings

    def failed(error: CommuniqueError) -> None:
        if isinstance(error, RecordError):
            terminal.findings(error, settings.entries, error=True)
        else:
            terminal.tell(str(error), "error")

    def ready(address: str) -> None:
        terminal.result(address)
        terminal.tell("saving an entry shows the changed page; Ctrl-C ends")

    try:
        desk = _Desk(settings)
        watch = (settings.entries, desk.configuration)
        follow(desk, watch, settings.site, host=host, port=port, failed=failed, ready=ready)
    except KeyboardInterrupt:
        terminal.tell("")


class _Desk:
    """Loads and builds for the preview; see ``communique.site.serve.Desk``."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.command = (sys.executable, "-m", "communique.cli", "--home", str(settings.home), "site")
        self.configuration: Path = settings.home / "mkdocs.yml"
        self.built_with = b""
        self.press: Press | None = None
        self.archive: Archive

    def whole(self) -> None:
        """Load the record and build the whole site, in this process."""
        terminal.begin()
        report(load_record())
        publish()
        self._prepare()

    def settled(self) -> None:
        """The whole site is up to date again."""
        terminal.tell("lists, search and downloads are up to date")
        self._prepare()

    def _prepare(self) -> None:
        """Make ready for the next save while the curator reads."""
        from sqlalchemy.orm import Session

        from communique.site.preview import Press

        self.built_with, self.press = self._configured(), None
        # Python's SQLite takes Ctrl-C in the middle of a question for a refusal, and the preview would go on.
        with interrupt.whole("the site was built"):
            with run.reading(run.current()) as connection, Session(connection) as session:
                self.archive = archived(connection)
                extra = told(published(session, self.archive))
            self.press = Press(self.settings.home, self.settings.site, extra)

    def saved(self) -> bool:
        """Load what was saved and show its own pages; true if the rest of the site is behind then."""
        terminal.begin()
        plan = load_record()
        configuration = self._configured()
        configured = configuration != self.built_with
        if configured:  # whatever becomes of it, it is tried once
            self.built_with, self.press = configuration, None
        if plan or configured:
            report(plan)
        if plan and self.press is not None:
            with interrupt.whole("the database was loaded"):
                self._show(plan, self.press)
        return bool(plan) or configured

    def _show(self, plan: Outcome, press: Press) -> None:
        """Show the pages of the events and sources that a load touched.

        A page that leads to one which is not there yet cannot stand alone; the whole build behind it shows or
        judges it.
        """
        from sqlalchemy.orm import Session

        from communique.site.publish import touched

        try:
            with run.reading(run.current()) as connection, Session(connection) as session:
                about = published(session, self.archive)
                pages = touched(session, about, plan.events(), plan.sources(), self.archive)
                shown = press.show(pages)
        except CommuniqueError:
            terminal.summary("the changed pages follow with the rest")
        else:
            terminal.summary(f"{terminal.counted(shown, 'file')} shown", "the rest follows")

    def _configured(self) -> bytes:
        return self.configuration.read_bytes() if self.configuration.is_file() else b""
