"""Measure how long the table over all events takes to filter and sort in a browser."""

from __future__ import annotations

import gzip
import shutil
from typing import Final

from playwright.sync_api import sync_playwright

from bench.report import format_table
from bench.site import build_from_scratch
from bench.workspace import Workspace
from fixtures.browser import NAMES, QUIET, serving

TITLE: Final = "Explore"

ABOUT: Final = """\
The table's own code (`site/theme/assets/explore`), run in Debian's Chromium on the page of the built site: the
median of 21 runs of each step. Words are looked for in titles."""

MEASURE = """async () => {
  const part = (name) => import(new URL(`assets/explore/${name}.js`, new URL("..", location)));
  const [{ fold, wordsOf }, { prepare }, { select }, { rowOf }] =
    await Promise.all(["fold", "data", "filter", "rows"].map(part));
  const raw = await (await fetch("../data/explore.json")).json();
  const timed = (work) => {
    const times = [];
    for (let turn = 0; turn < 21; turn++) {
      const begin = performance.now();
      work();
      times.push(performance.now() - begin);
    }
    return times.sort((a, b) => a - b)[10];
  };
  const table = prepare(raw, fold);
  const nothing = { q: "", kind: [], country: "", with: "", person: "", series: "", topic: "", from: "", to: "",
    status: "", disagreement: "", sources: "", sort: "" };
  const labels = ["Date", "Event", "Kind", "Who", "Sources"];
  const first = table.choices.participant[0].id, second = table.choices.participant[1].id;
  return {
    "prepare once": timed(() => prepare(raw, fold)),
    "two countries, years, a kind": timed(() =>
      select(table, { ...nothing, country: first, with: second, from: "2015", to: "2024", kind: ["meeting"] }, [])),
    "one word": timed(() => select(table, nothing, wordsOf("tokyo"))),
    "three words": timed(() => select(table, nothing, wordsOf("defence ministers tok"))),
    "sort by title, first time": timed(() => {
      table.orders = {};
      select(table, { ...nothing, sort: "title" }, []);
    }),
    "draw 100 rows": timed(() => {
      for (let row = 0; row < 100; row++) rowOf(table, row, new URL("..", location), labels);
    }),
  };
}"""


def measure_section(workspace: Workspace) -> str:
    """Measure the explore page and return the section as Markdown."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        return "Chromium is absent: on Debian, `apt-get install chromium`."
    build_from_scratch(workspace)
    public = workspace.home / "public"
    with serving(public) as address, sync_playwright() as playwright:
        tab = playwright.chromium.launch(executable_path=program, args=list(QUIET)).new_page()
        tab.goto(f"{address}explore/")
        tab.wait_for_selector("form.explore:not([hidden])")
        times: dict[str, float] = tab.evaluate(MEASURE)
    data = (public / "data/explore.json").read_bytes()
    sizes = f"The file is {len(data) / 1e6:.2f} MB, {len(gzip.compress(data, 9)) / 1000:,.0f} kB compressed."
    rows = [[step, f"{milliseconds:.1f}"] for step, milliseconds in times.items()]
    return "\n\n".join([format_table(["", "ms"], rows), sizes, ABOUT])
