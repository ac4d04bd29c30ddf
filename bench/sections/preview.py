"""Measure how long ``communique serve`` takes until the browser shows what a curator saved."""

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
from bench.measure import CommandError, communique_command, measure_command
from bench.report import format_table
from bench.site import database_environment
from bench.workspace import Workspace
from communique.loaders.yaml.parser import parse_yaml
from fixtures.browser import NAMES, QUIET

TITLE: Final = "Preview"
SAVES: Final = 3
HEADING_CONTAINS: Final = "word => document.querySelector('h1').innerText.includes(word)"
UP_TO_DATE: Final = "up to date"
TIMEOUT: Final = 120_000
"""Milliseconds; the bar is 2,000."""

ABOUT: Final = """\
`communique serve` on a site that stands, an event's page open in Debian's Chromium. **Shown** is the time from the
moment when an entry with another title is on the disk until the page's heading has the new title; serve looks for
saved files four times a second, which is in it. **Behind** is the time until the rest of the site (lists, search,
downloads) is up to date, which the curator does not wait for. The bar for what is shown is 2 s."""


def measure_section(workspace: Workspace) -> str:
    """Measure saves during a preview and return the section as Markdown."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        return "Chromium is absent: on Debian, `apt-get install chromium`."
    measure_command(communique_command(workspace.home, "build"), ROOT, **database_environment(workspace.home))
    rows = []
    with start_preview(workspace.home) as (address, output), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        tab = browser.new_page()
        tab.goto(f"{address.replace('localhost', '127.0.0.1')}events/{_edited_event_id(workspace.entry)}/")
        for number in range(SAVES):
            with workspace.edit_title():
                visible, complete = _measure_save(tab, "again", output)
            rows.append([f"save {number + 1}", f"{visible:.2f} s", f"{complete:.1f} s"])
            _wait_until_current(output)  # the edit is taken back
        browser.close()
    return "\n\n".join([format_table(["", "shown", "behind"], rows), ABOUT])


def _measure_save(tab: Page, text: str, output: IO[str]) -> tuple[float, float]:
    """Return the seconds until the heading contains a text, and until everything is up to date."""
    begin = time.perf_counter()
    tab.wait_for_function(HEADING_CONTAINS, arg=text, timeout=TIMEOUT)
    visible = time.perf_counter() - begin
    _wait_until_current(output)
    return visible, time.perf_counter() - begin


def _wait_until_current(output: IO[str]) -> None:
    """Read the output of serve until it reports that everything is up to date."""
    for line in output:
        if UP_TO_DATE in line:
            return
    raise CommandError("communique serve ended early")


def _edited_event_id(entry: Path) -> str:
    """Return the id of an entry's event whose title is edited."""
    data = parse_yaml(entry.read_text(encoding="utf-8"), "").data
    assert isinstance(data, dict)
    return str(next(event["id"] for event in data["events"] if "title" in event))


@contextmanager
def start_preview(home: Path) -> Iterator[tuple[str, IO[str]]]:
    """Start a preview, and yield its address and its further output."""
    command = [str(argument) for argument in communique_command(home, "serve", "--port", "0")]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | database_environment(home), text=True, stdin=subprocess.DEVNULL,
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
