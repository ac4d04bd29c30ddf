"""Implement ``communique build``, ``site`` and ``serve``: turn the record into a site, once or as it is saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique import commands
from communique.cli import context, terminal
from communique.cli.context import add_examples
from communique.cli.load import print_load_result, print_load_summary
from communique.errors import CommuniqueError, RecordError

if TYPE_CHECKING:
    from communique.commands.site import SiteBuild
    from communique.loaders.up_to_date import LoadResult
    from communique.site.publish import DeployDelta


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
    from communique.site.publish import read_deploy_manifest

    before = read_deploy_manifest(changed_since) if changed_since else None
    built = commands.build_site(context.current_settings(), progress=terminal.spinner)
    if manifest is None and before is None:
        _print_build(built)
        return
    _print_missing(built)
    current, delta = commands.compare_deployed(built.report.public, manifest, before)
    if delta is not None:
        _print_delta(delta, json)
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
    settings = context.current_settings()
    _print_build(commands.build(settings, on_loaded=print_load_result, progress=terminal.spinner))


def _print_missing(built: SiteBuild) -> None:
    """Print what a site lacks because this machine could not make it."""
    if built.missing:
        terminal.print_message(built.missing, "warning")


def _print_build(built: SiteBuild) -> None:
    _print_missing(built)
    report, written = built.report, built.report.write_report
    events = terminal.pluralize(built.event_count, "event")
    articles = terminal.pluralize(built.source_count, "article")
    terminal.print_result(f"{terminal.display_path(report.public / 'index.html')}: {events} from {articles}")
    terminal.print_summary(
        terminal.pluralize(report.page_count, "page"),
        f"{report.reused_count:,} as they were" if report.reused_count else "",
        f"{len(written.added) + len(written.changed):,} files written",
        f"{len(written.removed):,} removed" if written.removed else "",
    )


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
        _print_missing(built)

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
