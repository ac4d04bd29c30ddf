"""One rule for a column turns its dates into EDTF; what the rule does not fit is refused with a cure."""

from __future__ import annotations

import pytest

from communique.loaders.table_import.date_rules import CellError, convert_date
from communique.loaders.table_import.table_map import DateRule


@pytest.mark.parametrize(
    ("rule", "cells", "edtf"),
    [
        ({}, ("1970-10-24", "1970-10-24"), "1970-10-24"),
        ({}, ("1970-10-25", "1970-10-26"), "1970-10-25/1970-10-26"),
        ({}, ("1970-10-25", ""), "1970-10-25"),
        ({}, ("", "1970-10-26"), "../1970-10-26"),
        ({}, ("1988-01-xx", ""), "1988-01"),
        ({}, ("1988-01-00", ""), "1988-01"),
        ({}, ("1988-00-00", ""), "1988"),
        ({}, ("1988", ""), "1988"),
        ({}, ("198x", ""), "198X"),
        ({}, ("1988-01-05?", ""), "1988-01-05?"),
        ({}, ("ca. 1988", ""), "1988~"),
        ({}, ("1988-01-05T00:00:00", ""), "1988-01-05"),
        ({"form": "month-day-year", "century": 19}, ("1/14/80", ""), "1980-01-14"),
        ({"form": "month-day-year"}, ("January 14, 1980", "Jan 16 1980"), "1980-01-14/1980-01-16"),
        ({"form": "day-month-year"}, ("14.1.1980", ""), "1980-01-14"),
        ({"form": "day-month-year"}, ("14 March 1980", ""), "1980-03-14"),
        ({"form": "day-month-year"}, ("3/1980", ""), "1980-03"),
        ({"form": "edtf"}, ("2018-06/2018-07", ""), "2018-06/2018-07"),
        ({"separator": " - "}, ("1980-01-14 - 1980-01-16", ""), "1980-01-14/1980-01-16"),
        ({}, ("", ""), None),
    ],
)
def test_a_date_becomes_edtf(rule: dict[str, object], cells: tuple[str, str], edtf: str | None) -> None:
    """The first cell is the first day, the second the last."""
    model = DateRule.model_validate({"column": "start", "until": "end"} | rule)
    assert convert_date({"start": cells[0], "end": cells[1]}, model) == edtf


@pytest.mark.parametrize(
    ("rule", "cells", "what"),
    [
        ({}, ("soon", ""), "'soon' is no date written as iso"),
        ({}, ("1970-13-01", ""), "'1970-13-01' is no date written as iso"),
        ({}, ("1970-02-30", ""), "'1970-02-30' is no date written as iso"),
        ({}, ("14/1/1980", ""), "'14/1/1980' is no date written as iso"),
        ({"form": "month-day-year"}, ("1/14/80", ""), "'1/14/80' has a year of two digits"),
        ({"form": "month-day-year"}, ("14/1/1980", ""), "'14/1/1980' is no date written as month-day-year"),
    ],
)
def test_what_the_rule_does_not_fit_is_refused(
    rule: dict[str, object], cells: tuple[str, str], what: str
) -> None:
    """No order of day and month and no century is guessed."""
    model = DateRule.model_validate({"column": "start", "until": "end"} | rule)
    with pytest.raises(CellError) as caught:
        convert_date({"start": cells[0], "end": cells[1]}, model)
    assert caught.value.what == what
    assert caught.value.cure


def test_a_last_day_before_the_first_is_refused() -> None:
    """The two stand in the wrong columns, or one of them is wrong."""
    with pytest.raises(CellError):
        convert_date({"start": "1970-10-26", "end": "1970-10-24"}, DateRule(column="start", until="end"))
