"""How long a curator waits until the browser shows what was saved, with ``communique serve``."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from playwright.sync_api import Page, sync_playwright

from bench import ROOT
from bench.measure import CommandError, communique, run
from bench.report import table
from bench.site import where
from bench.workshop import Workshop
from communique.loaders.yaml.strict import parse
from fixtures.browser import NAMES, QUIET

TITLE: Final = "Preview"
SAVES: Final = 3
SHOWN: Final = "word => document.querySelector('h1').innerText.includes(word)"
UP_TO_DATE: Final = "up to date"
PATIENCE: Final = 120_000
"""Milliseconds; the bar is 2,000."""

ABOUT: Final = """\
`communique serve` on a site that stands, an event's page open in Debian's Chromium. **Shown** is the time from the
moment when an entry with another title is on the disk until the page's heading has the new title; serve looks for
saved files four times a second, which is in it. **Behind** is the time until the rest of the site (lists, search,
downloads) is up to date, which the curator does not wait for. The bar for what is shown is 2 s."""


def section(shop: Workshop) -> str:
    """Measure, and tell."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        return "Chromium is absent: on Debian, `apt-get install chromium`."
    run(communique(shop.home, "build"), ROOT, **where(shop.home))
    rows = []
    with serving(shop.home) as (address, told), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        tab = browser.new_page()
        tab.goto(f"{address.replace('localhost', '127.0.0.1')}events/{_event(shop.entry)}/")
        for number in range(SAVES):
            with shop.edited():
                shown, behind = _waited(tab, "again", told)
            rows.append([f"save {number + 1}", f"{shown:.2f} s", f"{behind:.1f} s"])
            _until(told)  # the edit is taken back
        browser.close()
    return "\n\n".join([table(["", "shown", "behind"], rows), ABOUT])


def _waited(tab: Page, word: str, told: IO[str]) -> tuple[float, float]:
    """Seconds until the page shows a word in its heading, and until all is up to date."""
    begin = time.perf_counter()
    tab.wait_for_function(SHOWN, arg=word, timeout=PATIENCE)
    shown = time.perf_counter() - begin
    _until(told)
    return shown, time.perf_counter() - begin


def _until(told: IO[str]) -> None:
    """Read what serve tells until everything is up to date."""
    for line in told:
        if UP_TO_DATE in line:
            return
    raise CommandError("communique serve ended early")


def _event(entry: Path) -> str:
    """The event of an entry whose title is edited."""
    data = parse(entry.read_text(encoding="utf-8"), "").data
    assert isinstance(data, dict)
    return str(next(event["id"] for event in data["events"] if "title" in event))


@contextmanager
def serving(home: Path) -> Iterator[tuple[str, IO[str]]]:
    """A preview; gives its address, and what it tells from then on."""
    command = [str(word) for word in communique(home, "serve", "--port", "0")]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | where(home), text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        address = next((line.strip() for line in process.stdout if line.startswith("http://")), "")
        if not address:
            raise CommandError("communique serve ended early")
        yield address, process.stdout
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
