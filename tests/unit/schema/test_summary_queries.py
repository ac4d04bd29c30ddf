"""Summaries hold what counting anew would come to, after whatever load, and a load counts only what it changed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.orm import Session

from communique.database import connect
from communique.loaders.load import rebuild_database, sync_database
from communique.migrations.commands import upgrade
from communique.schema.summary_queries import SUMMARY_TABLES
from communique.site.downloads.sqlite_file import SqliteFile
from communique.site.downloads.tables import read_tables
from communique.site.example_queries import EXAMPLE_QUERIES
from fixtures.database import content, open_engine, wrong_summaries
from fixtures.record import REGISTRY, article, meeting, write_record
from fixtures.released import cut_release

JP = {"actor": "JP", "people": ["kihara-minoru"]}
KR = {"actor": "KR", "people": ["shin-won-sik"]}
FIRST = {"date": "2024-07-24", "participants": [JP, KR, {"actor": "US"}]}
BEGINNING = {
    "a": article(meeting("one-2024", **FIRST)),
    "b": article(meeting("two-2024", date="2024-07-26", links=[{"responds-to": "one-2024"}])),
    "c": article(
        meeting("one-2024", title=None, summary=None, date="2024-07-24"),
        meeting("three-2023", date="2023", participants=[JP, KR]),
        publisher="kyodo-news",
    ),
}
EDITS: dict[str, tuple[str, dict[str, Any] | None, set[str]]] = {
    "a title": ("a", article(meeting("one-2024", title="Another title", **FIRST)), set()),
    "a day": (
        "b",
        article(meeting("two-2024", date="2024-07-27", links=[{"responds-to": "one-2024"}])),
        SUMMARY_TABLES - {"person_office_tally", "publisher_tally", "flight"},
    ),
    "a status": (
        "c",
        article(
            meeting("one-2024", title=None, summary=None, date="2024-07-24"),
            meeting("three-2023", date="2023", participants=[JP, KR], status="planned"),
            publisher="kyodo-news",
        ),
        {"pair_tally", "doubt_tally", "overdue"},
    ),
    "who took part": (
        "a",
        article(meeting("one-2024", **FIRST | {"participants": [KR, {"actor": "JP"}]})),
        {"pair_tally", "person_tally", "person_office_tally", "doubt_tally"},
    ),
    "a publisher": (
        "b",
        BEGINNING["b"] | {"source": article(publisher="yonhap")["source"]},
        {"publisher_tally"},
    ),
    "a link": ("b", article(meeting("two-2024", date="2024-07-26")), {"response", "doubt_tally"}),
    "a report less": (
        "c",
        article(meeting("three-2023", date="2023", participants=[JP, KR]), publisher="kyodo-news"),
        {"publisher_tally", "doubt_tally"},
    ),
    "an event less": ("b", None, SUMMARY_TABLES - {"person_office_tally", "flight"}),
    "an event more": (
        "d",
        article({**meeting("four-2024", date="2024-07-01"), "kind": "incident", "type": "missile-launch"}),
        SUMMARY_TABLES - {"person_office_tally", "flight"},
    ),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of either sort."""
    if request.param == "sqlite":
        yield request.getfixturevalue("engine")
        return
    with open_engine(request.getfixturevalue("migrated_postgresql_url")) as engine:
        yield engine


def brought(folder: Path, engine: Engine, how: Any = sync_database) -> set[str]:
    """Load, and tell which summaries were counted anew."""
    counted: set[str] = set()

    def note(_connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        counted.update(name for name in SUMMARY_TABLES if statement.startswith(f"INSERT INTO {name} "))

    event.listen(engine, "before_cursor_execute", note)
    try:
        with engine.begin() as connection:
            how(folder, connection)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return counted


def held(engine: Engine, table: str) -> list[tuple[str, ...]]:
    with engine.connect() as connection:
        rows = connection.execute(text(f"SELECT * FROM {table}"))
        return sorted(tuple(map(str, row)) for row in rows)


def test_they_are_counted_when_an_empty_database_is_filled(tmp_path: Path, empty_database: Engine) -> None:
    assert brought(write_record(tmp_path, BEGINNING), empty_database) == SUMMARY_TABLES
    assert wrong_summaries(empty_database) == []
    assert held(empty_database, "year_tally") == [("2023", "meeting", "1"), ("2024", "meeting", "2")]
    assert ("JP", "KR", "2", "2023-01-01", "2024-07-24") in held(empty_database, "pair_tally")
    assert ("US", "KR", "1", "2024-07-24", "2024-07-24") in held(empty_database, "pair_tally")
    assert len(held(empty_database, "pair_tally")) == 6
    assert ("kihara-minoru", "2", "2023-01-01", "2024-07-24") in held(empty_database, "person_tally")
    assert held(empty_database, "publisher_tally") == [
        ("jiji-press", "2", "1", "2024-07-28", "2024-07-28"),
        ("kyodo-news", "2", "1", "2024-07-28", "2024-07-28"),
    ]
    assert held(empty_database, "response") == [("two-2024", "one-2024", "2024-07-26", "2")]


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_counts_anew_what_it_changed_and_nothing_else(
    tmp_path: Path, empty_database: Engine, what: str
) -> None:
    brought(write_record(tmp_path, BEGINNING), empty_database)
    before = content(empty_database)
    name, new, expected = EDITS[what]
    articles = {key: one for key, one in (BEGINNING | {name: new}).items() if one}
    assert brought(write_record(tmp_path, articles), empty_database) == expected
    assert wrong_summaries(empty_database) == []
    changed = {table for table in SUMMARY_TABLES if content(empty_database)[table] != before[table]}
    assert changed <= expected
    assert changed or not expected


def test_a_load_that_changes_nothing_counts_nothing(tmp_path: Path, empty_database: Engine) -> None:
    folder = write_record(tmp_path, BEGINNING)
    brought(folder, empty_database)
    assert brought(folder, empty_database) == set()


def test_they_are_true_through_renames_releases_and_rebuilds(tmp_path: Path, empty_database: Engine) -> None:
    """A long walk at random over edits of every sort, on both databases."""
    random, versions = Random(6), iter(f"2026.11.{number}" for number in range(1, 99))
    articles, moved = dict(BEGINNING), False
    registries = [REGISTRY, copy.deepcopy(REGISTRY)]
    del registries[1]["people"]["kihara-minoru"]["tenures"]
    with open_engine(f"sqlite:///{tmp_path / 'spare.db'}") as spare:
        upgrade(spare)
        for step in range(24):
            name, new, _ = random.choice(
                [*EDITS.values(), ("a", BEGINNING["a"], set()), ("b", BEGINNING["b"], set())]
            )
            articles = {key: one for key, one in (articles | {name: new}).items() if one}
            moved = moved or step == 12
            if moved:  # three-2023 goes by another name from now on
                articles["c"] = article(meeting("third-2023", date="2023", participants=[JP, KR]))
            lives = {"redirects": [{"id": "three-2023", "target": "third-2023", "because": "Renamed."}]}
            folder = write_record(tmp_path, articles, lives if moved else None, registries[step % 2])
            if "b" not in articles and step > 4:
                continue  # a released event cannot vanish
            if step == 4:
                cut_release(tmp_path, next(versions), spare)
            brought(folder, empty_database, rebuild_database if step % 7 == 6 else sync_database)
            assert wrong_summaries(empty_database) == [], step


def test_a_ready_question_has_one_answer_in_both_databases(
    tmp_path: Path, engine: Engine, migrated_postgresql_url: str
) -> None:
    folder, other = write_record(tmp_path, BEGINNING), connect(migrated_postgresql_url)
    for one in (engine, other):
        brought(folder, one)
    answered = 0
    with engine.connect() as here, other.connect() as there:
        for question in (question for question in EXAMPLE_QUERIES if "fts" not in question.sql):
            answers = [
                [tuple(map(str, row)) for row in connection.exec_driver_sql(question.sql)]
                for connection in (here, there)
            ]
            assert answers[0] == answers[1], question.title
            answered += bool(answers[0])
    other.dispose()
    assert answered >= 4


def test_the_file_to_take_away_counts_what_it_holds(tmp_path: Path, empty_database: Engine) -> None:
    """An event that is not published is in none of its rows, so it must not be in its counts."""
    brought(write_record(tmp_path, BEGINNING), empty_database)
    with empty_database.begin() as connection:
        connection.execute(text("UPDATE event SET record_status = 'withdrawn' WHERE id = 'two-2024'"))
    with Session(empty_database) as session, SqliteFile(tmp_path) as file:
        for table, chunks in read_tables(session):
            for rows in chunks:
                file.add_rows(table, rows)
        taken = connect(f"sqlite:///{file.finish()}")
    assert wrong_summaries(taken) == []
    assert held(taken, "year_tally") == [("2023", "meeting", "1"), ("2024", "meeting", "1")]
    assert held(taken, "response") == []
    assert len(held(taken, "pair_tally")) == 6
    taken.dispose()
