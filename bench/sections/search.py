"""Measure what search index and downloads cost to build, and how long a reader's first query takes."""

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

from bench.measure import Measurement
from bench.report import format_costs, format_megabytes, format_ratio, format_table
from bench.site import build_from_scratch
from bench.workspace import Workspace
from fixtures.browser import NAMES, QUIET, QuietHandler, QuietServer

TITLE: Final = "Search index and downloads"
PAGEFIND_FOLDER: Final = "pagefind"
SEARCH_TERMS: Final = ("ministers", "missile launch", "joint statement", "Japan")

ABOUT: Final = """\
**Search** and **downloads** are timed inside the same `communique site` as the pages, by wrapping the functions
that make them. The memory of search is that of Pagefind's processes together; that of pages is of all processes.
A reader's **first query** is typed into the site's search box in Chromium without cache: the program, the
index's parts, and what the results that are shown need; the time holds the box's own pause. Bytes are as a
server would send them: what is compressed already as it is, the rest with gzip."""


def measure_section(workspace: Workspace) -> str:
    """Measure search index, downloads and the first query, and return the section as Markdown."""
    stages = build_from_scratch(workspace)
    public = workspace.home / "public"
    index = max(
        (size for name, size in stages.site.programs.items() if name.startswith(PAGEFIND_FOLDER)), default=0
    )
    search = Measurement(stages.search.wall, stages.search.cpu, index)
    runs = {"pages": stages.pages, "search": search, "downloads": stages.downloads}
    wall, cpu = stages.search.wall + stages.downloads.wall, stages.search.cpu + stages.downloads.cpu
    ratio = format_ratio(Measurement(wall, cpu, 0), stages.pages)
    summary = f"Search and downloads together cost {ratio} what the pages cost (bar: 1.5×)."
    files = [file for file in (public / PAGEFIND_FOLDER).rglob("*") if file.is_file()]
    size = f"The index is {format_megabytes(sum(file.stat().st_size for file in files))} in {len(files):,} files."
    return "\n\n".join([format_costs(runs, "pages"), summary, size, measure_first_query(public), ABOUT])


def measure_first_query(public: Path) -> str:
    """Return a table of what the first query of a visit transfers and how long it takes."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        return (
            "Chromium is absent: on Debian, `apt-get install chromium`; so the first query is not measured."
        )
    rows = []
    with serve_recording(public) as (address, requested_paths), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        for query in SEARCH_TERMS:
            with browser.new_context() as context:
                tab = context.new_page()
                tab.goto(address, wait_until="networkidle")
                requested_paths.clear()
                tab.keyboard.press("/")
                begin = time.perf_counter()
                tab.get_by_role("searchbox", name="Search", exact=True).fill(query)
                tab.wait_for_selector(".find-results a")
                duration = (time.perf_counter() - begin) * 1000
                tab.wait_for_load_state("networkidle")
                state = tab.locator(".find-state").filter(has_text=re.compile(r"^\d+ pages?$"))
                state.wait_for()
                status = state.inner_text()
                files = [public / path.partition("?")[0].lstrip("/") for path in requested_paths]
            size = sum(transferred_bytes(file) for file in files if file.is_file()) / 1000
            rows.append([query, status, f"{size:,.0f} kB", str(len(files)), f"{duration:,.0f} ms"])
        browser.close()
    return format_table(
        ["first query", "pages found", "sent (bar: 300 kB)", "files", "to the first result"], rows
    )


def transferred_bytes(file: Path) -> int:
    """Return the bytes of an index file as a server sends it: compressed unless it already is."""
    body = file.read_bytes()
    return len(gzip.compress(body)) if file.suffix in {".js", ".json", ".css"} else len(body)


@contextmanager
def serve_recording(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Serve a folder, and yield its address and a list that receives the path of each request."""
    paths: list[str] = []

    class RecordingHandler(QuietHandler):
        def log_request(self, code: object = "-", size: object = "-") -> None:
            paths.append(self.path)

    with QuietServer(("127.0.0.1", 0), partial(RecordingHandler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", paths
        server.shutdown()
        thread.join()
