"""The house keeps the bars that it has met, and its counter counts right."""

from __future__ import annotations

import ast
from itertools import pairwise
from pathlib import Path

import pytest

from house import measure
from house.added_rooms import Allowance
from house.measure import House, Measurement
from house.module import Module

NOT_YET = {"lines of Python"}
"""Bars that the house has still to meet; a name that goes from here never comes back."""
MEASUREMENTS = measure.measure_house()


@pytest.mark.parametrize(
    "item", [item for item in MEASUREMENTS if item.name not in NOT_YET], ids=lambda item: item.name
)
def test_a_bar_that_was_met_stays_met(item: Measurement) -> None:
    assert item.is_met, measure.format_offenders(item, len(item.offenders))


def test_what_is_still_to_be_met_is_measured() -> None:
    assert {item.name for item in MEASUREMENTS if item.bar is not None} >= NOT_YET


def parse(text: str) -> Module:
    return Module(Path("room/told.py"), len(text.splitlines()), ast.parse(text))


def test_the_longest_chain_leaves_out_what_closes_a_circle() -> None:
    imports = {"a": {"b", "d"}, "b": {"c"}, "c": set(), "d": {"c"}}
    assert measure.import_circles(imports) == ([], imports)
    assert measure.longest_chain(imports) == ["a", "b", "c"]
    imports["c"] = {"a"}
    (circle,), opened = measure.import_circles(imports)
    assert circle[0] == circle[-1]
    assert all(then in imports[name] for name, then in pairwise(circle))
    assert opened == imports | {circle[-2]: imports[circle[-2]] - {circle[-1]}}
    assert len(measure.longest_chain(imports)) == 3


def test_a_class_name_counts_once_however_often_it_is_repeated() -> None:
    modules = [parse("class A: ...\nclass B:\n    class A: ..."), parse("class A: ...")]
    assert measure.repeated_classes(modules) == {"A": ["room/told.py:1", "room/told.py:3", "room/told.py:1"]}


def test_private_words_are_sought_where_a_name_is_given() -> None:
    module = parse(
        "import a as kept\nfrom b import whole\n"
        "def said(one, *hands, words=plain, **tell): ...\nclass Crew: ...\n"
        "self._made = (found_at := 1)\nfor _found in x: ...\n"
        "try: ...\nexcept E as plain: ...\nmatch y:\n    case [*ones] as whole: ...\n"
        "told(kept=whole.lives)\n"
        "class Row(TypedDict):\n    words: str\n"
    )
    assert measure.private_identifiers([module]) == [
        "room/told.py:0 told", "room/told.py:1 kept",
        "room/told.py:3 hands", "room/told.py:3 one", "room/told.py:3 said",
        "room/told.py:3 tell", "room/told.py:3 words", "room/told.py:4 Crew",
        "room/told.py:5 _made", "room/told.py:6 _found",
        "room/told.py:8 plain", "room/told.py:10 ones", "room/told.py:10 whole",
    ]  # fmt: skip


def test_functions_are_counted_with_their_docstrings_and_named_without_underscores() -> None:
    module = parse(
        "class A:\n    def __init__(self): ...\n    @deco\n"
        '    def _go(self):\n        """Go."""\n        def run_far(): ...\n'
    )
    assert measure.function_lengths([module]) == [
        (1, "room/told.py:2 __init__"), (1, "room/told.py:6 run_far"), (3, "room/told.py:4 _go")
    ]  # fmt: skip
    assert sorted(measure.function_names([module])) == ["go", "run_far"]


def test_only_public_functions_need_a_docstring_and_only_those_that_raise_must_say_what() -> None:
    module = parse(
        "def _a():\n    raise E\n"
        "def b():\n    raise E\n"
        'def c():\n    """C.\n\n    Raises:\n        E: always.\n    """\n    raise E\n'
        'class D:\n    def e(self):\n        """E."""\n        raise\n'
        "class _F:\n    def g(self):\n        raise E\n"
    )
    assert measure.undocumented([module]) == (3, ["room/told.py:3 b"])
    assert measure.silent_raises([module]) == (2, ["room/told.py:3 b"])


def test_a_bar_may_be_a_ceiling_or_a_floor() -> None:
    assert Measurement("x", 3, 3).is_met
    assert not Measurement("x", 4, 3).is_met
    assert Measurement("x", 3, 3, at_least=True).is_met
    assert not Measurement("x", 2, 3, at_least=True).is_met
    assert Measurement("x", 9).is_met
    assert measure.format_offenders(Measurement("x", 4, 1, offenders=["a", "b"]), 1).splitlines() == [
        "x: 4, the bar is ≤ 1", "  a", "  … and 1 more (all: --all)"
    ]  # fmt: skip


def test_a_room_added_since_is_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "ADDED_ROOMS", {"told": Allowance(("room/told.py",), modules=1, lines=1)})
    told, other = parse("a = 1\nb = 2"), Module(Path("room/other.py"), 3, ast.parse(""))
    house = House(package=[told, other], bench=[])
    assert house.planned == [other]
    assert [(item.name, item.value, item.is_met) for item in measure.measure_added_rooms(house)] == [
        ("added: told, modules", 1, True), ("added: told, lines of Python", 2, False)
    ]  # fmt: skip
