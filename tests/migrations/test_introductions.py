"""The codebook knows of everything with which revision it came."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Engine

from communique.database import known_revisions
from communique.migrations.introductions import iter_introduced_names, read_introductions


def test_everything_that_the_newest_schema_has_came_with_a_revision(loaded_database: Engine) -> None:
    """If not, `python -m communique.migrations.introductions` writes it anew."""
    if loaded_database.dialect.name == "sqlite":
        with loaded_database.connect() as connection:
            assert set(iter_introduced_names(connection)) <= set(read_introductions())
    assert set(read_introductions().values()) <= set(known_revisions())
    assert Counter(read_introductions().values())["0021"] == 29, "the tables of dossiers"
