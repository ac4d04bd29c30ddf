"""Version numbers of data releases: the calendar month, and a count of further releases in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.errors import UsageError

_match_version = re.compile(r"([1-9][0-9]{3})\.(0[1-9]|1[0-2])(?:\.([1-9][0-9]{0,3}))?").fullmatch


@dataclass(frozen=True, order=True, slots=True)
class ReleaseVersion:
    """A version number: ``2026.11``, or ``2026.11.1`` for the next in that month; ordered by time."""

    year: int
    month: int
    micro: int = 0

    def __str__(self) -> str:
        """Return the version as it is written."""
        return f"{self.year}.{self.month:02}" + (f".{self.micro}" if self.micro else "")

    def next_in_month(self) -> ReleaseVersion:
        """Return the next version in the same month."""
        return ReleaseVersion(self.year, self.month, self.micro + 1)


def is_version(text: str) -> bool:
    """Return whether a text is a version number."""
    return _match_version(text) is not None


def parse_version(text: str) -> ReleaseVersion:
    """Return the version that a text states.

    Raises:
        UsageError: it is not written as one.
    """
    matched = _match_version(text)
    if not matched:
        raise UsageError(
            f"{text!r} is no release number; write year and month as 2026.11, or 2026.11.1 for the next in that month"
        )
    return ReleaseVersion(int(matched[1]), int(matched[2]), int(matched[3] or 0))
