"""Implement ``communique import``: bring the rows of a table into the record as entries."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique import commands
from communique.cli import context, terminal
from communique.cli.context import add_examples

if TYPE_CHECKING:
    from communique.commands.table_import import TableImport
    from communique.loaders.table_import.entry_batches import EntryChanges

import_ = typer.Typer(name="import", help="Bring a table into the record: its rows become entries, by a map.")
LISTED = 20
"""How many of a kind are printed; the worklist and ``--json`` have all."""

TableArgument = Annotated[Path, typer.Argument(help="CSV, TSV, XLSX, Parquet or JSON Lines.")]
MapOption = Annotated[Path, typer.Option("--map", help="Which column is which field, in YAML.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")]
OverwriteOption = Annotated[
    bool, typer.Option("--overwrite", help="Write files anew that were changed by hand since.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="For programs.")]


@import_.command()
@add_examples(
    "communique import table visits.csv --map visits.map.yaml --dry-run",
    "communique import table visits.csv --map visits.map.yaml",
    "communique import table visits.xlsx --map visits.map.yaml --skip-refused",
)
def table(
    file: TableArgument,
    map_file: MapOption,
    dry_run: DryRunOption = False,
    skip_refused: Annotated[
        bool, typer.Option("--skip-refused", help="Write the other rows although some are refused.")
    ] = False,
    overwrite: OverwriteOption = False,
    json: JsonOption = False,
) -> None:
    """Write the rows of a table as entries: all of them or, where one is refused, none."""
    result = commands.import_table(
        context.current_settings(),
        file,
        map_file,
        dry_run=dry_run,
        skip_refused=skip_refused,
        overwrite=overwrite,
    )
    _print_import(result, json)
    if result.findings:
        raise typer.Exit(1)


@import_.command()
@add_examples("communique import names visits.csv --map visits.map.yaml")
def names(file: TableArgument, map_file: MapOption, json: JsonOption = False) -> None:
    """Write the worklist of names that the registry lacks and of events that it may have already."""
    _print_import(commands.import_table(context.current_settings(), file, map_file, names_only=True), json)


@import_.command()
@add_examples(
    "communique import plugin logbook logbook.txt --dry-run", "communique import plugin logbook logbook.txt"
)
def plugin(
    name: Annotated[str, typer.Argument(help="The loader, an entry point of the group communique.loaders.")],
    file: Annotated[Path, typer.Argument(help="What it reads.")],
    dry_run: DryRunOption = False,
    overwrite: OverwriteOption = False,
) -> None:
    """Write what a loader of your own makes of a file as entries: all of them, or none."""
    changes = commands.import_with_plugin(
        context.current_settings(), name, file, dry_run=dry_run, overwrite=overwrite
    )
    _print_changes(changes, is_written=not dry_run)
    terminal.print_summary(
        terminal.pluralize(len(changes.written) + changes.unchanged_count, "entry", "entries"),
        terminal.pluralize(len(changes.added), "event") + " new",
        "nothing was written" if dry_run else f"{terminal.pluralize(len(changes.written), 'file')} written",
    )


@import_.command("map")
@add_examples("communique import map", "communique import map us-state-visits")
def map_(
    name: Annotated[str, typer.Argument(help="Its name; without one, all are listed.")] = "",
) -> None:
    """Write a map that comes with Communiqué, to be changed and used."""
    if not name:
        for packaged in commands.list_packaged_maps():
            terminal.print_result(packaged)
        return
    target = Path(f"{name}.yaml")
    commands.write_packaged_map(target, name)
    terminal.print_result(str(target))


def _print_import(result: TableImport, json: bool) -> None:
    if json:
        terminal.print_json(asdict(result))
        return
    terminal.print_findings(result.findings[:LISTED], context.current_settings().entries, error=True)
    if len(result.findings) > LISTED:
        terminal.print_message(f"and {len(result.findings) - LISTED:,} more; see them all with --json")
    for question in result.questions[:LISTED]:
        likest = ", ".join(f"{id_} ({score} %)" for id_, score in question.candidates)
        rows = terminal.pluralize(question.row_count, "row")
        terminal.print_message(
            f"open: {question.name!r} among the {question.section}, {rows}; {likest or 'nothing like it'}",
            "yellow",
        )
    for likeness in result.likenesses[:LISTED]:
        terminal.print_message(
            f"open: {likeness.imported} may be {likeness.known} ({likeness.reasons})", "yellow"
        )
    if result.worklist:
        terminal.print_message(f"answer what is open in {terminal.display_path(result.worklist)}")
    changes = result.changes
    if changes:
        _print_changes(changes, is_written=result.is_written)
    files = terminal.pluralize(len(changes.written), "file") if changes else ""
    terminal.print_summary(
        terminal.pluralize(result.row_count, "row"),
        f"{result.left_out_count:,} left out by the map" if result.left_out_count else "",
        f"{result.refused_count:,} refused" if result.refused_count else "",
        terminal.pluralize(result.event_count, "event"),
        *(f"{len(ids):,} {section} added" for section, ids in result.created.items() if result.is_written),
        f"{files} written" if result.is_written else "nothing was written",
    )


def _print_changes(changes: EntryChanges, *, is_written: bool) -> None:
    """Print which files an import writes and removes, and which events have no row any more."""
    for path in sorted(changes.written):
        terminal.print_result(f"{'wrote' if is_written else 'would write'} {path}")
    for path in changes.removed:
        terminal.print_result(f"{'removed' if is_written else 'would remove'} {path}")
    for event in changes.withdrawn[:LISTED]:
        terminal.print_message(
            f"{event} has no row any more; if it was released, add a withdrawal of it to the rulings",
            "yellow",
        )
