"""The numbers of data releases: the calendar month, and a count of further releases in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.errors import UsageError

_FORM = re.compile(r"([1-9][0-9]{3})\.(0[1-9]|1[0-2])(?:\.([1-9][0-9]{0,3}))?").fullmatch


@dataclass(frozen=True, order=True, slots=True)
class Version:
    """``2026.11``, or ``2026.11.1`` for the first further release of that month. Ordered as time goes."""

    year: int
    month: int
    further: int = 0

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.year}.{self.month:02}" + (f".{self.further}" if self.further else "")

    def next(self) -> Version:
        """The next number in the same month."""
        return Version(self.year, self.month, self.further + 1)


def is_version(text: str) -> bool:
    """Whether a text is written as a release's number."""
    return _FORM(text) is not None


def parse(text: str) -> Version:
    """Read a release's number.

    Raises:
        UsageError: it is not written as one.
    """
    found = _FORM(text)
    if not found:
        raise UsageError(
            f"{text!r} is no release number; write year and month as 2026.11, or 2026.11.1 for the next in that month"
        )
    return Version(int(found[1]), int(found[2]), int(found[3] or 0))
