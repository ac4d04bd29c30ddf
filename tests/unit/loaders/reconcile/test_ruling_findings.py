"""Rulings that do not hold are told: no grade, a value that nobody states, a rounding that is none."""

from __future__ import annotations

from typing import Any

import pytest

from communique.loaders.checks.run_checks import run_checks
from communique.loaders.dataset import DatasetContext, group_entries_by_event
from communique.loaders.read import read_dataset
from communique.loaders.reconcile.event import reconcile_event
from fixtures.record import article, write_record


def launch(figures: dict[str, Any], **more: Any) -> dict[str, Any]:
    texts = {"title": "A launch", "summary": "It flew."}
    event = {"id": "launch-2023", "kind": "incident", "type": "missile-launch", "paragraphs": [1]}
    return event | texts | {"date": "2023-02-18", "figures": figures} | more


def findings(tmp_path, stated: list[float], **ruling: Any) -> list[tuple[str, str]]:
    """What is said of a ruling on an altitude of which each source states one figure."""
    articles = {}
    for number, value in enumerate(stated):
        texts = {} if number == 0 else {"title": None, "summary": None}
        publisher = ("jiji-press", "yonhap", "kyodo-news")[number]
        articles[f"source-{number}"] = article(
            launch({"altitude_km": value}, **texts), publisher=publisher, title=f"Title {number}"
        )
    rule = {"event": "launch-2023", "field": "figures", "element": "altitude_km", "because": "It is so."}
    write_record(tmp_path, articles, rulings={"rulings": [rule | ruling]})
    found = run_checks(read_dataset(tmp_path / "entries"), DatasetContext())
    return [(finding.severity, finding.what) for finding in found if finding.path == "rulings.yaml"]


def test_a_ruling_that_holds(tmp_path):
    assert findings(tmp_path, [5700, 5768], value=5768, grade="figure") == []


def test_without_a_grade(tmp_path):
    what = "the ruling on figures altitude_km of launch-2023 does not say what it is about"
    assert findings(tmp_path, [5700, 5768], value=5768) == [("warning", what)]


@pytest.mark.parametrize(
    ("stated", "ruled", "is_rounding"),
    [
        ([5700, 5768], 5768, False),
        ([5800, 5768], 5768, True),
        ([6000, 6040.9], 6040.9, True),
        ([47, 47.2], 47.2, True),
        ([68.9, 69], 69, True),
        ([900, 989], 989, False),
    ],
)
def test_a_rounding_lies_within_half_of_its_unit(tmp_path, stated, ruled, is_rounding):
    found = findings(tmp_path, stated, value=ruled, grade="rounding")
    what = f"{stated[0]:g} is no rounding of {ruled:g}, the figures altitude_km of launch-2023"
    assert found == ([] if is_rounding else [("error", what)])


def test_an_ungraded_ruling_that_speaks_of_rounding_is_held_to_it(tmp_path):
    found = findings(tmp_path, [5700, 5768], value=5768, because="5,700 is a rounded figure.")
    assert [severity for severity, _ in found] == ["warning", "warning"]


def test_a_value_that_nobody_states(tmp_path):
    what = "no source states the value ruled for figures altitude_km of launch-2023"
    found = findings(tmp_path, [900, 989], value={"low": 900, "high": 989}, grade="figure")
    assert found == [("warning", what)]


@pytest.mark.parametrize(
    ("grade", "disagreement"),
    [
        (None, "settled"),
        ("substance", "settled"),
        ("figure", "settled"),
        ("rounding", "none"),
        ("slip", "none"),
    ],
)
def test_only_substance_and_figures_mark_an_event(tmp_path, grade, disagreement):

    graded = {"grade": grade} if grade else {}
    findings(tmp_path, [5800, 5768], value=5768, **graded)
    dataset = read_dataset(tmp_path / "entries")
    (entries,) = group_entries_by_event(dataset).values()
    assert reconcile_event(entries, dataset)[0].disagreement == disagreement
