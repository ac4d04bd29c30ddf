"""A check of one file tells everything that the file causes, wherever its other half stands."""

from __future__ import annotations

from typing import Any

import pytest

from communique import commands
from communique.commands.checking import CheckResult
from fixtures.cli_home import CliHome
from fixtures.record import article, meeting

FILE = "articles/2024/b.yaml"
ONE = article(meeting("one-2024-07-28", date="2024-07-28", participants=[{"actor": "JP"}]))
SECOND = meeting(
    "one-2024-07-28", title=None, summary=None, date="2024-07-28", participants=[{"actor": "JP"}]
)
LINKED = article(meeting("three-2024", links=[{"follows": "two-2024"}]), publisher="yonhap")
URL = "https://news.example/x"

CASES: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "a second title, in the file that comes later": (
        {"b": ONE, "c": article(meeting("one-2024-07-28", date="2024-07-28"), publisher="yonhap")},
        {}, "c.yaml:events[0].title: a second title for one-2024-07-28",
    ),
    "another date, told where it was first given": (
        {"a": ONE, "b": article(SECOND | {"date": "2024-07-27"}, publisher="yonhap", published="2024-07-29")},
        {}, "a.yaml:events[0].date: sources disagree on date",
    ),
    "an event that another file links to is gone": (
        {"b": article(meeting("four-2024")), "c": LINKED},
        {}, "c.yaml:events[0].links[0]: link to a missing event 'two-2024'",
    ),
    "a ruling has no event any more": (
        {"b": article(meeting("four-2024"))},
        {"rulings": [{"event": "two-2024", "field": "date", "value": "2024", "because": "So.", "grade": "slip"}]},
        "rulings.yaml:rulings[0].event: ruling on a missing event",
    ),
    "one article in two entries": (
        {"b": article(meeting("one-2024"), url=URL), "c": article(meeting("two-2024"), url=f"{URL}/?utm_source=rss")},
        {}, "c.yaml:source.url: articles/2024/b.yaml seems to be of the same article",
    ),
    "one event under two ids": (
        {"b": ONE, "c": article(meeting("two-2024-07-28", date="2024-07-28", participants=[{"actor": "JP"}]))},
        {}, "c.yaml:events[0].id: two-2024-07-28 and one-2024-07-28 are alike",
    ),
    "one kind here, another there": (
        {"b": ONE, "c": article(SECOND | {"kind": "visit"}, publisher="yonhap")},
        {}, "c.yaml:events[0].kind: one-2024-07-28 is of kind visit here",
    ),
    "a cycle": (
        {"b": article(meeting("one-2024", links=[{"part-of": "two-2024"}])),
         "c": article(meeting("two-2024", links=[{"part-of": "one-2024"}]))},
        {}, "a cycle of part-of",
    ),
}  # fmt: skip


def _check(home: CliHome, path: str) -> CheckResult:
    return commands.check(home.home, [home.home / "entries" / path])


def _say(result: CheckResult) -> str:
    return "\n".join(f"{it.path.rpartition('/')[2]}:{it.where}: {it.what}" for it in result.findings)


@pytest.mark.parametrize("name", CASES)
def test_a_finding_is_told_wherever_its_other_half_stands(cli_home: CliHome, name: str) -> None:
    articles, rulings, expected = CASES[name]
    cli_home.record(articles, rulings=rulings)
    assert expected in _say(_check(cli_home, FILE))
    whole = commands.check(cli_home.home)
    assert set(_check(cli_home, FILE).findings) <= set(whole.findings)


def test_what_other_files_have_wrong_by_themselves_is_left_to_them(cli_home: CliHome) -> None:
    wrong = article(meeting("five-2024", place="tokio"), publisher="yonhap")
    cli_home.record({"a": wrong, "b": article(meeting("two-2024"))})
    result = _check(cli_home, FILE)
    assert not result.findings


def test_a_file_that_nobody_understands_makes_nothing_missing(cli_home: CliHome) -> None:
    cli_home.record({"b": LINKED})
    cli_home.write("articles/2024/a.yaml", "schema: 1\nevents:\n  - id: two-2024\n   kind: meeting\n")
    result = _check(cli_home, FILE)
    assert not result.findings
    assert result.has_errors_elsewhere


def test_a_change_of_the_registry_is_told_where_it_is_missed(cli_home: CliHome) -> None:
    cli_home.record({"b": article(meeting("one-2024", place="kyoto"))})
    assert "b.yaml:events[0].place: unknown place 'kyoto'" in _say(_check(cli_home, "registry/all.yaml"))


def test_an_acceptance_puts_a_warning_to_rest_and_is_told_when_nothing_needs_it(cli_home: CliHome) -> None:
    short = meeting("one-2024", summary="They met.", accepted={"summary": "There is no more to say."})
    cli_home.record({"b": article(short)})
    assert not _check(cli_home, FILE).findings
    cli_home.record({"b": article(short | {"summary": meeting()["summary"]})})
    assert "summary is accepted, and check finds nothing of it here" in _say(_check(cli_home, FILE))
