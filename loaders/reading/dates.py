"""Find the dates that a text names, and resolve those that are told from the day of publication."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from communique.loaders.reading.date_rules import DATE_RULES, DateContext, Rule
from communique.loaders.reading.phrases import PLANNED
from communique.schema.vocabulary import Basis

_PAST: Final = re.compile(r"\b(?:\w+ed|was|were|had|held|met|took|began)\b")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date that a text names.

    Args:
        start: where its words begin in the part.
        end: where they end.
        edtf: the date in EDTF.
        first: its first day.
        last: its last day.
        basis: explicit, or relative where it was resolved from the day of publication.
        is_bound: it only says since when or until when something holds.
        is_planned: the sentence speaks of something still to come.
    """

    start: int
    end: int
    edtf: str
    first: dt.date
    last: dt.date
    basis: Basis
    is_bound: bool = False
    is_planned: bool = False

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return self.first == self.last

    def measure_fit(self, first: dt.date, last: dt.date) -> float:
        """Return how well it says that something was from one day to another, 0 where it says otherwise."""
        if self.first > last or self.last < first:
            return 0.0
        if (self.first, self.last) == (first, last):
            strength = 1.0
        elif self.first <= first and self.last >= last:  # coarser
            strength = 0.75
        else:
            strength = 0.7 if self.first >= first and self.last <= last else 0.4
        return strength - (0.3 if self.is_bound else 0.0)


def find_dates(
    text: str,
    reference: dt.date | None,
    sentences: Sequence[tuple[int, int]] = (),
    previous: dt.date | None = None,
) -> list[DateMention]:
    """Return the dates of a text in their order; without a reference day only those that need none.

    Args:
        text: a part of an article.
        reference: the day of publication where it was published.
        sentences: the span of each sentence; the whole text is one by default.
        previous: the last day that was named before this text.
    """
    mentions: list[DateMention] = []
    for begin, end in sentences or [(0, len(text))]:
        sentence = text[begin:end]
        is_planned = bool(PLANNED.search(sentence))
        for match, rule in _iter_matches(sentence):
            clause = _clause_around(sentence, match.start(), match.end())
            context = DateContext(
                reference or dt.date.min,
                bool(PLANNED.search(clause)),
                bool(re.search(r"\b(?:\w+ed|was|were|had|held|met|took|began)\b", clause)),
                next((m.first for m in reversed(mentions) if m.is_day), previous),
            )
            resolved = rule(match, context)
            if resolved is None:
                continue
            (edtf, first, last), basis = resolved
            if reference is None and basis is Basis.RELATIVE:
                continue
            lead = sentence[max(0, match.start() - 12) : match.start()].lower()
            is_bound = bool(re.search(r"\b(?:since|until|before|by|after|till)\s+(?:the\s+)?$", lead))
            mentions.append(
                DateMention(
                    begin + match.start(), begin + match.end(), edtf, first, last, basis, is_bound, is_planned
                )
            )
    return mentions


def _clause_around(sentence: str, start: int, end: int) -> str:
    # A text without a full stop is no clause.
    first, last = max(0, start - 500), min(len(sentence), end + 500)
    left = max(sentence.rfind(mark, first, start) for mark in (",", ";", "--", " - "))
    rights = [place for mark in (",", ";", "--") if (place := sentence.find(mark, end, last)) >= 0]
    return sentence[max(left + 1, first) : min(rights, default=last)]


def _iter_matches(sentence: str) -> Iterator[tuple[re.Match[str], Rule]]:
    """Yield what looks like a date with the rule that resolves it, left to right, longer rules first."""
    hits: list[tuple[re.Match[str], Rule]] = []
    taken = bytearray(len(sentence))
    for pattern, rule in DATE_RULES:
        for match in pattern.finditer(sentence):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * len(match[0])
                hits.append((match, rule))
    return iter(sorted(hits, key=lambda item: item[0].start()))
