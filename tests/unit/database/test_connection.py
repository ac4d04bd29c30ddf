"""The database setting is read strictly, and whatever is wrong with a database is said in one clear line."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from communique.database import (
    SchemaState,
    connect,
    head_revision,
    known_revisions,
    read_schema_state,
    require_current_schema,
    translate_errors,
    write_transaction,
)
from communique.errors import DatabaseError
from communique.settings import SETTINGS, SITE_URL, Settings


@pytest.fixture
def engine_of() -> Iterator[Callable[..., Engine]]:
    """Engines that are closed after the test."""
    made: list[Engine] = []

    def make(where: Settings | str | Path, **options: bool) -> Engine:
        made.append(connect(f"sqlite:///{where}" if isinstance(where, Path) else where, **options))
        return made[-1]

    yield make
    for engine in made:
        engine.dispose()


Make = Callable[..., Engine]


def test_settings_default_to_the_current_folder(tmp_path: Path) -> None:
    settings = Settings.from_environment({}, tmp_path)
    assert settings.home == tmp_path
    assert settings.entries == tmp_path / "entries"
    assert settings.site == tmp_path / "public"
    assert settings.database == "sqlite:///communique.db"


def test_settings_come_from_the_environment(tmp_path: Path) -> None:
    variables = {
        "COMMUNIQUE_HOME": "record",
        "COMMUNIQUE_ENTRIES": "texts",
        "COMMUNIQUE_DATABASE": "postgresql+psycopg://me@db/record",
        "COMMUNIQUE_SITE": "/srv/site",
    }
    assert {setting.name for setting in SETTINGS} == {*variables, "COMMUNIQUE_SITE_URL"}
    settings = Settings.from_environment(variables, tmp_path)
    assert settings == Settings(
        home=tmp_path / "record",
        entries=tmp_path / "record" / "texts",
        database="postgresql+psycopg://me@db/record",
        site=Path("/srv/site"),
    )


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    assert Settings.from_environment(
        dict.fromkeys((it.name for it in SETTINGS), " "), tmp_path
    ) == Settings.from_environment({}, tmp_path)


def test_every_setting_says_what_it_means() -> None:
    for setting in SETTINGS:
        assert setting.description
        assert setting.default or setting is SITE_URL, setting.name  # which has one of its own in mkdocs.yml


def test_reading_settings_imports_no_database() -> None:
    """`check` must start at once."""
    script = "import sys, communique.settings; print('sqlalchemy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_a_relative_sqlite_file_is_in_the_home_folder(tmp_path: Path, engine_of: Make) -> None:
    settings = Settings.from_environment({"COMMUNIQUE_HOME": "record"}, tmp_path)
    assert engine_of(settings).url.database == str(tmp_path / "record" / "communique.db")


def test_an_absolute_sqlite_file_is_itself(tmp_path: Path, engine_of: Make) -> None:
    settings = Settings.from_environment({"COMMUNIQUE_DATABASE": "sqlite:////srv/record.db"}, tmp_path)
    assert engine_of(settings).url.database == "/srv/record.db"


@pytest.mark.parametrize("url", ["postgresql://me@db/record", "postgresql+psycopg://me@db/record"])
def test_postgresql_uses_the_driver_that_communique_brings(url: str, engine_of: Make) -> None:
    assert engine_of(url).url.drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    ("url", "cure"),
    [
        ("record.db", "for a file write `sqlite:///record.db`"),
        ("/srv/record.db", "for a file write `sqlite:////srv/record.db`"),
        ("postgres://me@db/record", "write `postgresql+psycopg://me@db/record`"),
        ("postgresql+psycopg2://me@db/record", "write `postgresql+psycopg://me@db/record`"),
        ("sqlite://record.db", "for a file write three slashes"),
        ("mysql://db/record", "use sqlite or postgresql+psycopg"),
        ("sqlite+pysqlcipher:///record.db", "use sqlite or postgresql+psycopg"),
        ("nonsense", "for a file write `sqlite:///nonsense`"),
    ],
)
def test_a_wrong_url_is_refused_with_its_cure(url: str, cure: str) -> None:
    with pytest.raises(DatabaseError) as caught:
        connect(url)
    assert cure in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_password_is_never_shown() -> None:
    with pytest.raises(DatabaseError) as caught:
        connect("postgres://me:secret@db/record")
    assert "secret" not in str(caught.value)


def test_connecting_makes_no_file(tmp_path: Path, engine_of: Make) -> None:
    for options in ({}, {"read_only": True}):
        engine = engine_of(tmp_path / "record.db", **options)
        assert read_schema_state(engine) is SchemaState.MISSING
        with pytest.raises(DatabaseError, match=r"there is no record in .*record.db yet"):
            require_current_schema(engine)
    assert list(tmp_path.iterdir()) == []


def test_revisions_are_one_unbroken_line() -> None:
    assert list(known_revisions()) == [f"{number:04}" for number in range(1, len(known_revisions()) + 1)]
    assert head_revision() == known_revisions()[-1]


def test_a_read_only_engine_says_that_there_is_nothing_to_read(tmp_path: Path, engine_of: Make) -> None:
    engine = engine_of(tmp_path / "record.db", read_only=True)
    with pytest.raises(DatabaseError, match="there is no record"), translate_errors(engine), engine.connect():
        pytest.fail("opened nothing")


@pytest.mark.parametrize("name", ["a b.db", "a?b.db", "a#b.db", "100%.db", "北朝鮮.db"])
def test_any_file_name_works_for_reading_too(tmp_path: Path, engine_of: Make, name: str) -> None:
    file = tmp_path / name
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    engine = engine_of(Settings(tmp_path, tmp_path, "sqlite:///record.db", tmp_path), read_only=True)
    engine = connect(engine.url.set(database=str(file)), read_only=True)
    with engine.connect() as reader:
        assert reader.scalar(text("SELECT count(*) FROM t")) == 0
    engine.dispose()


@pytest.mark.parametrize("guarded", [True, False])
def test_reading_is_all_that_a_read_only_engine_can_do(tmp_path: Path, guarded: bool) -> None:
    """Without the guard, which is for SQL of others, the file's mode alone keeps it as it is."""
    file = tmp_path / "record.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    engine = connect(f"sqlite:///{file}", read_only=True, guarded=guarded)
    with engine.connect() as reader, pytest.raises(DatabaseError), translate_errors(engine):
        reader.execute(text("INSERT INTO t VALUES (1)"))
    engine.dispose()


@pytest.mark.parametrize("guarded", [True, False])
def test_only_a_guarded_statement_calls_back_into_python(tmp_path: Path, guarded: bool) -> None:
    """There a Ctrl-C would be swallowed and taken for a refusal, so our own SELECTs must not go through it."""
    file = tmp_path / "record.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    engine = connect(f"sqlite:///{file}", read_only=True, guarded=guarded)
    called: list[int] = []

    def pressed(frame: Any, what: str, _: Any) -> Any:
        if what == "call" and frame.f_code.co_name == "_authorize_read":
            called.append(1)

    with engine.connect() as reader:
        sys.setprofile(pressed)
        try:
            reader.scalar(text("SELECT count(*) FROM t"))
        finally:
            sys.setprofile(None)
    engine.dispose()
    assert bool(called) == guarded


def test_sqlite_is_set_up_for_a_record(tmp_path: Path, engine_of: Make) -> None:
    engine = engine_of(tmp_path / "record.db")
    with write_transaction(engine) as connection:
        connection.execute(text("CREATE TABLE t (x)"))
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"


def test_ddl_rolls_back_on_sqlite(tmp_path: Path, engine_of: Make) -> None:
    engine = engine_of(tmp_path / "record.db")
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE t (x)"))
        connection.rollback()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sqlite_master")) == 0


def test_a_file_that_is_no_database(tmp_path: Path, engine_of: Make) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Not a database, but long enough to be read as a header of one.\n" * 20)
    before = file.read_bytes()
    for act in (
        require_current_schema,
        read_schema_state,
        lambda engine: write_transaction(engine).__enter__(),
    ):
        with pytest.raises(DatabaseError, match=r"notes.txt is not a SQLite database; name another file"):
            act(engine_of(file))
    assert file.read_bytes() == before


def test_a_folder(tmp_path: Path, engine_of: Make) -> None:
    with pytest.raises(DatabaseError, match="is a folder; name a file in it"):
        require_current_schema(engine_of(tmp_path))


def test_a_folder_that_does_not_exist(tmp_path: Path, engine_of: Make) -> None:
    engine = engine_of(tmp_path / "absent" / "record.db")
    with (
        pytest.raises(DatabaseError, match="in a folder that does not exist; make the folder"),
        write_transaction(engine),
    ):
        pytest.fail("opened nothing")


DENIED = """
import os, sys
from communique.database import connect, write_transaction
from communique.errors import DatabaseError
from sqlalchemy import text
engine = connect(sys.argv[1])
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    with write_transaction(engine) as connection:
        connection.execute(text("CREATE TABLE t (x)"))
except DatabaseError as error:
    print(error)
"""


def test_a_file_that_may_not_be_written() -> None:
    """As another user, because nothing is denied to root."""
    folder = Path(tempfile.mkdtemp(prefix="communique-denied-", dir="/tmp"))
    try:
        file = folder / "record.db"
        sqlite3.connect(file).close()
        file.touch(mode=0o444)
        file.chmod(0o444)
        folder.chmod(0o555)
        run = subprocess.run(
            [sys.executable, "-c", DENIED, f"sqlite:///{file}"], capture_output=True, text=True, check=True
        )
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
    assert "may not be read or written by this user; change its permissions" in run.stdout


def test_a_full_disk(tmp_path: Path, engine_of: Make) -> None:
    engine = engine_of(tmp_path / "record.db")
    with write_transaction(engine) as connection:
        connection.execute(text("CREATE TABLE t (x)"))

    def fill() -> None:
        with write_transaction(engine) as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 4")
            connection.exec_driver_sql("INSERT INTO t VALUES (zeroblob(1000000))")

    with pytest.raises(DatabaseError, match=r"the disk of .*record.db is full; free some space"):
        fill()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM t")) == 0


def test_a_damaged_file(tmp_path: Path, engine_of: Make) -> None:
    file = tmp_path / "record.db"
    with sqlite3.connect(file) as driver:
        driver.execute("CREATE TABLE t (x)")
        driver.executemany("INSERT INTO t VALUES (?)", [("x" * 1000,)] * 50)
    driver.close()
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    engine = engine_of(file)
    with (
        pytest.raises(DatabaseError, match="is damaged; move it away"),
        translate_errors(engine),
        engine.connect() as connection,
    ):
        connection.execute(text("SELECT sum(length(x)) FROM t")).all()


def test_a_server_that_does_not_answer(tmp_path: Path, engine_of: Make) -> None:
    engine = engine_of(f"postgresql+psycopg://me:secret@/record?host={tmp_path}")
    with pytest.raises(DatabaseError, match=r"cannot be reached .*; start the server") as caught:
        require_current_schema(engine)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_database_that_the_server_does_not_have(postgresql_url: str, engine_of: Make) -> None:
    engine = engine_of(postgresql_url.replace("/test_", "/absent_"))
    with pytest.raises(DatabaseError, match=r"database .absent_.* does not exist"):
        require_current_schema(engine)


def test_an_engine_that_is_not_ours_is_translated_too() -> None:
    engine = create_engine("sqlite://")
    with (
        pytest.raises(DatabaseError, match="no such table: nowhere"),
        translate_errors(engine),
        engine.connect() as connection,
    ):
        connection.execute(text("SELECT * FROM nowhere"))
    engine.dispose()
