"""A record is read alone, typed, and alike on both databases; so is every query of the page on querying."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

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
        assert [event.id for event in record.events(since="2024-07", until="2024-07")] == [
            event.id for event in record.events(since="2024-07-01", until=dt.date(2024, 7, 31))
        ]
        assert launch.id in {event.id for event in record.events(since="2024", until="2024")}
        assert len(list(record.events())) == len(record.query("SELECT id FROM event"))


def test_nothing_can_be_written(address: str) -> None:
    with communique.open(address) as record, pytest.raises(DBAPIError):
        record.query("DELETE FROM event RETURNING id")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"kind": "meting"}, "no kind 'meting'; did you mean meeting"),
        ({"actor": "JPN"}, "no actor 'JPN'; did you mean JP"),
        ({"since": "2024-13"}, "since='2024-13' is no date: .*month 13"),
        ({"until": "July 2024"}, "until='July 2024' is no date: .*write 2024-07"),
        ({"since": "2024/.."}, "has an open end; write a year"),
        ({"since": "2025", "until": "2024-07-28"}, "since='2025' is after until='2024-07-28'"),
    ],
)
def test_a_slip_is_told_and_does_not_look_like_an_answer(
    address: str, asked: dict[str, Any], message: str
) -> None:
    with communique.open(address) as record, pytest.raises(UsageError, match=message):
        list(record.events(**asked))


FRAMES: dict[tuple[str, str], list[str]] = {}
"""What each library held of each table, from the database that was asked first."""


@pytest.mark.parametrize("table", ["event_wide", "event_overview", "dyad_year", "claim", "split"])
def test_frames_are_alike_and_typed_from_either_database(address: str, table: str) -> None:
    """Days are days, truths are truths, and what is missing is null, also where a table has no row."""
    with communique.open(address) as record:
        pandas, polars = record.to_pandas(table), record.to_polars(table)
        rows = record.query(f"SELECT * FROM {table}")
    assert len(pandas) == len(polars) == len(rows)
    assert list(pandas.columns) == polars.columns == list(rows[0] if rows else polars.columns)
    for library, told in (("pandas", f"{pandas.dtypes} {pandas}"), ("polars", f"{polars.schema} {polars}")):
        assert FRAMES.setdefault((library, table), [told]) == [told]


def test_a_frame_answers_as_the_database_does(address: str) -> None:
    with communique.open(address) as record:
        pandas, polars = record.to_pandas(), record.to_polars()
        (row,) = record.query("SELECT count(*) AS events FROM event_wide WHERE took_place AND year = 2024")
    assert len(pandas[pandas["took_place"] & (pandas["year"] == 2024)]) == row["events"]
    assert polars.filter(polars["took_place"] & (polars["year"] == 2024)).height == row["events"]
    assert str(pandas["start_earliest"].max().date()) == str(polars["start_earliest"].max())


def test_a_library_or_a_table_that_is_not_there_is_told(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with communique.open(address) as record:
        with pytest.raises(UsageError, match="no table or view 'event_wid'; did you mean event_wide"):
            record.to_pandas("event_wid")
        for library in ("pandas", "polars"):
            monkeypatch.setitem(sys.modules, library, None)
            with pytest.raises(UsageError, match=f"pip install 'communique\\[{library}\\]'"):
                getattr(record, f"to_{library}")()


def test_a_view_of_somebody_else_calls_no_function_that_is_not_known_to_be_safe(
    blank_database: Path, tmp_path: Path
) -> None:
    file = tmp_path / "foreign.db"
    file.write_bytes(blank_database.read_bytes())
    with closing(sqlite3.connect(file)) as foreign:
        foreign.execute("CREATE VIEW bait AS SELECT shout() AS said")
    with communique.open(file) as record, record._engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.create_function("shout", 0, lambda: "run")
        assert driver.execute("SELECT shout()").fetchone() == ("run",)
        with pytest.raises(sqlite3.OperationalError, match="unsafe use of shout"):
            driver.execute("SELECT said FROM bait")


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE other (id INTEGER)")
    other.close()
    with pytest.raises(DatabaseError, match="holds tables of something else"):
        communique.open(tmp_path / "other.db")


ANSWERS: dict[str, dict[str, list[str]]] = {}
"""What each database answered to each query: the rows as text, in no order."""


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.split("FROM")[1].split()[0])
def test_both_databases_answer_every_query_of_the_page_alike(loaded_database: Engine, query: str) -> None:
    with loaded_database.connect() as connection:
        rows = connection.execute(text(query.rstrip().rstrip(";"))).all()
    answers = ANSWERS.setdefault(query, {})
    answers[loaded_database.dialect.name] = sorted(str([_to_plain(value) for value in row]) for row in rows)
    assert len(set(map(tuple, answers.values()))) == 1


def test_most_queries_of_the_page_find_something(loaded_database: Engine) -> None:
    """The small record holds an event of each kind; answers of no rows would prove little."""
    with loaded_database.connect() as connection:
        found = [query for query in QUERIES if connection.execute(text(query.rstrip().rstrip(";"))).first()]
    assert 2 * len(found) > len(QUERIES)


def _to_plain(value: object) -> object:
    """Return a value as SQLite has it, which knows neither days nor truth nor exact decimals."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        return float(value) if value % 1 else int(value)
    return str(value) if isinstance(value, dt.date) else value


def test_the_page_has_ten_recipes_and_more() -> None:
    assert len(QUERIES) >= 10
