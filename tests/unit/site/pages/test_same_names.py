"""Pages of one name know each other, and a card says that it stands only where the ruling chose it."""

from __future__ import annotations

from communique.schema.event_types import EVENT_TYPES
from communique.schema.vocabulary import Kind
from communique.site.pages.all_pages import build_views
from communique.site.pages.components import CitedValue, Link
from communique.site.pages.event.event import _headline_words
from communique.site.pages.event.event_pages import build_event_page
from communique.site.pages.event.event_view import Fact
from communique.site.pages.views import ActorPage, PlacePage
from golden.record import record
from golden.rows import claim, session


def test_a_country_and_a_place_of_one_name_lead_to_each_other() -> None:
    with session(record()) as opened:
        views = [view for view in build_views(opened) if isinstance(view, ActorPage | PlacePage)]
    links = {view.path: [link.path for link in view.namesakes] for view in views}
    assert links["countries/kr.md"] == ["places/south-korea.md"]
    assert links["places/south-korea.md"] == ["countries/kr.md"]
    assert links["countries/jp.md"] == []


def test_an_exercise_of_several_types_names_them_all() -> None:
    fact = Fact("types", "Types", (CitedValue(Link("Field")), CitedValue(Link("Live-fire"))))
    assert _headline_words([fact], EVENT_TYPES[Kind.EXERCISE]) == ["Field", "live-fire"]
    assert _headline_words([], EVENT_TYPES[Kind.EXERCISE]) == []


def test_a_version_that_is_only_coarser_than_the_ruling_does_not_stand() -> None:
    coarse = {"low": 3, "best": None, "high": None}
    more = claim(
        "freedom-edge-24-1", "figures", coarse, "yonhap-2024-07-28", "ships", standing="coarser", number=2
    )
    with session([*record(), more]) as opened:
        page = build_event_page(opened, "freedom-edge-24-1")
    assert page
    (ships,) = (one for one in page.disagreements if "hips" in one.field)
    assert [(version.value, version.chosen) for version in ships.versions] == [
        ("9 ships", False),
        ("5 (3–7) ships", True),
        ("at least 3 ships", False),
    ]
