"""The codebook has every table, column and word with its meaning, and counts what the record has of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from communique.schema.data_dictionary import build_data_dictionary
from communique.schema.models import metadata
from communique.schema.views import VIEWS
from communique.site.downloads.codebook_files import build_codebook, build_codebook_files
from communique.site.site_metadata import SiteMetadata
from golden.hostile import hostile
from golden.record import record
from golden.rows import session

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def rows() -> Iterator[Rows]:
    with session([*record(), *hostile()]) as opened:
        yield build_codebook(opened)


def test_no_table_column_or_word_is_without_a_meaning_and_a_rule(rows: Rows) -> None:
    assert [(row["owner"], row["name"]) for row in rows if not (row["meaning"] and row["rule"])] == []
    named = {(row["part"], row["owner"], row["name"]) for row in rows}
    assert len(named) == len(rows)
    assert {("table", "", name) for name in metadata.tables} <= named
    assert {
        ("column", table.name, it.name) for table in metadata.tables.values() for it in table.columns
    } <= named
    assert {("column", view.name, name) for view in VIEWS for name in view.columns} <= named
    lists = build_data_dictionary().enumerations
    assert {("word", words.name, value) for words in lists for value, _ in words.values} <= named


def test_nulls_are_counted_and_an_example_has_the_word(rows: Rows) -> None:
    by_name = {(row["owner"], row["name"]): row for row in rows}
    with session([*record(), *hostile()]) as opened:
        share = opened.execute(text("SELECT avg(CASE WHEN place_id IS NULL THEN 1.0 ELSE 0 END) FROM event"))
        assert by_name["event", "place_id"]["null_share"] == pytest.approx(share.scalar_one(), abs=1e-4)
        example = by_name["Role", "host"]["example_event"]
        host = text("SELECT 1 FROM participation WHERE event_id = :event AND role = 'host'")
        assert opened.execute(host, {"event": example}).first()
        example = by_name["meeting", "format"]["example_event"]
        given = text("SELECT 1 FROM meeting WHERE event_id = :event AND format IS NOT NULL")
        assert opened.execute(given, {"event": example}).first()


def test_every_table_and_column_that_the_events_fill_has_an_example(rows: Rows) -> None:
    empty = {
        (row["owner"], row["name"])
        for row in rows
        if row["part"] in ("table", "view", "column") and row["rows"] and not row["example_event"]
    }
    owners = {owner or name for owner, name in empty}
    assert owners <= {"withdrawal", "split", "year_tally", "dyad_year", "edge", "abbreviation", "coverage"}


def test_what_came_later_has_the_release_with_which_it_came() -> None:
    with session([*record(), *hostile()]) as opened:
        opened.execute(text("DELETE FROM change_source"))
        opened.execute(text("DELETE FROM change"))
        opened.execute(text("DELETE FROM released_event"))
        opened.execute(text("DELETE FROM release"))
        for version, schema in (("2026.11", "0010"), ("2026.12", "0016")):
            released = {"version": version, "schema": schema, "day": f"{version[:4]}-{version[5:]}-01"}
            opened.execute(
                text(
                    "INSERT INTO release (version, released, schema_revision, entry_format, sha256, event_count) "
                    f"VALUES (:version, :day, :schema, 1, '{'0' * 64}', 0)"
                ),
                released,
            )
        book = {(row["owner"], row["name"]): row for row in build_codebook(opened)}
    since = {name: row["since_release"] for name, row in book.items()}
    assert (since["", "event"], since["event", "place_id"], since["Role", "host"]) == ("2026.11",) * 3
    assert (since["source", "read_by"], since["Role", "announcer"]) == ("2026.12", "2026.12")
    assert (since["", "dossier"], since["event_wide", "title"]) == (None, None)
    changes = {name: row["changes"] for name, row in book.items()}
    assert changes["", "Role"] == "2026.12: gained `announcer`, `selector`"
    assert changes["event", "disagreement"].startswith("2026.12: only of substance and figures; before, ")
    assert changes["event", "independent_source_count"].startswith("not yet released: counts originators")
    assert (changes["", "publisher"], changes["event", "title"]) == (None, None)


def test_one_page_to_print_holds_all_of_it_and_runs_nothing(rows: Rows) -> None:
    files = {
        file.path: file.data.decode() for file in build_codebook_files(rows, SiteMetadata(name="<b>X</b>"))
    }
    page = files["data/codebook.html"]
    assert all(f"<code>{row['name']}</code>" in page for row in rows if row["part"] in ("column", "word"))
    assert "Coded: " in page
    assert "<script" not in page
    assert "<b>X" not in page
    tables = json.loads(files["data/metadata.json"])["databases"]["communique"]["tables"]
    assert set(metadata.tables) <= set(tables)
    assert tables["event_search_fts_row"]["fts_table"] == "event_search_fts"
    assert all("Coded: " in tables[name]["description"] for name in metadata.tables)
    assert "Coded: " in tables["meeting"]["columns"]["level"]
