"""One search: the site's box, Explore, the database's full text and ``communique find`` find the same events."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from browser.test_search_log import FIRST_RESULT
from communique import commands
from communique.database import connect
from communique.schema.search import build_search_query
from fixtures.history import run_command
from fixtures.record import REGISTRY, article, meeting, write_record

MEANINGS = {
    "GSOMIA": "General Security of Military Information Agreement",
    "THAAD": "terminal high altitude area defense",
    "ACSA": "acquisition and cross-servicing agreement",
    "SCM": "Security Consultative Meeting",
    "2+2": "foreign and defence ministers",
    "TISA": "trilateral information sharing arrangement",
    "RAA": "reciprocal access agreement",
    "ADIZ": "air defence identification zone",
    "UNSCR": "Security Council resolution",
}
TITLES = {
    "gsomia-2016-11-23": "Japan and South Korea sign the General Security of Military Information Agreement",
    "battery-2016-07-08": "A terminal high altitude area defense battery is chosen",
    "stores-2024-11-25": "Acquisition and Cross-Servicing Agreement comes into force",
    "consultation-2023-11-13": "55th Security Consultative Meeting",
    "talks-2024-07-08": "Foreign and defence ministers meet",
    "arrangement-2014-12-29": "Trilateral Information Sharing Arrangement is signed",
    "access-2022-01-06": "Reciprocal Access Agreement is signed",
    "flight-2025-12-09": "Aircraft in the air defence identification zone",
    "council-2006-10-14": "Security Council resolution 1718 is adopted",
    "memorandum-2024-07-28": "Memorandum signed in Türkiye",
    "launch-2024-03-02": "Missile launched from Sunan",
}
WANTED = {
    **dict(zip(MEANINGS, TITLES, strict=False)),
    "gsomia": "gsomia-2016-11-23",
    "UNSCR 1718": "council-2006-10-14",
    "resolution 1718": "council-2006-10-14",
    "2024-07-28": "memorandum-2024-07-28",
    "28 July 2024": "memorandum-2024-07-28",
    "28/7/2024": "memorandum-2024-07-28",
    "memorandum-2024-07-28": "memorandum-2024-07-28",
    "Turkiye": "memorandum-2024-07-28",
    "November 2023": "consultation-2023-11-13",
    "2023-11": "consultation-2023-11-13",
    "missile": "launch-2024-03-02",
    "ミサイル": "launch-2024-03-02",
}
SLIPS = {"misile": "launch-2024-03-02", "Mimorandum": "memorandum-2024-07-28"}
"""Set right by names of topics; full text takes a text as it is, and finds nothing."""

IDS = "links => links.map((link) => link.pathname.split('/')[2])"


@pytest.fixture(scope="module")
def home(build_once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A site of one event for each word; none of them says another's words."""

    def build(folder: Path) -> None:
        registry = copy.deepcopy(REGISTRY)
        registry["topics"] = {"missiles": {"name": "Missile launches"}, "memorandums": {"name": "Memorandum"}}
        registry["abbreviations"] = {
            f"word-{number}": {"name": name, "meaning": meaning}
            for number, (name, meaning) in enumerate(MEANINGS.items())
        }
        own = {
            "launch-2024-03-02": {
                "names": [{"name": "ミサイル発射", "language": "ja"}],
                "topics": ["missiles"],
            },
            "memorandum-2024-07-28": {"topics": ["memorandums"]},
        }
        events = [
            meeting(key, title=title, date=key[-10:], **own.get(key, {})) for key, title in TITLES.items()
        ]
        write_record(folder, {"a": article(*events, published="2026-01-01")}, registry=registry)
        run_command(folder, "build")

    return build_once("one-search", build)


@pytest.fixture(scope="module")
def address(home: Path, site_server: Callable[[Path], str]) -> str:
    return site_server(home / "public")


def search_text(home: Path, query: str) -> list[str]:
    search = build_search_query("sqlite", query)
    with connect(f"sqlite:///{home / 'communique.db'}").connect() as connection:
        return list(connection.execute(text(search.sql), search.parameters).scalars())


def find_events(home: Path, query: str) -> list[str]:
    matches = commands.find(home, query).matches
    return [match.id for match in matches if match.noun == "event"]


def test_every_word_finds_the_same_event_everywhere(home: Path, open_tab: Callable[..., Page]) -> None:
    box, table = open_tab(""), open_tab("explore/")
    box.keyboard.press("/")
    expect(box.locator(".find-facets")).to_be_visible()
    expect(table.locator(".explore-rest button")).to_have_count(1)
    wrong = {}
    for query, wanted in {**WANTED, **SLIPS}.items():
        box.evaluate(FIRST_RESULT, query)
        events = box.locator("#find-results a[href*='/events/']").evaluate_all(IDS)
        table.locator("form.explore [name=q]").fill(query)
        rows = table.locator(".events tbody a[href*='events/']")
        if query in SLIPS:
            expect(table.locator("form.explore [role=status]")).to_contain_text("shown is")
        explored = rows.evaluate_all(IDS)
        found = {
            "box": events[:1],  # what says less of it may follow
            "Explore": explored,
            "find": find_events(home, query),
            "full text": [wanted] if query in SLIPS else search_text(home, query),
        }
        wrong |= {f"{query} in {place}": ids for place, ids in found.items() if set(ids) != {wanted}}
    assert wrong == {}
