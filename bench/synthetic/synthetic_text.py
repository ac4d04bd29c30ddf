"""Generate names and sentences that have the lengths, the scripts and the term frequencies of real ones."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from random import Random
from typing import Final

FUNCTION_WORDS: Final = frozenset(
    [
        "a",
        "about",
        "after",
        "against",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "between",
        "but",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "more",
        "no",
        "not",
        "of",
        "off",
        "on",
        "or",
        "out",
        "over",
        "s",
        "she",
        "since",
        "so",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "to",
        "under",
        "until",
        "up",
        "was",
        "were",
        "when",
        "which",
        "while",
        "who",
        "whose",
        "will",
        "with",
        "would",
    ]
)
"""They stay as they are: they carry the grammar and nothing else."""

_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+")
_CONSONANTS: Final = "bcdfghjklmnprstvwz"
_VOWELS: Final = "aeiou"


def get_script(character: str) -> str:
    """Return a character's script, the first part of its Unicode name: ``CJK``, ``HANGUL``, ``LATIN`` …."""
    return unicodedata.name(character, "").partition(" ")[0]


class Vocabulary:
    """The terms of a dataset: which occur, how often, and how long they are.

    Args:
        texts: every sentence and name of the record.
        kept: capitalised words that may stay, such as names of states and months.
    """

    def __init__(self, texts: Iterable[str], proper_names: Iterable[str]) -> None:
        lower: Counter[str] = Counter()
        signs: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            for token in _TOKEN.findall(text):
                if token.isascii() and token.islower():
                    lower[token] += 1
                elif not token.isascii():
                    for character in token:
                        signs[get_script(character)][character] += 1
        self.proper_names = frozenset(proper_names)
        self._lower = lower
        self.signs = {
            name: ([*counts], [*counts.values()]) for name, counts in signs.items() if name != "LATIN"
        }

    def __contains__(self, term: str) -> bool:
        return term in self._lower

    @cached_property
    def _terms_by_length(self) -> dict[int, tuple[list[str], list[int]]]:
        """Content terms by length, each list with its running total of frequencies."""
        by_length: defaultdict[int, tuple[list[str], list[int]]] = defaultdict(lambda: ([], []))
        for term, count in self._lower.items():
            if term not in FUNCTION_WORDS:
                terms, totals = by_length[len(term)]
                terms.append(term)
                totals.append(count + (totals[-1] if totals else 0))
        return dict(by_length)

    def choose_term(self, term: str, random: Random) -> str | None:
        """Return another content term of the same length by frequency, or None where there is none."""
        terms, totals = self._terms_by_length.get(len(term), ((), ()))
        for _ in range(20 if len(terms) > 1 else 0):
            other: str = random.choices(terms, cum_weights=totals)[0]
            if other != term:
                return other
        return None


class NameGenerator:
    """A generator of names: the same for the same name, whatever was asked before.

    Args:
        vocabulary: the record's words, for the scripts that are not Latin.
        seed: what tells these names from those of another coiner.
    """

    def __init__(self, vocabulary: Vocabulary, seed: str) -> None:
        self._vocabulary = vocabulary
        self._seed = seed
        self._tokens: dict[str, str] = {}

    def replace_token(self, token: str) -> str:
        """Return another token of the same length, script and case; digits stay."""
        if token.isdigit():
            return token
        key = token.casefold()
        replacement = self._tokens.get(key)
        if replacement is None:
            replacement = self._tokens[key] = self._generate_token(key, Random(f"{self._seed}/{key}"))
        if token.isupper() and len(token) > 1:
            return replacement.upper()
        return replacement.capitalize() if token[0].isupper() else replacement

    def _generate_token(self, key: str, random: Random) -> str:
        signs = self._vocabulary.signs
        is_vowel = random.random() < 0.25
        characters = []
        for character in key:
            name = "" if character.isascii() else get_script(character)
            if name in signs:
                alphabet, weights = signs[name]
                characters.append(random.choices(alphabet, weights)[0].casefold())
            else:
                characters.append(random.choice(_VOWELS if is_vowel else _CONSONANTS))
                is_vowel = not is_vowel
        return "".join(characters)

    def replace_name(self, text: str) -> str:
        """Return a generated name in place of a real one, token by token; proper names of states stay."""
        unchanged = self._vocabulary.proper_names | FUNCTION_WORDS
        return _TOKEN.sub(
            lambda match: match[0] if match[0] in unchanged else self.replace_token(match[0]), text
        )

    def replace_full_name(self, text: str) -> str:
        """Return a generated name in which no token stays, for people."""
        return _TOKEN.sub(lambda match: self.replace_token(match[0]), text)

    def replace_sentence(self, text: str, random: Random) -> str:
        """Return nonsense of the same length, grammar and punctuation, with none of the content terms."""
        return _TOKEN.sub(lambda match: self._replace_content(match[0], random), text)

    def _replace_content(self, token: str, random: Random) -> str:
        vocabulary = self._vocabulary
        lower = token.lower()
        if token in vocabulary.proper_names or lower in FUNCTION_WORDS:
            return token
        if token.isdigit():
            year = len(token) == 4 and token[0] in "12"
            return token if year else str(random.randrange(10 ** (len(token) - 1), 10 ** len(token)))
        if token.isascii() and (token.islower() or lower in vocabulary):
            replacement = vocabulary.choose_term(lower, random)
            if replacement:
                return replacement.capitalize() if token[0].isupper() else replacement
        return self.replace_token(token)
