"""Whatever stands in a file of the record, it is refused with file, line and cure, and nothing is changed."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from fixtures.cli_home import CliHome
from fixtures.record import REGISTRY, article, meeting
from robustness.hostile import ARTICLE, RULINGS, spoil_files
from robustness.judge import judge_file


@pytest.fixture
def home(cli_home: CliHome) -> Path:
    rest = article(meeting("talks-2024-08", date="2024-08-02"), publisher="yonhap", published="2024-08-03")
    cli_home.record({"x": copy.deepcopy(ARTICLE), "y": rest}, rulings=copy.deepcopy(RULINGS))
    answer = cli_home.run("load")
    assert answer.status == 0, answer.err
    return cli_home.home


def test_a_spoilt_file_is_refused_with_its_cure_and_changes_nothing(home: Path) -> None:
    faults = [
        f"{hostile.path} {hostile.deed}: {fault}"
        for hostile in spoil_files(16, 60)
        for fault in judge_file(home, hostile)
    ]
    assert faults == []
    assert not (home / "ran").exists()


@pytest.mark.parametrize("parent", ["nowhere", "tokyo"])
def test_a_parent_that_is_unknown_or_the_place_itself_is_told(
    home: Path, cli_home: CliHome, parent: str
) -> None:
    registry = copy.deepcopy(REGISTRY)
    registry["places"]["tokyo"]["parent"] = parent
    cli_home.record({"x": copy.deepcopy(ARTICLE)}, registry=registry)
    answer = cli_home.run("load")
    assert answer.status == 1
    assert "entries/registry/all.yaml" in answer.err
    assert "places.tokyo.parent" in answer.err


@pytest.mark.parametrize(
    ("section", "entries", "told"),
    [
        ("actors", {"JP": {"iso_alpha2": "JP"}, "KR": {"iso_alpha2": "JP"}}, "KR and JP both have JP"),
        ("actors", {"KR": {"iso_alpha3": "JPN"}}, "KR and JP both have JPN"),
        (
            "abbreviations",
            {"a": {"name": "FE", "meaning": "Freedom Edge"}, "b": {"name": "fe", "meaning": "Full effect"}},
            "b and a both have fe",
        ),
    ],
)
def test_what_tells_entries_apart_is_shared_by_none(
    cli_home: CliHome, section: str, entries: dict[str, Any], told: str
) -> None:
    registry = copy.deepcopy(REGISTRY)
    for key, fields in entries.items():
        registry.setdefault(section, {}).setdefault(key, {}).update(fields)
    cli_home.record(registry=registry)
    answer = cli_home.run("load")
    assert answer.status == 1
    assert re.search(rf"entries/registry/all\.yaml:\d+:\d+ {section}\..*: {told}; correct", answer.err)


def test_events_are_told_apart_once(home: Path, cli_home: CliHome) -> None:
    twice = {"events": ["talks-2024-08", "talks-2024-07"], "because": "They are two, as was said."}
    cli_home.write("rulings/more.yaml", yaml.safe_dump({"schema": 1, "distinct": [twice]}))
    answer = cli_home.run("load")
    assert answer.status == 1
    assert "are told apart twice; first in " in answer.err


@pytest.mark.parametrize("field", ["place", "series"])
def test_a_ruling_for_what_the_registry_lacks_is_told(home: Path, cli_home: CliHome, field: str) -> None:
    ruling = {"event": "talks-2024-07", "field": field, "value": "nowhere", "because": "So it was."}
    cli_home.write("rulings/more.yaml", yaml.safe_dump({"schema": 1, "rulings": [ruling]}))
    answer = cli_home.run("load")
    assert answer.status == 1
    assert re.search(
        rf"entries/rulings/more\.yaml:\d+:\d+ rulings\[0\].value: unknown {field} 'nowhere'; ", answer.err
    )
