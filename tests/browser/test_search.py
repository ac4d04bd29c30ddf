"""Search over the record: every spelling of a name finds it, results come by type, and failures are said."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

Open = Callable[..., Page]


def asked(tab: Page, words: str) -> Locator:
    """The groups of results for some words."""
    tab.keyboard.press("/")
    tab.get_by_role("searchbox", name="Search", exact=True).fill(words)
    expect(tab.locator(".find-state")).to_contain_text(re.compile(r"^\d+ pages?$"))
    return tab.locator(".find-results > li")


def group(tab: Page, name: str) -> Locator:
    return tab.locator(".find-results > li", has=tab.get_by_role("heading", name=name))


@pytest.mark.parametrize("words", ["申源湜", "Shin Wonsik", "Shin Won-sik"])
def test_a_person_is_found_by_every_spelling(open_tab: Open, words: str) -> None:
    tab = open_tab("explore/")
    asked(tab, words)
    expect(group(tab, "People").locator("strong").first).to_have_text("Shin Won-sik")
    expect(group(tab, "Events").locator("strong").first).to_contain_text("Japan")


@pytest.mark.parametrize(
    ("words", "type_", "title"),
    [
        ("北朝鮮", "Countries", "North Korea"),
        ("Japan", "Countries", "Japan"),
        ("East Sea", "Places", "Sea of Japan"),
        ("Sea of Japan", "Places", "Sea of Japan"),
        ("Freedom Edge", "Series", "Freedom Edge"),
    ],
)
def test_what_is_called_just_so_comes_first(open_tab: Open, words: str, type_: str, title: str) -> None:
    tab = open_tab("")
    groups = asked(tab, words)
    expect(groups.first.get_by_role("heading")).to_contain_text(type_)
    expect(groups.first.locator("strong").first).to_have_text(title)
    expect(group(tab, "Events")).to_be_visible()


def test_an_event_says_its_kind_and_date_and_why_it_was_found(open_tab: Open) -> None:
    tab = open_tab("")
    asked(tab, "radar")
    first = group(tab, "Events").locator("a").first
    expect(first.locator(".kind")).to_be_visible()
    expect(first.locator(".find-about")).to_contain_text("20")
    expect(first.locator("mark").first).to_contain_text("adar")


def test_more_of_a_group_and_one_group_alone(open_tab: Open) -> None:
    tab = open_tab("")
    asked(tab, "missile")
    events = group(tab, "Events")
    expect(events.locator("a").first).to_be_visible()
    shown = events.locator("a").count()
    events.get_by_role("button", name="Show").click()
    expect(events.locator("a").nth(shown)).to_be_focused()
    tab.locator(".find-facets [name=type]").select_option("Topic")
    expect(tab.locator(".find-results > li")).to_have_count(1)
    expect(group(tab, "Topics")).to_be_visible()


def test_a_choice_narrows_what_is_found(open_tab: Open) -> None:
    tab = open_tab("")
    asked(tab, "missile")
    kind = tab.locator(".find-facets [name=kind]")
    kind.select_option("Exercise")
    expect(group(tab, "Events").locator(".kind").first).to_have_text("Exercise")
    shown = set(group(tab, "Events").locator(".kind").all_inner_texts())
    assert shown == {"Exercise"}
    total = int(re.findall(r"\((\d+)\)", kind.locator("option[value=Exercise]").inner_text())[0])
    assert 0 < int(group(tab, "Events").locator(".n").inner_text()) < total


def many_sources(route: Route) -> None:
    """What a site says whose sources are a large part of the index."""
    told = route.fetch().json()
    route.fulfill(json={**told, "asked": True})


def test_sources_that_are_many_are_looked_through_when_asked_for(open_tab: Open) -> None:
    tab = open_tab("")
    tab.route("**/pagefind/site.json", many_sources)
    loaded: list[str] = []
    tab.on("request", lambda request: loaded.append(request.url))
    asked(tab, "radar")
    expect(group(tab, "Events")).to_be_visible()
    expect(group(tab, "Sources")).to_have_count(0)
    assert [url for url in loaded if "/pagefind/sources" in url] == []
    before = int(tab.locator(".find-state").inner_text().split()[0])
    tab.get_by_role("button", name=re.compile(r"^Look through [\d,]+ sources and publishers too$")).click()
    expect(group(tab, "Sources").locator("a").first).to_be_focused()
    found = int(group(tab, "Sources").locator(".n").inner_text())
    expect(tab.locator(".find-state")).to_have_text(re.compile(rf"^{before + found} pages$"))
    asked(tab, "radar lock")  # from now on they are looked through at once
    expect(group(tab, "Sources").locator("a").first).to_be_visible()


def test_a_choice_of_sources_looks_through_them(open_tab: Open) -> None:
    tab = open_tab("")
    tab.route("**/pagefind/site.json", many_sources)
    tab.keyboard.press("/")
    tab.locator(".find-facets [name=type]").select_option("Source")
    asked(tab, "radar")
    expect(group(tab, "Sources").locator("a").first).to_be_visible()
    expect(tab.locator(".find-results > li")).to_have_count(1)


def test_facets_are_told_without_loading_them_for_every_page(open_tab: Open) -> None:
    tab = open_tab("")
    loaded: list[str] = []
    tab.on("request", lambda request: loaded.append(request.url))
    asked(tab, "radar")
    expect(tab.locator(".find-facets [name=year] option").nth(5)).to_be_attached()
    assert (
        len([url for url in loaded if url.endswith(".pf_filter")]) <= 2
    )  # of types, in each of the two parts


def test_arrows_walk_through_groups_and_enter_opens(open_tab: Open) -> None:
    tab = open_tab("")
    asked(tab, "Kihara Minoru")
    links = tab.locator(".find-results a")
    tab.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()
    tab.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/people/kihara-minoru/")


def test_an_index_that_breaks_off_is_said(open_tab: Open, faults: list[str]) -> None:
    tab = open_tab("")
    tab.route("**/pagefind/fragment/**", lambda route: route.abort())
    tab.keyboard.press("/")
    expect(tab.locator(".find-facets")).to_be_visible()
    tab.get_by_role("searchbox", name="Search", exact=True).fill("radar")
    expect(tab.locator(".find-state")).to_contain_text("could not be loaded")
    tab.close()  # what else was asked for fails later
    assert [one for one in faults if "pagefind" not in one and "ERR_" not in one and "fetch" not in one] == []
    faults.clear()
