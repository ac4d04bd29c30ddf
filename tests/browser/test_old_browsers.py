"""Browsers that lack something, and a site opened from disk: words in place of what cannot be done, never silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

Open = Callable[..., Page]


def open_without(open_tab: Open, path: str, script: str) -> Page:
    """Open a page in a browser from which a script has taken something."""
    tab = open_tab(path)
    tab.add_init_script(script)
    tab.reload()
    return tab


def test_without_dialogues_the_search_box_opens_all_the_same(open_tab: Open) -> None:
    tab = open_without(open_tab, "", "delete HTMLDialogElement.prototype.showModal")
    tab.get_by_role("button", name="Search").click()
    tab.locator(".find input").fill("Kihara")
    expect(tab.locator(".find-results a").first).to_be_visible()


def test_without_webassembly_search_and_query_say_so(open_tab: Open) -> None:
    tab = open_without(open_tab, "", "delete globalThis.WebAssembly")
    tab.get_by_role("button", name="Search").click()
    expect(tab.locator(".find-state")).to_contain_text("needs WebAssembly")
    tab = open_without(open_tab, "query/", "delete globalThis.WebAssembly")
    expect(tab.locator("main")).to_contain_text("This browser has no WebAssembly")


def test_opened_from_disk_pages_are_read_and_search_says_what_it_needs(browser: Browser, site: Path) -> None:
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto((site / "index.html").as_uri())
        expect(tab.locator(".as-of", has_text="python3 -m http.server")).to_be_visible()
        tab.locator("header").get_by_role("link", name="Events", exact=True).click()
        expect(tab.locator("h1")).to_be_visible()
        assert tab.url.endswith("/events/index.html")
