"""Releases and changes in a real browser: where old addresses take a reader, and pages that everyone can read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.test_access import COLOURS, RULES, violations

PAGES = (
    *("changes/", "releases/2026.10/", "releases/2026.11/"),
    *("events/talks-2024-07/", "events/two-in-one-2024/", "events/hoax-2024/"),
)

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def address(released_site: Path, site_server: Callable[[Path], str]) -> str:
    """The address of the site of a record with two releases."""
    return site_server(released_site)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_tab: Open, path: str) -> None:
    tab = open_tab(path, color_scheme="light")
    assert violations(tab, RULES) == []
    tab.emulate_media(color_scheme="dark")
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert violations(tab, COLOURS) == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_small_phone(open_tab: Open, path: str) -> None:
    tab = open_tab(path, viewport={"width": 320, "height": 700})
    assert tab.get_by_role("main").evaluate("main => main.scrollWidth") <= 320


def test_an_old_address_takes_the_reader_to_the_present_page(open_tab: Open) -> None:
    tab = open_tab("events/double-2024/")
    tab.wait_for_url("**/events/talks-2024-07/")
    former = tab.get_by_role("listitem").filter(has_text="was merged into this one")
    expect(former.get_by_role("link", name="double-2024")).to_be_visible()


def test_a_withdrawn_event_says_why_and_leads_to_what_was_published(open_tab: Open) -> None:
    tab = open_tab("events/hoax-2024/")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Withdrawn")
    expect(tab.get_by_role("main")).to_contain_text("No source bore it out.")
    link = tab.get_by_role("link", name="the event in data release 2026.10, as JSON")
    state = tab.request.get(tab.evaluate("link => link.href", link.element_handle())).json()
    assert state["id"] == "hoax-2024"


def test_the_line_above_the_front_page_leads_to_what_has_changed(open_tab: Open) -> None:
    tab = open_tab("")
    line = tab.get_by_role("complementary", name="State of the record")
    line.get_by_role("link", name="What has changed").click()
    expect(tab.get_by_role("heading", name="Since release 2026.11")).to_be_visible()
    tab.get_by_role("main").get_by_role("link", name="Talks called new-2024").click()
    expect(tab.get_by_role("main")).to_contain_text("no release holds it yet")


def test_from_the_head_of_a_page_to_its_history(open_tab: Open) -> None:
    tab = open_tab("events/talks-2024-07/")
    tab.get_by_role("link", name="Last changed").click()
    expect(tab.get_by_role("heading", name="History")).to_be_in_viewport()
    expect(tab.locator(".revision li").filter(has_text="Date").first).to_contain_text(
        "27 July 2024 → 28 July 2024"
    )
