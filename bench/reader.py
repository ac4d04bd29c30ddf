"""Measure what a reader waits for: bytes of four pages, when each is seen, and seconds to a search result.

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
from fixtures.browser import NAMES, QUIET, QuietHandler, serving

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
PACKED: Final = frozenset({".html", ".css", ".js", ".json", ".svg"})
RUNS: Final = 5
"""Visits of which the median is given."""

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


_READ_PAINTS: Final = """() => new Promise((done) => {
  const entries = (type) => new Promise((found) => {
    const watch = new PerformanceObserver((list) => { watch.disconnect(); found(list.getEntries()); });
    watch.observe({ type, buffered: true });
    setTimeout(() => found([]), 500);
  });
  Promise.all([entries("largest-contentful-paint"), entries("layout-shift")]).then(([paints, shifts]) =>
    done([performance.getEntriesByName("first-contentful-paint")[0].startTime,
      paints.at(-1).startTime, shifts.reduce((sum, one) => sum + one.value, 0)]));
})"""


def main() -> int:
    """Measure the site in a folder, write the tables to standard output, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.reader", description=__doc__)
    parser.add_argument("public", type=Path, help="the folder of a site")
    public: Path = parser.parse_args().public
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        sys.stderr.write("Chromium is absent: on Debian, `apt-get install chromium`\n")
        return 1
    with serving(public, CompressingHandler) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        tables = (
            measure_sizes(browser, address, public),
            measure_paints(browser, address, public),
            measure_searches(browser, address),
        )
        sys.stdout.write("\n\n".join(tables) + "\n")
        browser.close()
    return 0


class CompressingHandler(QuietHandler):
    """Serves text packed, as every host of static sites does."""

    def end_headers(self) -> None:
        """Say what was packed, for who asks again."""
        self.send_header("Vary", "Accept-Encoding")
        super().end_headers()

    def do_GET(self) -> None:  # noqa: N802 - the base class's name
        """Answer with the file, packed if it is text."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in PACKED or not path.is_file():
            super().do_GET()
            return
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


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


def measure_paints(browser: Browser, address: str, public: Path) -> str:
    """Return a table of when a slow phone shows the largest part of a page at first, and how much it shifts."""
    rows = []
    for name, path in find_pages(public):
        visits = [_measure_visit(browser, address + path) for _ in range(RUNS)]
        first, largest, shift = (statistics.median(values) for values in zip(*visits, strict=True))
        slowest = max(visit[1] for visit in visits)
        rows.append([name, f"{first:,.0f} ms", f"{largest:,.0f} ms", f"{slowest:,.0f} ms", f"{shift:.3f}"])
    return format_table(
        ["a phone on slow 4G", "first paint", "largest paint", "slowest", "layout shift"], rows
    )


def _measure_visit(browser: Browser, address: str) -> tuple[float, float, float]:
    """Return milliseconds to the first and to the largest paint of a page, and the sum of its shifts."""
    with browser.new_context(viewport={"width": 412, "height": 823}) as context:
        tab = context.new_page()
        _slow_down(tab)
        tab.goto(address, wait_until="networkidle")
        first, largest, shift = tab.evaluate(_READ_PAINTS)
        return float(first), float(largest), float(shift)


def _slow_down(tab: Page) -> None:
    """Give a tab the network and the processor of a phone."""
    session = tab.context.new_cdp_session(tab)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", PHONE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})


def measure_searches(browser: Browser, address: str) -> str:
    """Return a table of the time from the last key press to the first result, debouncing included."""
    rows = []
    for device in ("this machine", "a phone on slow 4G"):
        first, later = [], []
        for query in SEARCH_TERMS:
            with browser.new_context(viewport={"width": 412, "height": 823}) as context:
                tab = context.new_page()
                if device != "this machine":
                    _slow_down(tab)
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
