"""Parts of a text that a claim may cite: numbered paragraphs, and what stands beside the body, each as what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Final, TypeGuard

from communique.schema.vocabulary import TextPart

Passage = int | str
"""The number of a paragraph, counted from 1, or the word of another part, such as ``headline`` or ``caption-2``."""

NUMBERED_PARTS: Final = (TextPart.SUBHEAD, TextPart.CAPTION, TextPart.CORRECTION, TextPart.ROW)
"""Parts of which a text may have several; they are counted from 1, each sort by itself."""

SINGLE_PARTS: Final = tuple(part for part in TextPart if part not in NUMBERED_PARTS)
"""Parts of which a text has one, which stand above its body."""

NUMBERED_PATTERN: Final = (
    f"^(({'|'.join(NUMBERED_PARTS[:-1])})-[1-9][0-9]?|{TextPart.ROW}-[1-9][0-9]{{0,8}})$"
)

_IS_NUMBERED = re.compile(NUMBERED_PATTERN[1:-1]).fullmatch
_ORDER: Final = {part: i for i, part in enumerate(TextPart)}
_BODY: Final = len(SINGLE_PARTS)


def is_text_part(text: str) -> bool:
    """Return whether a text names a part other than a paragraph: ``headline``, ``caption-2``."""
    return text in SINGLE_PARTS or _IS_NUMBERED(text) is not None


def is_row(passage: Passage) -> TypeGuard[str]:
    """Return whether a passage is a row of a table."""
    return str(passage).startswith(f"{TextPart.ROW}-")


def join_passages(passages: Iterable[Passage]) -> str:
    """Return passages as the database stores them, each once, in a page's order: ``headline,1,2,caption-1``."""
    return ",".join(map(str, sorted(set(passages), key=passage_order)))


def parse_passages(text: str) -> list[Passage]:
    """Return the passages that `join_passages` joined."""
    return [int(part) if part.isdigit() else part for part in text.split(",")]


@lru_cache(maxsize=4096)
def format_passages(text: str) -> str:
    """Format joined passages for readers: ``headline,1,2,3,5,caption-1`` is ``headline, ¶ 1–3, 5, caption 1``."""
    passages = sorted(set(parse_passages(text)), key=passage_order)
    groups = (list(group) for _, group in groupby(passages, key=lambda passage: isinstance(passage, int)))
    return ", ".join(part for group in groups for part in _format_group(group))


def _format_group(group: list[Passage]) -> Iterator[str]:
    """Yield the words of passages that are all paragraphs, runs of them as ranges, or all other parts."""
    spans: list[list[int]] = []
    for passage in group:
        if isinstance(passage, str):
            yield passage.replace("-", " ")
        elif spans and passage == spans[-1][1] + 1:
            spans[-1][1] = passage
        else:
            spans.append([passage, passage])
    if spans:
        yield "¶ " + ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)


def passage_order(passage: Passage) -> tuple[int, int]:
    """Return a key that sorts as a page reads: what stands above the body, the body, then the numbered parts."""
    if isinstance(passage, int):
        return _BODY, passage
    word, _, number = passage.partition("-")
    position = _ORDER[TextPart(word)]
    return position + (position >= _BODY), int(number or 0)
