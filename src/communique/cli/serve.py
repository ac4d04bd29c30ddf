"""Implement ``communique serve``: preview the site and show a saved entry at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from communique import commands
from communique.cli import context, terminal
from communique.cli.build import print_missing
from communique.cli.help_examples import add_examples
from communique.cli.load import print_load_summary
from communique.errors import CommuniqueError, RecordError

if TYPE_CHECKING:
    from communique.commands.site import SiteBuild
    from communique.loaders.up_to_date import LoadResult


@add_examples("communique serve", "communique serve --port 8080")
def serve(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes any that is free.")] = 8000,
) -> None:
    """Preview the site. Saving an entry shows the changed page; a mistake is told here, and the pages stay."""
    try:
        commands.preview(
            context.current_settings(), _PreviewPrinter(), host=host, port=port, progress=terminal.spinner
        )
    except KeyboardInterrupt:
        terminal.print_message("")


class _PreviewPrinter:
    """A listener that prints what happens in the preview; see ``previewing.PreviewListener``."""

    def on_step(self) -> None:
        """Start the clock."""
        terminal.start_timer()

    def on_load(self, result: LoadResult, has_news: bool) -> None:
        """Print the findings, and what was loaded."""
        terminal.print_findings(result.findings, context.current_settings().entries, error=True)
        if has_news:
            print_load_summary(result)

    def on_build(self, built: SiteBuild) -> None:
        """Print what the first build lacks."""
        print_missing(built)

    def on_pages(self, file_count: int | None) -> None:
        """Print how many files are shown already."""
        if file_count is None:
            terminal.print_summary("the changed pages follow with the rest")
        else:
            terminal.print_summary(f"{terminal.pluralize(file_count, 'file')} shown", "the rest follows")

    def on_build_finished(self) -> None:
        """Print that all of the site is up to date again."""
        terminal.print_message("lists, search and downloads are up to date")

    def on_error(self, error: CommuniqueError) -> None:
        """Print a mistake."""
        if isinstance(error, RecordError):
            terminal.print_findings(error, context.current_settings().entries, error=True)
        else:
            terminal.print_message(str(error), "error")

    def on_ready(self, address: str) -> None:
        """Print the address."""
        terminal.print_result(address)
        terminal.print_message("saving an entry shows the changed page; Ctrl-C ends")
