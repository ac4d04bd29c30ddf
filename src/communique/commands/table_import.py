"""Bring a table into the record: its rows become entries, by a map and the answers of a curator."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from communique.commands.record import Home, resolve_settings
from communique.commands.signals import uninterruptible
from communique.errors import Finding, RecordError, UsageError
from communique.extras import require_extra

if TYPE_CHECKING:
    from communique.loaders.table_import.entry_batches import EntryChanges
    from communique.loaders.table_import.linkage import Likeness
    from communique.loaders.table_import.name_worklist import NameQuestion, NameResolver, Worklist
    from communique.loaders.table_import.row_events import RowEvent
    from communique.loaders.table_import.table_map import TableMap


@dataclass(frozen=True, slots=True)
class TableImport:
    """The outcome of an import; every row is taken, left out by the map, or refused with a reason.

    Args:
        row_count: rows of the table that hold anything.
        left_out_count: rows that the map leaves out by `only`.
        refused_count: rows with a finding.
        event_count: events of the rows that are taken.
        findings: why rows were refused, and files of the last import that were changed by hand.
        questions: names that nobody has answered yet.
        likenesses: events that the record may have already, and nobody has answered yet.
        created: ids that the import adds to the registry, by section.
        changes: what changes in the record's folder; None where nothing may be written.
        worklist: the file of answers, where it was written; None where nothing is open.
        is_written: the record was changed.
    """

    row_count: int
    left_out_count: int
    refused_count: int
    event_count: int
    findings: tuple[Finding, ...]
    questions: tuple[NameQuestion, ...]
    likenesses: tuple[Likeness, ...]
    created: dict[str, tuple[str, ...]]
    changes: EntryChanges | None
    worklist: Path | None
    is_written: bool


@dataclass(slots=True)
class _Conversion:
    """What became of the rows of a table."""

    row_count: int = 0
    left_out_count: int = 0
    refused_rows: set[int] = field(default_factory=set)
    events: list[RowEvent] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def import_table(
    home: Home,
    table: Path,
    map_file: Path,
    *,
    dry_run: bool = False,
    skip_refused: bool = False,
    overwrite: bool = False,
    names_only: bool = False,
) -> TableImport:
    """Write the rows of a table as entries; all of them or, where any is refused, none.

    Args:
        home: the record.
        table: a file of CSV, TSV, XLSX, Parquet or JSON Lines.
        map_file: which column is which field; the answers stand beside it, in ``<name>.names.yaml``.
        dry_run: write nothing, neither entries nor the worklist.
        skip_refused: write the rows that can be taken, although others were refused.
        overwrite: write files of the last import anew, although they were changed by hand.
        names_only: write the worklist of what is open and nothing else.

    Raises:
        UsageError: the table cannot be read, or the map names a column that it has not.
        RecordError: the map, the worklist or the table is wrong, with its line; or the registry is.
    """
    require_extra("tables", "importing a table")
    from communique.loaders.layout import ARTICLES
    from communique.loaders.read import read_dataset
    from communique.loaders.table_import.entry_batches import compare_batches, render_batches, render_registry
    from communique.loaders.table_import.linkage import find_likenesses
    from communique.loaders.table_import.name_worklist import DISTINCT, NameResolver, render_worklist
    from communique.pipeline.save_texts import save_text, save_texts

    root = resolve_settings(home).entries
    table_map, worklist = read_map(map_file)
    own_folder = f"{ARTICLES}/{table_map.id}"
    dataset = read_dataset(root, _foreign_articles(root, own_folder))
    resolver = NameResolver(dataset.registry, worklist)
    resolver.add_entries(table_map.registry)
    _check_source(table_map, resolver, map_file)
    conversion = _convert_rows(table, table_map, resolver)
    resolver.propose_candidates()
    likenesses = [
        likeness
        for likeness in find_likenesses((event.entry for event in conversion.events), dataset, own_folder)
        if worklist.events.get(likeness.imported) is None
    ]
    events = [_follow_answer(event, worklist, DISTINCT) for event in conversion.events]
    changes = compare_batches(root, dict(render_batches(events, table_map)), table_map.id)
    findings = [*conversion.findings, *([] if overwrite else changes.findings)]
    registry = render_registry(root, resolver.created, table_map)
    is_open = bool(resolver.questions or likenesses)
    worklist_file = _worklist_path(map_file) if is_open and not dry_run else None
    may_write = not (dry_run or names_only or (changes.findings and not overwrite))
    is_written = may_write and (skip_refused or not conversion.findings)
    with uninterruptible("the table was imported"):
        if worklist_file:
            remarks = {
                likeness.imported: f"perhaps {likeness.known}: {likeness.reasons}" for likeness in likenesses
            }
            save_text(worklist_file, render_worklist(worklist, resolver.questions.values(), remarks))
        if is_written:
            texts = {root / path: text for path, text in {**registry, **changes.written}.items()}
            save_texts(root, texts, [root / path for path in changes.removed])
    return TableImport(
        conversion.row_count, conversion.left_out_count, len(conversion.refused_rows), len(events),
        tuple(findings), tuple(resolver.questions.values()), tuple(likenesses),
        {section: tuple(sorted(entries)) for section, entries in resolver.created.items()},
        changes, worklist_file, is_written,
    )  # fmt: skip


def import_with_plugin(
    home: Home, name: str, file: Path, *, dry_run: bool = False, overwrite: bool = False
) -> EntryChanges:
    """Write what somebody's own loader makes of a file as entries: all of them, or none.

    Args:
        home: the record.
        name: the loader's, as its entry point has it; the folder of its entries.
        file: what it reads.
        dry_run: write nothing.
        overwrite: write files of the last import anew, although they were changed by hand.

    Raises:
        UsageError: no such loader is installed, or it failed.
        RecordError: an entry that it makes is wrong, or a file of the last import was changed by hand.
    """
    from communique.loaders.plugin import load_with_plugin
    from communique.loaders.table_import.entry_batches import compare_batches
    from communique.pipeline.save_texts import save_texts

    root = resolve_settings(home).entries
    changes = compare_batches(root, load_with_plugin(name, file), name)
    if changes.findings and not overwrite:
        raise RecordError(list(changes.findings))
    if not dry_run:
        with uninterruptible("the file was imported"):
            texts = {root / path: text for path, text in changes.written.items()}
            save_texts(root, texts, [root / path for path in changes.removed])
    return changes


def list_packaged_maps() -> tuple[str, ...]:
    """Return the names of the maps that come with Communiqué."""
    from importlib.resources import files

    folder = files("communique.loaders.table_import") / "maps"
    names = {file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml")}
    return tuple(sorted(name for name in names if not name.endswith(".names")))


def write_packaged_map(target: Path, name: str) -> None:
    """Write a map that comes with Communiqué into a new file, and beside it the answers that its table needs.

    Raises:
        UsageError: there is no such map, or the file is there already.
    """
    from importlib.resources import files

    from communique.pipeline.save_texts import save_text

    if name not in list_packaged_maps():
        raise UsageError(f"there is no map {name!r}; there are {', '.join(list_packaged_maps())}")
    folder = files("communique.loaders.table_import") / "maps"
    for file, source in ((target, f"{name}.yaml"), (_worklist_path(target), f"{name}.names.yaml")):
        try:
            save_text(file, (folder / source).read_text(encoding="utf-8"), new=True)
        except FileExistsError:
            raise UsageError(f"{file} is there already; name another file") from None


def read_map(map_file: Path) -> tuple[TableMap, Worklist]:
    """Return the map of a table and the answers beside it.

    Raises:
        UsageError: there is no such file.
        RecordError: one of them is wrong, with its line.
    """
    from communique.loaders.entry_format.validate import validate_document
    from communique.loaders.table_import.name_worklist import Worklist
    from communique.loaders.table_import.table_map import TableMap
    from communique.loaders.yaml.parser import parse_yaml

    try:
        text = map_file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{map_file} cannot be read ({error}); name a map in YAML") from None
    name = str(map_file.absolute())
    table_map = validate_document(TableMap, parse_yaml(text, name), name, "").model
    answers = _worklist_path(map_file)
    if not answers.exists():
        return table_map, Worklist()
    document = parse_yaml(answers.read_text(encoding="utf-8"), str(answers.absolute()))
    return table_map, validate_document(Worklist, document, str(answers.absolute()), "").model


def _worklist_path(map_file: Path) -> Path:
    return map_file.with_suffix(".names.yaml")


def _foreign_articles(root: Path, own_folder: str) -> list[str]:
    """Return the articles that the import did not write."""
    from communique.loaders.layout import is_article
    from communique.loaders.read import list_dataset_files

    paths = list_dataset_files(root, [])
    return [path for path in paths if is_article(path) and not path.startswith(f"{own_folder}/")]


def _check_source(table_map: TableMap, resolver: NameResolver, map_file: Path) -> None:
    publisher = table_map.source.publisher
    if publisher not in {**resolver.registry.publishers, **resolver.created.get("publishers", {})}:
        what = f"publisher {publisher!r} is not in the registry"
        cure = f"communique new publisher {publisher} --name … --kind dataset"
        raise RecordError([Finding(str(map_file.absolute()), 0, 0, "source.publisher", what, cure)])


def _convert_rows(table: Path, table_map: TableMap, resolver: NameResolver) -> _Conversion:
    from communique.loaders.table_import.row_events import RowConverter, fits
    from communique.loaders.table_import.table_file import TableFormat, read_table

    conversion = _Conversion()
    converter = RowConverter(table_map, resolver, str(table.absolute()))
    first_lines: dict[str, int] = {}
    table_format = TableFormat(table_map.encoding, table_map.delimiter, table_map.sheet)
    for row in read_table(table, table_format):
        if not conversion.row_count:
            _check_columns(table_map, row.cells, table)
        conversion.row_count += 1
        row.cells.update({column: "" for column in table_map.iter_columns() if column not in row.cells})
        if not fits(row, table_map.only):
            conversion.left_out_count += 1
            continue
        events, findings = converter.convert_row(row)
        for event in events:
            first_line = first_lines.setdefault(event.entry.id, row.line)
            if first_line != row.line:
                what = f"event {event.entry.id} stands in line {first_line} already"
                cure = f"let {table_map.row_id or 'row_id'} tell the rows apart"
                findings.append(
                    Finding(str(table.absolute()), row.line, 1, table_map.row_id or "", what, cure)
                )
        if findings:
            conversion.refused_rows.add(row.line)
            conversion.findings += findings
        else:
            conversion.events += events
    return conversion


def _check_columns(table_map: TableMap, cells: dict[str, str], table: Path) -> None:
    from communique.errors import did_you_mean

    for column in table_map.iter_columns():
        if column not in cells and table.suffix.lower() not in {".jsonl", ".ndjson"}:
            cure = did_you_mean(column, list(cells)) or f"it has {', '.join(cells)}"
            raise UsageError(f"{table.name} has no column {column!r}; {cure}")


def _follow_answer(event: RowEvent, worklist: Worklist, distinct: str) -> RowEvent:
    """Return an event as evidence for the event that the curator says it is, which has a title already."""
    from communique.loaders.table_import.row_events import RowEvent

    answer = worklist.events.get(event.entry.id)
    if answer is None or answer == distinct:
        return event
    return RowEvent(event.row, event.entry.model_copy(update={"id": answer, "title": None, "summary": None}))
