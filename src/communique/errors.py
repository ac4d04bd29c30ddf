"""The exceptions that Communiqué raises, and the findings that they carry to the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import Final, TypeVar

T = TypeVar("T")

MAX_FINDINGS: Final = 100
"""Findings of one sort in one file: more are only counted, for nobody reads them and each costs a search."""

MAX_SUGGESTED_LENGTH: Final = 120
"""Characters of a misspelt term: no id is longer, and to compare takes the product of both lengths."""

INTERRUPTED = 130
"""The exit status of a run that Ctrl-C ended: 128 and the number of the signal, as shells have it."""


@dataclass(frozen=True, slots=True)
class DisputedValue:
    """A value on which sources disagree, so that an editor may rule.

    Args:
        event: the event.
        field: the field, as in a ruling.
        element: which element of a set; "" for a field of one value.
        versions: the values that may be ruled for, as JSON; of an element of a set whether it belongs there.
    """

    event: str
    field: str
    element: str
    versions: tuple[str, ...]


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
        rule: the name under which an entry may accept it (`accepted: {rule: why}`); "" where it may not.
        others: files or folders ("articles/") in which its other half stands, and whose change may have caused it.
        disputed: what needs an editor's ruling rather than a correction; None where nothing does.
    """

    path: str
    line: int
    column: int
    where: str
    what: str
    cure: str = ""
    severity: str = "error"
    rule: str = ""
    others: tuple[str, ...] = ()
    disputed: DisputedValue | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """Return ``file:line:column where: what is wrong; what to do``."""
        position = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        head = " ".join(part for part in (position, self.where) if part)
        body = f"{self.what}; {self.cure}" if self.cure else self.what
        return f"{head}: {body}" if head else body


def describe_first(
    items: Sequence[T], describe: Callable[[T], Finding], limit: int = MAX_FINDINGS
) -> list[Finding]:
    """Return the findings on the first so many of a file's items, and one that says how many more there are."""
    findings = [describe(item) for item in items[:limit]]
    if len(items) > limit:
        what = f"and {len(items) - limit:,} more findings of this sort in this file"
        findings.append(replace(describe(items[limit]), what=what, cure="correct the first ones first"))
    return findings


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

    def __reduce__(self) -> tuple[type[RecordError], tuple[tuple[Finding, ...]]]:
        """Let an error come back from another process with its findings."""
        return type(self), (self.findings,)


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """Return the text `did you mean x?` where a known term is similar, else an empty text."""
    matches = _find_close_terms(given, tuple(sorted(known)))
    return f"did you mean {' or '.join(matches)}?" if matches else ""


@lru_cache(maxsize=1024)
def _find_close_terms(given: str, known: tuple[str, ...]) -> list[str]:
    """Return the two terms most like a given one, whatever its case: a word misspelt often is looked up once."""
    folded = given.casefold()
    same = [term for term in known if term.casefold() == folded]
    return same or get_close_matches(given[:MAX_SUGGESTED_LENGTH], known, n=2, cutoff=0.6)
