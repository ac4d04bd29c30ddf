"""Find the figures of a text: numbers with what they count or measure, and their bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from communique.loaders.reading.lexicon import fold_typography
from communique.loaders.reading.phrases import FIGURE_CUES
from communique.schema.tables.measure import Measure

_NUMERALS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "a dozen": 12,
    "dozen": 12,
    "hundred": 100, "a hundred": 100, "a couple of": 2, "a pair of": 2,
}  # fmt: skip
_NUMERAL_PATTERN = "|".join(sorted(_NUMERALS, key=len, reverse=True))
_DIGIT = "one|two|three|four|five|six|seven|eight|nine"
_AMOUNT = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|(?:{_NUMERAL_PATTERN})(?:-(?:{_DIGIT}))?)"
_NUMBER = rf"(?P<n>{_AMOUNT})(?:\s*(?:-|to|and|or)\s*(?P<m>{_AMOUNT}))?"
_LENGTH = r"(?P<unit>km|kilomet(?:er|re)s?|miles?|m|met(?:er|re)s?|f(?:ee|oo)t|nautical miles?)\b"
_ADJECTIVES = r"(?:[\w'.-]+ ){0,4}?"


def _expand_pattern(pattern: str) -> str:
    """Return a pattern of a figure with the parts that all have in common."""
    for name, expression in (
        ("n", _NUMBER),
        ("second", rf"(?P<n2>{_AMOUNT})"),
        ("length", _LENGTH),
        ("words", _ADJECTIVES),
    ):
        pattern = pattern.replace("{" + name + "}", expression)
    return pattern


_PATTERNS: Final = tuple(
    (Measure(measure), re.compile(_expand_pattern(pattern), re.IGNORECASE))
    for measure, patterns in FIGURE_CUES.items()
    for pattern in patterns
)
_TO_KM: Final = {
    "km": 1.0,
    "kil": 1.0,
    "mil": 1.609,
    "nau": 1.852,
    "m": 0.001,
    "met": 0.001,
    "fee": 0.0003048,
    "foo": 0.0003048,
}
_LOW = re.compile(
    r"\b(?:more than|over|at least|exceed\w*|no fewer than|upwards of|above|no less than|in excess of)\s*(?:\w+ )?$",
    re.I,
)
_HIGH = re.compile(
    r"\b(?:up to|at most|(?:less|fewer|no more) than|as (?:many|low|close) as|within|under|below)\s*(?:\w+ )?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class FigureMention:
    """A number with what it measures.

    Args:
        start: where its words begin in the part.
        end: where they end.
        measure: what it counts or measures.
        low: at least so much, where it is a lower bound.
        best: the figure given, where it is no bound.
        high: at most so much, where it is an upper bound.
    """

    start: int
    end: int
    measure: Measure
    low: float | None
    best: float | None
    high: float | None

    @property
    def numbers(self) -> tuple[float, ...]:
        """The numbers that it gives."""
        return tuple(number for number in (self.low, self.best, self.high) if number is not None)

    def to_value(self) -> float | int | Mapping[str, float | int]:
        """Return it as an entry writes it: a number, or low, best and high."""
        numbers = {
            name: _shorten(value)
            for name in ("low", "best", "high")
            if (value := getattr(self, name)) is not None
        }
        return numbers["best"] if set(numbers) == {"best"} else numbers


def find_figures(text: str) -> list[FigureMention]:
    """Return the figures of a text, each number under the measure that fits it most exactly."""
    folded = fold_typography(text)
    figures: list[FigureMention] = []
    taken: set[int] = set()
    for measure, pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            figure = _read_figure(measure, match, folded)
            at = match.start("n") if match["n"] else match.start("n2")
            if figure and at not in taken:
                taken.add(at)
                figures.append(figure)
    return sorted(figures, key=lambda figure: figure.start)


def parse_number(text: str) -> float | None:
    """Return a number in digits or English words, or None."""
    cleaned = text.lower().replace(",", "").strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", cleaned):
        return float(cleaned)
    tens, _, digit = cleaned.partition("-")
    return float(_NUMERALS[tens] + _NUMERALS.get(digit, 0)) if tens in _NUMERALS else None


def _read_figure(measure: Measure, match: re.Match[str], text: str) -> FigureMention | None:
    groups = match.groupdict()
    first = parse_number(groups["n"] or groups.get("n2") or "")
    second = parse_number(groups.get("m") or "")
    if first is None or (measure in {Measure.PERSONNEL, Measure.COUNTRIES} and first < 3):
        return None
    unit = (groups.get("unit") or groups.get("unit2") or "").lower()
    scale = _find_scale(measure, unit)
    if scale is None:
        return None
    at = match.start("n") if groups["n"] else match.start("n2")
    before = text[max(0, at - 24) : at]
    low = best = high = None
    if second is not None and second > first:
        low, high = first * scale, second * scale
    elif _LOW.search(before):
        low = first * scale
    elif _HIGH.search(before):
        high = first * scale
    else:
        best = first * scale
    return FigureMention(*match.span(), measure, low, best, high)


def _find_scale(measure: Measure, unit: str) -> float | None:
    """Return what a number in a unit is multiplied by for a measure, or None where the unit does not fit it."""
    if measure in {Measure.ALTITUDE_KM, Measure.RANGE_KM}:
        key = "m" if unit == "m" else unit[:3]
        return _TO_KM.get(key) if key not in {"m", "met", "fee", "foo"} else None
    if measure is Measure.DISTANCE_M:
        return 0.3048 if unit.startswith("f") else 0.9144 if unit.startswith("y") else 1.0
    if measure is Measure.DURATION_MINUTES:
        return 60.0 if unit.startswith("h") else 1.0
    if measure is Measure.VALUE_USD_MILLION:
        return 1000.0 if unit == "billion" else 1.0
    return 1.0


def iter_numbers(text: str) -> Iterator[float]:
    """Yield every number that a text writes, in digits or in words, `60th` too."""
    for match in re.finditer(rf"\b({_AMOUNT})(?:st|nd|rd|th)?\b", fold_typography(text), re.IGNORECASE):
        number = parse_number(match[1])
        if number is not None:
            yield number


def _shorten(value: float) -> float | int:
    rounded = round(value, 3)
    return int(rounded) if rounded == int(rounded) else rounded
