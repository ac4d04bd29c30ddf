"""The wide views hold everything that is declared of an event, and each value in the type that it has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from communique.schema.event_types import EVENT_TYPES
from communique.schema.tables.measure import Measure
from communique.schema.views import EVENT_WIDE, WIDE_VIEWS
from communique.schema.vocabulary import Role
from golden.record import record
from golden.rows import session


@pytest.fixture(scope="module")
def opened() -> Iterator[Session]:
    with session(record()) as made:
        yield made


def test_every_declared_field_figure_and_role_has_a_column() -> None:
    fields = {
        f"{kind}_{field.name if field.is_set else field.column}"
        for kind, event_type in EVENT_TYPES.items()
        for field in event_type.fields
    }
    figures = {f"{measure}_{part}" for measure in Measure for part in ("low", "best", "high")}
    roles = {role.replace("-", "_") for role in Role}
    assert fields | figures | roles <= EVENT_WIDE.columns.keys()


@pytest.mark.parametrize("view", WIDE_VIEWS, ids=lambda view: view.name)
def test_the_key_tells_rows_apart(opened: Session, view) -> None:
    rows = [dict(row) for row in opened.execute(text(f"SELECT * FROM {view.name}")).mappings()]
    assert rows
    keys = [tuple(row[it.name] for it in view.table.primary_key.columns) for row in rows]
    assert len(set(keys)) == len(keys)
    assert all(None not in key for key in keys)


def test_each_published_event_is_one_row_with_what_its_tables_hold(opened: Session) -> None:
    rows = {row["id"]: dict(row) for row in opened.execute(text("SELECT * FROM event_wide")).mappings()}
    published = opened.execute(text("SELECT id FROM event WHERE record_status = 'published'")).scalars()
    assert set(rows) == set(published)
    for event_id, measure, low, best, high in opened.execute(
        text("SELECT event_id, measure, low, best, high FROM figure")
    ):
        row = rows[event_id]
        assert (row[f"{measure}_low"], row[f"{measure}_best"], row[f"{measure}_high"]) == (low, best, high)
    for event_id, actor, role in opened.execute(text("SELECT event_id, actor_id, role FROM participation")):
        assert actor in rows[event_id][role.replace("-", "_")].split(", ")
        assert actor in rows[event_id]["actors"].split(", ")
    doubtful = text("SELECT event_id, field, element FROM claim WHERE standing = 'unresolved'")
    for event_id, field, element in opened.execute(doubtful):
        assert f"{field} {element}".strip() in rows[event_id]["unresolved_values"]
