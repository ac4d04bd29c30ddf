"""Define one file of the site before it is written: what rendering hands to writing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that the site is made of: Markdown for a page, or data beside it (JSON, SVG, CSV).

    Args:
        path: POSIX and relative to the folder of pages, such as ``events/x.md`` or ``events/x.json``.
        content: text (written as UTF-8, line feeds kept as they are), bytes for what is not text, or, for what is
            large, a file that holds it.

    Raises:
        ValueError: the path is empty, absolute, leaves the folder, is hidden, or cannot be written everywhere.
    """

    path: str
    content: str | bytes | Path

    def __post_init__(self) -> None:
        if reason := _path_problem(self.path):
            raise ValueError(f"page path {self.path!r} {reason}")

    def __reduce__(self) -> tuple[type[OutputFile], tuple[str, str | bytes | Path]]:
        """Return what pickle needs, in half the time that dataclasses take."""
        return OutputFile, (self.path, self.content)

    @property
    def data(self) -> bytes:
        """The bytes that go into the file."""
        if isinstance(self.content, Path):
            return self.content.read_bytes()
        return self.content.encode("utf-8") if isinstance(self.content, str) else self.content


@dataclass(frozen=True, slots=True)
class UnchangedFile:
    """A file of an earlier build that has not changed, and so stays untouched.

    Args:
        path: as a page's.
        signature: its stat signature, "" where it was not looked at.
    """

    path: str
    signature: str = field(default="", compare=False)


_SIMPLE_PATH = re.compile(
    r"(?:[a-z0-9][a-z0-9_-]{0,119}/)*[a-z0-9][a-z0-9_-]{0,119}(?:\.[a-z0-9]{1,20}){1,3}"
)
"""Paths that nothing speaks against, as nearly all are: the looks at each character take a tenth of a page's time."""


def _path_problem(path: str) -> str:
    """Return why a path cannot be that of an output file, or "" where it can."""
    if _SIMPLE_PATH.fullmatch(path):
        return ""
    if not path:
        return "is empty"
    if "\\" in path or ":" in path:
        return "has a backslash or a colon, which some systems read as a folder or a drive"
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in path):
        return "has a control character"
    if path != unicodedata.normalize("NFC", path):
        return "is not in Unicode normal form C, so that two spellings would be one file on some systems"
    for part in path.split("/"):
        if part in ("", ".", ".."):
            return "is absolute or has an empty, '.' or '..' part"
        if part.startswith("."):
            return "has a hidden part"
        if part != part.strip() or part.endswith("."):
            return "has a part that begins or ends with a space or ends with a dot"
        if len(part.encode()) > 240:
            return "has a part of more than 240 bytes"
    return ""
