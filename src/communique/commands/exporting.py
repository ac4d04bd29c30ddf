"""Write the record for other engines and for editors: Parquet files and JSON Schemas."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from communique.commands.database import read_only_session
from communique.commands.record import Home, Progress, resolve_settings


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that was written, and its size in bytes."""

    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class EditorSchemas:
    """The JSON Schemas of a record: how many there are, and which were out of date."""

    count: int
    stale: tuple[Path, ...]


def export_parquet(home: Home, folder: Path, *, progress: Progress = nullcontext) -> tuple[ExportedFile, ...]:
    """Write events, participations and claims as Parquet files, one folder for each year, and return the files.

    Raises:
        DatabaseError: there is no database of the newest schema.
        BuildError: Parquet cannot be written here, or the folder holds something.
    """
    from communique.site.downloads.parquet_file import write_partitions

    with read_only_session(resolve_settings(home)) as session, progress("writing"):
        return tuple(ExportedFile(file, file.stat().st_size) for file in write_partitions(session, folder))


def check_schemas(home: Home) -> EditorSchemas:
    """Return which JSON Schemas in ``schema/`` are not what this Communiqué writes."""
    from communique.loaders.curation.editor_schemas import MODELS, list_stale_schemas

    folder = resolve_settings(home).home / "schema"
    return EditorSchemas(len(MODELS), tuple(folder / name for name in list_stale_schemas(folder)))


def write_schemas(home: Home) -> EditorSchemas:
    """Write the JSON Schemas that are out of date and return which they were."""
    from communique.loaders.curation.editor_schemas import MODELS, render_schema, schema_file_name
    from communique.pipeline.filesystem import save_text

    schemas = check_schemas(home)
    names = {schema_file_name(name): name for name in MODELS}
    for file in schemas.stale:
        save_text(file, render_schema(names[file.name]))
    return schemas


def write_record_schemas(home: Home) -> EditorSchemas:
    """Write the JSON Schemas with the record's own ids, as far as it can be read; return which were out of date."""
    from communique.loaders.curation.editor_schemas import MODELS, schema_file_name
    from communique.loaders.curation.record_schemas import render_record_schema
    from communique.loaders.read import read_with_findings
    from communique.pipeline.filesystem import save_text

    settings = resolve_settings(home)
    dataset, _ = read_with_findings(settings.entries)
    stale = []
    for name in MODELS:
        file, text = settings.home / "schema" / schema_file_name(name), render_record_schema(name, dataset)
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            save_text(file, text)
            stale.append(file)
    return EditorSchemas(len(MODELS), tuple(stale))
