"""Every table, column, view and word of the schema is described, and the diagrams and DDL are whole."""

from __future__ import annotations

import re
import sqlite3

import pytest

from communique.schema.data_dictionary import (
    TABLE_FAMILIES,
    build_data_dictionary,
    render_dictionary_markdown,
)
from communique.schema.ddl import ddl_script, ddl_statements
from communique.schema.models import metadata
from communique.schema.tables.measure import MEASURE_LABELS

BOOK = build_data_dictionary()


def test_every_table_is_in_the_dictionary_in_one_family() -> None:
    assert sorted(table.name for table in BOOK.tables) == sorted(metadata.tables)
    assert {table.family for table in BOOK.tables} == set(TABLE_FAMILIES)


@pytest.mark.parametrize("table", BOOK.tables, ids=lambda table: table.name)
def test_every_table_and_column_is_described(table) -> None:
    assert table.description
    assert [column.name for column in table.columns if not column.description] == []
    assert {column.name for column in table.columns} == set(metadata.tables[table.name].columns.keys())


@pytest.mark.parametrize("view", BOOK.views, ids=lambda view: view.name)
def test_every_view_and_its_columns_are_described(view) -> None:
    assert view.description
    assert [name for name, meaning in view.columns.items() if not meaning] == []


@pytest.mark.parametrize("words", BOOK.enumerations, ids=lambda words: words.name)
def test_every_list_of_words_is_described(words) -> None:
    assert words.description
    assert words.values
    assert [value for value, meaning in words.values if not meaning] == []


def test_every_measure_is_described() -> None:
    (measures,) = (words for words in BOOK.enumerations if words.name == "Measure")
    assert [value for value, meaning in measures.values if not meaning] == []
    assert len(measures.values) == len(MEASURE_LABELS)


def test_keys_and_references_are_told() -> None:
    (table,) = (table for table in BOOK.tables if table.name == "participation")
    columns = {column.name: column for column in table.columns}
    assert columns["event_id"].key
    assert columns["event_id"].references == ("event.id",)
    assert columns["role"].enumeration == "Role"


def test_markdown_holds_everything_once() -> None:
    page = render_dictionary_markdown()
    headings = re.findall(r"^#+ .*$", page, re.MULTILINE)
    assert len(headings) == len(set(headings))
    for name in [*metadata.tables, *(view.name for view in BOOK.views)]:
        assert f"### `{name}`" in headings
    linked = set(re.findall(r"\(#([a-z]+)\)", page))
    assert linked == {words.name.lower() for words in BOOK.enumerations}
    for line in page.splitlines():
        if line.startswith("|"):
            assert line.count("|") - line.count("\\|") in {3, 6}, line


def test_the_ddl_is_a_script_that_sqlite_runs() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(ddl_script("sqlite"))
    made = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    assert set(metadata.tables) <= made
    assert {view.name for view in BOOK.views} <= made


def test_the_ddl_of_postgresql_is_postgresqls_own() -> None:
    script = ddl_script("postgresql")
    assert "tsvector" in script
    assert "%%" not in script
    assert "fts5" not in script
    assert len(ddl_statements("postgresql")) < len(ddl_statements("sqlite"))
