"""The record's site in a real browser: every type of page whole and on every screen, every link leading somewhere."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Page, expect

from browser.pages import PAGE_TYPES
from fixtures.repository import ROOT

PICTURES = ROOT / "artefacts" / "pages"
"""What each type of page looks like, for a person to look at; never compared."""

LINK = re.compile(r'<[a-z]+\s[^>]*?\b(?:href|src)="([^"]*)"')
ANCHOR = re.compile(r'\sid="([^"]*)"')


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_a_page_is_whole_on_every_screen(
    open_tab: Callable[..., Page], path_of: Callable[[str], str], faults: list[str], name: str
) -> None:
    """No complaint, one title, nothing that sticks out sideways (WCAG 2.2 AA, 1.4.10: 320 px)."""
    tab = open_tab(path_of(name), color_scheme="light", viewport={"width": 1280, "height": 900})
    expect(tab.locator("h1")).to_have_count(1)
    expect(tab.locator("html")).to_have_attribute("lang", "en")
    picture(tab, f"{name}-desktop-light")
    for width in (820, 390, 320):
        tab.set_viewport_size({"width": width, "height": 844})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, width
    tab.emulate_media(color_scheme="dark")
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    tab.set_viewport_size({"width": 390, "height": 844})
    picture(tab, f"{name}-phone-dark")
    assert faults == []


def picture(tab: Page, name: str) -> None:
    """Keep what the window shows."""
    tab.screenshot(path=PICTURES / f"{name.replace(' ', '-')}.png")


def test_every_link_leads_to_a_page_and_every_fragment_to_an_anchor(site: Path) -> None:
    """All HTML of the site, not a sample; other hosts are only held to be on the web."""
    pages = {
        file.relative_to(site).as_posix(): file.read_text(encoding="utf-8") for file in site.rglob("*.html")
    }
    anchors = {path: {html.unescape(key) for key in ANCHOR.findall(text)} for path, text in pages.items()}
    broken, judge = [], cache(partial(trouble, site, anchors=anchors))
    for path, text in pages.items():
        to_root = "../" * path.count("/")
        for link in set(LINK.findall(text)):
            below = link.removeprefix(
                to_root
            )  # most links go to the root first: there pages have many in common
            fault = judge("index.html" if below != link else path, html.unescape(below))
            if fault is not None:
                broken.append(f"{path}: {link} {fault}")
    assert broken == []


def trouble(site: Path, path: str, link: str, anchors: dict[str, set[str]]) -> str | None:
    """What is wrong with a link, or None. The page for lost readers links from the site's root."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None if parts.scheme in ("http", "https", "data") else "is not on the web"
    base = "/" if path == "404.html" else f"/{path}"
    target = unquote(urlsplit(urljoin(base, link)).path).lstrip("/")
    if not target or target.endswith("/"):
        target += "index.html"
    if not (site / target).is_file():
        return "leads nowhere"
    fragment = unquote(parts.fragment)
    if fragment and fragment not in anchors.get(target, {fragment}):
        return "names no anchor"
    return None


def test_the_check_of_links_finds_what_is_broken(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("")
    anchors = {"index.html": {"there"}}
    assert trouble(tmp_path, "a/index.html", "../#there", anchors) is None
    assert trouble(tmp_path, "a/index.html", "../#elsewhere", anchors) == "names no anchor"
    assert trouble(tmp_path, "a/index.html", "../b/", anchors) == "leads nowhere"
    assert trouble(tmp_path, "a/index.html", "javascript:void(0)", anchors) == "is not on the web"


@pytest.mark.parametrize("name", ["home", "meeting", "countries", "explore"])
def test_a_page_can_be_read_without_scripts(
    open_tab: Callable[..., Page], path_of: Callable[[str], str], name: str
) -> None:
    tab = open_tab(path_of(name), java_script_enabled=False)
    expect(tab.locator("h1")).to_be_visible()
    expect(tab.locator(".md-content a").first).to_be_visible()
    for scripted in (".top-search", "form.explore", "dialog"):
        assert not any(one.is_visible() for one in tab.locator(scripted).all()), scripted


def test_a_disputed_event_lays_out_all_versions(open_tab: Callable[..., Page]) -> None:
    tab = open_tab("disagreements/")
    expect(tab.locator(".dispute").first.locator(".version")).not_to_have_count(0)
    assert tab.locator(".dispute").count() == tab.locator(".ruling").count()
    assert all(one.locator(".version").count() >= 2 for one in tab.locator(".dispute").all())
