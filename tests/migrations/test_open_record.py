"""A record is read alone, typed, and alike on both databases; so is every query of the page on querying."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

import communique
from communique.errors import DatabaseError, UsageError

PAGE = Path(__file__).parents[2] / "site/docs/querying.md"
QUERIES = [
    it
    for it in re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    if "fts" not in it
]


@pytest.fixture
def address(loaded_database: Engine) -> str:
    return loaded_database.url.render_as_string(hide_password=False)


def test_events_come_with_what_the_record_holds_of_them(address: str) -> None:
    with communique.open(address) as record:
        (meeting,) = record.events(kind="meeting", actor="KR", since="2024-07-28")
        assert (meeting.id, meeting.title) == ("ministerial-2024-07", "Defence ministers meet")
        assert {row.actor_id for row in meeting.participants} == {"JP", "KR"}
        (launch,) = record.events(kind="incident")
        assert [claim.value for claim in launch.claims] == ["2024-07-01"]
        assert [source.id for source in launch.sources] == ["unity"]
        assert len(launch.disagreements) == 1
        assert list(record.events(kind="meeting", until="2024-07-27")) == []
        assert len(list(record.events())) == len(record.query("SELECT id FROM event"))


def test_nothing_can_be_written(address: str) -> None:
    with communique.open(address) as record, pytest.raises(DBAPIError):
        record.query("DELETE FROM event RETURNING id")


def test_a_library_that_is_not_there_and_a_table_that_is_not_are_told(address: str) -> None:
    with communique.open(address) as record:
        with pytest.raises(UsageError, match="no table or view 'nonsense'"):
            record._read_table("nonsense")
        assert {row["id"] for row in record._read_table("event_wide")} == {it.id for it in record.events()}


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE other (id INTEGER)")
    other.close()
    with pytest.raises(DatabaseError, match="holds tables of something else"):
        communique.open(tmp_path / "other.db")


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.split("FROM")[1].split()[0])
def test_every_query_of_the_page_runs(loaded_database: Engine, query: str) -> None:
    with loaded_database.connect() as connection:
        assert connection.execute(text(query.rstrip().rstrip(";"))).keys()


def test_the_page_has_ten_recipes_and_more() -> None:
    assert len(QUERIES) >= 10
