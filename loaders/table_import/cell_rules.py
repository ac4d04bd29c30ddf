"""Turn cells into values by the rules of a map."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from communique.loaders.table_import.date_rules import CellError
from communique.loaders.table_import.table_map import COLUMN, CellRule, FigureRule, Scalar


def apply_rule(cells: Mapping[str, str], rule: CellRule) -> list[Scalar]:
    """Return the values that a rule takes from a row: none, one, or several where it splits a cell.

    Raises:
        CellError: a cell is empty that may not be, or says what the rule does not know.
    """
    if rule.constant is not None:
        return [rule.constant]
    column = rule.column or next(rule.iter_columns(), "")
    if rule.text is not None:
        missing = [name for name in COLUMN.findall(rule.text) if not cells[name]]
        texts = [] if missing else [COLUMN.sub(lambda match: cells[match[1]], rule.text)]
    else:
        cell = cells[column]
        texts = [part.strip() for part in cell.split(rule.split)] if rule.split else [cell]
    values = [value for text in texts if text for value in _convert_text(text, rule, column)]
    if rule.required and not values:
        raise CellError(column, "the cell is empty", "fill it in, or do not require it")
    return list(dict.fromkeys(values))


def _convert_text(text: str, rule: CellRule, column: str) -> list[Scalar]:
    if rule.pattern:
        match = re.search(rule.pattern, text)
        if not match:
            raise CellError(column, f"{text!r} does not fit the pattern", "mend the cell or the pattern")
        text = next((group for group in match.groups() if group), "").strip()
    if text in rule.values:
        value = rule.values[text]
        return [] if value is None else [value]
    if rule.values and rule.others == "refuse":
        raise CellError(column, f"{text!r} is not among the values", f"add it to the values of {column}")
    return [] if (rule.values and rule.others == "drop") or not text else [text]


def convert_figure(cells: Mapping[str, str], rule: FigureRule) -> dict[str, float] | None:
    """Return a row's figure as low, best and high in the record's unit, or None where it has none.

    Raises:
        CellError: a cell is no number.
    """
    figure = {
        bound: _convert_number(cells[column], rule, column)
        for bound in ("low", "best", "high")
        if (column := getattr(rule, bound)) and cells[column]
    }
    return figure or None


def _convert_number(text: str, rule: FigureRule, column: str) -> float:
    grouping = "," if rule.decimal == "." else "."
    bare = text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if not re.fullmatch(
        rf"\d+|\d{{1,3}}(\{grouping}\d{{3}})+|(\d+|\d{{1,3}}(\{grouping}\d{{3}})+)?\{rule.decimal}\d+", bare
    ):
        raise CellError(column, f"{text!r} is no number", f"mend it; its decimal mark is {rule.decimal!r}")
    number = float(bare.replace(grouping, "").replace(rule.decimal, ".")) * rule.factor
    return int(number) if number.is_integer() else round(number, 6)


def first_value(cells: Mapping[str, str], rule: CellRule | None) -> Any:
    """Return the first value that a rule takes from a row, or None."""
    return next(iter(apply_rule(cells, rule)), None) if rule else None
