"""Find what an entry should say in its own words and says in those of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from communique.loaders.reading.lexicon import fold_typography

if TYPE_CHECKING:
    from communique.loaders.dataset import Location
    from communique.loaders.entry_format.event import EventEntry

LONGEST_RUN: Final = 9
"""So many words in a row may be equal. In 79 texts of the record with their entries, runs of up to nine were names
and set phrases (`foreign ministers of Japan and South Korea`); against another text no run was longer than six."""

_WORD: Final = re.compile(r"\w+(?:['.,]\w+)*")


def find_borrowed_words(
    event: EventEntry, index: int, texts: Sequence[str]
) -> Iterator[tuple[Location, str]]:
    """Yield where an event's title, summary, notes or provisions run on in the words of a text, with these words.

    Args:
        event: of an entry.
        index: its number in the entry.
        texts: the parts of the text.
    """
    prose: list[tuple[Location, str | None]] = [
        (("events", index, "title"), event.title),
        (("events", index, "summary"), event.summary),
    ]
    for field in ("notes", "provisions"):
        for number, item in enumerate(getattr(event, field, ())):
            prose.append((("events", index, field, number, "text"), item.text))
    for location, own in prose:
        if own and (run := find_common_run(own, texts)):
            yield location, run


def find_common_run(own: str, texts: Sequence[str], longest: int = LONGEST_RUN) -> str:
    """Return the first run of more than so many words that a text of ours has in common with any of others, or ""."""
    spans = [match.span() for match in _WORD.finditer(own)]
    terms = _list_words(own)
    others = [" ".join(("", *_list_words(text), "")) for text in texts]
    for start in range(len(terms) - longest):
        end = start + longest + 1
        if not any(f" {' '.join(terms[start:end])} " in other for other in others):
            continue
        while end < len(terms) and any(f" {' '.join(terms[start : end + 1])} " in other for other in others):
            end += 1
        return own[spans[start][0] : spans[end - 1][1]]
    return ""


def _list_words(text: str) -> list[str]:
    return _WORD.findall(fold_typography(text).casefold())
