"""Whoever reads from Python goes from row to row by names: along every foreign key, there and back."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy import inspect
from sqlalchemy.orm import configure_mappers

from communique import schema
from communique.schema import type_stubs
from communique.schema.event_types import EVENT_TYPES
from communique.schema.models import Base, metadata
from communique.schema.views import VIEWS


def list_models() -> dict[str, Any]:
    """Every table's class by the name of its table, with its relationships mapped."""
    assert schema.Meeting  # the door for readers
    configure_mappers()
    return {mapper.local_table.name: mapper.class_ for mapper in Base._sa_registry.mappers}


MODELS = list_models()


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_foreign_key_is_walked_there_and_back(table: Any) -> None:
    own = inspect(MODELS[table.name]).relationships
    for key in table.foreign_key_constraints:
        pairs = {(element.parent, element.column) for element in key.elements}
        there = [it for it in own if not it.uselist and set(it.local_remote_pairs) == pairs]
        assert [it.mapper.local_table for it in there] == [key.referred_table], key.column_keys
        back = inspect(MODELS[key.referred_table.name]).relationships
        turned = {(column, parent) for parent, column in pairs}
        is_twice = (table.name, *key.column_keys) == ("pair_tally", "other_id")  # there from either side
        is_field = table.name in EVENT_TYPES and key.column_keys[0] != "event_id"  # one way, from its event
        assert is_twice or is_field or any(set(it.local_remote_pairs) == turned for it in back), (
            key.column_keys
        )


@pytest.mark.parametrize("model", [MODELS[name] for name in sorted(MODELS)], ids=lambda model: model.__name__)
def test_annotations_say_what_relationships_lead_to(model: Any) -> None:
    for name, relation in inspect(model).relationships.items():
        annotation = vars(model).get("__annotations__", {}).get(name)
        if annotation is None:  # of a kind's class, or towards one: `derived.pyi` says it
            assert {model, relation.mapper.class_} & set(type_stubs.KIND_TABLES.values())
            continue
        target = relation.mapper.class_.__name__
        assert re.fullmatch(
            rf"list\[{target}\]" if relation.uselist else rf"{target}( \| None)?", annotation
        ), name
        if not relation.uselist and relation.direction.name == "MANYTOONE":
            nullable = any(column.nullable for column in relation.local_columns)
            assert annotation.endswith("| None") == nullable, name


def test_what_type_checkers_are_told_is_what_is_there() -> None:
    """If not, `python -m communique.schema.type_stubs` writes it anew."""
    assert type_stubs.PATH.read_text(encoding="utf-8") == type_stubs.render_stub()


def test_each_view_is_a_class() -> None:
    assert [inspect(cls).local_table for cls in type_stubs.VIEW_CLASSES.values()] == [
        it.table for it in VIEWS
    ]


def test_commands_do_not_pay_for_relationships() -> None:
    script = (
        "from communique.schema.models import Event; from sqlalchemy import inspect;"
        "assert not inspect(Event).relationships.items(); import communique.schema as s; s.Event;"
        "assert inspect(Event).relationships.items()"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
