"""Implement ``communique serve``: preview the site and show a saved entry at once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli import context, terminal
from communique.cli.build import (
    read_release_index,
    read_site_metadata,
    run_site_build,
    template_context,
    upgrade_and_load,
)
from communique.cli.help_examples import add_examples
from communique.cli.load import print_load_summary
from communique.commands import signals
from communique.commands.database import read_only_connection
from communique.errors import CommuniqueError, RecordError

if TYPE_CHECKING:
    from pathlib import Path

    from communique.loaders.up_to_date import LoadResult
    from communique.settings import Settings
    from communique.site.preview.page_preview import PagePreviewer
    from communique.site.release_index import ReleaseIndex


@add_examples("communique serve", "communique serve --port 8080")
def serve(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes any that is free.")] = 8000,
) -> None:
    """Preview the site. Saving an entry shows the changed page; a mistake is told here, and the pages stay."""
    from communique.site.preview.rebuild_loop import serve_preview as follow

    settings = context.current_context().settings

    def report_failure(error: CommuniqueError) -> None:
        if isinstance(error, RecordError):
            terminal.print_findings(error, settings.entries, error=True)
        else:
            terminal.print_message(str(error), "error")

    def print_address(address: str) -> None:
        terminal.print_result(address)
        terminal.print_message("saving an entry shows the changed page; Ctrl-C ends")

    try:
        backend = _SitePreview(settings)
        watched = (settings.entries, backend.configuration)
        follow(
            backend,
            watched,
            settings.site,
            host=host,
            port=port,
            on_error=report_failure,
            on_ready=print_address,
        )
    except KeyboardInterrupt:
        terminal.print_message("")


class _SitePreview:
    """The backend of the preview, which loads and builds; see ``rebuild_loop.PreviewBackend``."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.command = (sys.executable, "-m", "communique.cli", "--home", str(settings.home), "site")
        self.configuration: Path = settings.home / "mkdocs.yml"
        self.built_with = b""
        self.previewer: PagePreviewer | None = None
        self.release_index: ReleaseIndex

    def full_build(self) -> None:
        """Load the record and build all of the site, in this process."""
        terminal.start_timer()
        print_load_summary(upgrade_and_load())
        run_site_build()
        self._prepare_next_save()

    def on_build_finished(self) -> None:
        """Print that all of the site is up to date again, and prepare for the next save."""
        terminal.print_message("lists, search and downloads are up to date")
        self._prepare_next_save()

    def _prepare_next_save(self) -> None:
        """Prepare for the next save while the curator reads."""
        from sqlalchemy.orm import Session

        from communique.site.preview.page_preview import PagePreviewer

        self.built_with, self.previewer = self._read_configuration(), None
        # Python's SQLite takes Ctrl-C in the middle of a question for a refusal, and the preview would go on.
        with signals.uninterruptible("the site was built"):
            with (
                read_only_connection(context.current_context().settings) as connection,
                Session(connection) as session,
            ):
                self.release_index = read_release_index(connection)
                extra = template_context(read_site_metadata(session, self.release_index))
            self.previewer = PagePreviewer(self.settings.home, self.settings.site, extra)

    def on_save(self) -> bool:
        """Load what was saved, publish its pages, and return whether the rest of the site is behind."""
        terminal.start_timer()
        plan = upgrade_and_load()
        configuration = self._read_configuration()
        has_new_configuration = configuration != self.built_with
        if has_new_configuration:  # whatever becomes of it, it is tried once
            self.built_with, self.previewer = configuration, None
        if plan or has_new_configuration:
            print_load_summary(plan)
        if plan and self.previewer is not None:
            with signals.uninterruptible("the database was loaded"):
                self._publish_pages(plan, self.previewer)
        return bool(plan) or has_new_configuration

    def _publish_pages(self, plan: LoadResult, previewer: PagePreviewer) -> None:
        """Publish the pages of the events and sources that a load touched.

        A page that leads to one which is not there yet cannot stand alone; the whole build behind it shows or
        judges it.
        """
        from sqlalchemy.orm import Session

        from communique.site.contents import render_selected_pages

        try:
            with (
                read_only_connection(context.current_context().settings) as connection,
                Session(connection) as session,
            ):
                metadata = read_site_metadata(session, self.release_index)
                pages = render_selected_pages(
                    session, metadata, plan.affected_events(), plan.affected_sources(), self.release_index
                )
                file_count = previewer.publish_pages(pages)
        except CommuniqueError:
            terminal.print_summary("the changed pages follow with the rest")
        else:
            terminal.print_summary(f"{terminal.pluralize(file_count, 'file')} shown", "the rest follows")

    def _read_configuration(self) -> bytes:
        return self.configuration.read_bytes() if self.configuration.is_file() else b""
