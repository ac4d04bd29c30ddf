"""Imprecise dates, case by case: bounds, comparisons and words."""

from datetime import date
from itertools import permutations

import pytest

from communique.schema.dates import (
    DateError,
    DatePrecision,
    covering_interval,
    date_sort_key,
    format_date,
    has_overlap,
    is_compatible,
    is_refined_by,
    is_valid_date,
    parse_date,
)


def day(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)


# text · start earliest, start latest · end earliest, end latest · precision
BOUNDS = """\
2024-07-28             2024-07-28 2024-07-28  2024-07-28 2024-07-28  day
2024-06                2024-06-01 2024-06-30  2024-06-01 2024-06-30  month
2024-02                2024-02-01 2024-02-29  2024-02-01 2024-02-29  month
1900-02                1900-02-01 1900-02-28  1900-02-01 1900-02-28  month
2024                   2024-01-01 2024-12-31  2024-01-01 2024-12-31  year
0001-01-01             0001-01-01 0001-01-01  0001-01-01 0001-01-01  day
9999                   9999-01-01 9999-12-31  9999-01-01 9999-12-31  year
2018-12~               2018-12-01 2018-12-31  2018-12-01 2018-12-31  month
201X                   2010-01-01 2019-12-31  2010-01-01 2019-12-31  decade
000X                   0001-01-01 0009-12-31  0001-01-01 0009-12-31  decade
20XX                   2000-01-01 2099-12-31  2000-01-01 2099-12-31  century
2018-XX                2018-01-01 2018-12-31  2018-01-01 2018-12-31  year
2018-XX-XX             2018-01-01 2018-12-31  2018-01-01 2018-12-31  year
2018-12-XX             2018-12-01 2018-12-31  2018-12-01 2018-12-31  month
2024-21                2024-03-01 2024-05-31  2024-03-01 2024-05-31  season
2024-22                2024-06-01 2024-08-31  2024-06-01 2024-08-31  season
2024-23                2024-09-01 2024-11-30  2024-09-01 2024-11-30  season
2024-24                2024-12-01 2025-02-28  2024-12-01 2025-02-28  season
2023-24                2023-12-01 2024-02-29  2023-12-01 2024-02-29  season
9999-24                9999-12-01 9999-12-31  9999-12-01 9999-12-31  season
2018-35                2018-07-01 2018-09-30  2018-07-01 2018-09-30  quarter
2024-06-27/2024-06-29  2024-06-27 2024-06-27  2024-06-29 2024-06-29  interval
2024-06/2024-08        2024-06-01 2024-06-30  2024-08-01 2024-08-31  interval
2024-06-27/2024-07     2024-06-27 2024-06-27  2024-07-01 2024-07-31  interval
2024-06-27/2024-06     2024-06-27 2024-06-27  2024-06-27 2024-06-30  interval
2024/2024-03-05        2024-01-01 2024-03-05  2024-03-05 2024-03-05  interval
2017/..                2017-01-01 2017-12-31  -          -           interval
2017/                  2017-01-01 2017-12-31  -          -           interval
../2017                -          -           2017-01-01 2017-12-31  interval
/2017                  -          -           2017-01-01 2017-12-31  interval
""".splitlines()


@pytest.mark.parametrize("row", BOUNDS, ids=lambda row: row.split()[0])
def test_bounds_and_precision(row: str) -> None:
    text, *days, precision = row.split()
    found = parse_date(text)
    bounds = [found.start_earliest, found.start_latest, found.end_earliest, found.end_latest]
    assert (bounds, found.precision) == ([day(each) for each in days], precision)
    assert (found.text, str(found), is_valid_date(text)) == (text, text, True)


def test_every_precision_is_reached() -> None:
    assert {row.split()[-1] for row in BOUNDS} | {"alternatives"} == set(DatePrecision)
    alternatives = parse_date("[2018-05, 2018-06]")
    assert alternatives.precision == "alternatives"
    bounds = (alternatives.start_earliest, alternatives.start_latest, alternatives.end_latest)
    assert bounds == (day("2018-05-01"), day("2018-06-30"), day("2018-06-30"))


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2018", False, False),
        ("2018~", True, False),
        ("2018-12-05?", False, True),
        ("2018-12-XX%", True, True),
        ("2017~/2018?", True, True),
        ("2017/2018~", True, False),
        ("2017?/..", False, True),
    ],
)
def test_qualifiers(text: str, approximate: bool, uncertain: bool) -> None:
    assert (parse_date(text).approximate, parse_date(text).uncertain) == (approximate, uncertain)


@pytest.mark.parametrize(
    ("text", "is_interval", "open_start", "open_end"),
    [
        ("2017", False, False, False),
        ("2016/2017", True, False, False),
        ("../2017", True, True, False),
        ("/2017", True, False, False),
        ("2017/..", True, False, True),
        ("2017/", True, False, False),
    ],
)
def test_sides(text: str, is_interval: bool, open_start: bool, open_end: bool) -> None:
    found = parse_date(text)
    assert (found.is_interval, found.has_open_start, found.has_open_end) == (
        is_interval,
        open_start,
        open_end,
    )


@pytest.mark.parametrize("text", ["2024-06-27", "2024-06", "2024~", "2024-21?"])
def test_an_interval_of_a_date_with_itself_is_that_date(text: str) -> None:
    assert parse_date(f"{text}/{text}") == parse_date(text)


@pytest.mark.parametrize("text", ["201X", "20XX", "2018-XX", "2018-12-XX~"])
def test_no_interval_has_unspecified_digits_not_even_of_a_date_with_itself(text: str) -> None:
    assert is_valid_date(text)
    assert not is_valid_date(f"{text}/{text}")


# coarse ⊃ fine
REFINED = [
    ("2024-06", "2024-06-27/2024-06-29"),
    ("2024", "2024-06"),
    ("2024", "2024-06/2024-08"),
    ("2024-22", "2024-07"),
    ("201X", "2018"),
    ("20XX", "201X"),
    ("2024-06/2024-08", "2024-06-03/2024-08-05"),
    ("2018-12~", "2018-12"),
    ("2018-12~", "2018-11-30"),
    ("2018-12~", "2019-01"),
    ("2018-12-05~", "2018-12-06"),
    ("2018~", "2018-12~"),
    ("2018?", "2018"),
    ("2018%", "2018~"),
    ("2018%", "2018?"),
    ("2018", "2018-06~"),
    ("2018-12", "2018-12-XX"),
    ("2018", "2018-XX"),
    ("2018-XX", "2018-XX-XX"),
    ("2017/", "2017/.."),
    ("2017/..", "2017-03/2019"),
    ("../2017", "2015/2017-05"),
    ("0001-01~", "0001-01"),
    ("9999~", "9999-12-31"),
]
# neither refines the other, and they cannot both be right
CONTRADICTORY = [
    ("2018", "2018-12~"),  # about December 2018 may be January 2019
    ("2018-12~", "2018-10"),
    ("2018-12-05~", "2018-12-07"),
    ("2024-06-27/2024-06-29", "2024-06-28"),
    ("2024-06", "2024-06-27/2024-07-02"),
    ("2017/..", "2018/2019"),
    ("2024", "2024-24"),  # winter ends in 2025
    ("2024-06-27", "2024-06-28"),
]


@pytest.mark.parametrize(("coarse", "fine"), REFINED)
def test_refinement_goes_one_way(coarse: str, fine: str) -> None:
    a, b = parse_date(coarse), parse_date(fine)
    assert (is_refined_by(a, b), is_refined_by(b, a)) == (True, False)
    assert is_compatible(a, b)
    assert is_compatible(b, a)


@pytest.mark.parametrize(("left", "right"), CONTRADICTORY)
def test_contradictions(left: str, right: str) -> None:
    a, b = parse_date(left), parse_date(right)
    assert (is_refined_by(a, b), is_refined_by(b, a), is_compatible(a, b), is_compatible(b, a)) == (
        False,
    ) * 4


def test_a_date_is_compatible_with_itself_and_does_not_refine_itself() -> None:
    for row in BOUNDS:
        found = parse_date(row.split()[0])
        assert (is_refined_by(found, found), is_compatible(found, found)) == (False, True)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("2024-06", "2024-06-27/2024-07-02", True),
        ("2024-06-30", "2024-06", True),
        ("2024-06", "2024-07", False),
        ("2017/..", "2050", True),
        ("2017/..", "2016", False),
        ("../2017", "2017-12-31/", True),
        ("../2017", "2018", False),
        ("2024~", "2025", False),
    ],
)
def test_overlaps(left: str, right: str, expected: bool) -> None:
    assert (
        has_overlap(parse_date(left), parse_date(right)),
        has_overlap(parse_date(right), parse_date(left)),
    ) == (expected, expected)


def test_sort_key_is_chronological_a_day_before_its_month() -> None:
    order = ["../2017", "2016-11/2016-12", "2016-11/..", "2017-01-01", "2017-01", "2017", "2017~", "2017-02"]
    for shuffled in (order[::-1], sorted(order), sorted(order, key=len)):
        assert [each.text for each in sorted(map(parse_date, shuffled), key=date_sort_key)] == order


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["2024-06-27"], "2024-06-27"),
        (["2018-12-XX", "2018-12-XX"], "2018-12-XX"),
        (["2024-06-27", "2024-06-29"], "2024-06-27/2024-06-29"),
        (["2024-06-27/2024-06-29", "2024-06-28"], "2024-06-27/2024-06-29"),
        (["2024-06", "2024-07-02"], "2024-06/2024-07-02"),
        (["2024-06", "2024-06-01"], "2024-06"),
        (["2018", "2018-12~"], "2018"),
        (["2018-12~", "2018-12"], "2018-12~"),
        (["2018-12-XX", "2019-01-05"], "2018-12/2019-01-05"),
        (["201X", "2021-05"], "2010/2021-05"),
        (["201X~", "1999"], "1999/2019~"),
        (["2017/..", "2016/2019"], "2016/.."),
        (["2017/", "2017"], "2017/"),
        (["2017/", "2018/.."], "2017/.."),
        (["/2017", "2019"], "/2019"),
    ],
)
def test_hull(texts: list[str], expected: str) -> None:
    for order in permutations(texts):
        assert covering_interval(map(parse_date, order)).text == expected


def test_hull_of_nothing_and_of_no_bounds() -> None:
    with pytest.raises(DateError, match=r"^no dates to cover; give at least one$"):
        covering_interval([])
    with pytest.raises(DateError, match=r"^no day bounds \.\./2017 and 2016/\.\.; rule on the date by hand$"):
        covering_interval([parse_date("../2017"), parse_date("2016/..")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-07-28", "28 July 2024"),
        ("2024-06", "June 2024"),
        ("2024", "2024"),
        ("2024-06-27/2024-06-29", "27–29 June 2024"),
        ("2024-06-29/2024-07-02", "29 June – 2 July 2024"),
        ("2023-12-30/2024-01-02", "30 December 2023 – 2 January 2024"),
        ("2024-06/2024-08", "June–August 2024"),
        ("2023-06/2024-08", "June 2023 – August 2024"),
        ("2016/2018", "2016–2018"),
        ("2024-06-27/2024-07", "27 June 2024 – July 2024"),
        ("2024-21/2024-22", "spring 2024 – summer 2024"),
        ("2018-12~", "about December 2018"),
        ("2018?", "possibly 2018"),
        ("2018-12-05%", "possibly about 5 December 2018"),
        ("2017~/2018?", "about 2017 – possibly 2018"),
        ("2018-12-XX", "December 2018 (day unknown)"),
        ("2018-XX", "2018 (month unknown)"),
        ("2018-XX-XX", "2018 (month and day unknown)"),
        ("201X", "the 2010s"),
        ("201X~", "about the 2010s"),
        ("20XX", "the 21st century"),
        ("12XX", "the 13th century"),
        ("21XX", "the 22nd century"),
        ("22XX", "the 23rd century"),
        ("19XX", "the 20th century"),
        ("2024-22", "summer 2024"),
        ("2024-23", "autumn 2024"),
        ("2024-24", "winter 2024–25"),
        ("1999-24", "winter 1999–2000"),
        ("../2017", "until 2017"),
        ("/2017", "until 2017, start unknown"),
        ("2016-11/..", "since November 2016"),
        ("2016-11~/..", "since about November 2016"),
        ("2017/", "from 2017, end unknown"),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert format_date(parse_date(text)) == expected
