"""Everything in the database says by which rule it is coded, and what it meant before."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, String, Table

from communique.database import known_revisions
from communique.migrations.introductions import read_introductions
from communique.schema.codebook.find_rule import (
    find_column_rule,
    find_list_rule,
    find_table_rule,
    find_word_rule,
)
from communique.schema.codebook.meaning_changes import MEANING_CHANGES
from communique.schema.codebook.rules import COLUMN_RULES, TABLE_RULES, WORD_RULES
from communique.schema.data_dictionary import build_data_dictionary
from communique.schema.event_types import FIELDS
from communique.schema.models import metadata
from communique.schema.views import VIEWS

TABLES = [*metadata.tables.values(), *(view.table for view in VIEWS)]
LISTS = {words.name: [value for value, _ in words.values] for words in build_data_dictionary().enumerations}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_and_column_has_a_rule(table: Table) -> None:
    assert find_table_rule(table)
    assert all(find_column_rule(table, column) for column in table.columns)


def test_a_column_or_field_without_a_rule_is_missed() -> None:
    table = metadata.tables["note"]
    with pytest.raises(KeyError, match=r"note\.weather"):
        find_column_rule(table, Column("weather", String))
    assert all(field.rule for field in FIELDS.values())


@pytest.mark.parametrize("listed", LISTS)
def test_every_word_has_a_rule(listed: str) -> None:
    assert find_list_rule(listed)
    assert all(find_word_rule(listed, word) for word in LISTS[listed])


def test_a_rule_says_which_words_say_more_and_which_less() -> None:
    assert (
        find_word_rule("VisitType", "port-call") == "rather than `ship-visit`, where the source says as much"
    )
    assert (
        find_word_rule("VisitType", "aircraft-visit")
        == "only where the source says no more; else `refuelling-stop`"
    )
    assert find_word_rule("DyadRelation", "signed") == "by roles: `signatory`, with `signatory`"
    place = metadata.tables["event"].columns["place_id"]
    assert find_column_rule(metadata.tables["event"], place) == FIELDS["place"].rule


def test_rules_and_changes_are_of_what_there_is() -> None:
    columns = {f"{table.name}.{column.name}" for table in TABLES for column in table.columns}
    names = {column.name for table in TABLES for column in table.columns}
    words = {f"{listed}.{word}" for listed, values in LISTS.items() for word in values}
    assert set(TABLE_RULES) <= set(metadata.tables)
    assert {name for name in COLUMN_RULES if name not in names} <= columns
    assert set(WORD_RULES) <= words
    changed = {name for item in MEANING_CHANGES for name in item.names}
    assert changed <= columns | words | set(metadata.tables) | set(LISTS)
    revisions = [item.revision for item in MEANING_CHANGES]
    assert revisions == sorted(revisions)
    assert set(revisions) <= set(known_revisions())
    for item in MEANING_CHANGES:  # what came with the revision or later meant nothing before
        assert all(read_introductions()[name] < item.revision for name in item.names), item
