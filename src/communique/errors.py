"""The exceptions that Communiqué raises, and the findings that they carry to the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

INTERRUPTED = 130
"""The exit status of a run that Ctrl-C ended: 128 and the number of the signal, as shells have it."""


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """A problem in one place, with its cure.

    Args:
        path: the file as the curator names it (relative to the record's folder), or "" where there is none.
        line: 1-based line, 0 where the finding is about the whole file.
        column: 1-based column, 0 likewise.
        where: the place in words, such as ``events[1].date``; may be "".
        what: what is wrong, one clause without a full stop.
        cure: what to do about it, one clause without a full stop; may be "".
        severity: "error" stops a load, "warning" does not.
    """

    path: str
    line: int
    column: int
    where: str
    what: str
    cure: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        """Return ``file:line:column where: what is wrong; what to do``."""
        position = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        head = " ".join(part for part in (position, self.where) if part)
        body = f"{self.what}; {self.cure}" if self.cure else self.what
        return f"{head}: {body}" if head else body


class CommuniqueError(Exception):
    """The base class of every exception that Communiqué raises; ``exit_code`` is the CLI's."""

    exit_code = 1


class UsageError(CommuniqueError):
    """An error in the command, not in the data."""

    exit_code = 2


class DatabaseError(CommuniqueError):
    """An error of a database that cannot be used as it is: missing, too old, too new, locked or full."""


class HistoryError(CommuniqueError):
    """An error in the release history: a file is missing, damaged, or does not fit the others."""


class BuildError(CommuniqueError):
    """An error that stopped the build of the site; what was published before is untouched."""


class WorkerError(CommuniqueError):
    """A process that worked for this one was killed, as one is for want of memory; nothing was changed."""


class RecordError(CommuniqueError):
    """An error in the record, with every finding of the run in file order."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(sorted(findings))
        super().__init__("\n".join(str(finding) for finding in self.findings))

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """Return the text `did you mean x?` where a known term is similar, else an empty text."""
    matches = get_close_matches(given, sorted(known), n=2, cutoff=0.6)
    return f"did you mean {' or '.join(matches)}?" if matches else ""
