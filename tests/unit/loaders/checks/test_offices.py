"""Who held which office: dated tenures decide, nobody shares an office of one holder, unless a source says so."""

from __future__ import annotations

from typing import Any

import pytest

from communique.loaders.checks.run_checks import run_checks
from communique.loaders.dataset import DatasetContext
from communique.loaders.read import read_dataset
from communique.loaders.reconcile.participant import find_office_held
from communique.schema.dates.parse import parse_date
from fixtures.record import article, meeting, write_record

FIRST, SECOND = "kihara-minoru", "abe-shinzo"


def registry(first: Any = "jp-chief", second: Any = "jp-chief", **office: Any) -> dict[str, Any]:
    """Two people of Japan with a tenure each, and the office."""
    person = {"name_order": "family-first", "actor": "JP"}
    return {
        "schema": 1,
        "actors": {"JP": {"kind": "state", "name": "Japan", "iso_alpha2": "JP"}},
        "publishers": {"jiji-press": {"name": "Jiji Press", "kind": "wire"}},
        "offices": {"jp-chief": {"actor": "JP", "title": "Chief"} | office},
        "people": {
            FIRST: {"name": "Kihara Minoru", "tenures": [first], **person},
            SECOND: {"name": "Abe Shinzo", "tenures": [second], **person},
        },
    }


def read(tmp_path, registry_data: dict[str, Any], *people: Any, **fields: Any):
    participants = [{"actor": "JP", "people": list(people)}]
    talks = meeting("talks-2024-07", date="2024-07-28", participants=participants) | fields
    write_record(tmp_path, {"a": article(talks)}, registry=registry_data)
    return read_dataset(tmp_path / "entries")


def findings(dataset) -> list[tuple[str, str]]:
    return [(finding.severity, finding.what) for finding in run_checks(dataset, DatasetContext())]


def tenure(date: str) -> dict[str, str]:
    return {"office": "jp-chief", "date": date}


def test_two_undated_holders_of_one_office_in_an_event(tmp_path):
    dataset = read(tmp_path, registry(holders="one"), FIRST, SECOND)
    what = f"{SECOND} and {FIRST} would both be jp-chief at talks-2024-07"
    assert ("error", what) in findings(dataset)


@pytest.mark.parametrize("office", [{}, {"holders": "several"}])
def test_an_office_of_several_may_have_two(tmp_path, office):
    assert not any(
        "would both be" in what for _, what in findings(read(tmp_path, registry(**office), FIRST, SECOND))
    )


def test_two_holders_as_sources_say(tmp_path):
    named = [{"person": person, "office": "jp-chief"} for person in (FIRST, SECOND)]
    dataset = read(tmp_path, registry(holders="one"), *named)
    assert not any("would both be" in what for _, what in findings(dataset))


@pytest.mark.parametrize(
    ("second", "is_told"), [("2024-06-01/2025", True), ("2024-07-01/2025", False), ("2024/2025", False)]
)
def test_tenures_that_surely_share_days(tmp_path, second, is_told):
    """A day of handing over, and a year in which both may have been in office, are no fault."""
    dataset = read(tmp_path, registry(tenure("2023/2024-07-01"), tenure(second), holders="one"), FIRST)
    assert any("both hold jp-chief" in what for _, what in findings(dataset)) is is_told


@pytest.mark.parametrize(
    ("first", "second", "office", "held"),
    [
        ("jp-chief", "jp-chief", {"holders": "one"}, "jp-chief"),
        ("jp-chief", tenure("2024/2025"), {"holders": "one"}, None),
        ("jp-chief", tenure("2024/2025"), {}, "jp-chief"),
        ("jp-chief", tenure("2020/2021"), {"holders": "one"}, "jp-chief"),
        (tenure("2020/2021"), "jp-chief", {"holders": "one"}, None),
        (tenure("2024-07/2025"), "jp-chief", {"holders": "one"}, "jp-chief"),
    ],
)
def test_an_undated_tenure_yields_to_a_dated_one(tmp_path, first, second, office, held):
    dataset = read(tmp_path, registry(first, second, **office), FIRST)
    assert find_office_held(FIRST, "JP", parse_date("2024-07-28"), dataset.registry) == held


def test_the_highest_of_several_offices_held_stands(tmp_path):
    data = registry()
    data["offices"]["jp-deputy"] = {"actor": "JP", "title": "Deputy", "rank": 60}
    data["people"][FIRST]["tenures"] = [{"office": "jp-deputy", "date": "2024"}, tenure("2024")]
    dataset = read(tmp_path, data, FIRST)
    assert find_office_held(FIRST, "JP", parse_date("2024-07-28"), dataset.registry) == "jp-chief"


@pytest.mark.parametrize(("level", "is_told"), [("ministerial", True), ("working", False)])
def test_a_minister_whose_office_is_not_known(tmp_path, level, is_told):
    """Among ministers it is asked for, unless the entry names it or says why it is not known."""
    data = registry(tenure("2020/2021"))
    what = f"the office of {FIRST} at talks-2024-07 is not known"
    assert (("warning", what) in findings(read(tmp_path, data, FIRST, level=level))) is is_told
    named = {"person": FIRST, "office": "jp-chief"}
    assert ("warning", what) not in findings(read(tmp_path, data, named, level=level))
    accepted = {"office": "No list of the time could be found."} if is_told else {}
    assert ("warning", what) not in findings(read(tmp_path, data, FIRST, level=level, accepted=accepted))
