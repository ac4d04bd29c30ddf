"""What a reader waits for: bytes and requests of four pages, and the time from a key press to the first result.

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

from bench.report import table
from fixtures.browser import NAMES, QUIET, serving

WORDS: Final = ("Japan", "missile", "joint statement", "ministers", "Tokyo")
SORTS: Final = {"document": "HTML", "stylesheet": "CSS", "script": "JS", "image": "images", "fetch": "data"}
PHONE: Final = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
"""The slow 4G of Lighthouse: 150 ms and 1.6 Mbit a second."""
SLOWER: Final = 4
"""How many times slower than this machine's processor the phone's is taken to be, as Lighthouse does."""

_WATCH: Final = """() => {
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
    """Measure the site in a folder, and tell on standard output."""
    parser = argparse.ArgumentParser(prog="python -m bench.reader", description=__doc__)
    parser.add_argument("public", type=Path, help="the folder of a site")
    public: Path = parser.parse_args().public
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        sys.stderr.write("Chromium is absent: on Debian, `apt-get install chromium`\n")
        return 1
    with serving(public) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        sys.stdout.write("\n\n".join([sizes(browser, address, public), searches(browser, address)]) + "\n")
        browser.close()
    return 0


def pages(public: Path) -> Iterator[tuple[str, str]]:
    """Four types of page with an address each: of events and countries the fullest."""
    yield "home", ""
    yield "explore", "explore/"
    for name, folder in (("event", "events"), ("country", "countries")):
        found = (public / folder).glob("*/index.html")
        fullest = max(found, key=lambda page: (page.stat().st_size, page.as_posix()))
        yield name, f"{folder}/{fullest.parent.name}/"


def sizes(browser: Browser, address: str, public: Path) -> str:
    """A table of what the first visit to a page transfers, plain and as a server would compress it."""
    rows = []
    for name, path in pages(public):
        plain, packed, requests = Counter[str](), Counter[str](), 0
        answers: list[Response] = []
        with browser.new_context(viewport={"width": 412, "height": 823}) as context:
            tab = context.new_page()
            tab.on("response", _keeping(answers))
            tab.goto(address + path, wait_until="networkidle")
            for answer in answers:
                body = answer.body()
                sort = SORTS.get(answer.request.resource_type, "other")
                plain[sort] += len(body)
                packed[sort] += len(body) if _packed(answer.url) else len(gzip.compress(body, 6))
                requests += 1
        cells = [f"{plain[sort] / 1000:.1f} / {packed[sort] / 1000:.1f}" for sort in SORTS.values()]
        rows.append(
            [name, *cells, f"{plain.total() / 1000:.0f} / {packed.total() / 1000:.0f}", str(requests)]
        )
    return table(["kB plain / gzip", *SORTS.values(), "all", "requests"], rows)


def _keeping(answers: list[Response]) -> Callable[[Response], None]:
    """Something that remembers answers; Playwright takes no method of a list."""

    def keep(answer: Response) -> None:
        answers.append(answer)

    return keep


def _packed(url: str) -> bool:
    return urlsplit(url).path.endswith((".png", ".wasm", ".pf_meta", ".pf_index", ".pf_fragment"))


def searches(browser: Browser, address: str) -> str:
    """A table of the time from the last key press to the first result that shows, the box's own pause included."""
    rows = []
    for device in ("this machine", "a phone on slow 4G"):
        first, later = [], []
        for word in WORDS:
            with browser.new_context(viewport={"width": 412, "height": 823}) as context:
                tab = context.new_page()
                if device != "this machine":
                    session = context.new_cdp_session(tab)
                    session.send("Network.emulateNetworkConditions", PHONE)
                    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
                tab.goto(address, wait_until="networkidle")
                _open(tab)
                first.append(_typed(tab, word))
                later.append(_typed(tab, next(one for one in WORDS if one != word)))
        for visit, times in (("first of a visit", first), ("later", later)):
            rows.append(
                [device, visit, *(f"{one:,.0f} ms" for one in (statistics.median(times), max(times)))]
            )
    return table(["key press to first result", "search", "median", "slowest"], rows)


def _open(tab: Page) -> None:
    """Open the search box, as soon as its script listens."""
    box = tab.locator(".find[open]")
    while not box.count():
        tab.keyboard.press("/")
        tab.wait_for_timeout(50)


def _typed(tab: Page, word: str) -> float:
    """The milliseconds from the only key press that matters, the last, to a result on the screen."""
    field = tab.locator(".find input")
    field.evaluate("(field, word) => (field.value = word)", word[:-1])  # as typed, but without asking yet
    tab.evaluate(_WATCH)
    field.press("End")
    field.press(word[-1])
    return float(tab.evaluate("() => window.shown"))


if __name__ == "__main__":
    sys.exit(main())
