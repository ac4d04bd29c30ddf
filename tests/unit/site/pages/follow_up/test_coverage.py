"""How complete the record is: said on the pages concerned, with the share of what others counted."""

from __future__ import annotations

import pytest

from communique.schema import Base, Coverage, OutsideCount
from communique.site.pages.all_pages import build_views
from communique.site.render import render_view
from golden.record import record
from golden.rows import dates, session


def statement(**more: object) -> list[Base]:
    """A statement on launches, of which Japan counted four in 2023."""
    given = {
        "id": "launches",
        "country_id": "KP",
        "extent": "partial",
        "scope": "As texts were found.",
    } | more
    count = OutsideCount(coverage_id="launches", number=1, counted=4, counted_by="Japan", **dates("2023"))
    return [Coverage(**given), count]


def notes(*rows: Base) -> dict[str, str]:
    """The pages that say something on coverage, by path."""
    with session([*record(), *rows]) as opened:
        return {
            view.path: text
            for view in build_views(opened)
            if "How complete" in (text := render_view(view)) or "As texts were found." in text
        }


def test_said_on_the_pages_concerned() -> None:
    found = notes(*statement(incident_type="missile-launch", year=2023))
    assert set(found) == {
        *("index.md", "about.md", "countries/kp.md", "years/2023.md", "launches.md", "launches/2023.md"),
        *("timeline.md", "years/2023/12.md"),
    }


def test_an_index_says_it_in_a_column_with_the_count_of_others() -> None:
    years = notes(*statement(country_id=None, year=2023))["years/index.md"]
    assert '<td data-label="How complete">in part, 1 of 4 counted by others</td>' in years
    assert '<td data-label="How complete">not judged</td>' in years


def test_a_pair_a_month_and_the_timeline_say_what_concerns_them() -> None:
    assert "countries/jp/with/kr.md" in notes(*statement(country_id="JP"))
    assert "countries/jp/with/kr.md" not in notes(*statement(country_id="JP", incident_type="nuclear-test"))
    assert {"timeline.md", "years/2023/12.md"} <= set(notes(*statement(country_id=None, year=2023)))


def test_the_page_about_names_what_each_statement_is_about() -> None:
    about = notes(*statement(incident_type="missile-launch"))["about.md"]
    assert (
        '<strong><a href="../countries/kp/">North Korea</a>, <a href="../launches/">Launches</a>: in part'
        in about
    )
    whole = notes(*statement(country_id=None))
    assert "How complete: in part" in whole["index.md"]
    assert "How complete: in part" in whole["about.md"]


def test_nothing_is_said_of_nothing_but_that_nobody_judged() -> None:
    assert notes() == {}
    with session(record()) as opened:
        unjudged = {view.path for view in build_views(opened) if "Nobody has judged" in render_view(view)}
    assert {
        "countries/jp.md",
        "countries/jp/with/kr.md",
        "launches.md",
        "timeline.md",
        "years/2023.md",
    } <= unjudged


@pytest.mark.parametrize(
    ("of", "recorded"),
    [
        ({"incident_type": "missile-launch"}, "holds 1 (25 %)"),
        ({"incident_type": "nuclear-test"}, "holds 0 (0 %)"),
        ({"incident_type": "missile-launch", "unit": "day"}, "holds 1 (25 %)"),
        ({"incident_type": "missile-launch", "country_id": "JP"}, "holds 0 (0 %)"),
    ],
)
def test_the_share_is_computed(of: dict[str, object], recorded: str) -> None:
    assert recorded in notes(*statement(**of))["about.md"]
