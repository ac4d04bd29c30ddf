"""Find what a sentence of ours says and its text does not: numbers, names, days, and words that claim much."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from communique.loaders.drafting.evidence import Locator
from communique.loaders.drafting.profiles import iter_larger_places
from communique.loaders.reading.dates import find_dates
from communique.loaders.reading.figures import iter_numbers
from communique.loaders.reading.lexicon import SEAT, Lexicon, Sense, fold_typography
from communique.loaders.reading.phrases import CLAIMS
from communique.loaders.reading.recognise import find_state

Span = tuple[dt.date, dt.date]

_WHERE: Final = re.compile(r"\b(?:in|at|near|off|from|to|for|into|around) $")
"""Before the name of a capital: the city is meant, and not the government that sits there."""

_NAME: Final = re.compile(r"(?<=[a-z0-9,;:] )[A-Z][\w-]*[a-z][\w-]*")
"""A word with a capital within a sentence."""

_PARTIES: Final = re.compile(
    r"\bGroup of \w+|\bG\d+\b|\b(?:the|of|all) (?:two|three|four|five|six)\b"
    r"|(?<![\w-])(?:two|three|four|five|six)\b(?=[.,;]|$| (?:(?:[a-z]+ ){0,2}?(?:countries|states|sides|ministers"
    r"|leaders|part(?:ies|ners)|governments|navies|allies|chiefs|delegations|envoys)|[a-z]{2,4}|want|held|hold|were)\b)",
    re.IGNORECASE,
)
"""A count of those who took part, which a text need not make itself."""

_ORDINALS: Final = {
    "first": "one", "second": "two", "third": "three", "fourth": "four", "fifth": "five", "sixth": "six",
    "seventh": "seven", "eighth": "eight", "ninth": "nine", "tenth": "ten", "eleventh": "eleven", "twelfth": "twelve",
    "thirteenth": "thirteen", "fourteenth": "fourteen", "fifteenth": "fifteen", "sixteenth": "sixteen",
    "seventeenth": "seventeen", "eighteenth": "eighteen", "nineteenth": "nineteen", "twentieth": "twenty",
    "decade": "ten", "thirtieth": "thirty", "fortieth": "forty", "fiftieth": "fifty",
}  # fmt: skip
_ORDINAL: Final = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})\b", re.IGNORECASE)

_NAMED_IN: Final = frozenset({"en", "ja", "ko"})
"""Languages in which names of the registry are known."""

_UNITS: Final = (1.609, 1.852, 0.3048, 1000.0, 60.0)
"""How many of one unit make another: a text writes miles or feet, and we kilometres or metres."""


class StrayFinder:
    """Finds what sentences say and the parts of a text do not.

    Args:
        locator: the text, as values are looked for in it.
        lexicon: the names of the registry.
        days: the dates of the entry's events, which are held against the text by themselves.
        publisher: its id, where it is a body that may speak of itself as `we`.
    """

    def __init__(
        self, locator: Locator, lexicon: Lexicon, days: Sequence[Span] = (), publisher: str = ""
    ) -> None:
        self.locator, self.reading, self.lexicon = locator, locator.reading, lexicon
        reference = self.reading.reference
        self.days = [*days, *([(reference, reference)] if reference else [])]
        """Days that every part may be taken to tell: those of the events, and the text's own."""
        self.reference = self.days[-1][0] if self.days else dt.date(2000, 1, 1)
        self.dates = [
            [(date.first, date.last) for date in find_dates(part.text, self.reference)]
            for part in self.reading.parts
        ]
        self.years = {
            float(first.year) for first, _ in [*self.days, *(day for days in self.dates for day in days)]
        }
        self.publisher, self.language = publisher, self.reading.document.language[:2]

    def find_strays(self, text: str, parts: Sequence[int]) -> list[str]:
        """Return the words of a text of ours for which nothing in some parts stands, each once.

        Numbers and days must stand in the parts themselves; whom `he` or `the ministry` means, and what else is told,
        may stand in the part before.

        Args:
            text: a title, summary, note or provision.
            parts: numbers of the document's cited parts.
        """
        own = fold_typography(text)
        around = sorted({n for number in parts for n in (number - 1, number) if n >= 0})
        context = "\n".join(self.locator.folded[number] for number in around)
        strays = []
        days = [*self.days, *(day for number in parts for day in self.dates[number])]
        for date in reversed(find_dates(own, self.reference)):
            if re.search(r"\d", own[date.start : date.end]):
                if not any(date.first <= first and last <= date.last for first, last in days):
                    strays.append(own[date.start : date.end])
                own = f"{own[: date.start]}{' ' * (date.end - date.start)}{own[date.end :]}"
        strays += self._find_numbers(own, parts)
        if self.language in _NAMED_IN:
            strays += self._find_names(own, context, around)
        if self.language == "en":
            strays += [*self._find_words(own, context), *_find_claims(own, context)]
        return list(dict.fromkeys(strays))

    def _find_numbers(self, own: str, parts: Sequence[int]) -> Iterator[str]:
        here = "\n".join(self.locator.folded[number] for number in parts)
        given = {*_list_numbers(here), *self.years}
        for number in _list_numbers(_PARTIES.sub("", own)):
            factors = (1.0, *(_UNITS if number > 15 else ()))
            if number > (2 if self.language == "en" else 12) and not any(
                _is_close(n * factor, number) or _is_close(number * factor, n)
                for n in given
                for factor in factors
            ):
                yield f"{number:g}"

    def _find_names(self, own: str, context: str, parts: Sequence[int]) -> Iterator[str]:
        present = {m.id for number in parts for m in self.reading.by_part.get(number, ())} | {self.publisher}
        present |= {wider for key in present for wider in self._widen(key)}
        for name in self.lexicon.find_names(own):
            senses, word = name.senses, own[name.start : name.end]
            if any(it.noun == "places" for it in senses) and _WHERE.search(own[: name.start]):
                senses = tuple(it for it in senses if it.manner != SEAT)
            if word.casefold() not in context.casefold() and not present & self._list_ids(senses):
                yield word

    def _widen(self, key: str) -> Iterator[str]:
        """Yield what a text names too where it names something: the state of a body or person, a larger place."""
        registry = self.lexicon.registry
        yield from filter(None, (find_state(key, registry), getattr(registry.people.get(key), "actor", None)))
        if key in registry.places:
            yield from iter_larger_places(key, registry.parents)

    def _list_ids(self, senses: Sequence[Sense]) -> set[str]:
        ids = {sense.id for sense in senses}
        return ids | {state for key in ids if (state := find_state(key, self.lexicon.registry))}

    def _find_words(self, own: str, context: str) -> Iterator[str]:
        """Yield names that the registry does not have."""
        known = [(name.start, name.end) for name in self.lexicon.find_names(own)]
        folded = _even_out(context)
        for match in _NAME.finditer(own):
            if not any(start <= match.start() < end for start, end in known):
                months = {first.strftime("%B") for first, _ in self.days}
                if match[0] not in months and _even_out(match[0]).removesuffix("s") not in folded:
                    yield match[0]


def _list_numbers(text: str) -> list[float]:
    """Return the numbers of a text but hours and minutes, ordinals in words among them."""
    text = _ORDINAL.sub(lambda match: _ORDINALS[match[0].lower()], re.sub(r"\d+:\d\d", "", text))
    return list(iter_numbers(re.sub(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)", " ", text)))


def _is_close(first: float, second: float) -> bool:
    return abs(first - second) <= 0.02 * second


def _even_out(text: str) -> str:
    """Return a text as names are compared: without case, hyphens and British spelling."""
    return text.casefold().replace("-", "").replace("defence", "defense")


def _find_claims(own: str, context: str) -> Iterator[str]:
    """Yield the words of ours that claim what no word of a text bears out."""
    for claim, support in CLAIMS:
        if (match := claim.search(own)) and not support.search(context):
            yield match.group()
