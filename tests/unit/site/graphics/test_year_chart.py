"""The strip of years: drawn once, and told in words."""

from __future__ import annotations

from xml.etree import ElementTree

from communique.site.graphics.year_chart import describe_years, draw_year_chart, scale_bars
from communique.site.pages.components import YearCount

YEARS = (
    YearCount(2018, 1, (("incident", 1),)),
    YearCount(2019, 0),
    YearCount(2020, 40, (("incident", 4), ("meeting", 36))),
    YearCount(2021, 2, (("memorandum", 2),)),
)


def test_a_mark_stands_for_every_year_and_kind_with_an_event() -> None:
    root = ElementTree.fromstring(str(draw_year_chart(YEARS)))
    titles = [title.text for title in root.iterfind("svg/*/title")]
    assert titles == ["2020: 36 meetings", "2021: 2 memoranda", "2018: 1 incident", "2020: 4 incidents"]


def test_kinds_are_told_apart_by_shape() -> None:
    root = ElementTree.fromstring(str(draw_year_chart(YEARS)))
    shapes = {mark.get("class"): mark.tag for mark in root.iterfind("svg/*[title]")}
    assert shapes == {"meeting": "circle", "memorandum": "rect", "incident": "path"}


def test_the_picture_is_told_in_words() -> None:
    root = ElementTree.fromstring(str(draw_year_chart(YEARS)))
    said = "43 events held from 2018 to 2021, most in 2020: 40."
    assert describe_years(YEARS) == root.findtext("svg/title") == said
    legend = root.find("small")
    assert legend is not None
    assert "".join(legend.itertext()) == f"{said} 36 meetings 2 memoranda 5 incidents"


def test_years_without_events_at_the_ends_are_told() -> None:
    wider = (YearCount(2010, 0), *YEARS)
    assert describe_years(wider) == f"{describe_years(YEARS)} The line runs from 2010 to 2021."


def test_one_event_or_none_needs_no_picture() -> None:
    assert draw_year_chart(()) == draw_year_chart(YEARS[:1]) == ""


def test_heights_are_in_twentieths_and_the_least_is_seen() -> None:
    assert [height for _, height, _ in scale_bars(YEARS)] == [1, 0, 20, 1]
    assert scale_bars((YearCount(2020, 40, thin=1), YearCount(2021, 1, thin=1)))[0][1:] == (20, 1)


def test_what_is_thin_is_hatched_upon_the_rest_and_told() -> None:
    years = (*YEARS[:2], YearCount(2020, 40, (("meeting", 40),), thin=10))
    root = ElementTree.fromstring(str(draw_year_chart(years)))
    solid, hatched = (root.find(f"svg/path[@{name}]") for name in ("class='bars'", "stroke='url(#thin)'"))
    assert solid is not None
    assert hatched is not None
    top = solid.get("d", "").rpartition("V")[2]
    assert hatched.get("d", "").startswith(f"M60.0 {top}V")
    assert root.findtext("small/span[@class='hatched']") == (
        "on one originator or on texts read in part: 10 of 41"
    )
    assert draw_year_chart(YEARS).count("hatched") == 0
