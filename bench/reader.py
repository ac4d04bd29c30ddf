"""Measure what a reader waits for: bytes and requests of four pages, and seconds to a search result.

``python -m bench.reader PUBLIC`` measures any site that a build made; nothing in it is built or changed.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Response, sync_playwright

from bench.report import format_table
from fixtures.browser import NAMES, QUIET, serving

SEARCH_TERMS: Final = ("Japan", "missile", "joint statement", "ministers", "Tokyo")
CATEGORIES: Final = {
    "document": "HTML",
    "stylesheet": "CSS",
    "script": "JS",
    "image": "images",
    "fetch": "data",
}
PHONE: Final = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
"""The slow 4G of Lighthouse: 150 ms and 1.6 Mbit a second."""
CPU_SLOWDOWN: Final = 4
"""How many times slower than this machine's processor the phone's is taken to be, as Lighthouse does."""

_OBSERVE_RESULTS: Final = """() => {
  const list = document.querySelector(".find-results");
  list.replaceChildren();
  window.shown = new Promise((done) => {
    let pressed = 0;
    document.querySelector(".find input").addEventListener("keydown", () => (pressed = performance.now()), true);
    const watch = new MutationObserver(() => {
      if (!pressed || !list.querySelector("a")) return;
      watch.disconnect();
      requestAnimationFrame(() => done(performance.now() - pressed));
    });
    watch.observe(list, { childList: true });
  });
}"""


def main() -> int:
    """Measure the site in a folder, write the tables to standard output, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.reader", description=__doc__)
    parser.add_argument("public", type=Path, help="the folder of a site")
    public: Path = parser.parse_args().public
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        sys.stderr.write("Chromium is absent: on Debian, `apt-get install chromium`\n")
        return 1
    with serving(public) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        sys.stdout.write(
            "\n\n".join([measure_sizes(browser, address, public), measure_searches(browser, address)]) + "\n"
        )
        browser.close()
    return 0


def find_pages(public: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and address of four types of page; of events and countries, the fullest page."""
    yield "home", ""
    yield "explore", "explore/"
    for name, folder in (("event", "events"), ("country", "countries")):
        candidates = (public / folder).glob("*/index.html")
        fullest = max(candidates, key=lambda page: (page.stat().st_size, page.as_posix()))
        yield name, f"{folder}/{fullest.parent.name}/"


def measure_sizes(browser: Browser, address: str, public: Path) -> str:
    """Return a table of what the first visit to a page transfers, uncompressed and compressed."""
    rows = []
    for name, path in find_pages(public):
        raw, packed, requests = Counter[str](), Counter[str](), 0
        responses: list[Response] = []
        with browser.new_context(viewport={"width": 412, "height": 823}) as context:
            tab = context.new_page()
            tab.on("response", _collect_responses(responses))
            tab.goto(address + path, wait_until="networkidle")
            for response in responses:
                body = response.body()
                category = CATEGORIES.get(response.request.resource_type, "other")
                raw[category] += len(body)
                packed[category] += len(body) if _is_compressed(response.url) else len(gzip.compress(body, 6))
                requests += 1
        cells = [
            f"{raw[category] / 1000:.1f} / {packed[category] / 1000:.1f}" for category in CATEGORIES.values()
        ]
        rows.append([name, *cells, f"{raw.total() / 1000:.0f} / {packed.total() / 1000:.0f}", str(requests)])
    return format_table(["kB plain / gzip", *CATEGORIES.values(), "all", "requests"], rows)


def _collect_responses(responses: list[Response]) -> Callable[[Response], None]:
    """Return a callback that appends responses; Playwright takes no method of a list."""

    def append_response(response: Response) -> None:
        responses.append(response)

    return append_response


def _is_compressed(url: str) -> bool:
    return urlsplit(url).path.endswith((".png", ".wasm", ".pf_meta", ".pf_index", ".pf_fragment"))


def measure_searches(browser: Browser, address: str) -> str:
    """Return a table of the time from the last key press to the first result, debouncing included."""
    rows = []
    for device in ("this machine", "a phone on slow 4G"):
        first, later = [], []
        for query in SEARCH_TERMS:
            with browser.new_context(viewport={"width": 412, "height": 823}) as context:
                tab = context.new_page()
                if device != "this machine":
                    session = context.new_cdp_session(tab)
                    session.send("Network.emulateNetworkConditions", PHONE)
                    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
                tab.goto(address, wait_until="networkidle")
                _open_search(tab)
                first.append(_time_search(tab, query))
                later.append(_time_search(tab, next(other for other in SEARCH_TERMS if other != query)))
        for visit, times in (("first of a visit", first), ("later", later)):
            rows.append(
                [device, visit, *(f"{value:,.0f} ms" for value in (statistics.median(times), max(times)))]
            )
    return format_table(["key press to first result", "search", "median", "slowest"], rows)


def _open_search(tab: Page) -> None:
    """Open the search box, as soon as its script listens."""
    box = tab.locator(".find[open]")
    while not box.count():
        tab.keyboard.press("/")
        tab.wait_for_timeout(50)


def _time_search(tab: Page, query: str) -> float:
    """Return the milliseconds from the last key press to a result on the screen."""
    field = tab.locator(".find input")
    field.evaluate("(field, word) => (field.value = word)", query[:-1])  # as typed, but without asking yet
    tab.evaluate(_OBSERVE_RESULTS)
    field.press("End")
    field.press(query[-1])
    return float(tab.evaluate("() => window.shown"))


if __name__ == "__main__":
    sys.exit(main())
