"""How the databases go about our queries: what is asked by key is found by an index, on both."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from bench.sections.example_queries_postgresql import to_postgresql as worded
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.orm import Session

from communique.loaders.load import make_plan, sync_database
from communique.schema import metadata
from communique.schema.search import build_search_query
from communique.site.example_queries import EXAMPLE_QUERIES, ExampleQuery
from communique.site.pages.event.event_pages import build_event_page
from fixtures.database import open_engine
from fixtures.postgresql import create_database
from fixtures.record import article, meeting, write_record

SMALL = {
    # Not a row an event: the registry, decisions, releases. Reading one of them whole is how it is meant.
    *(
        "actor",
        "actor_name",
        "actor_membership",
        "person",
        "person_name",
        "office",
        "tenure",
        "place",
        "place_name",
    ),
    "year_tally",
    *("series", "topic", "publisher", "redirect", "split", "split_target", "withdrawal", "release", "change"),
    *("change_source", "ruling"),
}
BIG = set(metadata.tables) - SMALL

FEW = {"ix_claim_doubted", "ix_claim_unresolved"}
"""Indexes that hold one claim in a hundred: of the few here PostgreSQL rather looks at all."""

_SCAN = re.compile(r"^SCAN (\w+)(?! VIRTUAL)")


def scanned(connection: Connection, sql: str, values: Any = None) -> set[str]:
    """The tables that a statement reads whole on SQLite, by the name that it calls them (an alias may hide one).

    An index that is walked in the order of the answer is left as soon as there are enough rows.
    """
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values or ()).fetchall()
    ordered = {part for _, part, _, step in plan if step == "USE TEMP B-TREE FOR ORDER BY"}
    may_stop = "LIMIT" in sql and "GROUP BY" not in sql
    found = (
        _SCAN.match(step)
        for _, part, _, step in plan
        if not (may_stop and "USING" in step and part not in ordered)
    )
    return {match[1] for match in found if match and "VIRTUAL TABLE" not in match.string} - SMALL


def read_whole(node: dict[str, Any], enough: bool = False) -> set[str]:
    """The tables that a plan of PostgreSQL reads whole; ``enough`` says that it may stop when there are enough."""
    kind, table = node["Node Type"], node.get("Relation Name")
    enough = kind == "Limit" or (enough and kind not in {"Sort", "Aggregate", "Hash", "Materialize"})
    found = "Index Cond" in node or node.get("Index Name") in FEW or (enough and kind.startswith("Index"))
    own = {table} if table and not found else set()
    return own.union(*(read_whole(part, enough) for part in node.get("Plans", ())))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record in which events report, link to and share all that a key may lead to."""
    first = meeting(
        "one-2024", date="2024-07-28", participants=[{"actor": "JP", "people": ["kihara-minoru"]}]
    )
    second = meeting("two-2024", date="2024-07", links=[{"follows": "one-2024"}])
    again = meeting("one-2024", title=None, summary=None, date="2024-07")
    return write_record(
        tmp_path_factory.mktemp("plans"),
        {"a": article(first), "b": article(second), "c": article(again, publisher="kyodo-news")},
    )


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def loaded_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    """The record in either database, which the tests only ask."""
    with ExitStack() as stack:
        url = f"sqlite:///{folder.parent / 'plans.db'}"
        if request.param == "sqlite":
            shutil.copy(request.getfixturevalue("blank_database"), folder.parent / "plans.db")
        else:
            server, blank = (
                request.getfixturevalue(one) for one in ("postgresql_server", "blank_postgresql")
            )
            url = stack.enter_context(create_database(server, blank))
        engine = stack.enter_context(open_engine(url))
        with engine.begin() as connection:
            sync_database(folder, connection)
        yield engine


def asked(engine: Engine, ask: Callable[[Connection], object]) -> list[tuple[str, Any]]:
    """Every SELECT that something sends, with its values."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if statement.lstrip().startswith("SELECT") and not many:
            sent.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        with engine.connect() as connection:
            ask(connection)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return sent


def by_search(connection: Connection) -> None:
    """What `communique find` sends for a word."""
    query = build_search_query("sqlite" if connection.dialect.name == "sqlite" else "postgresql", "ministers")
    connection.execute(text(query.sql), query.parameters).all()


def about_one_event(sql: str) -> bool:
    """Whether a statement asks for the rows of given events, sources or files rather than for all."""
    return (
        re.search(
            r"WHERE[^;]*\b(event_id|event\.id|source\.id|source\.path|target_id)\b[^;]*(=|IN|BETWEEN|>=)", sql
        )
        is not None
    )


@pytest.mark.parametrize("question", EXAMPLE_QUERIES, ids=lambda question: question.title)
def test_a_ready_question_reads_no_big_table_whole(loaded_database: Engine, question: ExampleQuery) -> None:
    with loaded_database.connect() as connection:
        if loaded_database.dialect.name == "sqlite":
            aliases = {"pair": "pair_tally", "tally": "publisher_tally"}
            found = {aliases.get(name, name) for name in scanned(connection, question.sql)}
        else:
            for way in (
                "seqscan",
                "bitmapscan",
                "hashjoin",
                "mergejoin",
                "sort",
            ):  # as dear as with many rows
                connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
            plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {worded(question.sql)}").scalar_one()
            found = read_whole(plan[0]["Plan"])
    assert found & BIG == set()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT title FROM event ORDER BY title LIMIT 5",
        "SELECT kind, count(*) FROM event GROUP BY kind LIMIT 5",
        "SELECT title FROM event ORDER BY start_earliest DESC",
    ],
)
def test_a_question_that_reads_a_big_table_whole_is_found_out(loaded_database: Engine, sql: str) -> None:
    with pytest.raises(AssertionError):
        test_a_ready_question_reads_no_big_table_whole(
            loaded_database, ExampleQuery("How bad is it?", sql, "event")
        )


ASKED: dict[str, Callable[[Connection], object]] = {
    "an event's page": lambda connection: build_event_page(Session(connection), "one-2024"),
    "words": by_search,
}


@pytest.mark.parametrize("what", ASKED)
def test_what_is_asked_by_key_is_found_by_an_index(loaded_database: Engine, what: str) -> None:
    statements = [
        (sql, values)
        for sql, values in asked(loaded_database, ASKED[what])
        if what == "words" or about_one_event(sql)
    ]
    assert statements
    for sql, values in statements:
        assert whole(loaded_database, sql, values) == set(), sql


def test_a_changed_entry_is_compared_by_keys(loaded_database: Engine, folder: Path, tmp_path: Path) -> None:
    edited = shutil.copytree(folder, tmp_path / "edited")
    file = edited / "articles" / "2024" / "b.yaml"
    file.write_text(file.read_text("utf-8").replace("date: 2024-07", "date: 2024-06"), "utf-8")
    sent = asked(loaded_database, lambda connection: make_plan(edited, connection))
    statements = [(sql, values) for sql, values in sent if about_one_event(sql)]
    assert len(statements) > 10
    for sql, values in statements:
        assert whole(loaded_database, sql, values) == set(), sql


def test_an_unindexed_column_would_be_found_out(loaded_database: Engine) -> None:
    marker = "?" if loaded_database.dialect.name == "sqlite" else "%(summary)s"
    values: Any = ("x",) if loaded_database.dialect.name == "sqlite" else {"summary": "x"}
    assert whole(loaded_database, f"SELECT id FROM event WHERE summary = {marker}", values) == {"event"}


def whole(engine: Engine, sql: str, values: Any) -> set[str]:
    """The big tables that a statement must read whole; PostgreSQL is told that this is dear, as with many rows."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            return scanned(connection, sql, values) & BIG
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        plan = "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {sql}", values))
        return set(re.findall(r"Seq Scan on (\w+)", plan)) & BIG
