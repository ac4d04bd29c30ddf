"""A draft is kept out of load and build, and is no error for anybody else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from communique.loaders.entry_files import DatasetFile
from fixtures.cli_home import CliHome
from fixtures.record import article, meeting

DRAFT = "articles/2024/b.yaml"
HALF_DONE = "schema: 1\ndraft: true  # till Monday\nsource:\n  publisher: nobody\n  title: [\n"


def written(home: CliHome, text: str = HALF_DONE) -> None:
    home.record({"a": article(meeting("one-2024"))})
    home.write(DRAFT, text)


def test_nothing_is_loaded_of_it_and_check_names_it(cli_home: CliHome) -> None:
    written(cli_home)
    checked = cli_home.run("check")
    assert checked.status == 0
    assert f"entries/{DRAFT}: a draft, kept out of load and build" in checked.err
    assert json.loads(cli_home.run("check", "--json").out)["drafts"] == [DRAFT]
    assert cli_home.run("load").status == 0
    assert cli_home.events() == ["one-2024"]
    assert f"entries/{DRAFT}: a draft" in cli_home.run("plan").err
    assert json.loads(cli_home.run("plan", "--json").out)["drafts"] == [DRAFT]
    assert cli_home.run("fmt", "--check").status == cli_home.run("fmt", "--check", "entries/articles").status


def test_what_is_wrong_with_it_is_told_who_asks(cli_home: CliHome) -> None:
    written(cli_home)
    answer = cli_home.run("check", f"entries/{DRAFT}")
    assert answer.status == 0
    assert f"entries/{DRAFT}:" in answer.out
    assert "0 errors · 1 warning" in answer.err


def test_an_entry_that_becomes_a_draft_leaves_and_comes_back(cli_home: CliHome) -> None:
    whole: dict[str, Any] = {"a": article(meeting("one-2024")), "b": article(meeting("two-2024"))}
    cli_home.record(whole)
    assert cli_home.run("load").status == 0
    half = whole | {"b": {"schema": 1, "draft": True} | whole["b"]}
    cli_home.record(half)
    assert cli_home.run("load").status == 0
    assert cli_home.events() == ["one-2024"]
    cli_home.record(whole)
    assert cli_home.run("load").status == 0
    assert cli_home.events() == ["one-2024", "two-2024"]
    cli_home.record(half)
    assert cli_home.run("load", "--rebuild").status == 0
    assert cli_home.events() == ["one-2024"]


def test_an_event_that_only_a_draft_reports_is_not_there(cli_home: CliHome) -> None:
    cli_home.record(
        {
            "a": article(meeting("one-2024", links=[{"follows": "two-2024"}])),
            "b": {"draft": True} | article(meeting("two-2024")),
        }
    )
    answer = cli_home.run("check")
    assert answer.status == 1
    assert "two-2024" in answer.out


@pytest.mark.parametrize(
    ("line", "is_draft"),
    [
        ("draft: true", True),
        ("draft: true  # so", True),
        ("draft: true\r", True),
        (" draft: true", False),
        ("draft: false", False),
        ("draft: truely", False),
    ],
)
def test_a_draft_is_told_by_a_line_of_its_own(line: str, is_draft: bool) -> None:
    assert DatasetFile("a.yaml", "", f"schema: 1\n{line}\nsource: {{}}\n").is_draft is is_draft


def test_a_draft_that_is_written_otherwise_is_refused_with_the_cure(cli_home: CliHome) -> None:
    written(cli_home, json.dumps({"draft": True} | article(meeting("two-2024"))))
    answer = cli_home.run("check")
    assert answer.status == 1
    assert "draft is read only on a line of its own; write draft: true at the start of a line" in answer.out
