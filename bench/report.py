"""RESULTS.md: each section of the bench has its own part, and a run replaces only the parts that it measured."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from bench.measure import Run

HEAD: Final = """\
# How fast Communiqué is

Written by `make bench`; each part says by which command, when and on what. Figures of one part were taken in
one run on one machine, and only their ratios mean anything elsewhere. No test depends on them. Records are
synthetic (`bench/generate.py` says how they are drawn from the real one).

**wall** is seconds by the clock, **CPU** seconds of processor time of all processes of the command, which other
work on the machine disturbs less; **memory** is the peak of all its processes together.
"""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; every column but the first stands to the right."""
    lines = [list(head), ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def costs(runs: dict[str, Run], base: str, head: str = "", than: str = "") -> str:
    """A table of runs, each also as a multiple of one of them."""
    times = than or f"× {base}"
    rows = []
    for name, run in runs.items():
        ratio = [f"{run.wall / runs[base].wall:.2f}", f"{run.cpu / runs[base].cpu:.2f}" if run.cpu else "–"]
        if base not in runs or name == base:
            ratio = ["1", "1"]
        rows.append(
            [name, seconds(run.wall), seconds(run.cpu) if run.cpu else "–", megabytes(run.peak), *ratio]
        )
    return table([head, "wall", "CPU", "memory", f"wall {times}", f"CPU {times}"], rows)


def times(one: Run, other: Run) -> str:
    """How many times as much one costs, by processor and by the clock."""
    return f"{one.cpu / other.cpu:.2f}× by CPU and {one.wall / other.wall:.2f}× by the clock"


def seconds(value: float) -> str:
    """Seconds with as many digits as mean something."""
    return (
        f"{value:,.1f} s" if value >= 10 else f"{value:.2f} s" if value >= 0.1 else f"{value * 1000:.1f} ms"
    )


def megabytes(size: int) -> str:
    """Bytes in MB of 1,000,000 bytes."""
    return f"{size / 1e6:,.0f} MB" if size >= 10_000_000 else f"{size / 1e6:.2f} MB" if size else "–"


def put(file: Path, title: str, body: str) -> None:
    """Replace the part of this title, or add it at the end."""
    text = file.read_text(encoding="utf-8") if file.exists() else HEAD
    part = f"## {title}\n\n{body.strip()}\n"
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    found = [number for number, old in enumerate(parts) if old.startswith(f"## {title}\n")]
    if found:
        parts[found[0]] = part + "\n"
    else:
        parts.append(part)
    file.write_text("\n".join(p.rstrip("\n") + "\n" for p in parts), encoding="utf-8")
