"""Run the benchmark and write RESULTS.md: ``python -m bench.run [--section NAME]… [--events N]``."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench import WORK, peers
from bench.machine import current_date, describe_machine, describe_versions
from bench.measure import CommandError
from bench.report import replace_section
from bench.sections import check, explore, growth, load, pages, preview, profile, queries, reading, search
from bench.workspace import Workspace

RESULTS: Final = Path(__file__).with_name("RESULTS.md")


SECTIONS: Final[dict[str, tuple[str, Callable[[Workspace], str]]]] = {
    name: (module.TITLE, module.measure_section)
    for name, module in {
        "load": load, "pages": pages, "search": search, "queries": queries, "check": check, "preview": preview,
        "explore": explore, "profile": profile, "growth": growth, "reading": reading,
    }.items()
}  # fmt: skip
"""The title of each part of the report, and what measures it."""

REAL: Final = {"reading"}
"""Measured on the record itself, not on one that is generated."""

ON_REQUEST: Final = {"growth", "reading"}
"""Only measured when asked for by name."""


def main() -> int:
    """Measure the wanted sections, report each at once, and return 1 if any failed, else 0."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--section", action="append", choices=SECTIONS, help="only this one; may be repeated")
    parser.add_argument(
        "--events", type=int, default=10_000, metavar="N", help="events of the record (10,000)"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the record (1)")
    parser.add_argument("--install", action="store_true", help="get the peers that are not there")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where to write")
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was begun is ended too
    if options.install:
        sys.stderr.write("".join(f"{line}\n" for line in peers.install_peers()))
    failed = False
    for name in options.section or [name for name in SECTIONS if name not in ON_REQUEST]:
        command = f"make bench SECTION={name} N={options.events}" + (
            f" SEED={options.seed}" if options.seed != 1 else ""
        )
        if name in REAL:
            command = f"make bench SECTION={name}"
        size = "the record itself" if name in REAL else f"{options.events:,} events"
        head = f"`{command}` on {current_date()}, {size}."
        head += f" {describe_versions()}. {describe_machine()}."
        title, measure = SECTIONS[name]
        begin = time.perf_counter()
        sys.stderr.write(f"{name} …\n")
        try:
            report = measure(Workspace(options.events, options.seed))
        except CommandError as error:
            sys.stderr.write(f"{name} failed: {error}\n")
            failed = True
            continue
        duration = f"Measuring this part took {time.perf_counter() - begin:,.0f} s."
        replace_section(options.results, title, f"{head}\n\n{report}\n\n{duration}")
        sys.stderr.write(f"{report}\n{duration}\n\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
