"""Names that mean one unit beyond doubt stand under one; all others stay apart."""

from __future__ import annotations

import pytest

from communique.site.pages.event.units import fold_unit_names, is_designated

JAPAN = ("Japan", "Japanese", "JPN")


@pytest.mark.parametrize(
    "names",
    [
        ("P-1", "P-1 patrol aircraft", "P-1 patrol aircraft of Fleet Air Wing 4", "surveillance plane", "SDF plane"),
        ("Gwanggaeto-daewang class destroyer", "ROKS Gwanggaeto the Great", "destroyer", "naval vessel", "warship"),
        ("J-15", "J-15 fighters of the aircraft carrier Liaoning", "military aircraft"),
        ("F-15 fighters", "F-15K fighters"),
        ("H-6 bombers", "two H-6 bombers"),
        ("two Coast Guard patrol boats", "two Japanese Coast Guard patrol boats"),
    ],
)  # fmt: skip
def test_one_unit_has_many_names(names: tuple[str, ...]) -> None:
    assert [sorted(group) for group in fold_unit_names(names, JAPAN)] == [sorted(names)]


@pytest.mark.parametrize(
    "names",
    [
        ("USS George Washington", "George Washington Carrier Strike Group"),
        ("three aircraft", "two bombers"),
        ("BRP Sierra Madre", "resupply vessel", "six vessels of the Philippine Navy"),
        ("P-1 maritime patrol plane", "P-3 patrol plane", "patrol plane"),
        ("Haijing 2102", "Haijing 2166"),
        ("Eastern Theater Command", "J-16", "KJ-500"),
        ("Jiangkai I frigate", "Jiangwei II frigate", "Chinese navy frigate"),
        ("Norwegian frigate", "Swedish frigate"),
        ("Coast Guard", "Navy"),
    ],
)
def test_units_that_may_be_two_stay_apart(names: tuple[str, ...]) -> None:
    assert fold_unit_names(names) == tuple((name,) for name in names)


def test_what_the_participant_is_called_tells_no_unit_from_another() -> None:
    names = ("Norwegian frigate", "frigate of Norway", "frigate")
    assert fold_unit_names(names, ("Norway", "Norwegian")) == (names,)


def test_the_name_with_a_designation_stands_first() -> None:
    assert [is_designated(name) for name in ("P-1", "ROKS Kang Gam-chan", "destroyer", "Navy")] == [
        True,
        True,
        False,
        False,
    ]
