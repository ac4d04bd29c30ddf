"""Find an id by what one remembers: part of it, a name in any script, a misspelt headline."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from communique.loaders.checks.references import SECTION_LABELS
from communique.loaders.dataset import Dataset, derive_source_id

TYPO_THRESHOLD: Final = 0.75
"""Above this share of common letters a word is taken for a slip of the other."""


@dataclass(frozen=True, slots=True)
class IdMatch:
    """A match of the search: what it is, its id, its name, and the text that matched if another."""

    noun: str
    id: str
    name: str
    matched: str
    score: float


@dataclass(frozen=True, slots=True)
class _SearchCandidate:
    noun: str
    id: str
    name: str
    texts: tuple[str, ...]


def find_ids(text: str, dataset: Dataset, limit: int = 20) -> list[IdMatch]:
    """Return the ids of registry, events and sources that match a text best, best first.

    Whole words and beginnings come before parts of words, and these before slips; case and accents do not
    matter. A text of several words fits where each of them does.
    """
    query = normalize_text(text)
    matches = (
        match for candidate in _list_candidates(dataset) if (match := _match_candidate(query, candidate))
    )
    return sorted(matches, key=lambda match: (-match.score, match.noun, match.id))[:limit]


def normalize_text(text: str) -> str:
    """Return a text without case and accents, hyphens as spaces, as it is compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    without_accents = "".join(c for c in decomposed if not unicodedata.combining(c))
    # Recomposed, because Korean syllables too come apart in NFKD and would fit letter by letter.
    return " ".join(unicodedata.normalize("NFC", without_accents).replace("-", " ").split())


def _list_candidates(dataset: Dataset) -> Iterator[_SearchCandidate]:
    for noun, entries in dataset.registry.sections.items():
        for key, entry in entries.items():
            yield _SearchCandidate(SECTION_LABELS[noun], key, display_name(entry), tuple(_all_names(entry)))
    events: dict[str, list[str]] = {}
    for path, article in dataset.articles.items():
        title = article.model.source.title
        yield _SearchCandidate("source", derive_source_id(path), title, (title,))
        for event in article.model.events:
            texts = events.setdefault(event.id, [])
            texts += [event.title] if event.title else []
            texts += [name.name for name in event.names]
    for event_id, texts in events.items():
        yield _SearchCandidate("event", event_id, texts[0] if texts else event_id, tuple(texts))


def display_name(entry: Any) -> str:
    """Return the name of an entry of the registry, or its title where it has none."""
    return str(entry.title if hasattr(entry, "title") else entry.name)


def _all_names(entry: Any) -> Iterator[str]:
    yield display_name(entry)
    for field in ("short_name", "native_name", "iso_alpha2", "iso_alpha3"):
        if value := getattr(entry, field, None):
            yield value
    for name in getattr(entry, "names", ()):
        yield name.name


def _match_candidate(query: str, candidate: _SearchCandidate) -> IdMatch | None:
    """Return the candidate as a match, scored by the best of its id and its names, or None."""
    best, matched = 0.0, ""
    for text in (candidate.id, *candidate.texts):
        score = _score_text(query, normalize_text(text))
        if score > best:
            best, matched = score, text
    if not best:
        return None
    other_text = "" if matched in {candidate.id, candidate.name} else matched
    return IdMatch(candidate.noun, candidate.id, candidate.name, other_text, best)


def _score_text(query: str, known: str) -> float:
    """Return the score of a match: 1 for equality, less for prefixes, whole words, parts and typos."""
    if query == known:
        return 1.0
    share = len(query) / max(len(known), len(query), 1) / 10  # of two that fit alike the shorter is meant
    if known.startswith(query):
        return 0.8 + share
    if f" {query}" in f" {known}":
        return 0.7 + share
    if query in known:
        return 0.5 + share
    parts = [
        max((_score_term(term, other) for other in known.split()), default=0.0) for term in query.split()
    ]
    return 0.4 * min(parts) + share if parts and min(parts) >= TYPO_THRESHOLD else 0.0


def _score_term(query: str, known: str) -> float:
    """Return the similarity of two terms; short ones must be equal, for they have many neighbours."""
    if query == known or (len(query) > 2 and known.startswith(query)):
        return 1.0
    if min(len(query), len(known)) < 4:
        return 0.0
    matcher = SequenceMatcher(None, query, known, autojunk=False)
    return (
        matcher.ratio()
        if matcher.real_quick_ratio() >= TYPO_THRESHOLD and matcher.quick_ratio() >= TYPO_THRESHOLD
        else 0.0
    )
