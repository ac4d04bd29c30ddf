"""What a reader's browser makes of the engine's pages: frame, colours, marks, search, keyboard, phone, print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from communique.pipeline.output_file import OutputFile
from communique.site.build import build_site

EVENT = """\
---
title: "Ministers meet in Tokyo"
hide: ["navigation"]
search: {"type": "Event", "kind": "Meeting", "date": "28 July 2024", "sort": "2024-07-28", "year": ["2024"], "country": ["Japan", "South Korea"], "status": "Planned", "also": ["申源湜", "Shin Wonsik"]}
contents: [{"title": "Who took part", "url": "#who-took-part", "children": []}, {"title": "Where sources disagree", "url": "#where-sources-disagree", "children": [{"title": "Number", "url": "#number", "children": []}]}, {"title": "Sources", "url": "#sources", "children": []}, {"title": "Evidence", "url": "#evidence", "children": []}, {"title": "Cite and reuse", "url": "#cite-and-reuse", "children": []}]
---
<div class="head meeting">
<div class="eyebrow">
<p><span class="kind meeting">Meeting</span> Ministerial</p>
</div>
<h1 id="ministers-meet-in-tokyo">Ministers meet in Tokyo<a class="headerlink" href="#ministers-meet-in-tokyo" title="Permanent link">&para;</a></h1>
<div class="lede">
<p><span class="when">28 July 2024</span> · Tokyo <span class="badge planned">Planned</span> <span class="badge disputed">Sources disagree</span></p>
</div>
<p>They agreed, it says here, on Antidisestablishmentarianism-and-other-words-without-a-place-to-break-a-line.</p>
</div>
<div class="facts">
<table class="table">
<thead>
<tr><th>Fact</th><th>Value</th></tr>
</thead>
<tbody>
<tr><td data-label="Fact">Date</td><td data-label="Value">28 July 2024 <sup class="mark"><a href="#claim-1">1</a></sup> <sup class="mark alleged"><a href="#claim-2">1</a></sup></td></tr>
</tbody>
</table>
</div>
<h2 id="who-took-part">Who took part<a class="headerlink" href="#who-took-part" title="Permanent link">&para;</a></h2>
<div class="participants">
<table class="table">
<thead>
<tr><th>Participant</th><th>Role</th><th>People and units</th></tr>
</thead>
<tbody>
<tr><td data-label="Participant"><a href="../../countries/jp/">Japan</a></td><td data-label="Role"><span class="role">host</span></td><td data-label="People and units">Kihara Minoru <span class="more">Minister of Defense</span></td></tr>
</tbody>
</table>
</div>
<h2 id="where-sources-disagree">Where sources disagree<a class="headerlink" href="#where-sources-disagree" title="Permanent link">&para;</a></h2>
<div class="dispute" id="dispute-number">
<h3 id="number">Number<a class="headerlink" href="#number" title="Permanent link">&para;</a></h3>
<div class="versions">
<div class="version chosen">
<p><strong>10</strong></p>
<p><a href="#source-1">Yonhap</a> · ¶ 3 · <span class="modality alleged">alleged by Japan</span></p>
</div>
<div class="version">
<p><strong>12</strong></p>
<p><a href="#source-1">Kyodo</a> · ¶ 4 · <span class="modality stated">stated</span></p>
</div>
</div>
<div class="ruling">
<p>
<strong>Ruling: 10 stands.</strong>
Because.
</p>
</div>
</div>
<h2 id="sources">Sources<a class="headerlink" href="#sources" title="Permanent link">&para;</a></h2>
<div class="sources">
<ol>
<li><span id="source-1"></span><a href="../../countries/jp/">Unity reaffirmed</a> <span class="more">Arab News Japan · 28 July 2024</span> <a href="https://example.org/x">original</a></li>
</ol>
</div>
<h2 id="evidence">Evidence<a class="headerlink" href="#evidence" title="Permanent link">&para;</a></h2>
<div class="evidence">
<details open>
<summary><strong>Date</strong> 28 July 2024 <span class="more">1 of 2 sources</span></summary>
<table class="table">
<thead>
<tr><th>Source</th><th>What it says</th><th>Where</th><th>How</th></tr>
</thead>
<tbody>
<tr><td data-label="Source"><span id="claim-1"></span><a href="#source-1">1</a></td><td data-label="What it says">Date: 28 July 2024</td><td data-label="Where">¶ 1</td><td data-label="How"><span class="modality stated">stated</span></td></tr>
<tr><td data-label="Source"><span id="claim-2"></span><a href="#source-1">1</a></td><td data-label="What it says">Date: July</td><td data-label="Where">¶ 2</td><td data-label="How"><span class="modality alleged">alleged by Japan</span></td></tr>
</tbody>
</table>
</details>
</div>
<h2 id="cite-and-reuse">Cite and reuse<a class="headerlink" href="#cite-and-reuse" title="Permanent link">&para;</a></h2>
<div class="actions">
<ul>
<li><a href="../../events/a.json">JSON</a></li>
</ul>
</div>
"""  # noqa: E501 - front matter keeps a mapping on one line and a table a row, as the templates write them
TABLE = """\
<div class="events">
<table class="table">
<thead>
<tr><th>Date</th><th>Event</th><th>Kind</th><th>Who</th><th align="right">Sources</th></tr>
</thead>
<tbody>
<tr><td data-label="Date">28 July 2024</td><td data-label="Event"><a href="{root}events/a/">Ministers meet</a></td>
<td data-label="Kind"><span class="kind meeting">Meeting</span></td><td data-label="Who">Japan</td>
<td align="right" data-label="Sources">3</td></tr>
<tr><td data-label="Date">24 June 2024</td><td data-label="Event"><a href="{root}events/b/">A radar</a></td>
<td data-label="Kind"><span class="kind incident">Incident</span></td><td data-label="Who">Japan</td>
<td align="right" data-label="Sources">1</td></tr>
</tbody>
</table>
</div>
"""
PAGES = {
    "data/abbreviations.json": "{}",
    "index.md": '---\nsearch: false\nhide: ["navigation", "toc"]\n---\n'
    '<h1 id="home">Home<a class="headerlink" href="#home" title="Permanent link">&para;</a></h1>\n'
    '<div class="feed">\n<ul>\n<li><span class="kind meeting">Meeting</span> '
    '<span class="when">28 July 2024</span> <a href="events/a/">Ministers meet</a></li>\n</ul>\n</div>\n'
    '<div class="years">\n<ul>\n<li><a href="events/"><span class="bar b9"></span>2024 '
    '<span class="n">9</span></a></li>\n</ul>\n</div>\n',
    "events/index.md": '---\ntitle: "Events"\nsearch: false\nhide: ["navigation", "toc"]\n---\n'
    '<h1 id="events">Events<a class="headerlink" href="#events" title="Permanent link">&para;</a></h1>\n'
    + TABLE.format(root="../"),
    "events/a.md": EVENT,
    "events/b.md": '---\ntitle: "A radar is switched on"\nsearch: {"type": "Event", "kind": "Incident", '
    '"status": "Occurred"}\n---\n<h1 id="a-radar-is-switched-on">A radar is switched on'
    '<a class="headerlink" href="#a-radar-is-switched-on" title="Permanent link">&para;</a></h1>\n'
    "<p>&#60;script&#62;alert&#40;1&#41;&#60;/script&#62; off Noto</p>\n",
    "events/a.json": "{}",
    "data/names.json": '{"format": 1, "names": []}',
    "countries/jp.md": '---\ntitle: "Japan"\nsearch: {"type": "Country"}\nhide: ["navigation"]\n---\n'
    '<h1 id="japan">Japan<a class="headerlink" href="#japan" title="Permanent link">&para;</a></h1>\n'
    '<h2 id="events">Events<a class="headerlink" href="#events" title="Permanent link">&para;</a></h2>\n'
    + TABLE.format(root="../../"),
}
ADDRESSES = ("", "events/", "events/a/", "events/b/", "countries/jp/", "method/", "404.html")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, site_server: Callable[[Path], str]) -> str:
    """The address of a small site."""
    home = tmp_path_factory.mktemp("record")
    (home / "docs").mkdir()
    method = "# Method\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```yaml\na: 1\n```\n\n!!! note\n\n    Words.\n"
    (home / "docs" / "method.md").write_text(method)
    nav = [{"Events": "events/index.md"}, {"About": [{"Method": "method.md"}]}]
    (home / "mkdocs.yml").write_text(yaml.safe_dump({"site_name": "Test", "docs_dir": "docs", "nav": nav}))
    build_site([OutputFile(path, text) for path, text in PAGES.items()], home, home / "public")
    return site_server(home / "public")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ADDRESSES)
def test_text_is_readable_in_both_colour_schemes(
    open_tab: Callable[..., Tab], path: str, scheme: str
) -> None:
    """WCAG 2.2 AA, 1.4.3: 4.5 to 1 for every text that shows (large text would need only 3)."""
    tab = open_tab(path, color_scheme=scheme)
    expect(tab.locator("body")).to_have_attribute(
        "data-md-color-scheme", "slate" if scheme == "dark" else "default"
    )
    weak = tab.evaluate(
        """() => {
          const part = (c) => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
          const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
          const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
          const over = (below, colour) => {
            canvas.fillStyle = `rgb(${below})`; canvas.fillRect(0, 0, 1, 1);
            canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
          };
          const ground = (element) => element
            ? over(ground(element.parentElement), getComputedStyle(element).backgroundColor) : [255, 255, 255];
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const weak = [];
          while (texts.nextNode()) {
            const element = texts.currentNode.parentElement;
            if (!texts.currentNode.data.trim() || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
            if (element.closest("script, .headerlink, pre")) continue;
            const below = ground(element), above = over(below, getComputedStyle(element).color);
            const [a, b] = [light(above), light(below)].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < 4.5) weak.push(`${ratio.toFixed(2)} ${element.className} ${texts.currentNode.data.trim()}`);
          }
          return weak;
        }"""  # noqa: E501 - a script for the browser
    )
    assert weak == []


@pytest.mark.parametrize("width", [320, 390, 820, 1280])
@pytest.mark.parametrize("path", ADDRESSES)
def test_no_page_scrolls_sideways(open_tab: Callable[..., Tab], path: str, width: int) -> None:
    tab = open_tab(path, viewport={"width": width, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_a_row_of_events_folds_into_a_card_on_a_phone(open_tab: Callable[..., Tab]) -> None:
    wide, phone = (open_tab("events/", viewport={"width": width, "height": 800}) for width in (1280, 390))
    boxes = [
        [
            tab.locator(f".events tbody tr:first-child td:nth-child({column})").bounding_box()
            for column in (1, 2)
        ]
        for tab in (wide, phone)
    ]
    (wide_date, wide_title), (phone_date, phone_title) = boxes
    assert wide_date["y"] == wide_title["y"]
    assert phone_title["y"] < phone_date["y"]
    assert phone_title["width"] > 300
    expect(phone.locator(".events thead")).not_to_be_in_viewport(ratio=0.5)


def test_a_mark_shows_its_source_by_keyboard_and_gives_the_focus_back(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab("events/a/")
    mark = tab.locator(".facts .mark a").nth(1)
    mark.focus()
    tab.keyboard.press("Enter")
    card = tab.locator(".source-card")
    expect(card).to_be_visible()
    expect(card).to_contain_text("Unity reaffirmed")
    expect(card).to_contain_text("Date: July")
    expect(card).to_contain_text("alleged by Japan")
    tab.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(mark).to_be_focused()
    assert "#" not in tab.url
    mark.click()
    card.get_by_text("See it in the evidence").click()
    expect(card).to_be_hidden()
    assert tab.url.endswith("#claim-2")


def test_without_scripts_everything_can_be_read_and_a_mark_leads_to_its_row(
    open_tab: Callable[..., Tab],
) -> None:
    tab = open_tab("events/a/", java_script_enabled=False)
    tab.locator(".facts .mark a").first.click()
    assert tab.url.endswith("#claim-1")
    expect(tab.get_by_text("Date: 28 July 2024")).to_be_in_viewport()
    expect(tab.locator(".top-search")).to_be_hidden()
    expect(tab.get_by_role("link", name="Events").first).to_be_visible()


def test_search_opens_by_keyboard_and_is_walked_through_with_arrows(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab("")
    tab.keyboard.press("/")
    field = tab.get_by_role("searchbox", name="Search")
    expect(field).to_be_focused()
    field.fill("ministers")
    first = tab.locator(".find-results a").first
    expect(first).to_contain_text("Ministers meet in Tokyo")
    expect(first).to_contain_text("28 July 2024")
    expect(first.locator(".kind.meeting")).to_have_text("Meeting")
    tab.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    tab.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/events/a/")


@pytest.mark.parametrize("words", ["申源湜", "Shin Wonsik", "antidisestablishmentarianism", "Kihara"])
def test_search_finds_other_names_and_the_text(open_tab: Callable[..., Tab], words: str) -> None:
    tab = open_tab("countries/jp/")
    tab.get_by_role("button", name="Search").click()
    tab.get_by_role("searchbox", name="Search").fill(words)
    expect(tab.locator(".find-results a").first).to_contain_text("Ministers meet in Tokyo")


def test_search_narrows_by_facet_and_says_when_nothing_is_found(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab("")
    tab.keyboard.press("/")
    field, state = tab.get_by_role("searchbox", name="Search"), tab.locator(".find-state")
    expect(tab.locator(".find-facets [name=kind] option")).to_have_count(3)
    field.fill("radar")
    expect(tab.locator(".find-results a").first).to_contain_text("A radar is switched on")
    tab.locator(".find-facets [name=kind]").select_option("Meeting")
    expect(tab.locator(".find-results").get_by_text("A radar is switched on", exact=True)).to_have_count(0)
    tab.locator(".find-facets [name=kind]").select_option("")
    field.fill("xyzzyqwerty")
    expect(state).to_contain_text("Nothing found")
    tab.keyboard.press("Escape")
    expect(field).to_be_hidden()


def test_a_missing_index_is_said_in_words(open_tab: Callable[..., Tab], faults: list[str]) -> None:
    tab = open_tab("")
    tab.route("**/pagefind/pagefind.js", lambda route: route.abort())
    tab.locator("[data-search=open]").first.click()
    expect(tab.locator(".find-state")).to_contain_text("could not be loaded")
    assert [fault for fault in faults if "pagefind" not in fault and "ERR_FAILED" not in fault] == []
    faults.clear()


def test_escaped_markup_is_inert(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab("events/b/")
    tab.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    expect(tab.get_by_text("<script>alert(1)</script> off Noto")).to_be_visible()
    assert tab.evaluate("document.querySelectorAll('article script').length") == 0


def test_the_policy_stops_a_script_that_got_into_a_page_all_the_same(
    open_tab: Callable[..., Tab], faults: list[str]
) -> None:
    tab = open_tab("events/b/")
    smuggle = """() => {
      const script = document.createElement("script"), image = document.createElement("img");
      script.textContent = "window.ran = true";
      image.src = "https://example.org/x.png";
      document.body.append(script, image);
    }"""
    with tab.expect_console_message(lambda message: "example.org/x.png" in message.text):
        tab.evaluate(smuggle)
    assert tab.evaluate("window.ran") is None
    assert len([fault for fault in faults if "Content Security Policy" in fault]) == 2
    faults.clear()


def test_the_colours_are_chosen_once_for_all_pages(open_tab: Callable[..., Tab], address: str) -> None:
    tab = open_tab("", color_scheme="light")
    for _ in range(2):  # from the system's to light to dark
        tab.get_by_role("button", name="Colours").click()
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    tab.goto(address + "events/a/")
    expect(tab.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_the_first_tab_stop_leads_past_the_header(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab("events/a/")
    tab.keyboard.press("Tab")
    expect(tab.locator(".md-skip")).to_be_focused()


def test_on_paper_stand_the_page_and_the_addresses_of_its_sources(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab("events/a/")
    tab.emulate_media(media="print")
    for gone in (".md-header", ".contents", ".actions", ".headerlink >> nth=0"):
        expect(tab.locator(gone)).to_be_hidden()
    written = tab.evaluate(
        "getComputedStyle(document.querySelector('.sources a[href^=http]'), '::after').content"
    )
    assert "https://example.org/x" in written


def test_whoever_asked_for_less_motion_gets_none(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab("events/a/", reduced_motion="reduce")
    moving = tab.evaluate(
        """[...document.querySelectorAll("*")]
          .filter((element) => parseFloat(getComputedStyle(element).transitionDuration) > 0).length"""
    )
    assert moving == 0
