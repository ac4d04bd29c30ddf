"""The desk at work in a browser: from a pasted text to a saved entry, by keyboard and for everyone."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue

import pytest
from playwright.sync_api import Page, expect

from browser.test_access import COLOURS, RULES, violations
from communique.desk.server import DeskServer
from fixtures import talks
from fixtures.cli_home import CliHome
from fixtures.record import article
from fixtures.site import made

TEXT = talks.TEXT.replace("in Tokyo\n", "in Tokyo <script>alert(1)</script>\n", 1)
KNOWN = talks.KNOWN | {"title": "Kihara Minoru and Shin Won-sik meet <b>in Tokyo</b>"}
PATH = "articles/2024/kyodo-news-2024-07-28.yaml"


@pytest.fixture
def desk(cli_home: CliHome, home: Path) -> Iterator[str]:
    """The address of a desk over a small record; pages take the frame of the small site."""
    cli_home.record({"a": article(KNOWN, title="Kihara and Shin meet")})
    made(home)
    faults: Queue[Exception] = Queue()
    with DeskServer(cli_home.home, 0, faults.put) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server.address
        server.shutdown()
    assert list(faults.queue) == []


@pytest.fixture
def address(desk: str) -> str:
    """What ``open_tab`` opens, with the token, and holds requests to."""
    return desk.partition("?")[0]


def read_text(tab: Page) -> None:
    """Paste the text and have it read, by keyboard."""
    tab.get_by_label("Its text").fill(TEXT)
    tab.get_by_role("combobox", name="Publisher").fill("kyodo-news")
    tab.get_by_label("Published").fill("2024-07-28")
    tab.keyboard.press("Control+Enter")
    expect(tab.get_by_role("heading", name="The text")).to_be_visible()


def test_a_pasted_text_becomes_an_entry_that_the_record_takes(
    cli_home: CliHome, desk: str, open_tab: Callable[..., Page], faults: list[str]
) -> None:
    tab = open_tab(desk.removeprefix(desk.partition("?")[0]))
    assert "token" not in tab.url
    read_text(tab)
    expect(tab.locator(".part.headline p").first).to_have_text(
        "Ministers meet again in Tokyo <script>alert(1)</script>"
    )
    expect(tab.get_by_role("checkbox", name="meet <b>in Tokyo</b>")).to_be_checked()
    entry = tab.get_by_label("The entry as it will be written")
    status = tab.locator("#status")
    expect(status).to_have_text("nothing is wrong")

    note = tab.get_by_role("group", name="Note")
    expect(note).to_contain_text("Both sides agreed to speak more often.")  # offered with its words
    assert "more-often" not in entry.input_value()
    note.get_by_role("checkbox").press("Space")
    expect(entry).to_have_value(re.compile("id: more-often, paragraphs: 2"))

    place = tab.get_by_role("group", name="Place").get_by_role("combobox", name="Place")
    place.fill("tokio")
    expect(status).to_have_text("2 errors")  # an unknown place, and one on which the sources disagree
    expect(place).to_have_attribute("aria-invalid", "true")
    unknown = tab.get_by_role("listitem").filter(has_text="did you mean tokyo")
    tab.keyboard.press("Control+s")
    expect(status).to_have_text("there are errors")
    assert not (cli_home.home / "entries" / PATH).exists()
    unknown.get_by_role("button").press("Enter")
    expect(place).to_be_focused()
    place.fill("tokyo")
    expect(status).to_have_text("nothing is wrong")

    tab.get_by_text("Somebody or something that the record does not have yet").press("Enter")
    tab.get_by_label("What is it?").select_option("places")
    tab.get_by_label("Its id, for ever").fill("akasaka")
    tab.get_by_label("Name", exact=True).fill("Akasaka Palace")
    tab.get_by_label("How exact").select_option("site")
    tab.get_by_label("Lies in").fill("tokyo")
    tab.keyboard.press("Enter")
    expect(status).to_have_text("akasaka is in the record")
    place.fill("akasaka")
    expect(entry).to_have_value(re.compile("akasaka"))
    expect(status).to_have_text("nothing is wrong")

    tab.keyboard.press("Control+Enter")
    page = tab.frame_locator("#frame")
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "Kihara Minoru and Shin Won-sik meet <b>in Tokyo</b>"
    )
    tab.get_by_role("link", name="sources/kyodo-news-2024-07-28").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ministers meet again in Tokyo <script>")
    tab.keyboard.press("Control+s")
    expect(status).to_have_text(f"saved: {PATH}")
    assert (cli_home.home / "entries" / PATH).read_text(encoding="utf-8") == entry.input_value()
    answer = cli_home.run("check")
    assert (answer.status, answer.lines[-1].split(" · ")[0]) == (0, "2 entries")
    refused = [fault for fault in faults if "status of 422" in fault]
    assert len(refused) == 1  # the entry with an error was not saved
    # The scripts of the site's own pages do not run in the preview, and the browser says so.
    faults[:] = [it for it in faults if it not in refused and "frame is sandboxed" not in it]


def test_a_doubt_is_answered_at_its_finding_and_the_answer_stands_in_the_entry(
    desk: str, open_tab: Callable[..., Page]
) -> None:
    tab = open_tab(desk.removeprefix(desk.partition("?")[0]))
    read_text(tab)
    entry, status = tab.get_by_label("The entry as it will be written"), tab.locator("#status")
    expect(status).to_have_text("nothing is wrong")
    date = tab.get_by_role("group", name="Date").first
    date.get_by_text("how", exact=False).or_(date.locator("summary")).first.press("Enter")
    date.get_by_label("How it is put").select_option("alleged")
    expect(status).to_have_text("1 doubt")
    tab.locator("#finding-list").get_by_text("It is right so").press("Enter")
    tab.get_by_label("Why, in a sentence").fill("The text does not say who says it.")
    tab.keyboard.press("Enter")
    expect(status).to_have_text("nothing is wrong")
    expect(entry).to_have_value(re.compile("author: The text does not say who says it."))
    tab.get_by_role("button", name="Take it back").press("Enter")
    expect(status).to_have_text("1 doubt")


def test_a_disagreement_is_ruled_on_by_keyboard_and_the_ruling_saved_with_the_entry(
    cli_home: CliHome, desk: str, open_tab: Callable[..., Page], faults: list[str]
) -> None:
    tab = open_tab(desk.removeprefix(desk.partition("?")[0]))
    read_text(tab)
    status = tab.locator("#status")
    expect(status).to_have_text("nothing is wrong")
    tab.get_by_role("group", name="Place").get_by_role("combobox", name="Place").fill("sea-of-japan")
    expect(status).to_have_text("1 error")
    tab.get_by_text("Rule on it").press("Enter")
    form = tab.get_by_role("form", name="Ruling on place of talks-2024-07-28")
    tab.keyboard.press("Tab")
    expect(form.get_by_label("Decision")).to_be_focused()
    form.get_by_label("Decision").select_option("unresolved")
    expect(form.get_by_label("Which value stands?")).to_be_hidden()
    form.get_by_label("What would settle it").fill("the minutes of the talks")
    form.get_by_label("Decision").select_option("settled")
    form.get_by_label("Which value stands?").select_option(label="tokyo")
    form.get_by_label("Why, for readers").fill("The newspaper names the waters that were talked about.")
    form.get_by_label("What is it about?").select_option("slip")
    form.get_by_label("Look at it again on").fill("soon")
    form.get_by_label("Look at it again on").press("Enter")
    expect(status).to_have_class("bad")  # `soon` is no day, and what was typed stands there still
    assert len(faults) == 1
    assert "status of 409" in faults.pop()
    form.get_by_label("Look at it again on").fill("2027-01-31")
    tab.keyboard.press("Enter")
    expect(status).to_have_text("nothing is wrong")
    expect(tab.locator("#ruling-list")).to_contain_text("place of talks-2024-07-28: tokyo.")
    tab.get_by_role("button", name="Take it back").press("Enter")
    expect(status).to_have_text("1 error")
    tab.get_by_text("Rule on it").press("Enter")
    form.get_by_label("Why, for readers").fill("The newspaper names the waters that were talked about.")
    form.get_by_label("What is it about?").select_option("slip")
    form.get_by_role("button", name="Rule").press("Enter")
    expect(status).to_have_text("nothing is wrong")
    tab.keyboard.press("Control+s")
    expect(status).to_have_text(f"saved: {PATH}")
    rulings = (cli_home.home / "entries/rulings.yaml").read_text(encoding="utf-8")
    assert "The newspaper names the waters that were talked about." in rulings
    answer = cli_home.run("check")
    assert (answer.status, answer.lines[-1].split(" · ")[0]) == (0, "2 entries")


@pytest.mark.parametrize("size", [{"width": 1500, "height": 900}, {"width": 390, "height": 844}])
def test_axe_finds_nothing(desk: str, open_tab: Callable[..., Page], size: dict[str, int]) -> None:
    tab = open_tab(
        desk.removeprefix(desk.partition("?")[0]), bypass_csp=True, viewport=size, color_scheme="light"
    )
    assert violations(tab, RULES) == []
    read_text(tab)
    tab.get_by_role("group", name="Place").get_by_role("combobox", name="Place").fill("tokio")
    expect(tab.locator("#status")).to_have_text("2 errors")
    tab.get_by_role("button", name="Another new event").click()
    tab.get_by_role("button", name="Add", exact=True).last.click()
    expect(tab.locator("#status")).to_have_text("1 error")  # of a form that nobody filled in yet
    tab.evaluate("for (const it of document.querySelectorAll('details')) it.open = true")
    assert violations(tab, RULES) == []
    tab.emulate_media(color_scheme="dark")
    assert violations(tab, COLOURS) == []
    assert tab.evaluate("document.documentElement.scrollWidth") == size["width"]


def test_what_no_paragraph_was_seen_to_say_is_folded(desk: str, open_tab: Callable[..., Page]) -> None:
    tab = open_tab(desk.removeprefix(desk.partition("?")[0]))
    read_text(tab)
    expect(tab.locator(".event > .row").first).to_be_visible()
    for row in tab.locator(".event > .row").all():
        is_ticked = row.get_by_role("checkbox").first.is_checked()
        assert is_ticked or row.locator(".citations").first.input_value()
    folded = tab.locator(".event > details.unseen > .row")
    assert [row for row in folded.all() if not row.locator(".citations").first.input_value()]
