"""Everyone: what axe-core finds on each type of page, the way by keyboard and by touch, and what shows the focus."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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

KEEP_ONE_OF_EACH_LOOK = """() => {
  const looks = new Map(), seen = new Set(), parts = [...document.body.querySelectorAll("*")];
  for (const part of parts) {
    const { color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight } = getComputedStyle(part);
    const own = [part.tagName, part.className.baseVal ?? part.className, part.style.cssText, part.role,
      part.ariaHidden, part.hidden, color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight];
    looks.set(part, (looks.get(part.parentElement) ?? "") + " > " + own.join());
  }
  for (const part of parts.reverse()) {
    if (!part.childElementCount && seen.has(looks.get(part))) part.remove();
    seen.add(looks.get(part));
  }
}"""
"""Takes away each part that looks like one that stays and stands within parts that look alike, from the innermost
out: it has the same colours, at which axe looks longer than at all else."""

SETTLED = "() => Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => null)"
"""Waits for colours that still fade from one scheme to the other: between them no contrast is true."""

Open = Callable[..., Page]


def violations(tab: Page, rules: dict[str, Any], but_for: Iterable[str] = ()) -> list[str]:
    """What axe-core holds against a page as it shows now; one line for each rule and place."""
    if tab.evaluate("!window.axe"):
        tab.evaluate(AXE_SCRIPT)
    tab.evaluate(SETTLED)
    found: dict[str, Any] = tab.evaluate(
        "([runOnly, rules]) => axe.run(document, { runOnly, rules, resultTypes: ['violations'] })",
        [rules, {name: {"enabled": False} for name in but_for}],
    )
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def violations_by_look(tab: Page) -> list[str]:
    """What axe-core holds against a whole page, and against the colours of one part of each look."""
    if tab.locator(".explore-rest").count():  # its scripts look for what is taken away below
        expect(tab.locator(".explore-rest button")).to_be_visible()
    found = violations(tab, RULES, but_for=COLOURS["values"])
    tab.evaluate(KEEP_ONE_OF_EACH_LOOK)
    return found + violations(tab, COLOURS)


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_axe_finds_nothing(open_tab: Open, path_of: Callable[[str], str], name: str) -> None:
    tab = open_tab(path_of(name), color_scheme="light", reduced_motion="reduce")
    assert violations_by_look(tab) == []
    tab.emulate_media(color_scheme="dark")
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert violations(tab, COLOURS) == []


@pytest.mark.parametrize("name", ["home", "countries", "explore", "meeting"])
def test_axe_finds_nothing_on_a_phone(open_tab: Open, path_of: Callable[[str], str], name: str) -> None:
    """Words that a narrow screen hides still have to name their buttons; the menu is open on one of the pages."""
    tab = open_tab(path_of(name), color_scheme="light", viewport={"width": 390, "height": 844})
    if name == "home":
        tab.get_by_role("button", name="Menu").press("Enter")
        expect(
            tab.get_by_role("navigation", name="All pages").get_by_role("link", name="Timeline")
        ).to_be_visible()
    assert violations_by_look(tab) == []


def test_axe_finds_nothing_in_the_search_and_in_a_source_card(
    open_tab: Open, path_of: Callable[[str], str]
) -> None:
    tab = open_tab(path_of("meeting"), reduced_motion="reduce")
    tab.locator(".mark a:visible").first.click()
    expect(tab.locator(".source-card")).to_be_visible()
    assert violations(tab, RULES) == []
    tab.keyboard.press("Escape")
    tab.keyboard.press("/")
    tab.get_by_role("searchbox", name="Search", exact=True).fill("Japan")
    expect(tab.locator(".find-results a").first).to_be_visible()
    assert violations(tab, RULES) == []


def test_axe_would_find_something(open_tab: Open) -> None:
    tab = open_tab("")
    tab.evaluate(
        "document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"data:,\"><button></button>')"
    )
    assert {line.split(":")[0] for line in violations(tab, RULES)} >= {"image-alt", "button-name"}


def test_a_row_of_a_colour_of_its_own_is_kept_and_seen(open_tab: Open) -> None:
    tab = open_tab("")
    tab.evaluate(
        """() => {
          document.querySelector("h1").insertAdjacentHTML("afterend", "<ul id='rows'><li>one<li>two<li>three</ul>");
          Object.assign(document.querySelectorAll("#rows li")[2].style, { color: "#bbb", background: "#fff" });
        }"""
    )
    tab.evaluate(KEEP_ONE_OF_EACH_LOOK)
    expect(tab.locator("#rows li")).to_have_text(["two", "three"])
    assert [line for line in violations(tab, COLOURS) if "#rows" in line]


@pytest.mark.parametrize("name", ["home", "explore", "meeting", "countries"])
def test_the_keyboard_reaches_every_control_in_the_order_of_the_page(
    open_tab: Open, path_of: Callable[[str], str], name: str
) -> None:
    """WCAG 2.2: 2.1.1 keyboard, 2.4.3 order, 2.4.7 focus visible, 2.4.11 focus not hidden by what floats."""
    tab = open_tab(path_of(name), viewport={"width": 1280, "height": 900})
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
                    ring, seen: Boolean(at && (at === now || now.contains(at) || at.contains(now)
                      || now.ownerSVGElement?.contains(at))), // marks of a map may lie on each other
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


@pytest.mark.parametrize("width", [1280, 390])
def test_a_disagreement_is_few_stops_from_the_top(open_tab: Open, width: int) -> None:
    tab = open_tab("events/radar-lock-on-2018-12-20/", viewport={"width": width, "height": 900})
    for _ in range(40):
        tab.keyboard.press("Tab")
        if tab.evaluate("Boolean(document.activeElement.closest('.dispute'))"):
            return
    pytest.fail("forty stops do not reach the disagreement")


def test_what_is_read_aloud_names_marks_and_no_pilcrow(open_tab: Open) -> None:
    tab = open_tab("events/radar-lock-on-2018-12-20/")
    facts = tab.locator(".facts tr", has_text="Date")
    facts.locator("summary").click()
    expect(facts.get_by_role("link", name="source 1, alleged", exact=True)).to_be_visible()
    assert tab.get_by_role("heading", name="Sources", exact=True).count() == 1
    assert tab.get_by_role("link", name="¶").count() == 0


def test_what_is_on_a_page_is_folded_on_a_phone_and_open_beside_it(open_tab: Open) -> None:
    tab = open_tab("dossiers/radar-incident-2018/", viewport={"width": 390, "height": 844})
    contents = tab.get_by_role("navigation", name="On this page")
    expect(contents.get_by_role("link").first).to_be_hidden()
    contents.get_by_text("On this page").click()
    link = contents.get_by_role("link", name="In order of time")
    expect(link).to_be_visible()
    assert contents.get_by_role("link").count() < 15
    assert tab.evaluate(
        "document.querySelector('.contents').compareDocumentPosition(document.querySelector('main')) & 4"
    )
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.reload()
    expect(link).to_be_visible()


@pytest.mark.parametrize("touch", [False, True])
def test_a_mark_opens_its_source_and_closes_again(
    open_tab: Open, path_of: Callable[[str], str], touch: bool
) -> None:
    screen = {"width": 390, "height": 844} if touch else {"width": 1280, "height": 900}
    tab = open_tab(path_of("incident"), viewport=screen, has_touch=touch, is_mobile=touch)
    mark, card = tab.locator(".facts .mark a:visible").first, tab.locator(".source-card")
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


def test_text_can_be_twice_as_large(open_tab: Open, path_of: Callable[[str], str]) -> None:
    """WCAG 2.2 AA, 1.4.4: 200 % zoom of a 1280 px window is a window of 640 px."""
    for name in ("home", "explore", "meeting", "countries"):
        tab = open_tab(path_of(name), viewport={"width": 640, "height": 450}, device_scale_factor=2)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 640


def test_every_page_is_reached_by_the_menu_with_keys_alone(open_tab: Open) -> None:
    """WCAG 2.2, 2.1.1, where a narrow or enlarged window has no room for the links of the header."""
    tab = open_tab("", viewport={"width": 640, "height": 450}, java_script_enabled=False)
    tab.get_by_role("button", name="Menu").press("Enter")
    link = tab.get_by_role("navigation", name="All pages").get_by_role("link", name="Who with whom")
    expect(link).to_be_visible()
    link.press("Enter")
    tab.wait_for_url("**/countries/with/")
    tab.get_by_role("button", name="Menu").press("Enter")
    tab.keyboard.press("Escape")
    expect(link).to_be_hidden()


@pytest.mark.parametrize("path", ["timeline/", "map/", "launches/"])
def test_arrow_keys_walk_through_the_marks_of_a_picture(open_tab: Open, path: str) -> None:
    """WCAG 2.2, 2.1.1: each picture is one stop, its marks are reached from there, and their words show."""
    tab = open_tab(path, viewport={"width": 1280, "height": 900})
    picture = tab.locator("svg[role=group]").filter(has=tab.locator("a + a")).first
    stops = picture.locator('a:not([tabindex="-1"])')
    expect(stops).to_have_count(1)
    first, second = picture.locator("a").nth(0), picture.locator("a").nth(1)
    first.focus()
    expect(tab.locator(".mark-label")).to_have_text(str(first.locator("title").text_content()))
    tab.keyboard.press("ArrowRight")
    expect(second).to_be_focused()
    expect(tab.locator(".mark-label")).to_have_text(str(second.locator("title").text_content()))
    expect(stops).to_have_count(1)
    address = str(second.get_attribute("href")).removeprefix("../")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**/{address}")


@pytest.mark.parametrize("path", ["map/", "countries/kr/", "explore/?pictures=1"])
def test_a_finger_on_several_marks_chooses_among_their_names(open_tab: Open, path: str) -> None:
    """WCAG 2.2, 2.5.8: marks that lie closer than 24 pixels are reached by targets that do not."""
    tab = open_tab(path, viewport={"width": 390, "height": 844}, has_touch=True)
    picture = tab.locator("figure.map").first
    expect(picture.locator("[aria-pressed]" if "explore" in path else "a").first).to_be_attached()
    picture.scroll_into_view_if_needed()
    near = """(figure) => {
      const places = [...figure.querySelectorAll("a:not(.out)")].map((mark) => {
        const { left, top, width, height } = mark.firstElementChild.getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 2, words: mark.querySelector("title").textContent };
      });
      const inside = ({ x, y }) => x > 30 && x < innerWidth - 30 && y > 100 && y < innerHeight - 30;
      for (const one of places.filter(inside)) {
        const other = places.find((it) => it !== one && Math.hypot(it.x - one.x, it.y - one.y) < 8);
        if (other) return [one.x, one.y, one.words, other.words];
      }
    }"""
    x, y, first, second = picture.evaluate(near)
    tab.touchscreen.tap(x, y)
    lines = tab.get_by_role("dialog", name="Marks under the finger").get_by_role("link")
    for words in (first, second):
        expect(lines.get_by_text(words, exact=True)).to_be_visible()
    assert all(line.bounding_box()["height"] >= 24 for line in lines.all())  # type: ignore[index]  # it is seen
    assert violations(tab, RULES) == []
    before = tab.url
    lines.get_by_text(second, exact=True).tap()
    tab.wait_for_url(lambda address: address != before)


def test_native_names_say_their_language(open_tab: Open) -> None:
    tab = open_tab("people/shin-won-sik/")
    expect(tab.locator("[lang|=ko], [lang|=zh]").first).to_be_visible()
