"""The migrations lead up and down on a populated database, agree with the models, and are all or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from communique.database import (
    SchemaState,
    connect,
    head_revision,
    known_revisions,
    read_schema_state,
    write_transaction,
)
from communique.errors import DatabaseError, UsageError
from communique.migrations import commands
from communique.schema.ddl import ddl_statements
from fixtures.database import open_engine
from fixtures.database_content import counts, objects
from fixtures.small_record import populate, rows


def test_every_table_has_a_row_in_the_small_record(populated: Engine) -> None:
    assert [name for name, count in counts(populated).items() if not count] == []


def test_up_down_up_on_a_populated_database(populated: Engine) -> None:
    before = objects(populated)
    commands.downgrade(populated, "base")
    assert read_schema_state(populated) is SchemaState.MISSING
    assert objects(populated) == set()
    commands.upgrade(populated)
    assert objects(populated) == before
    assert sum(counts(populated).values()) == 0
    populate(populated)
    assert len(rows()) == sum(counts(populated).values())


def test_each_step_down_and_up_keeps_the_rows_below_it(populated: Engine) -> None:
    for earlier in reversed(known_revisions()[:-1]):
        full = counts(populated)
        commands.downgrade(populated, earlier)
        left = counts(populated)
        assert left == {name: full[name] for name in left}
        assert read_schema_state(populated) is SchemaState.OLDER
        commands.upgrade(populated, "+1")
        assert counts(populated) | left == counts(populated)
        commands.downgrade(populated, earlier)
    commands.upgrade(populated)
    assert read_schema_state(populated) is SchemaState.CURRENT


def test_alembic_finds_no_difference_between_models_and_migrations(populated: Engine) -> None:
    assert commands.check_models(populated) == []


def test_alembic_finds_a_difference_where_there_is_one(migrated: Engine) -> None:
    with write_transaction(migrated) as connection:
        connection.execute(text("ALTER TABLE note ADD COLUMN colour VARCHAR"))
    (difference,) = commands.check_models(migrated)
    assert "remove_column" in difference
    assert "colour" in difference


def test_migrations_make_exactly_what_the_models_describe(
    migrated: Engine, make_engine: Callable[..., Engine], url: str, tmp_path: Path
) -> None:
    """Constraints, search and views too, which Alembic does not compare."""
    by_migrations = objects(migrated)
    assert any("fk_event_kind" in " ".join(found) for found in by_migrations)
    if migrated.dialect.name == "sqlite":
        fresh = connect(f"sqlite:///{tmp_path / 'models.db'}")
    else:
        commands.downgrade(migrated, "base")
        fresh = migrated
    with write_transaction(fresh) as connection:
        for statement in ddl_statements("sqlite" if fresh.dialect.name == "sqlite" else "postgresql"):
            connection.execute(text(statement))
    by_models = objects(fresh)
    fresh.dispose()
    assert by_models - by_migrations == set()
    assert by_migrations - by_models == set()


def test_a_second_new_file_gets_at_once_what_all_steps_make(tmp_path: Path) -> None:
    dumps = []
    for name, target in (("by-steps", head_revision()), ("first", "head"), ("second", "head")):
        with open_engine(f"sqlite:///{tmp_path / name}.db") as engine:
            commands.upgrade(engine, target)
        with closing(sqlite3.connect(tmp_path / f"{name}.db")) as connection:
            dumps.append(list(connection.iterdump()))
    assert dumps[0] == dumps[1] == dumps[2]
    assert len(dumps[0]) > 100


def test_alembic_knows_the_same_history(migrated: Engine) -> None:
    assert commands.head_revisions() == (head_revision(),)
    assert commands.current_revision(migrated) == head_revision()


@pytest.mark.parametrize("target", ["0099", "nonsense", "+99"])
def test_an_unknown_revision_is_a_usage_error(migrated: Engine, target: str) -> None:
    with pytest.raises(UsageError, match="this Communiqué knows base"):
        commands.upgrade(migrated, target)
    assert read_schema_state(migrated) is SchemaState.CURRENT


def test_an_interrupted_upgrade_leaves_the_old_state(empty: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    commands.upgrade(empty, "0002")
    before = objects(empty)
    upgrade = commands.command.upgrade

    def interrupted(*arguments: object) -> None:
        upgrade(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(commands.command, "upgrade", interrupted)
    with pytest.raises(KeyboardInterrupt):
        commands.upgrade(empty)
    assert commands.current_revision(empty) == "0002"
    assert objects(empty) == before


def test_a_migration_that_fails_half_way_leaves_the_old_state(empty: Engine) -> None:
    commands.upgrade(empty, "0002")
    with write_transaction(empty) as connection:  # stands in the way of the last table of 0003
        connection.execute(text("CREATE TABLE participation_unit (unit VARCHAR)"))
    before = objects(empty)
    with pytest.raises(DatabaseError, match="participation_unit"):
        commands.upgrade(empty)
    assert commands.current_revision(empty) == "0002"
    assert objects(empty) == before


def test_a_migration_that_breaks_references_is_refused(
    populated: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's foreign keys are off while tables are copied, so the migration looks by itself."""
    upgrade = commands.command.upgrade

    def breaking(config: commands.Config, target: str) -> None:
        upgrade(config, target)
        config.attributes["connection"].execute(text("DELETE FROM topic"))

    monkeypatch.setattr(commands.command, "upgrade", breaking)
    before = counts(populated)
    words = {
        "sqlite": r"would break 4 references \(dossier_topic → topic, event_topic → topic, provision → topic\)",
        "postgresql": r"refused a row, .*(fk_dossier_topic_topic_id|fk_event_topic_topic_id|fk_provision_topic_id)",
    }
    with pytest.raises(DatabaseError, match=words[populated.dialect.name]):
        commands.upgrade(populated)
    assert counts(populated) == before
