"""Write RESULTS.md, of which a run replaces only the parts of the sections that it measured."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from bench.measure import Measurement

HEADER: Final = """\
# How fast Communiqué is

Written by `make bench`; each part says by which command, when and on what. Figures of one part were taken in
one run on one machine, and only their ratios mean anything elsewhere. No test depends on them. Records are
synthetic (`bench/synthetic/generate.py` says how they are drawn from the real one).

**wall** is seconds by the clock, **CPU** seconds of processor time of all processes of the command, which other
work on the machine disturbs less; **memory** is the peak of all its processes together.
"""


def format_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; every column but the first is aligned to the right."""
    lines = [list(head), ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def format_costs(runs: dict[str, Measurement], base: str, head: str = "", unit: str = "") -> str:
    """Return a table of measurements, each also as a multiple of one of them."""
    times = unit or f"× {base}"
    rows = []
    for name, run in runs.items():
        ratio = [f"{run.wall / runs[base].wall:.2f}", f"{run.cpu / runs[base].cpu:.2f}" if run.cpu else "–"]
        if base not in runs or name == base:
            ratio = ["1", "1"]
        rows.append(
            [
                name,
                format_seconds(run.wall),
                format_seconds(run.cpu) if run.cpu else "–",
                format_megabytes(run.peak),
                *ratio,
            ]
        )
    return format_table([head, "wall", "CPU", "memory", f"wall {times}", f"CPU {times}"], rows)


def format_ratio(measurement: Measurement, other: Measurement) -> str:
    """Return how many times as much one costs as the other, by processor and by the clock."""
    return f"{measurement.cpu / other.cpu:.2f}× by CPU and {measurement.wall / other.wall:.2f}× by the clock"


def format_seconds(value: float) -> str:
    """Return seconds as text with as many digits as mean something."""
    return (
        f"{value:,.1f} s" if value >= 10 else f"{value:.2f} s" if value >= 0.1 else f"{value * 1000:.1f} ms"
    )


def format_megabytes(size: int) -> str:
    """Return bytes as text in MB of 1,000,000 bytes."""
    return f"{size / 1e6:,.0f} MB" if size >= 10_000_000 else f"{size / 1e6:.2f} MB" if size else "–"


def replace_section(file: Path, title: str, body: str) -> None:
    """Replace the part with this title in a file, or add it at the end."""
    text = file.read_text(encoding="utf-8") if file.exists() else HEADER
    part = f"## {title}\n\n{body.strip()}\n"
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    matches = [number for number, old in enumerate(parts) if old.startswith(f"## {title}\n")]
    if matches:
        parts[matches[0]] = part + "\n"
    else:
        parts.append(part)
    file.write_text("\n".join(p.rstrip("\n") + "\n" for p in parts), encoding="utf-8")
