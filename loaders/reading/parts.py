"""Name the parts of an article, as an entry cites them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HEADLINE: Final = "headline"
BYLINE: Final = "byline"
DATELINE: Final = "dateline"
STANDFIRST: Final = "standfirst"
PARAGRAPH: Final = "paragraph"
CAPTION: Final = "caption"
SUBHEAD: Final = "subhead"
CORRECTION: Final = "correction"
OTHER: Final = "other"
"""The furniture of a page, which nobody cites: menus, credits, notices of copyright."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an article.

    Args:
        kind: what it is: headline, byline, dateline, standfirst, paragraph, caption, subhead, correction or other.
        number: its number among parts of its kind, from 1; 0 where there is only ever one.
        text: its text, on one line.
    """

    kind: str
    number: int
    text: str

    @property
    def label(self) -> str:
        """How an entry cites it: ``3`` for a paragraph, else ``headline``, ``caption-1`` and so on."""
        if self.kind == PARAGRAPH:
            return str(self.number)
        return f"{self.kind}-{self.number}" if self.number else self.kind

    @property
    def citation(self) -> int | str:
        """What an entry's list of paragraphs holds for it."""
        return self.number if self.kind == PARAGRAPH else self.label

    @property
    def is_citable(self) -> bool:
        """Whether an entry may cite it: everything but the furniture of the page."""
        return self.kind != OTHER
