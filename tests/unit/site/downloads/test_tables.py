"""CSV, its Data Package and Parquet: judged by Frictionless and Arrow, to the letter."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import warnings
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from communique.schema import Base, metadata
from communique.schema.views import WIDE_VIEWS
from communique.schema.vocabulary import Kind
from communique.site.contents import render_site_files
from communique.site.downloads import parquet_file
from communique.site.downloads.csv_package import CsvPackage, format_cell
from communique.site.downloads.tables import EXCLUDED_TABLES, build_table_schema, read_tables, to_sqlite_value
from communique.site.site_metadata import Licence, SiteMetadata
from fixtures.small_record import populate
from golden.hostile import hostile
from golden.record import record
from golden.rows import session

PUBLICATION = SiteMetadata(
    name="Test", licence=Licence("CC BY 4.0", "https://licence.example/"), release="2026.11"
)


def write(folder: Path, rows: list[Base]) -> Path:
    """The package of a record in a folder; gives its descriptor."""
    made = folder / "data/csv"
    made.mkdir(parents=True)
    with session(rows) as opened:
        package = CsvPackage(PUBLICATION, made)
        for table, chunks in read_tables(opened):
            for found in chunks:
                package.add_rows(table, found)
    descriptor = folder / "data/datapackage.json"
    descriptor.write_bytes(next(package.build_files()).data)
    return descriptor


def complaints(descriptor: Path) -> list[str]:
    """What Frictionless has against a package: of its form, types, words, keys and references."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own imports
        import frictionless
    report = frictionless.validate(str(descriptor))
    found = report.flatten(["title", "type", "message"])
    assert len(report.tasks) == len(metadata.tables) - len(EXCLUDED_TABLES)
    return [str(one) for one in found]


def test_frictionless_finds_no_fault(tmp_path: Path) -> None:
    assert complaints(write(tmp_path, [*record(), *hostile()])) == []


def test_frictionless_would_find_one(tmp_path: Path) -> None:
    descriptor = write(tmp_path, record())
    for name, old, new in (
        ("event", "meeting", "gathering"),
        ("participation", ",JP,", ",XX,"),
        ("person", "austin-lloyd,", ","),
    ):
        file = descriptor.parent / "csv" / f"{name}.csv"
        before = file.read_bytes()
        assert old.encode() in before
        file.write_bytes(before.replace(old.encode(), new.encode(), 1))
    found = complaints(descriptor)
    for fault, place in (
        ("constraint-error", '"gathering" in row at position "6" and field "kind"'),
        ("foreign-key", 'for "actor_id": values "XX" not found in the lookup table "actor"'),
        ("primary-key", 'Row at position "2" violates the primary key'),
    ):
        assert any(fault in one and place in one for one in found), fault


def test_every_cell_comes_back(engine: Engine, tmp_path: Path) -> None:
    populate(engine)
    with Session(engine) as opened:
        package = CsvPackage(PUBLICATION, tmp_path)
        for table, chunks in read_tables(opened):
            (rows,) = chunks
            package.add_rows(table, rows)
            if table.name not in package.files:
                continue
            types = {one["name"]: one["type"] for one in build_table_schema(table)["fields"]}
            lines = list(csv.reader(io.StringIO(package.files[table.name].read_bytes().decode(), newline="")))
            assert lines[0] == [column.name for column in table.columns]
            assert len(lines) == len(rows) + 1 > 1
            for line, row in zip(lines[1:], rows, strict=True):
                for text, name, value in zip(line, lines[0], row, strict=True):
                    cell_read = read(text, types[name])
                    if isinstance(cell_read, dt.date):
                        cell_read = cell_read.isoformat()
                    assert cell_read == (None if value == "" else value), (table.name, name)


def read(text: str, type_: str) -> Any:
    """A cell as Table Schema reads it."""
    if not text:
        return None
    return {
        "boolean": lambda: {"true": True, "false": False}[text],
        "date": lambda: dt.date.fromisoformat(text),
        "number": lambda: float(text),
        "integer": lambda: int(text),
        "string": lambda: text,
    }[type_]()


@pytest.mark.parametrize("text", ["=1+1", "- item", "-5", "＝1", "2024-07-28", "a@b", "", "“=1”"])
def test_a_text_is_as_it_is(text: str) -> None:
    assert format_cell(text) == text


def test_a_negative_number_is_a_number() -> None:
    assert [format_cell(-120.5), format_cell(True), format_cell(None), format_cell(dt.date(2024, 7, 28))] == [
        "-120.5",
        "true",
        "",
        "2024-07-28",
    ]


def test_quotes_and_lines_keep_to_their_cell(tmp_path: Path) -> None:
    text = 'a,"b"\r\nc\nd'
    package = CsvPackage(PUBLICATION, tmp_path)
    package.add_rows(metadata.tables["topic"], [("x", text, "=1")])
    (_, line) = csv.reader(io.StringIO(package.files["topic"].read_bytes().decode(), newline=""))
    assert line == ["x", text, "=1"]


def test_the_descriptor_tells_every_column_and_the_terms(tmp_path: Path) -> None:
    with session(record()) as opened:
        package = CsvPackage(PUBLICATION, tmp_path)
        for table, chunks in read_tables(opened):
            for rows in chunks:
                package.add_rows(table, rows)
    told = package.build_descriptor()
    assert told["licenses"] == [
        {"title": "CC BY 4.0", "name": "CC-BY-4.0", "path": "https://licence.example/"}
    ]
    assert told["version"] == "2026.11"
    assert all(field["description"] for one in told["resources"] for field in one["schema"]["fields"])
    event = next(one for one in told["resources"] if one["name"] == "event")["schema"]
    kinds = next(field for field in event["fields"] if field["name"] == "kind")
    assert kinds["constraints"] == {
        "required": True,
        "enum": [*Kind],
    }
    assert {"fields": ["place_id"], "reference": {"resource": "place", "fields": ["id"]}} in event[
        "foreignKeys"
    ]
    actor = build_table_schema(metadata.tables["actor"])
    assert {"fields": ["parent_id"], "reference": {"resource": "", "fields": ["id"]}} in actor["foreignKeys"]


def test_parquet_has_the_rows_and_types_of_the_tables(tmp_path: Path) -> None:
    with session(record()) as opened:
        for table, chunks in read_tables(opened):
            if table.name in EXCLUDED_TABLES:
                continue
            file, expected = parquet_file.ParquetFile(table, tmp_path), []
            for rows in chunks:
                expected += rows
                for start in range(0, len(rows), 2):  # as if the table were long
                    file.add_rows(rows[start : start + 2])
            read_back = pyarrow.parquet.read_table(file.finish())
            values = [tuple(map(to_sqlite_value, row.values())) for row in read_back.to_pylist()]
            assert values == expected, table.name
            told = {field.name: field.metadata[b"description"].decode() for field in read_back.schema}
            assert all(told.values())
    schema = pyarrow.parquet.read_schema(tmp_path / "event.parquet")
    assert str(schema.field("start_earliest").type) == "date32[day]"
    assert not schema.field("id").nullable


def test_without_arrow_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def data_page() -> tuple[str, list[str]]:
        with session(record()) as opened:
            everything = {
                page.path: page.data.decode(errors="replace")
                for page in render_site_files(opened, PUBLICATION)
            }
        return everything["data/index.md"], [path for path in everything if path.endswith(".parquet")]

    page, files = data_page()
    assert len(files) == len(metadata.tables) - len(EXCLUDED_TABLES) + len(WIDE_VIEWS) + 1  # the codebook
    assert parquet_file.MISSING not in page
    real = parquet_file.importlib.util.find_spec
    monkeypatch.setattr(
        parquet_file.importlib.util, "find_spec", lambda name: None if name == "pyarrow" else real(name)
    )
    page, files = data_page()
    assert files == []
    assert "communique[parquet]" in page
    assert not re.search(r"parquet/\w+\.parquet", page)


def test_the_models_say_which_text_may_be_empty() -> None:
    fields = {field["name"]: field for field in build_table_schema(metadata.tables["claim"])["fields"]}
    assert "constraints" not in fields["element"]
    assert fields["field"]["constraints"] == {"required": True}
