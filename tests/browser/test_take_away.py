"""Taking data away in a real browser: what a page points at is there, and a download is what its checksum says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

LINKED = """[...document.querySelectorAll('link[rel~="alternate"]')].map(one => [one.type, one.href])"""
BLOCKS = (
    """[...document.querySelectorAll('script[type="application/ld+json"]')].map(one => one.textContent)"""
)
FEEDS = {"application/atom+xml", "application/feed+json"}


@pytest.mark.parametrize(
    ("page", "count", "forms"),
    [
        ("home", 1, {"application/json"}),
        ("countries", 2, {"application/json", "text/calendar"}),
        ("series", 2, {"application/json", "text/calendar"}),
        ("memorandum", 1, {"application/json", "text/markdown", "application/x-bibtex"}),
    ],
)
def test_a_pages_feeds_and_forms_are_there(
    open_tab: Callable[..., Page], path_of: Callable[[str], str], page: str, count: int, forms: set[str]
) -> None:
    tab = open_tab(path_of(page))
    linked = tab.evaluate(LINKED)
    assert {type_ for type_, _ in linked} == FEEDS | forms
    assert len(linked) == 2 * count + len(forms)
    for type_, link in linked:
        answer = tab.request.get(link)
        assert answer.ok, link
        assert (b"<feed" in answer.body()) is (type_ == "application/atom+xml")


@pytest.mark.parametrize(("page", "type_"), [("memorandum", "Event"), ("data", ["Dataset", "dcat:Dataset"])])
def test_linked_data_is_in_the_page_and_the_policy_minds_nothing(
    open_tab: Callable[..., Page], path_of: Callable[[str], str], page: str, type_: str | list[str]
) -> None:
    tab = open_tab(path_of(page))
    (found,) = map(json.loads, tab.evaluate(BLOCKS))
    assert found["@type"] == type_
    assert tab.locator("h1").inner_text().rstrip("¶") in (found["name"], "Data")


def test_a_download_is_what_its_checksum_says(open_tab: Callable[..., Page], tmp_path: Path) -> None:
    tab = open_tab("data/")
    row = tab.get_by_role("row").filter(has_text="communique-csv.zip")
    with tab.expect_download() as started:
        row.get_by_role("link").click()
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    assert file.name == "communique-csv.zip"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == row.locator("code").inner_text()
