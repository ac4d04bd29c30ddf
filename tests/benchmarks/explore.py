"""How long the table over all events takes at 10,000 events: `python tests/benchmarks/explore.py public [COUNT]`.

Events are drawn from a built site's own, with titles recombined, so that their words and lengths stay those of the
record. Run by hand in Debian's Chromium; figures are for notes, no test depends on them.
"""

from __future__ import annotations

import gzip
import json
import random
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from fixtures.browser import NAMES, QUIET, serving

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


def many(raw: dict[str, Any], count: int) -> dict[str, Any]:
    """The table with ``count`` events drawn from those it has."""
    draw, events = random.Random(1), raw["events"]
    kept = [draw.randrange(len(events["id"])) for _ in range(count)]
    words = [title.split() for title in events["title"]]
    made: dict[str, Any] = {
        name: [column[event] for event in kept] for name, column in events.items() if isinstance(column, list)
    }
    made["id"] = [f"{events['id'][event]}-{number:x}" for number, event in enumerate(kept)]
    made["title"] = [
        " ".join(words[event][: len(words[event]) // 2] + (other := draw.choice(words))[len(other) // 2 :])
        for event in kept
    ]
    for sparse in ("dated", "names"):
        made[sparse] = {
            number: events[sparse][str(event)]
            for number, event in enumerate(kept)
            if str(event) in events[sparse]
        }
    return raw | {"events": made}


def main(public: Path, count: int) -> None:
    """Print each step's median of 21 runs in milliseconds, and the size of the file."""
    program = next(filter(None, map(shutil.which, NAMES)))
    with tempfile.TemporaryDirectory() as folder:
        for name in ("assets", "explore"):
            shutil.copytree(public / name, Path(folder, name))
        Path(folder, "data").mkdir()
        raw = json.loads((public / "data/explore.json").read_text(encoding="utf-8"))
        data = json.dumps(many(raw, count), ensure_ascii=False, separators=(",", ":")).encode()
        Path(folder, "data/explore.json").write_bytes(data)
        with serving(Path(folder)) as address, sync_playwright() as playwright:
            tab = playwright.chromium.launch(executable_path=program, args=list(QUIET)).new_page()
            tab.goto(f"{address}explore/")
            tab.wait_for_selector("form.explore:not([hidden])")
            times = tab.evaluate(MEASURE)
    sys.stdout.write(
        f"{count:,} events: {len(gzip.compress(data, 9)) / count:.1f} bytes an event compressed\n"
    )
    for step, milliseconds in times.items():
        sys.stdout.write(f"{milliseconds:8.1f} ms  {step}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
