"""Others use the database too: a role that only reads, migrations of their own, and tables that refer to ours.

What stands in SQL on the page is what runs here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import DBAPIError

import communique
from communique.database import SchemaState, connect, read_schema_state, write_transaction
from communique.errors import DatabaseError
from communique.loaders.load import rebuild_database
from communique.migrations.commands import downgrade, upgrade
from fixtures.small_record import populate

PAGE = (Path(__file__).parents[2] / "site/docs/querying/postgresql.md").read_text(encoding="utf-8")
GRANTS, TABLE, SQLITE_SEARCH, POSTGRESQL_SEARCH = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
ENVIRONMENT, REVISION = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def run(engine: Engine, statements: str) -> None:
    with write_transaction(engine) as connection:
        for statement in filter(str.strip, statements.split(";\n")):
            connection.execute(text(statement))


@pytest.fixture
def served(postgresql_url: str) -> Iterator[Engine]:
    """The small record on a server."""
    engine = connect(postgresql_url)
    upgrade(engine)
    populate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def reader(served: Engine) -> Iterator[str]:
    """The address of the same database for a role that the page's recipe makes."""
    named = GRANTS.replace("ON DATABASE communique", f"ON DATABASE {served.url.database}")
    run(served, named)
    yield make_url(served.url).set(username="record_reader").render_as_string(hide_password=False)
    run(served, "DROP OWNED BY record_reader;\nDROP ROLE record_reader")


def test_a_role_reads_everything_and_changes_nothing(served: Engine, reader: str) -> None:
    with communique.open(reader) as record:
        assert {row.id for row in record.events()} >= {"ministerial-2024-07"}
        assert record.query("SELECT count(*) AS pairs FROM dyad")[0]["pairs"] > 0
    engine = connect(reader)
    with engine.connect() as connection:
        connection.execute(text("SET default_transaction_read_only = off"))
        connection.commit()
        for statement in ("DELETE FROM event", "CREATE TABLE public.mine (id int)", "DROP VIEW dyad"):
            with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
                connection.execute(text(statement))
            connection.rollback()
    engine.dispose()


def test_a_role_still_reads_after_the_schema_was_made_anew(served: Engine, reader: str) -> None:
    """An upgrade drops the views for analysis and creates them: the recipe covers what comes later."""
    downgrade(served, "0020")
    upgrade(served)
    with communique.open(reader) as record:
        assert record.query("SELECT count(*) AS events FROM event_wide")[0]["events"] > 0


@pytest.fixture
def own_migrations(tmp_path: Path) -> Callable[[Engine, str], None]:
    """A function that brings somebody's own tables to a revision, with Alembic as the page says."""
    folder = tmp_path / "theirs"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text(ENVIRONMENT, encoding="utf-8")
    (folder / "versions/a1.py").write_text(REVISION, encoding="utf-8")

    def migrate(engine: Engine, target: str) -> None:
        config = Config()
        config.set_main_option("script_location", str(folder))
        config.attributes["url"] = engine.url
        (command.downgrade if target == "base" else command.upgrade)(config, target)

    return migrate


def test_migrations_of_others_stand_beside_ours(
    served: Engine, own_migrations: Callable[[Engine, str], None]
) -> None:
    """Each knows its own version table, in whatever order they run."""
    own_migrations(served, "head")
    assert read_schema_state(served) is SchemaState.CURRENT
    downgrade(served, "0020")
    upgrade(served)
    run(served, "INSERT INTO analysis.coding (event_id, code) VALUES ('ministerial-2024-07', 'high')")
    with communique.open(served.url.render_as_string(hide_password=False)) as record:
        joined = "SELECT title, code FROM event JOIN analysis.coding ON event_id = event.id"
        assert [row["code"] for row in record.query(joined)] == ["high"]
    own_migrations(served, "base")
    assert read_schema_state(served) is SchemaState.CURRENT


def test_our_tables_may_stand_in_a_schema_of_their_own(postgresql_url: str) -> None:
    owner = connect(postgresql_url)
    run(owner, "CREATE SCHEMA record")
    engine = connect(f"{postgresql_url}&options=-csearch_path%3Drecord")
    upgrade(engine)
    populate(engine)
    with owner.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM record.event")).scalar_one() > 0
        assert connection.execute(text("SELECT to_regclass('public.event')")).scalar_one() is None
    engine.dispose()
    owner.dispose()


def test_a_foreign_key_of_others_that_is_in_the_way_is_named(served: Engine) -> None:
    run(served, TABLE)
    run(served, "INSERT INTO analysis.coding (event_id, code) VALUES ('ministerial-2024-07', 'high')")
    before = count_rows(served)
    with pytest.raises(DatabaseError) as refused:
        run(served, clear_event("ministerial-2024-07"))
    message = str(refused.value)
    assert "analysis.coding refers by coding_event_id_fkey to one that goes" in message
    assert "ON DELETE CASCADE or SET NULL" in message
    assert "nothing was changed" in message
    assert count_rows(served) == before


@pytest.mark.parametrize("reaction", ["", "ON DELETE CASCADE", "ON DELETE SET NULL"])
def test_a_rebuild_never_takes_rows_of_others(populated: Engine, reaction: str, tmp_path: Path) -> None:
    """It takes every row out first: what the page advises for single events would clear a whole table then."""
    key = f"CONSTRAINT of_event REFERENCES event (id) {reaction}"
    run(populated, f"CREATE TABLE coding (event_id VARCHAR {key}, code TEXT)")
    with write_transaction(populated) as connection:
        rebuild_database(tmp_path, connection)  # nothing refers yet
        connection.rollback()
    run(populated, "INSERT INTO coding VALUES (NULL, 'of no event')")
    with write_transaction(populated) as connection:
        rebuild_database(tmp_path, connection)  # nor does a row without an event
        connection.rollback()
    run(populated, "INSERT INTO coding VALUES ('ministerial-2024-07', 'high')")
    with (
        pytest.raises(DatabaseError, match=r"coding refers to event by .*drop that foreign key.*nothing was"),
        write_transaction(populated) as connection,
    ):
        rebuild_database(tmp_path, connection)
    with populated.connect() as connection:
        assert connection.execute(text("SELECT code FROM coding WHERE event_id IS NOT NULL")).all() == [
            ("high",)
        ]


def clear_event(event_id: str) -> str:
    """Statements that remove an event and all of ours that refers to it, as a load does."""
    from communique.schema.models import SORTED_TABLES

    statements = []
    for table in reversed(SORTED_TABLES):
        for name in ("event_id", "target_id", "answer_id", "cause_id"):
            if name in table.columns:
                statements.append(f"DELETE FROM {table.name} WHERE {name} = '{event_id}'")
    return ";\n".join([*statements, f"DELETE FROM event WHERE id = '{event_id}'"])


def count_rows(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM participation_person")).scalar_one())


def test_a_view_of_others_that_is_in_the_way_is_named(served: Engine) -> None:
    run(served, "CREATE VIEW my_years AS SELECT year, count(*) FROM event_wide GROUP BY year")
    with pytest.raises(
        DatabaseError, match=r"view my_years depends on view event_wide.*drop it, run this again"
    ):
        downgrade(served, "0020")
    assert read_schema_state(served) is SchemaState.CURRENT


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_table_of_others_in_a_file_is_told_too(populated: Engine) -> None:
    run(populated, "CREATE TABLE coding (event_id TEXT REFERENCES event (id), code TEXT)")
    run(populated, "INSERT INTO coding VALUES ('ministerial-2024-07', 'high')")
    with pytest.raises(DatabaseError, match=r"a table of your own.*nothing was changed"):
        run(populated, clear_event("ministerial-2024-07"))


def test_both_databases_find_the_same_words(loaded_database: Engine) -> None:
    search = SQLITE_SEARCH if loaded_database.dialect.name == "sqlite" else POSTGRESQL_SEARCH
    with loaded_database.connect() as connection:
        found = connection.execute(text(search.rstrip().rstrip(";").replace("East Sea", "defence ministers")))
        assert [row.event_id for row in found] == ["ministerial-2024-07"]
