"""Whatever stands in a file of the record, it is refused with file, line and cure, and nothing is changed."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

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
