"""What goes where: results to stdout, everything else to stderr, colour and progress to terminals only."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import typer

from communique.errors import Finding

if TYPE_CHECKING:
    from rich.console import Console

COLOURS = {"error": "red", "warning": "yellow", "+": "green", "-": "red", "~": "yellow"}


def coloured(stream: IO[str]) -> bool:
    """Whether a stream shows colour: a terminal, unless the reader asked for none (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def result(words: str, colour: str = "") -> None:
    """A line of the result."""
    _line(words, colour, sys.stdout)


def tell(words: str, colour: str = "") -> None:
    """A line that is no result: progress, a warning, what went wrong."""
    _line(words, colour, sys.stderr)


def _line(words: str, colour: str, stream: IO[str]) -> None:
    shown = COLOURS.get(colour) if coloured(stream) else None
    typer.echo(typer.style(words, fg=shown) if shown else words, file=stream)


def as_json(data: Any) -> None:
    """A result for programs."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def findings(found: Iterable[Finding], root: Path, *, error: bool = False) -> None:
    """Each finding on one line, its file as one can open it from here."""
    for finding in found:
        line = " ".join(str(located(finding, root)).split("\n"))
        (tell if error else result)(line, finding.severity)


def located(finding: Finding, root: Path) -> Finding:
    """The finding with its path seen from the current folder, where it is one of the record's."""
    return replace(finding, path=shown(root / finding.path)) if finding.path else finding


def shown(path: Path) -> str:
    """A path as one would type it here."""
    here = Path.cwd()
    whole = Path(os.path.normpath(path.absolute()))
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else str(whole)


def finding_data(finding: Finding, root: Path) -> dict[str, Any]:
    """A finding for programs."""
    return asdict(located(finding, root))


_started = time.perf_counter()


def begin() -> None:
    """Start the clock of a run."""
    global _started
    _started = time.perf_counter()


def summary(*parts: str) -> None:
    """The one line with which a run ends: what was done, and how long it took."""
    seconds = f"{time.perf_counter() - _started:.1f} s"
    tell(" · ".join([*filter(None, parts), seconds]))


def counted(number: int, word: str, words: str = "") -> str:
    """``1 entry``, ``412 entries``."""
    return f"{number:,} {word if number == 1 else words or word + 's'}"


def console() -> Console:
    """Rich, for tables and colour in results."""
    from rich.console import Console

    return Console(
        file=sys.stdout, highlight=False, soft_wrap=not sys.stdout.isatty(), emoji=False, markup=False
    )


@contextmanager
def working(words: str) -> Iterator[None]:
    """Say on a terminal what takes a while."""
    if not coloured(sys.stderr):
        yield
        return
    from rich.console import Console

    with Console(file=sys.stderr).status(words):
        yield


def progress(items: Iterable[Any], words: str, total: int | None) -> Iterator[Any]:
    """Pass items on, with a bar on a terminal."""
    if not coloured(sys.stderr):
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, words, total=total, console=Console(file=sys.stderr), transient=True)
