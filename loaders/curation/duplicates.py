"""Detect an article that the dataset has already: by its address, or by an almost equal headline."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from communique.loaders.checks.look_alikes import canonicalize_url
from communique.loaders.dataset import Dataset

SIMILARITY_THRESHOLD: Final = 0.86
"""Above this share of common letters two headlines are taken for the same dispatch."""

_TERM = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class DuplicateCandidate:
    """An entry that may be of the same article: its file, its headline, and their similarity from 0 to 1."""

    path: str
    title: str
    similarity: float


def find_by_url(url: str, dataset: Dataset) -> str | None:
    """Return the entry file that has this address, or an archived copy of it, or None."""
    canonical = canonicalize_url(url)
    for path, article in dataset.articles.items():
        source = article.model.source
        if canonical in {
            canonicalize_url(address) for address in (source.url, source.archived_url) if address
        }:
            return path
    return None


def find_duplicates(
    title: str, titles: Mapping[str, str], threshold: float = SIMILARITY_THRESHOLD
) -> list[DuplicateCandidate]:
    """Return the entries, by file, whose headline is almost this one, most similar first."""
    return sorted(
        _similar_titles(title, titles, threshold),
        key=lambda candidate: (-candidate.similarity, candidate.path),
    )


def _similar_titles(title: str, titles: Mapping[str, str], threshold: float) -> Iterator[DuplicateCandidate]:
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(_normalize_title(title))
    for path, other in titles.items():
        matcher.set_seq1(_normalize_title(other))
        # The first two are upper bounds of the third, which is a hundred times slower.
        if matcher.real_quick_ratio() >= threshold and matcher.quick_ratio() >= threshold:
            similarity = matcher.ratio()
            if similarity >= threshold:
                yield DuplicateCandidate(path, other, similarity)


def _normalize_title(text: str) -> str:
    """Return the text without case, accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_TERM.findall("".join(c for c in decomposed if not unicodedata.combining(c))))
