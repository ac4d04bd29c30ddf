"""Everyone: what axe-core finds on each type of page, the way by keyboard and by touch, and what shows the focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from browser.pages import PAGE_TYPES

RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""All that the other scheme can change."""

SHORTER = """() => {
  const keep = (parts, most) => [...parts].slice(most).forEach((part) => part.remove());
  const lists = document.querySelectorAll("tbody, :is(.md-content, .md-sidebar) :is(ul, ol)");
  for (const list of lists) keep(list.children, 12);
  keep(document.querySelectorAll(".dispute"), 6);
  keep(document.querySelectorAll("table"), 12);
}"""
"""Rows after the twelfth are as the first: axe-core would take minutes for the longest pages."""

Open = Callable[..., Page]


def violations(tab: Page, rules: dict[str, Any]) -> list[str]:
    """What axe-core holds against a page as it shows now; one line for each rule and place."""
    tab.evaluate(SHORTER)
    tab.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = tab.evaluate(
        "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })", rules
    )
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_axe_finds_nothing(watched: Open, path_of: Callable[[str], str], name: str) -> None:
    tab = watched(path_of(name), color_scheme="light", reduced_motion="reduce")
    if name == "explore":
        expect(tab.locator("form.explore")).to_be_visible()
    assert violations(tab, RULES) == []
    tab.emulate_media(color_scheme="dark")
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert violations(tab, COLOURS) == []


@pytest.mark.parametrize("name", ["home", "countries"])
def test_axe_finds_nothing_on_a_phone(watched: Open, path_of: Callable[[str], str], name: str) -> None:
    """Words that a narrow screen hides still have to name their buttons."""
    tab = watched(path_of(name), color_scheme="light", viewport={"width": 390, "height": 844})
    assert violations(tab, RULES) == []


def test_axe_finds_nothing_in_the_search_and_in_a_source_card(
    watched: Open, path_of: Callable[[str], str]
) -> None:
    tab = watched(path_of("meeting"), reduced_motion="reduce")
    tab.locator(".mark a").first.click()
    expect(tab.locator(".source-card")).to_be_visible()
    assert violations(tab, RULES) == []
    tab.keyboard.press("Escape")
    tab.keyboard.press("/")
    tab.get_by_role("searchbox", name="Search", exact=True).fill("Japan")
    expect(tab.locator(".find-results a").first).to_be_visible()
    assert violations(tab, RULES) == []


def test_axe_would_find_something(watched: Open) -> None:
    tab = watched("")
    tab.evaluate(
        "document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"data:,\"><button></button>')"
    )
    assert {line.split(":")[0] for line in violations(tab, RULES)} >= {"image-alt", "button-name"}


@pytest.mark.parametrize("name", ["home", "explore", "meeting", "countries"])
def test_the_keyboard_reaches_every_control_in_the_order_of_the_page(
    watched: Open, path_of: Callable[[str], str], name: str
) -> None:
    """WCAG 2.2: 2.1.1 keyboard, 2.4.3 order, 2.4.7 focus visible, 2.4.11 focus not hidden by what floats."""
    tab = watched(path_of(name), viewport={"width": 1280, "height": 900})
    if name == "explore":
        expect(tab.locator("form.explore")).to_be_visible()
    tab.keyboard.press("Tab")
    expect(tab.locator(".md-skip")).to_be_focused()
    stops = []
    for _ in range(40):
        tab.keyboard.press("Tab")
        stops.append(
            tab.evaluate(
                """() => {
                  const now = document.activeElement, box = now.getBoundingClientRect(), style = getComputedStyle(now);
                  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                  const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
                  return {
                    what: now.name || now.textContent.trim().slice(0, 40) || now.className,
                    ring, seen: Boolean(at && (at === now || now.contains(at) || at.contains(now))),
                    header: Boolean(now.closest("header")),
                  };
                }"""  # noqa: E501 - a script for the browser
            )
        )
    assert [stop["what"] for stop in stops if not stop["ring"]] == []
    assert [stop["what"] for stop in stops if not stop["seen"]] == []
    assert stops[0]["header"]
    if name == "explore":
        names = [stop["what"] for stop in stops]
        for control in ("q", "kind", "country", "person", "from", "status", "sort"):
            assert control in names, control


@pytest.mark.parametrize("touch", [False, True])
def test_a_mark_opens_its_source_and_closes_again(
    watched: Open, path_of: Callable[[str], str], touch: bool
) -> None:
    screen = {"width": 390, "height": 844} if touch else {"width": 1280, "height": 900}
    tab = watched(path_of("incident"), viewport=screen, has_touch=touch, is_mobile=touch)
    mark, card = tab.locator(".facts .mark a").first, tab.locator(".source-card")
    if touch:
        mark.tap()
    else:
        mark.press("Enter")
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= screen["width"]
    assert box["y"] >= 0
    if touch:
        tab.locator("h1").tap()
    else:
        tab.keyboard.press("Escape")
    expect(card).to_be_hidden()
    if not touch:
        expect(mark).to_be_focused()
    assert "#" not in tab.url


def test_text_can_be_twice_as_large(watched: Open, path_of: Callable[[str], str]) -> None:
    """WCAG 2.2 AA, 1.4.4: 200 % zoom of a 1280 px window is a window of 640 px."""
    for name in ("home", "explore", "meeting", "countries"):
        tab = watched(path_of(name), viewport={"width": 640, "height": 450}, device_scale_factor=2)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 640


def test_native_names_say_their_language(watched: Open) -> None:
    tab = watched("people/shin-won-sik/")
    expect(tab.locator("[lang|=ko], [lang|=zh]").first).to_be_visible()
