"""What readers came for, each done from the front page in at most four clicks; the search log has its own file."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

MOST_CLICKS = 4


class Reader:
    """Someone on the front page, whose clicks are counted."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        self.clicks = 0

    def click(self, target: Locator) -> None:
        self.clicks += 1
        assert self.clicks <= MOST_CLICKS
        target.click()

    def follow(self, name: str | re.Pattern[str], *, inside: str = "main", exact: bool = False) -> None:
        """Click the first link of a name."""
        self.click(self.tab.locator(inside).get_by_role("link", name=name, exact=exact).first)

    def heading(self, name: str) -> Locator:
        return self.tab.get_by_role("heading", name=name)


@pytest.fixture
def reader(open_tab: Callable[..., Page]) -> Reader:
    return Reader(open_tab(""))


def search(reader: Reader, words: str) -> None:
    reader.click(reader.tab.get_by_role("button", name="Search"))
    reader.tab.get_by_role("searchbox", name="Search", exact=True).fill(words)
    expect(reader.tab.locator(".find-state")).to_contain_text(re.compile(r"^\d+ pages?$"))


def test_a_what_was_agreed_on_a_day_and_which_paragraph_says_so(reader: Reader) -> None:
    search(reader, "2024-07-28 memorandum")
    reader.click(reader.tab.locator(".find-results a", has_text="Memorandum of Japan").first)
    quoted = reader.tab.locator(".evidence tr:has(.quote) td > a[id]").first.get_attribute("id")
    mark = reader.tab.locator(f".provisions .mark a[href='#{quoted}']").first
    if not mark.is_visible():
        folded = reader.tab.locator(".provisions .marks", has=reader.tab.locator(f"a[href='#{quoted}']"))
        reader.click(folded.locator("summary"))
    mark.scroll_into_view_if_needed()
    reader.tab.wait_for_function(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
    )
    reader.click(mark)
    card = reader.tab.locator(".source-card")
    expect(card).to_contain_text("¶")
    expect(card.locator(".quote")).to_be_visible()


def test_a_meeting_leads_to_what_it_agreed_in_the_words_of_the_sources(reader: Reader) -> None:
    search(reader, "28 July 2024")
    reader.click(
        reader.tab.locator(".find-results a", has_text="United States and South Korea meet in Tokyo").first
    )
    reader.click(reader.tab.locator(".head .relations a", has_text="Memorandum of Japan"))
    said = reader.tab.locator(".provisions .evidence p", has=reader.tab.locator(".quote")).first
    expect(said).to_be_visible()
    expect(said).to_contain_text("¶")


def test_b_launches_of_a_year_with_the_bounds_of_their_figures_as_csv(reader: Reader, tmp_path: Path) -> None:
    reader.follow("Explore")
    tab = reader.tab
    reader.click(tab.get_by_text("Place, office, and what only some kinds have"))
    tab.locator("form.explore [name=type]").select_option("missile-launch")
    tab.locator("form.explore [name=from]").fill("2022")
    tab.locator("form.explore [name=to]").fill("2022")
    tab.keyboard.press("Tab")
    expect(tab.locator("form [role=status]")).to_contain_text(" of ")
    with tab.expect_download() as download:
        reader.click(tab.get_by_role("button", name="Download as CSV"))
    download.value.save_as(tmp_path / "events.csv")
    lines = (tmp_path / "events.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)
    rows = list(csv.DictReader(lines))
    assert len(rows) > 5
    assert {row["date"][:4] for row in rows} == {"2022"}
    ends = [f"{measure}_{end}" for measure in ("range_km", "altitude_km") for end in ("low", "best", "high")]
    assert all(any(row[name] for row in rows) for name in ends)


def test_c_all_meetings_of_two_defence_ministers_since_a_year(reader: Reader) -> None:
    reader.follow("Explore")
    tab = reader.tab
    reader.click(tab.get_by_text("Place, office, and what only some kinds have"))
    tab.locator("form.explore [name=country]").select_option("jp")
    tab.locator("form.explore [name=with]").select_option("kr")
    tab.locator("form.explore [name=office]").select_option("jp-defense-minister")
    tab.locator("form.explore [name=level]").select_option("ministerial")
    tab.locator("form.explore [name=from]").fill("2010")
    tab.keyboard.press("Tab")
    expect(tab).to_have_url(re.compile(r"from=2010"))
    expect(tab.locator("form [role=status]")).to_have_text(re.compile(r"^\d\d of "))
    expect(tab.locator(".events tbody tr", has_text="Yokosuka").first).to_be_visible()
    reader.click(tab.get_by_text("What of this was read, and what was not"))
    coverage = tab.locator(".explore-coverage")
    for country in ("Japan", "South Korea"):
        expect(coverage.locator("strong", has_text=f"{country}: in part")).to_be_visible()
    expect(coverage).to_contain_text("sparse before 2012")


def test_d_who_says_what_of_the_radar_incident(reader: Reader) -> None:
    reader.follow(re.compile("^Fire-control radar incident"))
    dispute = reader.tab.locator("#dispute-type")
    expect(dispute).to_contain_text("alleged by Japan")
    expect(dispute).to_contain_text("denied by South Korea")
    expect(dispute.locator(".ruling")).to_contain_text("Unresolved")


def test_e_what_is_planned_and_not_yet_held(reader: Reader) -> None:
    reader.follow("What is new")
    expect(reader.heading("Coming up")).to_be_visible()
    expect(reader.tab.locator("main")).to_contain_text("nothing that is planned")
    expect(reader.tab.locator("#outcome-not-recorded ~ .feed .badge.overdue").first).to_be_visible()


def test_f_everything_with_taiwan(reader: Reader) -> None:
    reader.follow("By country")
    reader.follow("Taiwan", exact=True)
    reader.follow("Everything that names Taiwan")
    expect(reader.tab.locator("form [role=status]")).to_contain_text(" of ")


def test_g_the_office_of_a_person_on_a_day(reader: Reader) -> None:
    search(reader, "Kihara")
    reader.click(reader.tab.locator(".find-results a", has_text="Kihara Minoru").first)
    expect(reader.tab.locator("tr", has_text="Minister of Defense of Japan").first).to_contain_text(
        "13 September 2023"
    )


def test_h_an_event_is_cited_with_a_page_that_never_changes(reader: Reader) -> None:
    reader.follow(re.compile("^Fire-control radar incident"))
    expect(reader.tab.locator("[data-cite]")).to_contain_text(
        re.compile(r"The Communiqué authors\. .* Accessed ")
    )
    with reader.tab.expect_download() as download:
        reader.click(reader.tab.get_by_role("link", name="RIS"))
    assert "Y2  - " in download.value.path().read_text(encoding="utf-8")
    reader.follow(re.compile("^What data release"))
    expect(reader.tab.locator("main")).to_contain_text(
        "This page holds what the release says and never changes"
    )


def test_i_one_country_is_followed_changes_included(reader: Reader, address: str) -> None:
    reader.follow("By country")
    reader.follow("Japan", exact=True)
    watch = reader.tab.get_by_role("link", name="JSON Feed")
    expect(watch).to_be_in_viewport()  # and not below a hundred events
    feed = watch.get_attribute("href")
    answer = reader.tab.request.get(reader.tab.evaluate("(path) => new URL(path, location).href", feed))
    items = json.loads(answer.body())["items"]
    assert {"corrected", "developed"} & {tag for item in items for tag in item["tags"]}
    assert any("Entered from a text read on" in item["content_text"] for item in items)


def test_k_a_question_of_ones_own_is_shared(reader: Reader, open_tab: Callable[..., Page]) -> None:
    reader.follow("Query", inside="header")
    reader.tab.locator("#sql").fill("SELECT count(*) AS held FROM event WHERE status = 'occurred'")
    reader.click(reader.tab.get_by_role("button", name="Run"))
    answer = reader.tab.locator(".query-table td").first
    expect(answer).to_be_visible()
    shared = open_tab("query/" + reader.tab.url.partition("query/")[2])
    expect(shared.locator(".query-table td").first).to_have_text(answer.inner_text())


def test_l_the_last_three_months_on_a_phone(open_tab: Callable[..., Page]) -> None:
    reader = Reader(open_tab("", viewport={"width": 375, "height": 780}))
    reader.follow("What is new")
    expect(reader.heading("The last 90 days")).to_be_visible()
    assert reader.tab.evaluate("document.documentElement.scrollWidth") <= 375
