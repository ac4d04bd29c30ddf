"""Implement ``communique build`` and ``site``: turn the record into a site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique import commands
from communique.cli import context, terminal
from communique.cli.help_examples import add_examples
from communique.cli.load import print_load_result

if TYPE_CHECKING:
    from communique.commands.site import SiteBuild
    from communique.site.deploy.manifest import DeployDelta


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
    from communique.site.deploy.manifest import read_deploy_manifest

    before = read_deploy_manifest(changed_since) if changed_since else None
    built = commands.build_site(context.current_settings(), progress=terminal.spinner)
    if manifest is None and before is None:
        _print_build(built)
        return
    print_missing(built)
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


def print_missing(built: SiteBuild) -> None:
    """Print what a site lacks because this machine could not make it."""
    if built.missing:
        terminal.print_message(built.missing, "warning")


def _print_build(built: SiteBuild) -> None:
    print_missing(built)
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
