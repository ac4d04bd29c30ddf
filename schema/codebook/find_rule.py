"""Find the coding rule of a table, a column, a list or a word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Column, Enum, Table

from communique.schema.codebook.rules import COLUMN_RULES, COUNTED, TABLE_RULES, VIEW_RULE, WORD_RULES
from communique.schema.event_types import EVENT_TYPES, SHARED_FIELDS
from communique.schema.fields import EventField
from communique.schema.tables.base import metadata
from communique.schema.tables.detail import DETAIL_TABLES, ELEMENT_TABLES
from communique.schema.views import CODEBOOK, VIEWS
from communique.schema.views.dyad import RULES, DyadRelation
from communique.schema.views.sql_view import VIEW_METADATA


def find_table_rule(table: Table) -> str:
    """Return how a row of a table or view comes about.

    Raises:
        KeyError: no rule is declared.
    """
    if any(table is view.table for view in VIEWS):
        return VIEW_RULE
    if field := _SET_FIELDS.get(table.name):
        return field.rule
    if table.name in EVENT_TYPES:
        return f"one row for each event of the kind `{table.name}`"
    return _require_rule(TABLE_RULES.get(table.name), table.name)


def find_column_rule(table: Table, column: Column[object]) -> str:
    """Return how the value of a column is decided; keys and references have the rule of their row.

    Raises:
        KeyError: no rule is declared.
    """
    if any(table is view.table for view in VIEWS):
        return VIEW_RULE
    if field := _FIELD_COLUMNS.get(f"{table.name}.{column.name}"):
        return field.rule
    rule = COLUMN_RULES.get(f"{table.name}.{column.name}", COLUMN_RULES.get(column.name))
    if rule and table.name not in COUNTED:
        return rule
    if (
        column.name in ("kind", "number")
        or column.primary_key
        or column.foreign_keys
        or table.name in COUNTED | {"change"}
    ):
        return find_table_rule(table)
    return _require_rule(None, f"{table.name}.{column.name}")


def _require_rule(rule: str | None, name: str) -> str:
    if rule is None:
        raise KeyError(f"{name} has no coding rule; add it to schema/codebook/rules.py")
    return rule


def explain_table(table: Table, meaning: str) -> str:
    """Return what a row of a table or view is, and how it comes about, for who sees no codebook beside it."""
    return meaning if table is CODEBOOK.table else f"{meaning.rstrip('.')}. Coded: {find_table_rule(table)}."


def explain_column(table: Table, name: str, meaning: str) -> str:
    """Return what a column means and how it is coded; those of a view have the rule of the view."""
    if table.metadata is VIEW_METADATA:
        return meaning
    return f"{meaning.rstrip('.')}. Coded: {find_column_rule(table, table.columns[name])}."


def find_list_rule(name: str) -> str:
    """Return by which rule a word of a list is chosen: that of the first column that holds one.

    Raises:
        KeyError: no column holds words of it.
    """
    for table in (*metadata.tables.values(), *(view.table for view in VIEWS)):
        for column in table.columns:
            if (
                isinstance(column.type, Enum)
                and column.type.enum_class
                and column.type.enum_class.__name__ == name
            ):
                return find_column_rule(table, column)
    raise KeyError(name)


def find_word_rule(listed: str, word: str) -> str:
    """Return when a word is chosen, and which words say more or less; else the rule of its list."""
    if listed == DyadRelation.__name__:
        rule = RULES[DyadRelation(word)]
        first, second = (" or ".join(f"`{role}`" for role in roles) for roles in (rule.first, rule.second))
        return f"by roles: {first}, with {second}"
    rules = [WORD_RULES.get(f"{listed}.{word}", "")]
    if finer := _FINER.get((listed, word), ()):
        rules.append(f"only where the source says no more; else {_join_words(finer)}")
    if general := [it for (owner, it), finer in _FINER.items() if owner == listed and word in finer]:
        rules.append(f"rather than {_join_words(general)}, where the source says as much")
    return "; ".join(filter(None, rules)) or find_list_rule(listed)


def _join_words(choices: Iterable[str]) -> str:
    return " or ".join(f"`{word}`" for word in choices)


def _list_fields() -> tuple[dict[str, EventField], dict[str, EventField]]:
    """Return the fields of events by the columns that hold them, and those that are sets by their tables."""
    columns, sets = {}, {}
    for field in SHARED_FIELDS:
        if field.is_set:
            sets[f"event_{field.element}"] = field
        else:
            columns[f"event.{field.column}"] = field
    for kind, event_type in EVENT_TYPES.items():
        table = DETAIL_TABLES[kind].__dict__["__table__"]
        for field in event_type.iter_single_fields():
            for name in (field.column, f"{field.name}_from", f"{field.name}_until"):
                if name in table.columns:
                    columns[f"{table.name}.{name}"] = field
    for (kind, name), element in ELEMENT_TABLES.items():
        (field,) = (it for it in EVENT_TYPES[kind].fields if it.name == name)
        sets[element.__dict__["__table__"].name] = field
        columns[f"{element.__dict__['__table__'].name}.{field.column}"] = field
    return columns, sets


_FIELD_COLUMNS, _SET_FIELDS = _list_fields()

_FINER: Final = {
    (field.word_list.__name__, word): tuple(finer)
    for field in (
        *SHARED_FIELDS,
        *(field for event_type in EVENT_TYPES.values() for field in event_type.fields),
    )
    if field.word_list
    for word, finer in field.refinements.items()
}
"""Each general word of a list, and the words that say more."""
