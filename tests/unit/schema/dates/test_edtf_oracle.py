"""Imprecise dates under generated texts: what always holds, and agreement with the edtf package."""

from calendar import monthrange
from datetime import date
from time import struct_time

import edtf
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from communique.schema.dates import (
    DateError,
    Edtf,
    covering_interval,
    date_sort_key,
    format_date,
    has_overlap,
    is_compatible,
    is_refined_by,
    is_valid_date,
    parse_date,
)


@st.composite
def plain(draw: st.DrawFn, years: st.SearchStrategy[int]) -> str:
    """A date without X and without a qualifier."""
    year, form = draw(years), draw(st.sampled_from(["day", "day", "month", "season", "year"]))
    month = draw(st.integers(1, 12))
    match form:
        case "day":
            return f"{year:04}-{month:02}-{draw(st.integers(1, monthrange(year, month)[1])):02}"
        case "month":
            return f"{year:04}-{month:02}"
        case "season":
            return f"{year:04}-{draw(st.integers(21, 24))}"
        case _:
            return f"{year:04}"


@st.composite
def unspecified(draw: st.DrawFn, years: st.SearchStrategy[int]) -> str:
    year, month = draw(years), draw(st.integers(1, 12))
    text = f"{year:04}"
    forms = [text[:3] + "X", text[:2] + "XX", text + "-XX", f"{text}-{month:02}-XX", text + "-XX-XX"]
    return draw(st.sampled_from(forms))


def texts(years: st.SearchStrategy[int]) -> st.SearchStrategy[str]:
    """Every form of our grammar."""
    marks = st.sampled_from(["", "", "~", "?", "%"])
    side = st.builds(str.__add__, plain(years), marks)
    single = st.one_of(side, st.builds(str.__add__, unspecified(years), marks))
    closed = st.tuples(side, side).map("/".join).filter(is_valid_date)
    left = st.builds(str.__add__, st.sampled_from(["../", "/"]), side)
    right = st.builds(str.__add__, side, st.sampled_from(["/..", "/"]))
    return st.one_of(single, closed, left, right)


WIDE = texts(st.one_of(st.integers(1, 9999), st.sampled_from([1, 2, 9, 99, 1999, 2000, 9998, 9999])))
# So few years that generated dates often lie within one another.
DENSE = texts(st.sampled_from([2019, 2020])).map(parse_date)


@given(WIDE)
def test_bounds_are_ordered_and_text_round_trips(text: str) -> None:
    found = parse_date(text)
    start, end = (found.start_earliest, found.start_latest), (found.end_earliest, found.end_latest)
    assert (start[0] is None) == (start[1] is None)
    assert (end[0] is None) == (end[1] is None)
    pairs = [(start[0], start[1]), (end[0], end[1]), (start[0], end[0]), (start[1], end[1])]
    assert all(low <= high for low, high in pairs if low and high)
    assert any(start + end)
    assert found.is_interval == ("/" in found.text)
    assert parse_date(str(found)) == found
    left, slash, right = text.partition("/")
    assert found.text == (left if slash and left == right else text)
    assert format_date(found)


@given(st.one_of(st.text(), st.text("0123456789-/.~?%XTuy JuneMay", max_size=25), WIDE.map(lambda t: t[:-1])))
def test_any_text_is_a_date_or_a_date_error_with_a_cure_that_works(text: str) -> None:
    try:
        assert parse_date(text).text
    except DateError as error:
        assert not is_valid_date(text)
        what, cure = error.what, error.cure
        assert what
        assert cure
        if cure.startswith("write ") and what.endswith("is not EDTF") and "for example" not in cure:
            assert is_valid_date(cure.removeprefix("write "))
    else:
        assert is_valid_date(text)


@given(DENSE, DENSE, DENSE)
def test_contains_is_a_strict_partial_order(a: Edtf, b: Edtf, c: Edtf) -> None:
    assert not is_refined_by(a, a)
    assert not (is_refined_by(a, b) and is_refined_by(b, a))
    if is_refined_by(a, b) and is_refined_by(b, c):
        assert is_refined_by(a, c)


@settings(max_examples=200)
@given(st.lists(DENSE, min_size=3, max_size=14, unique=True))
def test_refinements_chain_in_whole_sets(found: list[Edtf]) -> None:
    below = {a: {b for b in found if is_refined_by(a, b)} for a in found}
    assert all(below[b] < below[a] for a in found for b in below[a])


@given(DENSE)
def test_a_qualified_date_is_refined_by_the_same_date_unqualified(found: Edtf) -> None:
    assume(found.approximate or found.uncertain)
    bare = parse_date(found.text.translate({ord(mark): None for mark in "~?%"}))
    assert is_refined_by(found, bare)
    assert not is_refined_by(bare, found)


@given(DENSE, DENSE)
def test_compatible_and_overlaps_are_symmetric(a: Edtf, b: Edtf) -> None:
    assert is_compatible(a, b) == is_compatible(b, a)
    assert has_overlap(a, b) == has_overlap(b, a)
    if is_refined_by(a, b):
        assert is_compatible(a, b)
        if not a.approximate and not b.approximate:
            assert has_overlap(a, b)


@given(st.lists(DENSE, min_size=1, max_size=6), st.integers(1, 5))
def test_hull_covers_all_and_nothing_more_in_any_order(found: list[Edtf], turn: int) -> None:
    unbounded = [
        any(getattr(each, side) is None for each in found) for side in ("start_earliest", "end_latest")
    ]
    if all(unbounded):
        with pytest.raises(DateError, match="no day bounds"):
            covering_interval(found)
        return
    cover = covering_interval(found)
    reach = [date_sort_key(each)[:2] for each in found]
    assert date_sort_key(cover)[:2] == (min(first for first, _ in reach), max(last for _, last in reach))
    assert covering_interval(found[::-1]) == covering_interval(found[turn:] + found[:turn]) == cover
    assert date_sort_key(covering_interval([cover, *found]))[:2] == date_sort_key(cover)[:2]


# Where we mean to differ from the edtf package (5.0.2), by what the text looks like.
DIFFERENCES = {
    "winter": "a winter ends with the next February, theirs with December of its own year",
    "qualified season": "we accept 2024-21~ alone, they only inside an interval",
    "unknown side": "we leave it without a bound, they bound it ten years away",
    "year zero": "000X and 00XX begin in year 1, theirs in year 0, which the calendar does not have",
}


SEASONS = ("21", "22", "23", "24")


def difference(text: str) -> set[str]:
    sides = text.split("/")
    winters = any(side[5:7] == "24" for side in sides)
    return {
        *({"winter"} if winters else ()),
        *({"qualified season"} if len(sides) == 1 and text[5:7] in SEASONS and text[7:] else ()),
        *({"unknown side"} if "" in sides else ()),
        *({"year zero"} if text[:4] in ("000X", "00XX") else ()),
    }


def theirs(text: str) -> tuple[date | None, date | None]:
    """Earliest and latest day as the edtf package has it, None where it has infinity."""
    found = edtf.parse_edtf(text)
    bounds = found.lower_strict(), found.upper_strict()
    low, high = (date(*each[:3]) if isinstance(each, struct_time) else None for each in bounds)
    return low, high


def ours(text: str) -> tuple[date | None, date | None]:
    found = parse_date(text)
    return found.start_earliest, found.end_latest


@settings(max_examples=150)
@given(WIDE.filter(lambda text: not difference(text)))
def test_bounds_agree_with_the_edtf_package(text: str) -> None:
    assert ours(text) == theirs(text)


@pytest.mark.parametrize(
    ("text", "reason", "mine", "other"),
    [
        ("2024-24", "winter", ("2024-12-01", "2025-02-28"), ("2024-12-01", "2024-12-31")),
        ("2023/2024-24", "winter", ("2023-01-01", "2025-02-28"), ("2023-01-01", "2024-12-31")),
        ("2017/", "unknown side", ("2017-01-01", None), ("2017-01-01", "2027-01-01")),
        ("/2017", "unknown side", (None, "2017-12-31"), ("2007-12-31", "2017-12-31")),
    ],
)
def test_deliberate_differences(
    text: str, reason: str, mine: tuple[str | None, ...], other: tuple[str | None, ...]
) -> None:
    assert difference(text) == {reason} <= DIFFERENCES.keys()
    as_days = [tuple(each and date.fromisoformat(each) for each in bounds) for bounds in (mine, other)]
    assert [ours(text), theirs(text)] == as_days


def test_deliberate_differences_in_what_is_accepted() -> None:
    assert difference("2024-21~") == {"qualified season"}
    assert ours("2024-21~") == (date(2024, 3, 1), date(2024, 5, 31))
    with pytest.raises(edtf.parser.edtf_exceptions.EDTFParseException):
        edtf.parse_edtf("2024-21~")
    for text in ("000X", "00XX"):
        assert difference(text) == {"year zero"}
        assert ours(text)[0] == date.min
        assert edtf.parse_edtf(text).lower_strict().tm_year == 0
    # They accept these; we do not. Years 0, level 2, and an end before its start.
    for text in (
        "0000",
        "1XXX",
        "1985-XX-12",
        "201X/2020",
        "2018-12-XX/2019",
        "../..",
        "2017/2016",
        "Y12024",
    ):
        assert not is_valid_date(text)
        assert edtf.parse_edtf(text) is not None
