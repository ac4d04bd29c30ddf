"""A quarter of a year and one of several dates: read, ordered, refined, in words, and offered as a cure."""

from __future__ import annotations

import datetime as dt

import pytest

from communique.errors import RecordError
from communique.loaders.curation.format_files import format_text
from communique.schema.dates import parse_date
from communique.schema.dates.compare import covering_interval, date_sort_key, is_compatible, is_refined_by
from communique.schema.dates.format import format_date
from communique.schema.dates.grammar import DateError, DatePrecision


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2018-33", "2018-01-01", "2018-03-31", "first quarter of 2018"),
        ("2018-35", "2018-07-01", "2018-09-30", "third quarter of 2018"),
        ("2018-36~", "2018-10-01", "2018-12-31", "about fourth quarter of 2018"),
        ("[2018-05, 2018-06]", "2018-05-01", "2018-06-30", "May or June 2018"),
        ("[2018-05-03, 2018-05-05, 2018-05-09]", "2018-05-03", "2018-05-09", "3, 5 or 9 May 2018"),
        ("[2018-12, 2019-01]", "2018-12-01", "2019-01-31", "December 2018 or January 2019"),
        ("[2018, 2020]", "2018-01-01", "2020-12-31", "2018 or 2020"),
    ],
)
def test_bounds_and_words(text: str, first: str, last: str, words: str) -> None:
    date = parse_date(text)
    assert date.text == text
    assert (date.start_earliest, date.end_latest) == (
        dt.date.fromisoformat(first),
        dt.date.fromisoformat(last),
    )
    assert (date.end_earliest, date.start_latest) == (date.start_earliest, date.end_latest)
    assert format_date(date) == words
    assert date.precision is (DatePrecision.ALTERNATIVES if "[" in text else DatePrecision.QUARTER)


def test_a_set_is_sorted() -> None:
    assert parse_date("[2018-06,2018-05]") == parse_date("[2018-05, 2018-06]")
    assert date_sort_key(parse_date("2018-04")) < date_sort_key(parse_date("[2018-05, 2018-06]"))


@pytest.mark.parametrize(
    ("coarse", "fine", "expected"),
    [
        ("2018", "2018-35", True),
        ("2018-35", "2018-08", True),
        ("2018-35", "2018-10", False),
        ("[2018-05, 2018-08]", "2018-05", True),
        ("[2018-05, 2018-08]", "2018-08-03", True),
        ("[2018-05, 2018-08]", "2018-06", False),
        ("[2018-05, 2018-08]", "[2018-05-02, 2018-08]", True),
        ("[2018-05, 2018-08]", "[2018-05, 2018-08]", False),
        ("2018", "[2018-05, 2018-08]", True),
        ("[2018-05, 2018-08]", "2018", False),
        ("2018-05/2018-08", "[2018-05, 2018-08]", False),
    ],
)
def test_refinement(coarse: str, fine: str, expected: bool) -> None:
    assert is_refined_by(parse_date(coarse), parse_date(fine)) is expected
    assert is_compatible(parse_date(fine), parse_date(coarse)) is (
        expected or coarse == fine or "2018" in (coarse, fine)
    )


def test_an_interval_covers_a_set() -> None:
    dates = map(parse_date, ("[2018-05, 2018-08]", "2018-12"))
    assert covering_interval(dates).text == "2018-05/2018-12"


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("2018-Q3", "write 2018-35"),
        ("Q3 2018", "write 2018-35"),
        ("third quarter of 2018", "write 2018-35"),
        ("2018-37", "or a quarter from 33 to 36"),
        ("[2018-05]", "write 2018-05"),
        ("[2018-05, 2018-05-03]", "write dates that exclude each other"),
        ("[2018-05, May]", r"write \"\[2018-05, 2018-06\]\""),
        ("{2018, 2019}", "write an interval"),
    ],
)
def test_the_cure_for_what_is_no_date(text: str, cure: str) -> None:
    with pytest.raises(DateError, match=cure):
        parse_date(text)


ENTRY = """schema: 1
source:
  publisher: kyodo-news
  kind: wire
  title: Talks
  url: null
  published: 2024-07-28
  accessed: 2026-11-23
events:
  - {{id: talks-2018, kind: meeting, paragraphs: 1, date: {}}}
"""


@pytest.mark.parametrize("written", ['"[2018-05, 2018-06]"', "[2018-05, 2018-06]", "[2018-06, 2018-05]"])
def test_an_entry_may_write_a_set_as_yaml_or_as_text(written: str) -> None:
    assert '"[2018-05, 2018-06]"' in format_text(ENTRY.format(written), "articles/a.yaml")


def test_a_list_of_long_values_stays_several_versions() -> None:
    text = format_text(
        ENTRY.format("[{value: 2018-05}, {value: 2018-06, modality: denied}]"), "articles/a.yaml"
    )
    assert "denied" in text
    assert '"[' not in text


def test_an_entry_takes_a_quarter() -> None:
    assert "date: 2018-35" in format_text(ENTRY.format("2018-35"), "articles/a.yaml")
    with pytest.raises(RecordError, match="write 2018-35"):
        format_text(ENTRY.format("2018-Q3"), "articles/a.yaml")
