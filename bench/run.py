"""The bench: ``python -m bench.run [--section NAME]… [--events N]`` measures and writes RESULTS.md."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench import WORK, check, explore, growth, load, pages, peers, preview, profile, queries, search
from bench.machine import machine, today, versions
from bench.measure import CommandError
from bench.report import put
from bench.workshop import Workshop

RESULTS: Final = Path(__file__).with_name("RESULTS.md")


SECTIONS: Final[dict[str, tuple[str, Callable[[Workshop], str]]]] = {
    name: (module.TITLE, module.section)
    for name, module in {
        "load": load, "pages": pages, "search": search, "queries": queries, "check": check, "preview": preview,
        "explore": explore, "profile": profile, "growth": growth,
    }.items()
}  # fmt: skip
"""The title of each part of the report, and what measures it."""

LONG: Final = {"growth"}
"""Only measured when asked for by name."""


def main() -> int:
    """Measure the wanted sections, each told as soon as it is done; one that fails does not stop the others."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--section", action="append", choices=SECTIONS, help="only this one; may be repeated")
    parser.add_argument(
        "--events", type=int, default=10_000, metavar="N", help="events of the record (10,000)"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the record (1)")
    parser.add_argument("--install", action="store_true", help="get the peers that are not there")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where to write")
    given = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was begun is ended too
    if given.install:
        sys.stderr.write("".join(f"{line}\n" for line in peers.install()))
    failed = False
    for name in given.section or [name for name in SECTIONS if name not in LONG]:
        command = f"make bench SECTION={name} N={given.events}" + (
            f" SEED={given.seed}" if given.seed != 1 else ""
        )
        head = f"`{command}` on {today()}, {given.events:,} events. {versions()}. {machine()}."
        title, measure = SECTIONS[name]
        begin = time.perf_counter()
        sys.stderr.write(f"{name} …\n")
        try:
            told = measure(Workshop(given.events, given.seed))
        except CommandError as error:
            sys.stderr.write(f"{name} failed: {error}\n")
            failed = True
            continue
        took = f"Measuring this part took {time.perf_counter() - begin:,.0f} s."
        put(given.results, title, f"{head}\n\n{told}\n\n{took}")
        sys.stderr.write(f"{told}\n{took}\n\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
