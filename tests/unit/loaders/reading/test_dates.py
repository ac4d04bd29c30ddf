"""Dates that a text tells from the day of publication are resolved as a reader resolves them."""

import datetime as dt

import pytest

from communique.loaders.reading.dates import _clause_around, find_dates
from communique.loaders.reading.times import find_offset, find_times

SUNDAY = dt.date(2024, 7, 28)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("The ministers met on Sunday.", ["2024-07-28"]),
        ("The ministers met on Friday.", ["2024-07-26"]),
        ("They will meet on Monday.", ["2024-07-29"]),
        ("It flew early Monday local time.", ["2024-07-29"]),
        ("They met in Singapore last month.", ["2024-06"]),
        ("Earlier this month, they spoke.", ["2024-07"]),
        ("Next year, South Korea will host them.", ["2025"]),
        ("They agreed in August to go on.", ["2023-08"]),
        ("They will go on in December.", ["2024-12"]),
        ("The drill was held last August.", ["2023-08"]),
        ("the incident of December 2018", ["2018-12"]),
        ("It flew on Dec. 20 last year.", ["2023-12-20"]),
        ("It flew on January 18 and was seen.", ["2024-01-18"]),
        ("The drill ran from June 27 to 29.", ["2024-06-27/2024-06-29"]),
        ("The drill is set for Aug. 11-21.", ["2024-08-11/2024-08-21"]),
        ("13-15 November 2024", ["2024-11-13/2024-11-15"]),
        ("on 23.01.2019", ["2019-01-23"]),
        ("They met on Friday, a day after the launch.", ["2024-07-26", "2024-07-25"]),
        ("It flew on July 9 and 21.", ["2024-07-09", "2024-07-21"]),
        ("On July 9 and 21 ships stayed away.", ["2024-07-09", "2024-07-21"]),
        ("They sent 9 and 21 ships.", []),
        ("28日、東京で会談した", ["2024-07-28"]),
        ("2024年6月2日の会談", ["2024-06-02"]),
        ("7월 28일 도쿄에서", ["2024-07-28"]),
        ("some 2,017 troops and 2018 people", []),
    ],
)
def test_dates(text, dates):
    assert [mention.edtf for mention in find_dates(text, SUNDAY)] == dates


def test_since_when_something_holds_is_no_day_of_an_event():
    (mention,) = find_dates("the first visit since 2009", SUNDAY)
    assert mention.is_bound


def test_without_a_day_of_publication_only_whole_dates_are_found():
    assert [m.edtf for m in find_dates("On Sunday, and on 3 May 2023.", None)] == ["2023-05-03"]


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("at 7:11 a.m. local time", "07:11+09:00"),
        ("at 2:36 a.m. Moscow time", "08:36+09:00"),
        ("(0927 GMT)", "18:27+09:00"),
        ("at 14:49", "14:49+09:00"),
    ],
)
def test_times_are_turned_to_the_clock_of_the_place(text, local):
    (time,) = find_times(text)
    assert time.to_local(SUNDAY, dt.timedelta(hours=9))[1] == local


def test_a_time_in_another_zone_may_belong_to_the_next_day():
    (time,) = find_times("at 11:36 p.m. GMT")
    assert time.to_local(dt.date(2024, 10, 30), dt.timedelta(hours=9)) == (
        dt.date(2024, 10, 31),
        "08:36+09:00",
    )


def test_the_clocks_of_a_territory_are_those_of_the_day():
    assert find_offset("KP", dt.date(2017, 1, 1)) == dt.timedelta(hours=8, minutes=30)
    assert find_offset("JP", SUNDAY) == dt.timedelta(hours=9)
    assert find_offset("US", SUNDAY) is None


def test_a_text_without_a_full_stop_is_no_clause() -> None:
    """A date in a list as long as a book is judged by what stands around it."""
    sentence = "They will go. ".replace(".", "") + "and so on " * 200 + "they met on 28 July"
    assert "will" not in _clause_around(sentence, len(sentence) - 7, len(sentence))
    assert "they met" in _clause_around(sentence, len(sentence) - 7, len(sentence))
