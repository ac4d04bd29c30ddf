"""Dossiers: which events belong to one, what led to what, who holds what, what is disputed and what is open."""

from __future__ import annotations

import json

import pytest

from communique.schema import Base
from communique.schema import models as s
from communique.site.graphics.network import draw_event_network
from communique.site.page_source import RelativeLinks
from communique.site.pages.all_pages import build_views
from communique.site.pages.dossier.dossier_view import DossierPage
from communique.site.pages.event.event_pages import build_event_page
from communique.site.pages.overview.overview_views import IndexPage
from communique.site.render import render_files, render_view
from communique.site.site_metadata import SiteMetadata
from golden.incidents import DENIAL
from golden.record import record
from golden.rows import dates, session

MINISTERIAL, MEMORANDUM = "trilateral-defense-ministerial-2024-07-28", "tscf-memorandum-2024-07-28"


def dossier(*events: str, **more: object) -> list[Base]:
    """A dossier that names some events."""
    given = {"id": "radar", "title": "The radar incident", "question": "Who says what?"} | more
    return [s.Dossier(**given), *(s.DossierEvent(dossier_id="radar", event_id=event) for event in events)]


def page_of(*rows: Base) -> DossierPage:
    with session([*record(), DENIAL, *rows]) as opened:
        (page,) = (view for view in build_views(opened) if isinstance(view, DossierPage))
        return page


@pytest.fixture(scope="module")
def page() -> DossierPage:
    text = s.DossierParagraph(dossier_id="radar", number=1, text="Japan says so.")
    citation = s.DossierCitation(dossier_id="radar", number=1, event_id="radar-lock-on-2018-12")
    events = (MEMORANDUM, "radar-lock-on-2018-12", MINISTERIAL, "trilateral-defense-ministerial-2025")
    return page_of(*dossier(*events), text, citation)


def test_events_stand_in_order_of_time(page: DossierPage) -> None:
    days = [row.day for row in page.rows]
    assert days == sorted(days)
    assert page.span == "2018–2025"


def test_a_link_is_read_from_what_came_first(page: DossierPage) -> None:
    ids = [row.id for row in page.rows]
    told = {(ids[it.origin], it.label, ids[it.target]) for it in page.connections}
    assert (MINISTERIAL, "produced", MEMORANDUM) in told


def test_parties_say_what_they_hold_in_sentences(page: DossierPage) -> None:
    (radar,) = (it for it in page.positions if it.row.id == "radar-lock-on-2018-12")
    told = {(it.party.label, it.verb) for it in radar.statements}
    assert ("South Korea", "denies") in told
    assert all(it.claim.anchor for it in radar.statements)


def test_what_is_open_is_what_nobody_settled_or_reported(page: DossierPage) -> None:
    told = {(it.event.path, bool(it.anchor)) for it in page.open_points}
    assert ("events/radar-lock-on-2018-12.md", True) in told
    assert ("events/trilateral-defense-ministerial-2025.md", False) in told
    assert [it.row.id for it in page.disputes if it.disagreement.decision == "unresolved"]


def test_series_and_topics_count_within_the_period() -> None:
    series = s.DossierSeries(dossier_id="radar", series_id="trilateral-defense-ministerial")
    everything = page_of(*dossier(), series)
    assert {row.year for row in everything.rows} >= {2024, 2025}
    assert everything.scope
    within = page_of(*dossier(**dates("2024")), series)
    assert {row.year for row in within.rows} == {2024}


def test_the_page_cites_the_events_of_its_introduction_and_has_a_file_of_data(page: DossierPage) -> None:
    files = {file.path: file.content for file in render_files(page, SiteMetadata())}
    assert set(files) == {"dossiers/radar.md", "dossiers/radar.json"}
    html = render_view(page)
    assert 'Japan says so. <span class="more">(<a href="../../events/radar-lock-on-2018-12/">' in html
    data = json.loads(files["dossiers/radar.json"])
    assert [it["id"] for it in data["events"]] == [row.id for row in page.rows]
    assert {it["from"] for it in data["links"]} <= {row.id for row in page.rows}
    assert data["introduction"][0]["events"] == ["radar-lock-on-2018-12"]


def test_an_event_and_the_list_lead_to_the_dossier() -> None:
    with session([*record(), *dossier("radar-lock-on-2018-12")]) as opened:
        (index,) = (
            view
            for view in build_views(opened)
            if isinstance(view, IndexPage) and view.path == "dossiers/index.md"
        )
        event = build_event_page(opened, "radar-lock-on-2018-12")
    assert [row[-1] for row in index.rows] == [1]
    assert event
    assert [link.path for link in event.dossiers] == ["dossiers/radar.md"]


def test_the_drawing_has_words_for_every_line_and_one_stop_for_the_keyboard(page: DossierPage) -> None:
    drawing = draw_event_network(page.rows, page.connections, RelativeLinks.from_page(page.path))
    assert drawing.count("<title>") == 1 + len(page.connections)
    places = {place for it in page.connections for place in (it.origin, it.target)}
    assert drawing.count("<a ") == len(places)
    assert drawing.count("<a ") - drawing.count('tabindex="-1"') == 1
    assert not draw_event_network(page.rows, (), RelativeLinks.from_page(page.path))
