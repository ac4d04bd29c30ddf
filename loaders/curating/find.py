"""Finding an id by whatever of it one remembers: part of the id, a name in any script, a headline with a slip."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from communique.loaders.record import Record, source_id
from communique.loaders.refer import NOUN

SLIP: Final = 0.75
"""Above this share of common letters a word is taken for a slip of the other."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something of the record that fits: what it is, its id, its name, and the words that fitted if others."""

    noun: str
    id: str
    name: str
    matched: str
    score: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    noun: str
    id: str
    name: str
    words: tuple[str, ...]


def find(text: str, record: Record, limit: int = 20) -> list[Hit]:
    """The ids of registry, events and sources that fit a text best, best first.

    Whole words and beginnings come before parts of words, and these before slips; case and accents do not
    matter. A text of several words fits where each of them does.
    """
    wanted = folded(text)
    hits = (hit for candidate in _candidates(record) if (hit := _judge(wanted, candidate)))
    return sorted(hits, key=lambda hit: (-hit.score, hit.noun, hit.id))[:limit]


def folded(text: str) -> str:
    """A text without case and accents, hyphens as spaces: how it is compared."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    # Recomposed, because Korean syllables too come apart in NFKD and would fit letter by letter.
    return " ".join(unicodedata.normalize("NFC", kept).replace("-", " ").split())


def _candidates(record: Record) -> Iterator[_Candidate]:
    for noun, entries in record.registry.nouns.items():
        for key, entry in entries.items():
            yield _Candidate(NOUN[noun], key, _name(entry), tuple(_names(entry)))
    events: dict[str, list[str]] = {}
    for path, article in record.articles.items():
        title = article.model.source.title
        yield _Candidate("source", source_id(path), title, (title,))
        for event in article.model.events:
            texts = events.setdefault(event.id, [])
            texts += [event.title] if event.title else []
            texts += [name.name for name in event.names]
    for event_id, texts in events.items():
        yield _Candidate("event", event_id, texts[0] if texts else event_id, tuple(texts))


def _name(entry: Any) -> str:
    return str(entry.title if hasattr(entry, "title") else entry.name)


def _names(entry: Any) -> Iterator[str]:
    yield _name(entry)
    for field in ("short_name", "native_name", "iso_alpha2", "iso_alpha3"):
        if value := getattr(entry, field, None):
            yield value
    for name in getattr(entry, "names", ()):
        yield name.name


def _judge(wanted: str, candidate: _Candidate) -> Hit | None:
    """How well a candidate fits: the best of its id and its names."""
    best, matched = 0.0, ""
    for words in (candidate.id, *candidate.words):
        score = _score(wanted, folded(words))
        if score > best:
            best, matched = score, words
    if not best:
        return None
    shown = "" if matched in {candidate.id, candidate.name} else matched
    return Hit(candidate.noun, candidate.id, candidate.name, shown, best)


def _score(wanted: str, known: str) -> float:
    """1 for the same; then beginnings, whole words, parts of words and slips, each below the one before."""
    if wanted == known:
        return 1.0
    share = len(wanted) / max(len(known), len(wanted), 1) / 10  # of two that fit alike the shorter is meant
    if known.startswith(wanted):
        return 0.8 + share
    if f" {wanted}" in f" {known}":
        return 0.7 + share
    if wanted in known:
        return 0.5 + share
    parts = [max((_word(word, other) for other in known.split()), default=0.0) for word in wanted.split()]
    return 0.4 * min(parts) + share if parts and min(parts) >= SLIP else 0.0


def _word(wanted: str, known: str) -> float:
    """How alike two words are; short ones must be the same, for they have many neighbours."""
    if wanted == known or (len(wanted) > 2 and known.startswith(wanted)):
        return 1.0
    if min(len(wanted), len(known)) < 4:
        return 0.0
    matcher = SequenceMatcher(None, wanted, known, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= SLIP and matcher.quick_ratio() >= SLIP else 0.0
