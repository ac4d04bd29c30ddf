"""Full text finds events by words and by parts of CJK words, follows every change, and fears no query."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from communique.database import write_transaction
from communique.schema.search import MOST_TERMS, build_search_query


def found(engine: Engine, query: str) -> list[str]:
    asked = build_search_query("sqlite" if engine.dialect.name == "sqlite" else "postgresql", query)
    with engine.connect() as connection:
        return list(connection.execute(text(asked.sql), asked.parameters).scalars())


def write(engine: Engine, statement: str, **values: str) -> None:
    with write_transaction(engine) as connection:
        connection.execute(text(statement), values)


ADD = "INSERT INTO event_search (event_id, title, names, body) VALUES (:event, :title, :names, :body)"


@pytest.mark.parametrize(
    "query",
    [
        "ministers",
        "MINISTERS",
        "minist",
        "defence few",
        "türkiye",
        "Turkiye",
        "TÜRKİYE",
        "F-35A",
        "f 35a",
        "korea",
        "北朝鮮",
        "朝鮮",
        "朝",
        "申源湜",
        "申 korea",
        "“meet”, words!",
    ],
)
def test_found(loaded_database: Engine, query: str) -> None:
    assert found(loaded_database, query) == ["ministerial-2024-07"]


@pytest.mark.parametrize(
    "query", ["", "   ", "!?%_", "absent", "ministers absent", "in-person", "韓", "韓国 ministers", "ko", "m"]
)
def test_not_found(loaded_database: Engine, query: str) -> None:
    assert found(loaded_database, query) == []


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        "'; DROP TABLE event; --",
        "ministers' OR '1'='1",
        "title:ministers",
        "minis* NEAR(meet) AND NOT",
        "(((",
        "^ministers",
        "ministers & ! | <-> :*",
        "\\",
        ":words :part_0",
        "%s %(words)s {0}",
        "a\x00b",
        "\ud800 lone",
        "朝%_'\"",
        "́",
        "क्षत्रिय",
        "x" * 100_000,
        "word " * 10_000,
        " ".join(f"w{number}" for number in range(1000)),
        "北" * 5000,
    ],
)
def test_hostile_text_is_only_text(loaded_database: Engine, query: str) -> None:
    assert set(found(loaded_database, query)) <= {"ministerial-2024-07"}
    assert found(loaded_database, "ministers") == ["ministerial-2024-07"]


def test_terms_beyond_the_limit_do_not_count(loaded_database: Engine) -> None:
    often = "ministers meet " + " ".join(f"w{number}" for number in range(MOST_TERMS - 2))
    assert found(loaded_database, often) == []
    assert (
        len(build_search_query("postgresql", often + " more and more").parameters["words"].split(" & "))
        == MOST_TERMS
    )


def test_title_before_names_before_body(populated: Engine) -> None:
    for event, column in (
        ("memorandum-2024", "body"),
        ("freedom-edge-2024-06", "names"),
        ("launch-2024-07-01", "title"),
    ):
        texts = dict.fromkeys(("title", "names", "body"), "") | {column: "balloon 気球"}
        write(populated, ADD, event=event, **texts)
    best_first = ["launch-2024-07-01", "freedom-edge-2024-06", "memorandum-2024"]
    assert found(populated, "balloon") == best_first
    assert found(populated, "気球") == best_first
    assert found(populated, "balloon 気球") == best_first


def test_the_index_follows_updates_and_deletes(populated: Engine) -> None:
    write(populated, "UPDATE event_search SET title = 'Admirals gather', body = ''")
    assert found(populated, "ministers") == []
    assert found(populated, "admirals") == ["ministerial-2024-07"]
    write(populated, "UPDATE event_search SET event_id = 'memorandum-2024'")
    assert found(populated, "admirals") == ["memorandum-2024"]
    write(populated, "DELETE FROM event_search")
    assert found(populated, "admirals") == []
    write(populated, ADD, event="memorandum-2024", title="Admirals", names="", body="")
    assert found(populated, "admirals") == ["memorandum-2024"]


def test_a_rolled_back_change_leaves_the_index_as_it_was(populated: Engine) -> None:
    with populated.connect() as connection:
        connection.execute(text("DELETE FROM event_search"))
        connection.rollback()
    assert found(populated, "ministers") == ["ministerial-2024-07"]


def test_the_index_survives_compacting(populated: Engine) -> None:
    """SQLite's VACUUM renumbers rows of tables without a numeric key."""
    for number, event in enumerate(("memorandum-2024", "freedom-edge-2024-06", "launch-2024-07-01")):
        write(populated, ADD, event=event, title=f"number{number}", names="", body="")
    write(populated, "DELETE FROM event_search WHERE event_id = 'ministerial-2024-07'")
    with populated.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        if populated.dialect.name == "postgresql":
            driver.autocommit = True
        driver.execute("VACUUM")
    assert found(populated, "number2") == ["launch-2024-07-01"]
    write(populated, "UPDATE event_search SET title = 'changed' WHERE event_id = 'memorandum-2024'")
    assert found(populated, "number0") == []
    assert found(populated, "changed") == ["memorandum-2024"]
    if populated.dialect.name == "sqlite":
        write(populated, "INSERT INTO event_search_fts (event_search_fts) VALUES ('integrity-check')")


def test_replacing_a_row_keeps_the_index_true(populated: Engine) -> None:
    replace = (
        "INSERT OR REPLACE INTO event_search VALUES (:event, :title, '', '')"
        if populated.dialect.name == "sqlite"
        else "INSERT INTO event_search VALUES (:event, :title, '', '') "
        "ON CONFLICT (event_id) DO UPDATE SET title = excluded.title, body = ''"
    )
    write(populated, replace, event="ministerial-2024-07", title="Admirals gather")
    assert found(populated, "ministers") == []
    assert found(populated, "admirals") == ["ministerial-2024-07"]
