"""What counts as the same value, and what as the same said less exactly."""

import pytest

from communique.schema.refinement import canonical_value, is_coarser

PARENTS = {"tokyo": "japan", "ichigaya": "tokyo", "japan": None}

COARSER = [
    ("date", "2024-06", "2024-06-27/2024-06-29"),
    ("date", "2018-12", "2018-12-20"),
    ("in_force", "2016/..", "2016-11-23/.."),
    ("place", "japan", "tokyo"),
    ("place", "japan", "ichigaya"),
    ("status", "planned", "occurred"),
    ("status", "planned", "cancelled"),
    ("format", "in-person", "sidelines"),
    ("instrument", "understanding", "memorandum-of-understanding"),
    ("instrument", "agreement", "treaty"),
    ("weapon_class", "ballistic", "short-range-ballistic"),
    ("figures", {"low": 400}, {"best": 420}),
    ("figures", {"low": 1, "high": 9}, {"low": 2, "best": 3, "high": 4}),
    ("time", "12:29+09:00", "12:29:30+09:00"),
    ("time", "03:29Z", "12:29:30+09:00"),
]


@pytest.mark.parametrize(("field", "general", "exact"), COARSER)
def test_refines(field, general, exact):
    assert is_coarser(field, general, exact, PARENTS)
    assert not is_coarser(field, exact, general, PARENTS)
    assert not is_coarser(field, general, general, PARENTS)


UNLIKE = [
    ("date", "2024-06-27", "2024-06-28"),
    ("place", "tokyo", "japan"),
    ("place", "tokyo", "seoul"),
    ("status", "occurred", "alleged"),
    ("level", "summit", "ministerial"),
    ("figures", {"best": 80}, {"best": 360}),
    ("figures", {"low": 100}, {"best": 50}),
    ("time", "12:29+09:00", "12:30:30+09:00"),
]


@pytest.mark.parametrize(("field", "one", "other"), UNLIKE)
def test_does_not_refine(field, one, other):
    assert not is_coarser(field, one, other, PARENTS)


def test_same_instant_in_two_zones_is_the_same_time():
    assert canonical_value("time", "12:29+09:00") == canonical_value("time", "03:29Z")


def test_names_of_weapons_differ_by_letters_not_by_case():
    assert canonical_value("weapon", "Hwasong-18") == canonical_value("weapon", "hwasong-18")
    assert canonical_value("weapon", "Hwasong-18") != canonical_value("weapon", "Hwasong-19")


def test_a_place_that_lies_in_itself_does_not_hang():
    assert not is_coarser("place", "x", "a", {"a": "b", "b": "a"})
