"""Every revision is reached from every other with its rows, and old databases open as what they were."""

from __future__ import annotations

import gzip
import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, text

from communique.database import (
    SchemaState,
    connect,
    known_revisions,
    read_schema_state,
    require_current_schema,
    write_transaction,
)
from communique.loaders.load import rebuild_database, sync_database
from communique.migrations import commands
from communique.schema import metadata
from communique.site.example_queries import EXAMPLE_QUERIES
from fixtures.database import content, wrong_summaries
from fixtures.database_content import counts, objects
from fixtures.small_record import populate

FIXTURES = Path(__file__).parents[1] / "fixtures"
RECORD = FIXTURES / "formats" / "1" / "entries"
ALL = ("base", *known_revisions())
RELEASED = ("0006",)
"""The schemas that versions of the code were released with, but for today's."""

LEAPING = {*ALL[::7], *RELEASED}
"""Revisions from which the way to the newest is gone in one command too."""

Twin = Callable[[Engine | None], Engine]


@pytest.fixture(params=["sqlite", "postgresql"])
def copy_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Twin]:
    """Makes a database that is a copy of another, or empty."""
    made: list[Engine] = []
    server = request.getfixturevalue("postgresql_server") if request.param == "postgresql" else None
    names: dict[Engine, str] = {}

    def make(of: Engine | None) -> Engine:
        name = f"twin_{uuid.uuid4().hex[:12]}"
        if of is not None:
            of.dispose()  # a database that is copied must have no connection
        if server is None:
            if of is not None:
                shutil.copy(tmp_path / names[of], tmp_path / name)
            engine = connect(f"sqlite:///{tmp_path / name}")
        else:
            server.execute(f"create database {name}" + (f" template {names[of]}" if of is not None else ""))
            engine = connect(server.url(name))
        names[engine] = name
        made.append(engine)
        return engine

    yield make
    for engine in made:
        engine.dispose()
        if server is not None:
            server.execute(f"drop database {names[engine]} with (force)")


LATER_WORDS = {"ck_event_kind": "visit", "ck_source_kind": "dataset", "ck_publisher_kind": "dataset"}
"""Words that came to a list after it was created; what comes down with rows that use one may keep it."""


def without_later_words(found: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The objects of a database, as if no row used a kind, or cited a part of a text, that came later."""
    return {tuple(without_later_word(text, " ".join(item)) for text in item) for item in found}


def without_later_word(definition: str, item: str) -> str:
    """A definition without the words that its list gained; of passages without the parts that may be cited."""
    if "paragraphs_form" in item:
        return re.sub(r"CHECK .*", "", definition)
    for name, word in LATER_WORDS.items():
        if name in item:
            return re.sub(rf", '{word}'(::character varying)?", "", definition)
    return definition


def test_every_revision_is_reached_from_every_other_with_its_rows(copy_database: Twin) -> None:
    """Down step by step; from each revision up a step, and from some on to the newest.

    What a step up makes is held to equal what the way down left there, and from that the next step up was taken.
    """
    fresh: dict[str, set[tuple[str, ...]]] = {"base": set()}
    empty = copy_database(None)
    for target in ALL[1:]:
        commands.upgrade(empty, target)
        fresh[target] = objects(empty)
    going_down = copy_database(None)
    commands.upgrade(going_down)
    populate(going_down)
    for start in reversed(ALL):
        if start != ALL[-1]:
            above = counts(going_down)
            commands.downgrade(going_down, start)
            left = counts(going_down)
            assert left == {name: above[name] for name in left}
        rows = counts(going_down)
        assert start == "base" or sum(rows.values()) > 0
        assert without_later_words(objects(going_down)) == without_later_words(fresh[start]), start
        going_up = copy_database(going_down)
        above_start = ALL[ALL.index(start) + 1 :]
        for target in dict.fromkeys((*above_start[:1], *(ALL[-1:] if start in LEAPING else ()))):
            commands.upgrade(going_up, target)
            assert commands.current_revision(going_up) == target
            assert without_later_words(objects(going_up)) == without_later_words(fresh[target]), (
                start,
                target,
            )
            after = counts(going_up)
            assert {name: after[name] for name in rows} == rows


def test_releases_go_down_as_far_as_they_can_be_told_there(copy_database: Twin) -> None:
    engine = copy_database(None)
    commands.upgrade(engine)
    populate(engine)
    with write_transaction(engine) as connection:
        change = metadata.tables["change"]
        shared = {"release_version": "2024.09", "entity": "event"}
        connection.execute(
            change.insert(),
            [
                shared | {"number": 2, "entity_id": "old", "type": "renamed", "target_id": "memorandum-2024"},
                shared
                | {"number": 3, "entity_id": "JP", "type": "corrected", "target_id": None, "entity": "actor"},
            ],
        )
    commands.downgrade(engine, "0006")
    with engine.connect() as connection:
        told = connection.execute(text("SELECT release_version, number, event_id, type FROM change"))
        assert sorted(map(tuple, told)) == [
            ("2024.08", 1, "memorandum-2024", "new"),
            ("2024.09", 1, "memorandum-2024", "corrected"),
            ("2024.09", 2, "old", "merged"),
        ]
    commands.upgrade(engine)
    with engine.connect() as connection:
        release = metadata.tables["release"]
        assert {row.entry_format for row in connection.execute(select(release))} == {1}
        entities = connection.execute(select(change.c.entity, change.c.entity_id).distinct())
        assert sorted((row.entity.value, row.entity_id) for row in entities) == [
            ("event", "memorandum-2024"),
            ("event", "old"),
        ]
        decided = connection.execute(select(metadata.tables["redirect"].c.decided))
        assert [row[0] for row in decided] == [None]


@pytest.fixture(params=sorted(path.name for path in (FIXTURES / "databases").glob("*.gz")))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database as the code of its time made it."""
    packed = gzip.decompress((FIXTURES / "databases" / request.param).read_bytes())
    if request.param.endswith(".sqlite.gz"):
        (tmp_path / "old.db").write_bytes(packed)
        engine = connect(f"sqlite:///{tmp_path / 'old.db'}")
    else:
        engine = connect(request.getfixturevalue("postgresql_url"))
        with engine.connect() as connection:
            connection.exec_driver_sql(packed.decode().replace("%", "%%"))
            connection.commit()
    assert commands.current_revision(engine) == request.param.partition(".")[0]
    yield engine
    engine.dispose()


def test_there_is_a_database_of_every_released_schema_on_both_engines() -> None:
    names = {path.name for path in (FIXTURES / "databases").glob("*.gz")}
    assert set(RELEASED) < set(known_revisions())
    assert names == {
        f"{number}.{engine}.gz" for number in RELEASED for engine in ("sqlite", "postgresql.sql")
    }


Answers = dict[str, list[dict[str, Any]]]


def answers(engine: Engine, like: Answers | None = None) -> Answers:
    """What the views tell that were there when the old databases were made; of columns, those of other answers."""
    views = ("event_overview", "event_source", "participation_overview", "claim_overview")
    answered: Answers = {}
    with engine.connect() as connection:
        for view in views:
            columns = ", ".join(like[view][0]) if like else "*"
            rows = connection.execute(text(f"SELECT {columns} FROM {view} ORDER BY 1, 2, 3, 4, 5"))
            answered[view] = [dict(row) for row in rows.mappings()]
    return answered


def found(engine: Engine) -> dict[str, int]:
    """How many rows each ready question finds that is in the words of both databases."""
    asked = {one.title: one.sql for one in EXAMPLE_QUERIES if "fts" not in one.sql}
    with engine.connect() as connection:
        return {title: len(connection.exec_driver_sql(sql).fetchall()) for title, sql in asked.items()}


def test_an_old_database_migrates_and_answers_as_before(old: Engine, engine: Engine) -> None:
    assert read_schema_state(old) is SchemaState.OLDER
    before, rows = answers(old), counts(old)
    assert all(before.values())
    commands.upgrade(old)
    require_current_schema(old)
    assert commands.check_models(old) == []
    assert answers(old, before) == before
    assert wrong_summaries(old) == []
    assert sum(map(bool, found(old).values())) > len(EXAMPLE_QUERIES) / 2
    after = counts(old)
    assert {name: after[name] for name in rows} == rows
    with old.begin() as connection:
        sync_database(RECORD, connection)
        assert not sync_database(RECORD, connection).files  # it knows the files that it was made from
        rebuild_database(RECORD, connection)
    with engine.begin() as connection:
        sync_database(RECORD, connection)
    assert content(old) == content(engine)
