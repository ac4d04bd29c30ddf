"""Locate in a text what supports a value of an entry: its names, numbers, dates and words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, Final

from communique.loaders.dataset import RegistryIndex
from communique.loaders.drafting.profiles import iter_larger_places, iter_words
from communique.loaders.reading.figures import FigureMention, find_figures, iter_numbers
from communique.loaders.reading.lexicon import ADJECTIVE, SEAT, fold_typography, spell_name
from communique.loaders.reading.phrases import STATUS_CUES, TOPIC_CUES, VALUE_CUES
from communique.loaders.reading.recognise import Reading, find_state
from communique.loaders.reading.relative_places import is_located
from communique.schema.dates.grammar import DateError
from communique.schema.dates.parse import parse_date
from communique.schema.event_types import SET_FIELDS
from communique.schema.vocabulary import Kind

STRONG: Final = 0.9
"""From this strength on a part says a value by its own name, number or day."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A part that supports a value.

    Args:
        part: its number among the document's cited parts.
        strength: from 0 to 1; 1 where the part gives the value itself.
        start: where the words that say so begin; 0 with `end` 0 where no single ones do.
        end: where they end.
        value: the value as the part gives it, where that differs; None otherwise.
    """

    part: int
    strength: float
    start: int = 0
    end: int = 0
    value: Any = None


class Locator:
    """Finds what supports values in a text.

    Args:
        reading: the text with what was recognised.
        registry: what the ids of values mean.
        told_events: the events that the text may report, each with the numbers of the parts that do.
    """

    def __init__(
        self,
        reading: Reading,
        registry: RegistryIndex,
        told_events: Mapping[str, Sequence[int]] = MappingProxyType({}),
    ) -> None:
        self.reading, self.registry, self.told_events = reading, registry, told_events
        self.folded = [fold_typography(part.text) for part in reading.parts]
        self._figures: dict[int, tuple[FigureMention, ...]] = {}

    @cached_property
    def topic_parts(self) -> Mapping[str, frozenset[int]]:
        """For each topic of the registry the parts that speak of it."""
        return {
            topic: frozenset(number for number, text in enumerate(self.folded) if cue.search(text))
            for topic, cue in TOPIC_CUES.items()
            if topic in self.registry.topics
        }

    def locate(
        self, kind: Kind, field: str, element: str, value: Any, parts: Sequence[int]
    ) -> list[Evidence]:
        """Return the parts, of those given, that support a value, strongest first.

        Args:
            kind: of the event.
            field: as a statement has it.
            element: likewise.
            value: likewise.
            parts: numbers of the document's cited parts.
        """
        finder = _FINDERS.get(field)
        if finder is not None:
            hits = list(finder(self, element, value, parts))
        elif (kind, field) in VALUE_CUES:
            hits = list(self._find_word(kind, field, str(value), parts))
        else:
            hits = []
        return sorted(hits, key=lambda evidence: (-evidence.strength, evidence.part))

    def get_figures(self, part: int) -> tuple[FigureMention, ...]:
        """Return the figures of a part."""
        if part not in self._figures:
            self._figures[part] = tuple(find_figures(self.reading.parts[part].text))
        return self._figures[part]

    def _find_actor(self, element: str, value: Any, parts: Sequence[int]) -> Iterator[Evidence]:
        actor = element.split("/")[0]
        for number in parts:
            best: Evidence | None = None
            for mention in self.reading.by_part.get(number, ()):
                if mention.noun == "actors":
                    fits = mention.id == actor
                    strength = {ADJECTIVE: 0.85, SEAT: 0.7}.get(mention.manner, 1.0)
                    if not fits and find_state(mention.id, self.registry) == actor:
                        fits, strength = True, 0.8
                elif mention.noun == "people":
                    fits, strength = self.registry.people[mention.id].actor == actor, 0.75
                elif mention.noun == "units":
                    fits, strength = mention.id.startswith(f"{actor}/"), 0.75
                else:
                    continue
                if fits and (best is None or strength > best.strength):
                    best = Evidence(number, strength, mention.start, mention.end)
            if best:
                yield best

    def _find_person(self, element: str, value: Any, parts: Sequence[int]) -> Iterator[Evidence]:
        yield from self._find_mention("people", element.rpartition("/")[2], parts)

    def _find_mention(self, noun: str, key: str, parts: Sequence[int]) -> Iterator[Evidence]:
        for number in parts:
            mention = next(
                (m for m in self.reading.by_part.get(number, ()) if m.noun == noun and m.id == key), None
            )
            if mention:
                yield Evidence(number, 1.0, mention.start, mention.end)

    def _find_series(self, element: str, value: Any, parts: Sequence[int]) -> Iterator[Evidence]:
        yield from self._find_mention("series", str(value), parts)

    def _find_place(self, element: str, value: Any, parts: Sequence[int]) -> Iterator[Evidence]:
        wanted = str(value)
        for number in parts:
            best: Evidence | None = None
            for mention in self.reading.by_part.get(number, ()):
                if mention.noun != "places" or mention.manner == ADJECTIVE:
                    continue
                if mention.id == wanted:
                    strength = 1.0 if is_located(mention, self.folded[number]) else 0.9
                    evidence = Evidence(number, strength, mention.start, mention.end)
                elif wanted in iter_larger_places(mention.id, self.registry.parents):
                    evidence = Evidence(number, 0.5, mention.start, mention.end)
                else:
                    continue
                if best is None or evidence.strength > best.strength:
                    best = evidence
            if best:
                yield best

    def _find_date(self, element: str, value: Any, parts: Sequence[int]) -> Iterator[Evidence]:
        """Yield dates that fit: the same, or one of which either lies within the other."""
        try:
            date = parse_date(str(value))
        except DateError:
            return
        first, last = date.start_earliest, date.end_latest or date.start_latest or date.start_earliest
        if first is None or last is None:
            return
        for number in parts:
            hits = [
                Evidence(number, strength, date.start, date.end, None if date.edtf == value else date.edtf)
                for date in self.reading.dates[number]
                if (strength := date.measure_fit(first, last))
            ]
            if hits:
                yield max(hits, key=lambda evidence: evidence.strength)

    def _find_time(self, element: str, value: Any, parts: Sequence[int]) -> Iterator[Evidence]:
        match = re.match(r"(\d\d):(\d\d)(?::\d\d)?(Z|[+-]\d\d:\d\d)", str(value))
        if not match:
            return
        sign = -1 if match[3].startswith("-") else 1
        hours, minutes = (0, 0) if match[3] == "Z" else (int(match[3][1:3]), int(match[3][4:]))
        offset = sign * dt.timedelta(hours=hours, minutes=minutes)
        for number in parts:
            for mention in self.reading.times[number]:
                day = self.reading.reference or dt.date(2000, 1, 1)
                if mention.to_local(day, offset)[1][:5] == f"{match[1]}:{match[2]}":
                    yield Evidence(number, 1.0, mention.start, mention.end)
                    break

    def _find_figure(self, element: str, value: Any, parts: Sequence[int]) -> Iterator[Evidence]:
        wanted = (
            {float(v) for v in value.values() if v is not None} if isinstance(value, dict) else {float(value)}
        )
        for number in parts:
            figure = next(
                (
                    f for f in self.get_figures(number)
                    if f.measure == element and any(_is_close(a, b) for a in f.numbers for b in wanted)
                ),
                None,
            )  # fmt: skip
            if figure:
                yield Evidence(number, 1.0, figure.start, figure.end)
            elif all(any(_is_close(n, w) for n in iter_numbers(self.folded[number])) for w in wanted):
                yield Evidence(number, 0.6)

    def _find_text(self, element: str, value: Any, parts: Sequence[int]) -> Iterator[Evidence]:
        text = value["name"] if isinstance(value, dict) else str(value)
        pattern = _compile_text(fold_typography(text))
        for number in parts:
            if match := pattern.search(self.folded[number]):
                yield Evidence(number, 1.0, match.start(), match.end())

    def _find_unit(self, element: str, value: Any, parts: Sequence[int]) -> Iterator[Evidence]:
        terms = [word for word in iter_words(str(value)) if len(word) > 2]
        for evidence in self._find_text(element, value, parts):
            terms = []
            yield evidence
        for number in parts if terms else ():
            here = set(iter_words(self.folded[number]))
            share = sum(word in here for word in terms) / len(terms)
            if share >= 0.66:
                yield Evidence(number, 0.55 * share)

    def _find_topic(self, element: str, value: Any, parts: Sequence[int]) -> Iterator[Evidence]:
        cue = TOPIC_CUES.get(str(value))
        if cue is None:
            return
        for number in parts:
            if match := cue.search(self.folded[number]):
                yield Evidence(number, 0.8, match.start(), match.end())

    def _find_word(self, kind: Kind, field: str, value: str, parts: Sequence[int]) -> Iterator[Evidence]:
        """Yield parts that speak for a word of a list, more weakly where they speak for a more exact one too."""
        cues = VALUE_CUES[kind, field]
        cue = cues.get(value)
        if cue is None:
            return
        is_set = field in SET_FIELDS
        others = [] if is_set else list(cues.values())[: list(cues).index(value)]
        for number in parts:
            if match := cue.search(self.folded[number]):
                is_told_apart = not any(other.search(self.folded[number]) for other in others)
                yield Evidence(number, 0.9 if is_told_apart else 0.8, match.start(), match.end())

    def _find_link(self, element: str, value: Any, parts: Sequence[int]) -> Iterator[Evidence]:
        """Yield the parts that tell of the other event, too."""
        telling = self.told_events.get(element.partition("/")[2], ())
        for number in parts:
            if number in telling:
                yield Evidence(number, 0.6)

    def _find_status(self, element: str, value: Any, parts: Sequence[int]) -> Iterator[Evidence]:
        cue = STATUS_CUES.get(str(value))
        for number in parts if cue else ():
            if cue and (match := cue.search(self.folded[number])):
                yield Evidence(number, 0.7, match.start(), match.end())

    def _find_overflown(self, element: str, value: Any, parts: Sequence[int]) -> Iterator[Evidence]:
        for evidence in self._find_actor(str(value), value, parts):
            if re.search(r"\b(?:over|overflew|overfl\w+)\b", self.folded[evidence.part]):
                yield Evidence(evidence.part, 0.8, evidence.start, evidence.end)

    def _find_splashdown(self, element: str, value: Any, parts: Sequence[int]) -> Iterator[Evidence]:
        """Yield where something came down; `toward the Sea of Japan` is no such place."""
        for evidence in self._find_place(element, value, parts):
            before = self.folded[evidence.part][max(0, evidence.start - 160) : evidence.start + 30]
            if re.search(_FALL, before) and not re.search(r"\btowards? (?:the )?$", before[:-30]):
                yield evidence

    def _find_prose(self, element: str, value: Any, parts: Sequence[int]) -> Iterator[Evidence]:
        """Yield the parts that share most of the words of a note or provision."""
        text = (value.get("text") if isinstance(value, dict) else None) or element.replace("-", " ")
        terms = set(iter_words(text))
        for number in parts:
            share = len(terms & set(iter_words(self.folded[number]))) / len(terms) if terms else 0.0
            if share >= 0.34:
                yield Evidence(number, min(0.85, share))


def _is_close(first: float, second: float) -> bool:
    return abs(first - second) <= 0.004 * max(abs(first), abs(second))


@lru_cache(maxsize=4000)
def _compile_text(text: str) -> re.Pattern[str]:
    spellings = "|".join(re.escape(spelling) for spelling in sorted(spell_name(text), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{spellings})(?!\w)", re.IGNORECASE)


_FALL: Final = (
    r"\b(?:f[ae]ll(?:en|ing)?|land(?:ed|ing)?|splash\w*|c[ao]me down|plung\w+|crash\w*|drop\w*|impact\w*)\b"
)

_Finder = Callable[[Locator, str, Any, Sequence[int]], Iterator[Evidence]]
_FINDERS: Final[dict[str, _Finder]] = {
    "participants": Locator._find_actor,
    "people": Locator._find_person,
    "units": Locator._find_unit,
    "date": Locator._find_date,
    "in_force": Locator._find_date,
    "expires": Locator._find_date,
    "time": Locator._find_time,
    "place": Locator._find_place,
    "splashdown": Locator._find_splashdown,
    "overflew": Locator._find_overflown,
    "series": Locator._find_series,
    "topics": Locator._find_topic,
    "figures": Locator._find_figure,
    "edition": Locator._find_text,
    "weapon": Locator._find_text,
    "names": Locator._find_text,
    "links": Locator._find_link,
    "notes": Locator._find_prose,
    "provisions": Locator._find_prose,
    "status": Locator._find_status,
}
