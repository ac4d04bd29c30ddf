"""The views give people names and lists, one row for what they say is one row, the same on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text

from communique.database import write_transaction
from communique.migrations.commands import renew_views
from communique.migrations.derived_objects import has_current_derived_objects
from communique.schema.models import metadata
from communique.schema.views import VIEWS, SqlView


def select(engine: Engine, statement: str) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(statement)).mappings()]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_view_has_the_columns_that_the_dictionary_lists(loaded_database: Engine, view: SqlView) -> None:
    assert [column["name"] for column in inspect(loaded_database).get_columns(view.name)] == list(
        view.columns
    )


def test_no_view_is_left_out(loaded_database: Engine) -> None:
    ours = {view.name for view in VIEWS}
    assert set(inspect(loaded_database).get_view_names()) - {"event_search_fts_text"} == ours


def test_event_overview_is_one_row_an_event(loaded_database: Engine) -> None:
    rows = {row["id"]: row for row in select(loaded_database, "SELECT * FROM event_overview")}
    assert len(rows) == len(select(loaded_database, "SELECT id FROM event"))
    meeting = rows["ministerial-2024-07"]
    assert str(meeting["start_earliest"]) == "2024-07-28"
    assert meeting["actors"] == "Japan, South Korea"
    assert (meeting["place"], meeting["latitude"], meeting["longitude"]) == ("Tokyo", 35.68, 139.69)
    assert (meeting["level"], meeting["instrument"], meeting["type"]) == ("ministerial", None, None)
    assert rows["memorandum-2024"]["instrument"] == "memorandum-of-cooperation"
    assert rows["memorandum-2024"]["actors"] is None
    assert rows["launch-2024-07-01"]["type"] == "missile-launch"
    assert rows["launch-2024-07-01"]["disagreement"] == "settled"
    exercise = rows["freedom-edge-2024-06"]
    assert (exercise["series"], exercise["edition"], exercise["type"]) == ("Freedom Edge", "24-1", "field")
    assert (exercise["sources"], exercise["independent_sources"]) == (1, 1)


def test_an_actor_in_two_roles_is_listed_once(populated: Engine) -> None:
    with write_transaction(populated) as connection:
        connection.execute(
            text("INSERT INTO participation VALUES ('ministerial-2024-07', 'JP', 'signatory')")
        )
    (row,) = select(populated, "SELECT actors FROM event_overview WHERE id = 'ministerial-2024-07'")
    assert row["actors"] == "Japan, South Korea"


def test_event_source(loaded_database: Engine) -> None:
    rows = select(loaded_database, "SELECT * FROM event_source WHERE event_id = 'memorandum-2024'")
    assert [{**row, "published_on": str(row["published_on"])} for row in rows] == [
        {
            "event_id": "memorandum-2024",
            "source_id": "unity",
            "publisher": "Arab News Japan",
            "agency": "Jiji Press",
            "title": "Unity reaffirmed",
            "url": "https://news.example/unity",
            "published_on": "2024-07-28",
            "paragraphs": "1,2,12",
            "closeness": "direct-report",
            "originator": "Jiji Press",
        }
    ]


def test_participation_overview(loaded_database: Engine) -> None:
    rows = select(loaded_database, "SELECT * FROM participation_overview ORDER BY actor_id")
    common = {"event_id": "ministerial-2024-07", "event": "Defence ministers meet", "date": "2024-07-28"}
    assert rows == [
        common
        | {
            "actor_id": "JP",
            "actor": "Japan",
            "role": "host",
            "person_id": "kihara-minoru",
            "person": "Kihara Minoru",
            "office": "Minister of Defense",
            "units": None,
        },
        common
        | {
            "actor_id": "KR",
            "actor": "South Korea",
            "role": "attendee",
            "person_id": None,
            "person": None,
            "office": None,
            "units": "delegation, second delegation",
        },
    ]


def test_claim_overview(loaded_database: Engine) -> None:
    assert select(loaded_database, "SELECT * FROM claim_overview") == [
        {
            "event_id": "launch-2024-07-01",
            "field": "date",
            "element": "",
            "value": '"2024-07-01"',
            "source_id": "unity",
            "publisher": "Arab News Japan",
            "paragraphs": "headline,2,caption-1",
            "modality": "alleged",
            "attributed_to": "South Korea",
            "standing": "agrees",
            "quote": "two missiles",
        }
    ]


def test_postgresql_knows_what_every_column_means(loaded_database: Engine) -> None:
    if loaded_database.dialect.name == "sqlite":  # has no comments; its Datasette file says it
        return
    inspector = inspect(loaded_database)
    names = [*metadata.tables, *(view.name for view in VIEWS)]
    assert [name for name in names if not inspector.get_table_comment(name)["text"]] == []
    unsaid = {
        f"{name}.{column['name']}"
        for name in names
        for column in inspector.get_columns(name)
        if not column["comment"]
    }
    assert unsaid - {"event_search.document"} == set()


def test_views_of_another_communique_of_the_same_schema_are_made_anew(migrated: Engine) -> None:
    with migrated.connect() as connection:
        assert has_current_derived_objects(connection)
    with write_transaction(migrated) as connection:
        connection.execute(text("DROP VIEW dyad_year"))
        connection.execute(text("CREATE VIEW dyad_year AS SELECT 1 AS year"))
        if migrated.dialect.name == "postgresql":  # which keeps no view's own words
            connection.execute(text("COMMENT ON TABLE alembic_version IS NULL"))
    renew_views(migrated)
    assert len(inspect(migrated).get_columns("dyad_year")) > 1
    with migrated.connect() as connection:
        assert has_current_derived_objects(connection)
