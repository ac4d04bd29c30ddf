"""Troubles that users of comparable tools report, each a small record: what check should say of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from communique.schema.tables.actor import Actor
from communique.site.downloads.tables import build_table_schema
from fixtures.cli_home import CliHome
from fixtures.record import article, meeting

YEAR = "articles/2024"
UNIT = Path(__file__).parents[2]


TITLE = "Two ministers meet in the capital"


def _entry(event: str = "talks-2024-07", title: str | None = TITLE, **fields: Any) -> dict[str, Any]:
    fields = {"date": "2024-07-28", "participants": [{"actor": "JP"}]} | fields
    return meeting(event, title=title, **fields)


def visitors(person: str) -> list[dict[str, Any]]:
    """A host, and a guest for whom somebody came."""
    return [{"actor": "KR", "role": "host"}, {"actor": "JP", "role": "attendee", "people": [person]}]


def _run_check(home: CliHome) -> str:
    answer = home.run("check")
    assert "Traceback" not in answer.err
    return answer.out


def test_01_one_article_under_two_addresses(cli_home: CliHome) -> None:
    again = _entry(title=None, summary=None)
    cli_home.record(
        {
            "a": article(_entry(), url="https://example.org/a", title="Ministers meet"),
            "b": article(again, url="http://www.example.org/a/?utm_source=rss", title="Ministers meet"),
        }
    )
    assert "a.yaml seems to be of the same article" in _run_check(cli_home)


@pytest.mark.parametrize(
    ("other", "is_alike"),
    [
        ({}, True),
        ({"identifiers": {"dataset": {"visits": "2"}}}, False),
        ({"identifiers": {"dataset": {"travels": "1"}}}, True),
        ({"participants": visitors("shin-won-sik")}, False),
        ({"participants": visitors("kihara-minoru")}, True),
    ],
)
def test_rows_of_a_table_and_visits_of_others_are_two(
    other: dict[str, Any], is_alike: bool, cli_home: CliHome
) -> None:
    """A list that has two visits of a day has two; who came tells visits of one state apart."""
    visit = {
        "kind": "visit",
        "paragraphs": [1],
        "date": "2024-07-28",
        "participants": visitors("kihara-minoru"),
    }
    first = visit | {
        "id": "visit-1",
        "title": "One comes",
        "summary": "One comes to see the other, as the list has it.",
    }
    second = first | {"id": "visit-2", "title": "Another comes"} | other
    first = first | {"identifiers": {"dataset": {"visits": "1"}}}
    cli_home.record({"a": article(first), "b": article(second, publisher="yonhap")})
    assert ("are alike" in _run_check(cli_home)) == is_alike


def test_03_one_event_under_two_ids_and_how_to_say_that_they_are_two(cli_home: CliHome) -> None:
    first = _entry(
        "ministers-tokyo-2024-07-28", "Defence ministers of Japan and the United States meet in Tokyo"
    )
    second = _entry("tokyo-ministers-2024-07", "Defence ministers of Japan and the US meet in Tokyo")
    articles = {"a": article(first), "b": article(second, publisher="yonhap")}
    cli_home.record(articles)
    line = "{events: [ministers-tokyo-2024-07-28, tokyo-ministers-2024-07], because: …}"
    assert f"add to rulings.yaml, under distinct: - {line}" in _run_check(cli_home)
    distinct = {
        "events": ["ministers-tokyo-2024-07-28", "tokyo-ministers-2024-07"],
        "because": "One is by video.",
    }
    cli_home.record(articles, rulings={"distinct": [distinct]})
    assert "are alike" not in _run_check(cli_home)


@pytest.mark.parametrize(
    "name",
    ["Wire-2024-07-28", "wire 2024", "wire_2024", "aux", "index"],
    ids=[
        "05-file-name-upper-case",
        "06-file-name-space",
        "08-file-name-underscore",
        "11-reserved",
        "10-index",
    ],
)
@pytest.mark.parametrize("command", ["check", "load"])
def test_a_file_name_is_refused_by_name_and_cure(cli_home: CliHome, name: str, command: str) -> None:
    cli_home.record({name: article(_entry())})
    answer = cli_home.run(command)
    assert answer.status == 1
    told = answer.out + answer.err
    assert f"{name}.yaml" in told
    assert "lower-case letters, digits and single hyphens" in told or "cannot name a file" in told
    assert "constraint" not in told.casefold()


@pytest.mark.parametrize("name", ["index", "con", "nul", "prn", "aux", "com1", "lpt9"])
def test_10_and_11_an_id_that_no_system_bears_is_refused(cli_home: CliHome, name: str) -> None:
    cli_home.record({"a": article(_entry(name))})
    assert f"events[0].id: '{name}' cannot name a file or a page everywhere" in _run_check(cli_home)


@pytest.mark.parametrize("name", ["index", "con"])
@pytest.mark.parametrize("section", ["places", "series", "topics"])
def test_so_is_an_id_of_the_registry(cli_home: CliHome, section: str, name: str) -> None:
    cli_home.record()
    content = {
        "places": "{name: X, precision: site}",
        "series": "{name: X, kind: visit}",
        "topics": "{name: X}",
    }
    cli_home.write("registry/more.yaml", f"schema: 1\n{section}:\n  {name}: {content[section]}\n")
    assert f"'{name}' cannot name a file or a page everywhere" in _run_check(cli_home)


def test_19_published_in_the_future(cli_home: CliHome) -> None:
    cli_home.record({"a": article(_entry(), published="2031-01-01")})
    assert "published on 2031-01-01, after it was read on 2026-11-23" in _run_check(cli_home)


TEXT = """\
schema: 1
source:
  publisher: yonhap
  kind: wire
  title: The two meet
  url: null
  published: 2024-07-28
  accessed: 2026-11-23
events:
  - id: talks-2024-07
    kind: meeting
    title: Council adopts a resolution
    summary: Council adopted a resolution in the city of New York by a vote that nobody there opposed at all.
    paragraphs: 1
    date: 2024-07-28
    participants:
      - {actor: JP}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("a resolution\n", "resolution #1718 on sanctions\n", "12:12 events[0].title: the text ends before ' #'"),
        ("a resolution in", "resolution #1718 in", "13:14 events[0].summary: the text ends before ' #'"),
        ("actor: JP", "actor: jp", "unknown actor 'jp'; did you mean JP?\n"),
        ("date: 2024-07-28", "date: null", "nothing is written for date; write it, or remove date where"),
        ("    title: C", "<<<<<<< HEAD\n    title: C", "12:1: a merge was left unfinished here (<<<<<<<)"),
        ("title: Council", "title: Council\ufffd", "U+FFFD stands where a character was lost"),
        ("title: Council", "title: Councilâ€™s", "'â€™' is a sign of a wrong decoding"),
        ("title: Council", "title: Council &amp; co", "&amp; is HTML; write &"),
        ("kind: meeting", "kind: vote", "'vote' is no kind of event; write one of meeting, memorandum, exercise"),
        ("date: 2024-07-28\n    part", "date: 2018-Q3\n    part", "2018-35"),
    ],
    ids=[
        "12-hash-in-title", "12-hash-in-summary", "23-wrong-case-of-a-country", "25-null-value", "26-merge-conflict",
        "28-lost-in-decoding", "28-misread", "28-entity", "29-unknown-kind", "21-quarter",
    ],
)  # fmt: skip
def test_a_slip_in_one_line_is_told_with_its_cure(cli_home: CliHome, old: str, new: str, said: str) -> None:
    cli_home.record()
    cli_home.write(f"{YEAR}/a.yaml", TEXT.replace(old, new, 1))
    assert said in _run_check(cli_home)


def test_a_lost_character_written_as_an_escape_is_seen(cli_home: CliHome) -> None:
    cli_home.record()
    text = TEXT.replace("title: Council adopts a resolution", 'title: "Council\\uFFFD adopts a resolution"')
    cli_home.write(f"{YEAR}/a.yaml", text)
    assert "U+FFFD stands where a character was lost" in _run_check(cli_home)


def test_23_nobody_makes_a_second_japan(cli_home: CliHome) -> None:
    cli_home.record()
    answer = cli_home.run("new", "organisation", "jp", "--name", "Japan", "--kind", "state")
    assert answer.status == 2
    assert "there is actor 'JP' already" in answer.err


ELSEWHERE = {
    "14-cjk-inside-a-title": "site/search/test_documents.py::"
    "test_a_word_inside_a_run_without_spaces_is_found_by_its_pairs",
    "16-search-by-day": "loaders/curation/test_find_ids.py::test_a_day_finds_the_events_of_that_time",
    "17-search-by-id": "loaders/curation/test_find_ids.py::test_what_is_meant_comes_first",
    "30-csv-of-visits": "commands/test_table_import.py::test_a_second_run_changes_nothing_and_a_dry_one_neither",
    "34-old-event-new-entry": "site/formats/test_feeds.py::"
    "test_what_is_entered_late_comes_first_and_a_change_is_told_to_whom_it_concerns",
    "35-offline": "../browser/test_old_browsers.py::"
    "test_opened_from_disk_pages_are_read_and_search_says_what_it_needs",
}  # fmt: skip
"""The troubles that are no slip of a curator, and which test holds that each is mended."""


@pytest.mark.parametrize("case", ELSEWHERE)
def test_every_other_trouble_has_a_test_in_its_own_room(case: str) -> None:
    file, _, name = ELSEWHERE[case].partition("::")
    assert f"\ndef {name}(" in (UNIT / file).read_text("utf-8"), (
        f"{case} has no test: {ELSEWHERE[case]} is gone"
    )


def test_namibia_stays_namibia() -> None:
    """32-namibia: readers' libraries take NA for a missing value, so the page of the data and its descriptor say."""
    assert "Namibia" in (UNIT / "../../site/templates/data.html").read_text("utf-8")
    assert build_table_schema(Actor.metadata.tables["actor"])["missingValues"] == [""]


def test_publishing_says_what_the_page_for_unknown_addresses_needs_in_a_folder() -> None:
    """37-404-in-a-folder."""
    text = (UNIT / "../../site/docs/developers/publishing.md").read_text("utf-8")
    assert "as `/repo/`, the page for unknown addresses is unstyled" in text
