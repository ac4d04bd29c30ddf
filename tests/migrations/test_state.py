"""A database of another schema is refused in clear words, one writer excludes another, and readers only read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from communique.database import (
    SchemaState,
    connect,
    head_revision,
    read_schema_state,
    require_current_schema,
    translate_errors,
    write_transaction,
)
from communique.errors import DatabaseError
from communique.migrations import commands

Make = Callable[..., Engine]


def stamp(engine: Engine, revision: str) -> None:
    with write_transaction(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def test_no_database(empty: Engine) -> None:
    assert read_schema_state(empty) is SchemaState.MISSING
    with pytest.raises(DatabaseError, match=r"there is no record in .* yet; .*`communique db upgrade`"):
        require_current_schema(empty)


def test_current(populated: Engine) -> None:
    assert read_schema_state(populated) is SchemaState.CURRENT
    require_current_schema(populated)


def test_older_names_the_command_that_upgrades_it(populated: Engine) -> None:
    commands.downgrade(populated, "0004")
    assert read_schema_state(populated) is SchemaState.OLDER
    words = (
        f"older Communiqué: revision 0004, and this one needs {head_revision()}; .*`communique db upgrade`"
    )
    with pytest.raises(DatabaseError, match=words):
        require_current_schema(populated)
    with pytest.raises(DatabaseError, match="older"):
        commands.check_models(populated)


def test_newer_is_refused_and_left_alone(populated: Engine) -> None:
    stamp(populated, "9999")
    assert read_schema_state(populated) is SchemaState.NEWER
    words = "made by a newer Communiqué: revision 9999; update Communiqué"
    for refused in (
        require_current_schema,
        commands.check_models,
        commands.upgrade,
        lambda engine: commands.downgrade(engine, "base"),
    ):
        with pytest.raises(DatabaseError, match=words):
            refused(populated)
    with populated.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM event")) == 5


def test_a_database_of_something_else_is_refused_and_left_alone(empty: Engine) -> None:
    with write_transaction(empty) as connection:
        connection.execute(text("CREATE TABLE bookmark (address VARCHAR)"))
    assert read_schema_state(empty) is SchemaState.FOREIGN
    for refused in (require_current_schema, commands.upgrade):
        with pytest.raises(DatabaseError, match="tables of something else; set COMMUNIQUE_DATABASE"):
            refused(empty)
    assert read_schema_state(empty) is SchemaState.FOREIGN


def test_a_second_writer_is_told_to_wait(populated: Engine, make_engine: Make) -> None:
    second = make_engine()
    with write_transaction(populated) as connection:
        connection.execute(text("DELETE FROM note"))
        with (
            pytest.raises(DatabaseError, match="locked: another command is writing"),
            write_transaction(second, wait=0),
        ):
            pytest.fail("two writers at once")
        with second.connect() as reader:  # reading goes on, and sees nothing half-way
            assert reader.scalar(text("SELECT count(*) FROM note")) == 1
    with write_transaction(second, wait=0) as connection:
        assert connection.scalar(text("SELECT count(*) FROM note")) == 0


def test_a_second_writer_that_may_wait_comes_after_the_first(populated: Engine, make_engine: Make) -> None:
    second = make_engine()
    order: list[str] = []

    def write() -> None:
        with write_transaction(second, wait=60) as connection:
            order.append("second")
            connection.execute(text("UPDATE note SET text = text || ' two'"))

    thread = threading.Thread(target=write)
    with write_transaction(populated) as connection:
        connection.execute(text("UPDATE note SET text = 'one'"))
        thread.start()
        thread.join(timeout=0.3)  # time enough to come too early
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    with populated.connect() as connection:
        assert connection.scalar(text("SELECT text FROM note")) == "one two"


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError])
def test_a_writer_that_is_stopped_leaves_nothing(populated: Engine, stop: type[BaseException]) -> None:
    def write() -> None:
        with write_transaction(populated) as connection:
            connection.execute(text("DELETE FROM note"))
            connection.execute(text("CREATE TABLE half (way VARCHAR)"))
            raise stop

    with pytest.raises(stop):
        write()
    with populated.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM note")) == 1
    assert commands.check_models(populated) == []


@pytest.fixture
def reader(loaded_database: Engine) -> Iterator[Engine]:
    """The same database, for reading only."""
    engine = connect(loaded_database.url, read_only=True)
    yield engine
    engine.dispose()


WRITES = [
    "DELETE FROM note",
    "UPDATE event SET title = ''",
    "INSERT INTO topic (id, name) VALUES ('new', 'new')",
    "CREATE TABLE new (id VARCHAR)",
    "DROP TABLE note",
]


@pytest.mark.parametrize("statement", WRITES)
def test_a_read_only_engine_cannot_write(loaded_database: Engine, reader: Engine, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="may only read"),
        translate_errors(reader),
        reader.connect() as connection,
    ):
        connection.execute(text(statement))
    assert commands.check_models(loaded_database) == []


@pytest.mark.parametrize(
    "trick",
    [
        "SELECT 1; DELETE FROM note",
        "COMMIT; DELETE FROM note",
        "ROLLBACK; BEGIN; DELETE FROM note; COMMIT",
        "SET TRANSACTION READ WRITE",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
        "SET default_transaction_read_only = off",
        "WITH gone AS (DELETE FROM note RETURNING id) SELECT * FROM gone",
        "PRAGMA query_only = OFF",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = ''",
        "ATTACH DATABASE 'attached.db' AS other",
        "VACUUM INTO 'copied.db'",
        "SELECT load_extension('evil')",
    ],
)
def test_a_read_only_engine_cannot_be_talked_into_writing(
    loaded_database: Engine,
    reader: Engine,
    trick: str,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path_factory.mktemp("cwd")
    monkeypatch.chdir(folder)
    for statement in (trick, "DELETE FROM note"):
        with reader.connect() as connection:
            try:
                connection.exec_driver_sql(statement)
                connection.commit()
            except SQLAlchemyError:
                connection.rollback()
    with loaded_database.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM note")) == 1
    assert list(folder.iterdir()) == []


def test_a_read_only_engine_reads_everything(loaded_database: Engine, reader: Engine) -> None:
    with reader.connect() as connection:
        for table in ("event_overview", "claim_overview", "event_source", "participation_overview", "event"):
            assert connection.execute(text(f"SELECT * FROM {table}")).fetchall()
        search = {
            "sqlite": "SELECT count(*) FROM event_search_fts WHERE event_search_fts MATCH 'ministers'",
            "postgresql": "SELECT count(*) FROM event_search WHERE document @@ to_tsquery('simple', 'ministers')",
        }
        assert connection.scalar(text(search[reader.dialect.name])) == 1
        counted = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT max(i) FROM n"
        assert connection.scalar(text(counted)) == 3
    require_current_schema(reader)
    assert read_schema_state(reader) is SchemaState.CURRENT


def test_wrong_sql_is_one_clear_line(populated: Engine) -> None:
    with (
        pytest.raises(DatabaseError, match=r"refused the statement: .*nowhere") as caught,
        translate_errors(populated),
        populated.connect() as connection,
    ):
        connection.execute(text("SELECT *\nFROM nowhere"))
    assert "\n" not in str(caught.value)
