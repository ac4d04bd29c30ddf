"""What search index and downloads cost to make, and what a reader waits for at the first query."""

from __future__ import annotations

import gzip
import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from bench.measure import Run
from bench.report import costs, megabytes, table, times
from bench.site import cold
from bench.workshop import Workshop
from fixtures.browser import NAMES, QUIET, QuietHandler, QuietServer

TITLE: Final = "Search index and downloads"
FOLDER: Final = "pagefind"
WORDS: Final = ("ministers", "missile launch", "joint statement", "Japan")

ABOUT: Final = """\
**Search** and **downloads** are timed inside the same `communique site` as the pages, by wrapping the functions
that make them. The memory of search is that of Pagefind's processes together; that of pages is of all processes.
A reader's **first query** is typed into the site's search box in Chromium without cache: the program, the
index's parts, and what the results that are shown need; the time holds the box's own pause. Bytes are as a
server would send them: what is compressed already as it is, the rest with gzip."""


def section(shop: Workshop) -> str:
    """Measure, and tell."""
    stages = cold(shop)
    public = shop.home / "public"
    index = max((size for name, size in stages.site.programs.items() if name.startswith(FOLDER)), default=0)
    search = Run(stages.search.wall, stages.search.cpu, index)
    runs = {"pages": stages.pages, "search": search, "downloads": stages.downloads}
    wall, cpu = stages.search.wall + stages.downloads.wall, stages.search.cpu + stages.downloads.cpu
    ratio = times(Run(wall, cpu, 0), stages.pages)
    judged = f"Search and downloads together cost {ratio} what the pages cost (bar: 1.5×)."
    files = [file for file in (public / FOLDER).rglob("*") if file.is_file()]
    size = f"The index is {megabytes(sum(file.stat().st_size for file in files))} in {len(files):,} files."
    return "\n\n".join([costs(runs, "pages"), judged, size, asked(public), ABOUT])


def asked(public: Path) -> str:
    """A table of what the first query of a visit transfers and how long it takes, from this machine to itself."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        return (
            "Chromium is absent: on Debian, `apt-get install chromium`; so the first query is not measured."
        )
    rows = []
    with counting(public) as (address, asked_for), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        for words in WORDS:
            with browser.new_context() as context:
                tab = context.new_page()
                tab.goto(address, wait_until="networkidle")
                asked_for.clear()
                tab.keyboard.press("/")
                begin = time.perf_counter()
                tab.get_by_role("searchbox", name="Search", exact=True).fill(words)
                tab.wait_for_selector(".find-results a")
                took = (time.perf_counter() - begin) * 1000
                tab.wait_for_load_state("networkidle")
                state = tab.locator(".find-state").filter(has_text=re.compile(r"^\d+ pages?$"))
                state.wait_for()
                found = state.inner_text()
                files = [public / path.partition("?")[0].lstrip("/") for path in asked_for]
            size = sum(sent(file) for file in files if file.is_file()) / 1000
            rows.append([words, found, f"{size:,.0f} kB", str(len(files)), f"{took:,.0f} ms"])
        browser.close()
    return table(["first query", "pages found", "sent (bar: 300 kB)", "files", "to the first result"], rows)


def sent(file: Path) -> int:
    """The bytes of a file of the index as a server sends it: compressed where it is not already."""
    body = file.read_bytes()
    return len(gzip.compress(body)) if file.suffix in {".js", ".json", ".css"} else len(body)


@contextmanager
def counting(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Serve a folder; gives its address and a list that grows by the path of each request."""
    paths: list[str] = []

    class Handler(QuietHandler):
        def log_request(self, code: object = "-", size: object = "-") -> None:
            paths.append(self.path)

    with QuietServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", paths
        server.shutdown()
        thread.join()
