"""The table over all events: found, narrowed, sorted, remembered, taken away, by keyboard, and small to load."""

from __future__ import annotations

import csv
import gzip
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

BYTES_PER_EVENT = 80
"""What an event may cost a reader, compressed (issue: the data loads once, compact)."""

Open = Callable[..., Page]


@pytest.fixture
def table(site: Path) -> dict[str, Any]:
    """The file that the page loads."""
    loaded: dict[str, Any] = json.loads((site / "data/explore.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture
def explore(open_tab: Open) -> Open:
    """Opens the page and waits until its table is loaded."""

    def open_page(query: str = "", **settings: object) -> Page:
        tab = open_tab(f"explore/{query}", **settings)
        expect(tab.locator(".explore-rest button")).to_have_count(1)  # the form is there before its table
        return tab

    return open_page


def rows(tab: Page) -> Locator:
    return tab.locator(".events tbody tr")


def field(tab: Page, name: str) -> Locator:
    return tab.locator(f"form.explore [name={name}]")


def said(tab: Page) -> Locator:
    return tab.locator("form.explore [role=status]")


def participants(table: dict[str, Any], *wanted: str) -> list[int]:
    """The events in which all of some actors took part."""
    numbers = {choice[0]: number for number, choice in enumerate(table["choices"]["participant"])}
    return [
        event
        for event, present in enumerate(table["events"]["participant"])
        if {numbers[key] for key in wanted} <= set(present)
    ]


def test_the_data_is_small(site: Path, table: dict[str, Any]) -> None:
    """At the real record's distributions of titles, names and participants."""
    count = len(table["events"]["id"])
    compressed = len(gzip.compress((site / "data/explore.json").read_bytes(), 9))
    assert count > 100
    assert compressed / count <= BYTES_PER_EVENT


def test_the_data_has_every_event_with_a_page(site: Path, table: dict[str, Any]) -> None:
    documents = {file.stem for file in (site / "events").glob("*.json") if "." not in file.stem}
    documents -= {one["id"] for one in json.loads((site / "data" / "lives.json").read_bytes())["lives"]}
    assert set(table["events"]["id"]) == documents
    assert {
        len(column) for name, column in table["events"].items() if name not in ("dated", "names", "unheld")
    } == {len(documents)}


def test_rows_read_as_in_the_list_of_events(open_tab: Open) -> None:
    """The script writes dates and rows itself; they must not differ from what the templates write."""
    explore, listed = open_tab("explore/"), open_tab("events/")
    expect(rows(explore)).to_have_count(50)
    mine, theirs = rows(explore).all_inner_texts(), rows(listed).all_inner_texts()
    assert mine == theirs[:50]
    links = "els => els.map(el => new URL(el.href).pathname)"
    found = explore.locator(".events tbody a").evaluate_all(links)
    assert found == listed.locator(".events tbody a").evaluate_all(links)[:50]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("申源湜", "Defence ministers"),  # a native name
        ("shin wonsik", "Defence ministers"),  # another spelling, without hyphen and capitals
        ("FREEDOM edge", "Freedom Edge"),
        ('"east sea"', "Sea of Japan"),  # another name of the place
        ("北朝鮮", "North Korea"),
    ],
)
def test_events_are_found_as_one_types(explore: Open, typed: str, expected: str) -> None:
    tab = explore("")
    field(tab, "q").press_sequentially(typed)
    expect(said(tab)).to_contain_text(" of ")
    assert any(expected in text for text in rows(tab).all_inner_texts())


def test_the_map_is_narrowed_where_it_stands(open_tab: Open, site: Path) -> None:
    held = "FROM event WHERE status NOT IN ('planned', 'postponed', 'cancelled')"
    with closing(sqlite3.connect(site / "data/communique.sqlite")) as database:
        (all_held,) = database.execute(f"SELECT count(*) {held}").fetchone()
        (incidents,) = database.execute(f"SELECT count(*) {held} AND kind = 'incident'").fetchone()
    tab = open_tab("map/")
    status, places = tab.get_by_role("status"), tab.locator(".places tbody tr:not([hidden])")
    expect(status).to_have_text(re.compile(f"^{all_held:,} of the events held"))
    all_places = places.count()
    tab.locator("form.explore").get_by_label("Incident").check()
    expect(status).to_have_text(re.compile(f"^{incidents:,} of the events held"))
    expect(tab).to_have_url(re.compile(r"map/\?kind=incident$"))
    assert 0 < places.count() < all_places
    tab.get_by_role("button", name="Clear").click()
    expect(status).to_have_text(re.compile(f"^{all_held:,} of the events held"))


def test_map_years_and_list_are_narrowed_together(explore: Open, table: dict[str, Any]) -> None:
    tab = explore("?kind=incident")
    field(tab, "pictures").check()
    expect(tab).to_have_url(re.compile("pictures=1"))
    mark = tab.locator(".explore-pictures .map:not([hidden]) a:not(.out)").first
    expect(mark).to_be_attached()
    before = int(said(tab).inner_text().split()[0])
    place, name = mark.get_attribute("data-place"), mark.locator("title").text_content() or ""
    mark.focus()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(f"place={place}"))
    expect(said(tab)).to_have_text(re.compile(r"^\d+ of "))
    narrowed = int(said(tab).inner_text().split()[0])
    assert int(name.split(": ")[1].split()[0]) <= narrowed < before  # with what lies in the place
    bar = tab.locator(".explore-pictures button:not([title*=': 0 '])").first
    year = bar.get_attribute("data-year")
    bar.click()
    expect(tab).to_have_url(re.compile(f"from={year}&to={year}"))
    assert all(year in text for text in rows(tab).all_inner_texts())
    tab.reload()
    expect(tab.locator(f".explore-pictures [data-year='{year}']")).to_have_attribute("aria-pressed", "true")


def test_a_finger_lands_beside_a_mark_and_means_it(open_tab: Open) -> None:
    tab = open_tab("map/", viewport={"width": 390, "height": 844}, has_touch=True)
    loneliest = """(marks) => {
      const places = marks.map((mark) => mark.firstElementChild.getBoundingClientRect());
      const apart = (one, other) => one === other ? Infinity : Math.hypot(one.x - other.x, one.y - other.y);
      const room = (at) => Math.min(...places.map((it) => apart(it, at)));
      return places.map(room).reduce((best, one, number, rooms) => (one > rooms[best] ? number : best), 0);
    }"""
    marks = tab.locator(".map.world a")
    mark = marks.nth(marks.evaluate_all(loneliest))
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    tab.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] + 8)
    tab.wait_for_url("**/places/*/")


def test_every_choice_leads_to_a_feed(explore: Open, site: Path) -> None:
    """Whatever is filtered by, alone or together, the nearest feed is a file of the site."""
    tab = explore("")
    choices = (
        "?country=jp ?person=kihara-minoru ?series=freedom-edge ?topic=cyber ?place=tokyo ?kind=incident ?q=radar "
        "?from=2024&to=2024 ?country=jp&with=kr&kind=meeting ?sources=3&disagreement=any"
    )
    for query in choices.split():
        tab.goto(tab.url.split("?")[0] + query)
        expect(tab.locator(".explore-rest button")).to_have_count(1)
        for link in tab.locator(".explore-watch a").all():
            path = (link.get_attribute("href") or "").split("/", 3)[-1]
            assert (site / path).is_file(), f"{query}: {path}"


def test_the_nearest_feed_is_offered(explore: Open) -> None:
    tab = explore("?country=jp&with=kr")
    expect(tab.locator(".explore-watch a").first).to_have_attribute(
        "href", re.compile(r"countries/jp/with/kr\.atom$")
    )


def test_words_must_all_be_found(explore: Open, table: dict[str, Any]) -> None:
    tab = explore("")
    counts = []
    for typed in ("tokyo", "tokyo ministers"):
        field(tab, "q").fill(typed)
        expect(said(tab)).to_contain_text(" of ")
        counts.append(int(said(tab).inner_text().split()[0]))
    assert 0 < counts[1] < counts[0] < len(table["events"]["id"])
    field(tab, "q").fill("xyzzyqwerty")
    expect(said(tab)).to_contain_text("No event fits")
    expect(tab.locator(".events table")).to_be_hidden()


def test_filters_narrow_the_address_tells_and_back_undoes(explore: Open, table: dict[str, Any]) -> None:
    tab = explore("")
    everything = len(table["events"]["id"])
    one, two = len(participants(table, "jp")), len(participants(table, "jp", "kr"))
    assert 0 < two < one < everything
    field(tab, "country").select_option("jp")
    expect(said(tab)).to_contain_text(f"{one} of {everything}")
    field(tab, "with").select_option("kr")
    expect(said(tab)).to_contain_text(f"{two} of {everything}")
    expect(tab).to_have_url(re.compile(r"\?country=jp\&with=kr$"))
    tab.go_back()
    expect(said(tab)).to_contain_text(f"{one} of {everything}")
    expect(field(tab, "with")).to_have_value("")
    tab.go_forward()
    expect(said(tab)).to_contain_text(f"{two} of {everything}")
    rows(tab).locator("a").first.click()
    tab.wait_for_url("**/events/*/")
    tab.go_back()
    expect(said(tab)).to_contain_text(f"{two} of {everything}")
    tab.get_by_role("button", name="Clear").click()
    expect(said(tab)).to_contain_text(f"{everything} events")
    expect(tab).to_have_url(re.compile(r"/explore/$"))


def test_an_address_can_be_shared(explore: Open, table: dict[str, Any]) -> None:
    tab = explore("?kind=incident&kind=exercise&from=2022&to=2024&sort=oldest")
    kinds = [key for key, _ in table["kind"]]
    expected = [
        event
        for event, date in enumerate(table["events"]["date"])
        if kinds[table["events"]["kind"][event]] in ("incident", "exercise")
        and "2022" <= table["events"]["dated"].get(str(event), ["", date])[1][:4] <= "2024"
    ]
    expect(said(tab)).to_contain_text(f"{len(expected)} of ")
    expect(tab.locator(".explore-kinds input:checked")).to_have_count(2)
    expect(rows(tab).first.locator("td").first).to_contain_text("2022")
    expect(tab.get_by_role("columnheader", name="Date")).to_have_attribute("aria-sort", "ascending")


def test_what_an_address_asks_for_in_vain_is_said(explore: Open) -> None:
    tab = explore("?country=atlantis&q=tokyo")
    expect(said(tab)).to_contain_text("Not in this record: atlantis.")


@pytest.mark.parametrize(
    ("name", "value"),
    [("disagreement", "unresolved"), ("disagreement", "any"), ("sources", "3"), ("status", "alleged")],
)
def test_each_filter_shows_only_what_fits(
    explore: Open, table: dict[str, Any], name: str, value: str
) -> None:
    tab = explore("")
    field(tab, name).select_option(value)
    events = table["events"]
    fits: dict[str, Callable[[int], bool]] = {
        "disagreement": lambda event: (
            table["disagreement"][events["disagreement"][event]] == value
            if value != "any"
            else events["disagreement"][event] > 0
        ),
        "sources": lambda event: events["sources"][event] >= int(value),
        "status": lambda event: table["status"][events["status"][event]][0] == value,
    }
    count = sum(map(fits[name], range(len(events["id"]))))
    assert count
    expect(said(tab)).to_have_text(re.compile(rf"^{count} of "))


def test_typing_is_one_step_of_the_history(explore: Open) -> None:
    tab = explore("")
    before = tab.evaluate("history.length")
    field(tab, "q").press_sequentially("tokyo")
    expect(said(tab)).to_contain_text(" of ")
    expect(tab).to_have_url(re.compile(r"\?q=tokyo$"))
    assert tab.evaluate("history.length") == before + 1


def test_rows_come_fifty_at_a_time_and_the_focus_follows(explore: Open, table: dict[str, Any]) -> None:
    tab = explore("")
    expect(rows(tab)).to_have_count(50)
    tab.get_by_role("button", name=re.compile("^Show 50 more")).press("Enter")
    expect(rows(tab)).to_have_count(100)
    expect(rows(tab).nth(50).locator("a")).to_be_focused()
    expect(said(tab)).to_contain_text("the first 100 shown")


def test_heads_sort_by_keyboard(explore: Open) -> None:
    tab = explore("")
    tab.get_by_role("button", name="Sources").press("Enter")
    expect(tab.get_by_role("columnheader", name="Sources")).to_have_attribute("aria-sort", "descending")
    counts = [int(text) for text in tab.locator(".events tbody td:last-child").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    expect(tab).to_have_url(re.compile(r"\?sort=sources$"))
    tab.get_by_role("button", name="Event").press("Enter")
    expect(tab).to_have_url(re.compile(r"\?sort=title$"))
    titles = tab.locator(".events tbody td:nth-child(2) a").all_inner_texts()
    assert [title[0].casefold() for title in titles] == sorted(title[0].casefold() for title in titles)


def test_the_selection_is_taken_away(explore: Open, table: dict[str, Any], tmp_path: Path) -> None:
    tab = explore("?country=jp&with=kr")
    expected = [table["events"]["id"][event] for event in participants(table, "jp", "kr")]
    for name in ("CSV", "JSON"):
        with tab.expect_download() as waiting:
            tab.get_by_role("button", name=f"Download as {name}").click()
        waiting.value.save_as(tmp_path / name)
    with (tmp_path / "CSV").open(encoding="utf-8-sig", newline="") as file:
        taken = list(csv.DictReader(file))
    document = json.loads((tmp_path / "JSON").read_text(encoding="utf-8"))
    assert [row["id"] for row in taken] == expected
    assert [row["id"] for row in document["events"]] == expected
    assert document["selection"] == tab.url
    assert all({"Japan", "South Korea"} <= set(row["participants"].split("; ")) for row in taken)
    assert all(row["url"].endswith(f"/events/{row['id']}/") for row in taken)


def test_a_text_is_as_it_is_in_csv(explore: Open) -> None:
    tab = explore("")
    written = tab.evaluate(
        """async () => {
          const { csv } = await import(new URL("assets/explore/download.js", new URL("..", location)));
          const bad = { id: "a", title: 'x "y"', other_names: ["-2", "b"], independent_sources: -3 };
          return csv([new Proxy(bad, { get: (of, key) => of[key] ?? "" })]);
        }"""
    )
    (row,) = csv.DictReader(written.removeprefix("\ufeff").splitlines())
    assert (row["id"], row["title"], row["other_names"]) == ("a", 'x "y"', "-2; b")
    assert row["independent_sources"] == "-3"


def test_on_a_phone_filters_fold_and_rows_are_cards(explore: Open) -> None:
    tab = explore("", viewport={"width": 360, "height": 780}, has_touch=True, is_mobile=True)
    expect(rows(tab)).to_have_count(50)
    expect(field(tab, "country")).to_be_hidden()
    tab.locator(".explore-more > summary").tap()
    expect(field(tab, "country")).to_be_visible()
    field(tab, "sort").select_option("title")
    expect(tab).to_have_url(re.compile(r"\?sort=title$"))
    expect(tab.get_by_role("button", name="Sources")).to_be_hidden()


def test_without_a_script_the_newest_rows_and_the_list_of_all_are_there(open_tab: Open) -> None:
    tab = open_tab("explore/", java_script_enabled=False)
    expect(rows(tab)).to_have_count(25)
    tab.get_by_role("link", name=re.compile("The list of all")).click()
    tab.wait_for_url("**/events/")


def test_a_missing_table_is_said_in_words(open_tab: Open, faults: list[str], address: str) -> None:
    tab = open_tab()
    tab.route("**/data/explore.json", lambda route: route.abort())
    tab.goto(f"{address}explore/")
    expect(tab.get_by_role("alert")).to_contain_text("could not be loaded")
    expect(rows(tab)).to_have_count(25)
    assert [
        one for one in faults if "explore.json" not in one and "Failed to" not in one and "ERR_" not in one
    ] == []
    faults.clear()
