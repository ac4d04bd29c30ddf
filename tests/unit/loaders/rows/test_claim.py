"""A claim's value stands in the column of its type, so that no one need parse JSON to count or compare."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from communique.loaders.rows.claim import VALUE_COLUMNS, type_value

DAY = dt.date(2024, 7, 28)


@pytest.mark.parametrize(
    ("field", "value", "typed"),
    [
        ("level", "summit", {"value_text": "summit"}),
        ("binding", False, {"value_truth": False}),
        ("figures", {"best": 2, "high": 3}, {"value_number": 2, "value_high": 3}),
        ("date", "2024-07-28", {"value_text": "2024-07-28", "value_from": DAY, "value_until": DAY}),
        ("in_force", "2024-07-28/..", {"value_text": "2024-07-28/..", "value_from": DAY}),
        ("participants", {"actor": "JP", "role": "host"}, {"value_text": "JP"}),
        ("people", {"person": "kihara-minoru", "office": None}, {"value_text": "kihara-minoru"}),
        ("links", {"produced": "memorandum-2024"}, {"value_text": "memorandum-2024"}),
        ("notes", {"type": "context", "text": "First."}, {"value_text": "First."}),
        ("units", "navy destroyer", {"value_text": "navy destroyer"}),
    ],
)
def test_a_value_has_its_type_and_no_other(field: str, value: Any, typed: dict[str, Any]) -> None:
    assert type_value(field, value) == dict.fromkeys(VALUE_COLUMNS) | typed
