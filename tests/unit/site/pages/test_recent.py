"""What is new ends with the newest event, months tell their days, the front page shows who contradicts whom."""

from __future__ import annotations

import pytest

from communique.site.pages.all_pages import build_views
from communique.site.pages.overview.overview_views import AboutPage, HomePage
from communique.site.pages.overview.recent_views import MonthPage, RecentPage
from communique.site.pages.views import View
from golden.incidents import DENIAL
from golden.record import record
from golden.rows import session


@pytest.fixture(scope="module")
def views() -> list[View]:
    with session([*record(), DENIAL]) as opened:
        return list(build_views(opened))


def test_a_month_has_its_days_in_order_and_last_what_has_none(views: list[View]) -> None:
    months = {view.month: view for view in views if isinstance(view, MonthPage)}
    july = months["2024-07"]
    assert (july.path, july.title, july.year.label) == ("years/2024/07.md", "July 2024", "2024")
    assert [day.anchor for day in july.days] == ["2024-07-28"]
    assert [day.title for day in months["2018-12"].days] == ["20 December 2018"]
    assert july.previous == type(july.year)("June 2024", "years/2024/06.md")


def test_the_last_days_end_with_the_newest_event_that_was_held(views: list[View]) -> None:
    (page,) = (view for view in views if isinstance(view, RecentPage))
    lists = {one.title: one for one in page.lists}
    assert page.until == "28 July 2024"
    assert lists["The last 30 days"].explore == "from=2024-06-29&to=2024-07-28"
    assert all(row.is_held for row in lists["The last 30 days"].rows)
    assert {row.id for row in lists["Outcome not recorded"].rows} == {"trilateral-defense-ministerial-2025"}


def test_the_front_page_shows_what_two_governments_tell_differently(views: list[View]) -> None:
    (home,) = (view for view in views if isinstance(view, HomePage))
    assert home.example
    assert home.example.row.id == "radar-lock-on-2018-12"
    hows = [claim.how for version in home.example.disagreement.versions for claim in version.claims]
    assert any("Japan" in how for how in hows)
    assert any("South Korea" in how for how in hows)
    assert home.extent
    assert [about.extent for about in views if isinstance(about, AboutPage)] == [home.extent]
