"""The site of the repository's own record, and a browser that tells what went wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.pages import FAMILIES, NAMED

expect.set_options(timeout=30_000)  # how long a busy machine may take until a test gives up


@pytest.fixture(scope="session")
def site(record_home: Path) -> Path:
    """The folder of the record's site."""
    return record_home / "public"


@pytest.fixture(scope="session")
def address(site: Path, site_server: Callable[[Path], str]) -> str:
    """The address of the site under test; a module may have one of its own."""
    return site_server(site)


@pytest.fixture(scope="session")
def path_of(site: Path) -> Callable[[str], str]:
    """``path_of("series")`` is the fullest page of a type, relative to the site's address."""
    table = json.loads((site / "data/explore.json").read_text(encoding="utf-8"))
    kinds = [key for key, _ in table["kind"]]
    events = list(zip(table["events"]["id"], table["events"]["kind"], strict=True))

    def find(name: str) -> str:
        if name in NAMED:
            return NAMED[name]
        if name in FAMILIES:
            pages = list((site / name).glob("*/index.html"))
        else:
            pages = [site / "events" / key / "index.html" for key, kind in events if kinds[kind] == name]
        fullest = max(pages, key=lambda page: (page.stat().st_size, page.as_posix()))
        return fullest.parent.relative_to(site).as_posix() + "/"

    return find


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """What a browser complains of: errors, broken policies, failed and foreign requests. Must be empty at the end."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def open_tab(browser: Browser, faults: list[str], address: str) -> Iterator[Callable[..., Page]]:
    """Opens pages in a context of one's own and keeps what goes wrong in them."""
    contexts: list[BrowserContext] = []

    def open_page(path: str = "", **settings: object) -> Page:
        context = browser.new_context(**settings)  # type: ignore[arg-type]  # Playwright's own keywords
        contexts.append(context)
        tab = context.new_page()
        tab.on(
            "console",
            lambda message: faults.append(message.text) if message.type in ("error", "warning") else None,
        )
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on(
            "requestfailed",  # what a reader leaves behind by going on is no failure
            lambda request: (
                faults.append(f"failed: {request.url}") if request.failure != "net::ERR_ABORTED" else None
            ),
        )
        tab.on(
            "request",
            lambda request: faults.append(f"foreign: {request.url}") if not _own(request.url) else None,
        )
        tab.goto(address + path)
        return tab

    def _own(url: str) -> bool:
        return url.startswith((address, "data:", "blob:"))

    yield open_page
    for context in contexts:
        context.close()
