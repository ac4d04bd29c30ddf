"""Made-up names and sentences that have the lengths, the scripts and the word frequencies of real ones."""

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


def script(character: str) -> str:
    """``CJK``, ``HANGUL``, ``KATAKANA``, ``CYRILLIC``, ``LATIN``: the first word of the Unicode name."""
    return unicodedata.name(character, "").partition(" ")[0]


class Vocabulary:
    """The words of a record: which occur, how often, and how long they are.

    Args:
        texts: every sentence and name of the record.
        kept: capitalised words that may stay, such as names of states and months.
    """

    def __init__(self, texts: Iterable[str], kept: Iterable[str]) -> None:
        lower: Counter[str] = Counter()
        signs: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            for token in _TOKEN.findall(text):
                if token.isascii() and token.islower():
                    lower[token] += 1
                elif not token.isascii():
                    for sign in token:
                        signs[script(sign)][sign] += 1
        self.kept = frozenset(kept)
        self._lower = lower
        self.signs = {name: ([*found], [*found.values()]) for name, found in signs.items() if name != "LATIN"}

    def __contains__(self, word: str) -> bool:
        return word in self._lower

    @cached_property
    def _by_length(self) -> dict[int, tuple[list[str], list[int]]]:
        """Content words by length, each list with its running total of frequencies."""
        found: defaultdict[int, tuple[list[str], list[int]]] = defaultdict(lambda: ([], []))
        for word, times in self._lower.items():
            if word not in FUNCTION_WORDS:
                words, totals = found[len(word)]
                words.append(word)
                totals.append(times + (totals[-1] if totals else 0))
        return dict(found)

    def content(self, word: str, random: Random) -> str | None:
        """Another content word of the same length, as often as the record has it; None where it has none."""
        words, totals = self._by_length.get(len(word), ((), ()))
        for _ in range(20 if len(words) > 1 else 0):
            other: str = random.choices(words, cum_weights=totals)[0]
            if other != word:
                return other
        return None


class Coiner:
    """Made-up names: the same for the same name, whatever was asked before.

    Args:
        vocabulary: the record's words, for the scripts that are not Latin.
        seed: what tells these names from those of another coiner.
    """

    def __init__(self, vocabulary: Vocabulary, seed: str) -> None:
        self._vocabulary = vocabulary
        self._seed = seed
        self._coined: dict[str, str] = {}

    def token(self, token: str) -> str:
        """Another word of the same length, script and case; digits stay."""
        if token.isdigit():
            return token
        key = token.casefold()
        coined = self._coined.get(key)
        if coined is None:
            coined = self._coined[key] = self._coin(key, Random(f"{self._seed}/{key}"))
        if token.isupper() and len(token) > 1:
            return coined.upper()
        return coined.capitalize() if token[0].isupper() else coined

    def _coin(self, key: str, random: Random) -> str:
        signs = self._vocabulary.signs
        turn = random.random() < 0.25
        made = []
        for sign in key:
            name = "" if sign.isascii() else script(sign)
            if name in signs:
                found, weights = signs[name]
                made.append(random.choices(found, weights)[0].casefold())
            else:
                made.append(random.choice(_VOWELS if turn else _CONSONANTS))
                turn = not turn
        return "".join(made)

    def name(self, text: str) -> str:
        """A made-up name in place of a real one, word by word; words that may stay do."""
        kept = self._vocabulary.kept | FUNCTION_WORDS
        return _TOKEN.sub(lambda found: found[0] if found[0] in kept else self.token(found[0]), text)

    def whole_name(self, text: str) -> str:
        """As ``name``, but nothing stays: for people."""
        return _TOKEN.sub(lambda found: self.token(found[0]), text)

    def sentence(self, text: str, random: Random) -> str:
        """Nonsense in the form of a sentence: its length, grammar and punctuation, none of its words of content."""
        return _TOKEN.sub(lambda found: self._word(found[0], random), text)

    def _word(self, token: str, random: Random) -> str:
        vocabulary = self._vocabulary
        lower = token.lower()
        if token in vocabulary.kept or lower in FUNCTION_WORDS:
            return token
        if token.isdigit():
            year = len(token) == 4 and token[0] in "12"
            return token if year else str(random.randrange(10 ** (len(token) - 1), 10 ** len(token)))
        if token.isascii() and (token.islower() or lower in vocabulary):
            word = vocabulary.content(lower, random)
            if word:
                return word.capitalize() if token[0].isupper() else word
        return self.token(token)
