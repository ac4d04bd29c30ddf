"""Offices on pages: the newest by date, the days of events where no dates are known, and the unknown as unknown."""

from __future__ import annotations

import pytest

from communique.schema import Base, ParticipationPerson, Tenure
from communique.site.pages.all_pages import build_views
from communique.site.pages.overview.overview_views import IndexPage
from communique.site.pages.subjects import actors
from communique.site.pages.views import ActorPage, EventPage, OfficesPage, PersonPage
from communique.site.render import render_view
from golden.record import record
from golden.rows import dates, session


def undated() -> list[Base]:
    """The golden record, in which no tenure has dates any more."""
    rows = [row for row in record() if not isinstance(row, Tenure)]
    keys = {(row.person_id, row.office_id) for row in record() if isinstance(row, Tenure)}
    return [*rows, *(Tenure(person_id=person, office_id=office) for person, office in keys)]


def offices(*rows: Base) -> dict[str, str]:
    """The latest office by person, as the index of people has it."""
    with session(rows) as opened:
        (index,) = (
            view
            for view in build_views(opened)
            if isinstance(view, IndexPage) and view.path == "people/index.md"
        )
    return {getattr(row[0], "label", str(row[0])): str(row[2]) for row in index.rows}


def test_without_dates_the_days_of_events_are_told() -> None:
    with session(undated()) as opened:
        (view,) = (
            view
            for view in build_views(opened)
            if isinstance(view, PersonPage) and view.path == "people/kihara-minoru.md"
        )
        assert "not recorded; at an event of 28 July 2024" in render_view(view)


def test_an_office_that_nobody_knows_is_told_as_unknown() -> None:
    rows = record()
    for row in rows:
        if isinstance(row, ParticipationPerson):
            row.office_id = None
    with session(rows) as opened:
        views = [view for view in build_views(opened) if isinstance(view, EventPage)]
        assert any("office not recorded" in render_view(view) for view in views)


def test_many_terms_of_office_have_a_page_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The country's page then tells the latest of each office, and its JSON all of them as before."""
    later = Tenure(person_id="austin-lloyd", office_id="jp-minister-of-defense", **dates("2025/.."))
    with session([*record(), later]) as opened:
        few = {view.path: view for view in build_views(opened)}
        monkeypatch.setattr(actors, "MANY_TENURES", 1)
        many = {view.path: view for view in build_views(opened)}
    assert "countries/jp/offices.md" not in few
    country, page = many["countries/jp.md"], many["countries/jp/offices.md"]
    assert isinstance(country, ActorPage)
    assert isinstance(page, OfficesPage)
    text, all_of_them = render_view(country), render_view(page)
    former = [one.person.label for one in page.offices if one.office == page.offices[0].office]
    assert len(former) > 1
    assert former[0] in text.partition("People in office")[2]
    assert former[1] not in text.partition("People in office")[2]
    assert all(name in all_of_them for name in former)
    assert all_of_them.count(f"<dt>{page.offices[0].office}</dt>") == 1
    assert country.offices == page.offices


def test_the_latest_office_is_that_of_the_latest_day() -> None:
    later = Tenure(person_id="kihara-minoru", office_id="kr-national-security-adviser", **dates("2025/.."))
    assert offices(*record())["Kihara Minoru"] != offices(*record(), later)["Kihara Minoru"]
