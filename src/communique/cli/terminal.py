"""Print results to stdout, everything else to stderr, colour and progress to terminals only."""

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

from communique.commands.record import display_path as display_path
from communique.errors import Finding

if TYPE_CHECKING:
    from rich.console import Console

LINE_COLOURS = {"error": "red", "warning": "yellow", "+": "green", "-": "red", "~": "yellow"}


def has_colour_support(stream: IO[str]) -> bool:
    """Return whether a stream shows colour: a terminal, unless NO_COLOR is set (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def print_result(text: str, colour: str = "") -> None:
    """Print a line of the result to stdout."""
    _print_line(text, colour, sys.stdout)


def print_message(text: str, colour: str = "") -> None:
    """Print a line that is no result to stderr: progress, a warning, an error."""
    _print_line(text, colour, sys.stderr)


def _print_line(text: str, colour: str, stream: IO[str]) -> None:
    colour_name = LINE_COLOURS.get(colour) if has_colour_support(stream) else None
    typer.echo(typer.style(text, fg=colour_name) if colour_name else text, file=stream)


def print_json(data: Any) -> None:
    """Print data as JSON, for programs."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def print_findings(items: Iterable[Finding], root: Path, *, error: bool = False) -> None:
    """Print each finding on one line, its path relative to the current folder."""
    for finding in items:
        line = " ".join(str(with_display_path(finding, root)).split("\n"))
        (print_message if error else print_result)(line, finding.severity)


def print_drafts(paths: Iterable[str], root: Path) -> None:
    """Print a line for each draft, given relative to the record's folder: no finding, and nothing is loaded of it."""
    for path in paths:
        print_message(f"{display_path(root / path)}: a draft, kept out of load and build")


def with_display_path(finding: Finding, root: Path) -> Finding:
    """Return the finding with its path relative to the current folder, where it has one."""
    return replace(finding, path=display_path(root / finding.path)) if finding.path else finding


def finding_to_data(finding: Finding, root: Path) -> dict[str, Any]:
    """Return a finding as a dictionary, for programs."""
    return asdict(with_display_path(finding, root))


_started = time.perf_counter()


def start_timer() -> None:
    """Start the clock of a run."""
    global _started
    _started = time.perf_counter()


def print_summary(*parts: str) -> None:
    """Print the one line with which a run ends: what was done, and how long it took."""
    seconds = f"{time.perf_counter() - _started:.1f} s"
    print_message(" · ".join([*filter(None, parts), seconds]))


def pluralize(number: int, singular: str, plural: str = "") -> str:
    """Return a count with its noun, as ``1 entry`` or ``412 entries``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def rich_console() -> Console:
    """Return a Rich console for tables and colour in results."""
    from rich.console import Console

    return Console(
        file=sys.stdout, highlight=False, soft_wrap=not sys.stdout.isatty(), emoji=False, markup=False
    )


@contextmanager
def spinner(message: str) -> Iterator[None]:
    """Show a spinner on a terminal while a step runs."""
    if not has_colour_support(sys.stderr):
        yield
        return
    from rich.console import Console

    with Console(file=sys.stderr).status(message):
        yield
