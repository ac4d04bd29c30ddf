"""Recognise in a document whom and what it names, each with the place in the text that names it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from communique.loaders.reading.attribution import Attribution, find_attribution
from communique.loaders.reading.dates import DateMention, find_dates
from communique.loaders.reading.document import DATELINE_HEAD, Document, split_sentences
from communique.loaders.reading.lexicon import (
    RELATION,
    SEAT,
    SHORT,
    SURNAME,
    Lexicon,
    Mention,
    NameMatch,
    Sense,
    fold_typography,
)
from communique.loaders.reading.parts import Part
from communique.loaders.reading.times import TimeMention, find_times
from communique.schema.dates.parse import parse_date

if TYPE_CHECKING:
    from communique.loaders.dataset import RegistryIndex

_TITLE_WORDS: Final = re.compile(
    r"\b(?:minister|secretary|president|premier|chancellor|leader|chairman|chief|general|admiral|gen\.|adm\.|commander"
    r"|ambassador|envoy|director|adviser|advisor|spokes\w+|representative|vice|deputy|prime|foreign|defen[cs]e|mr\.?|ms\.?"
    r"|mrs\.?|emperor|governor|marshal)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reading:
    """A document with everything that was recognised in it.

    Args:
        document: what was read.
        reference: the day by which relative dates were resolved; None where it is not known.
        period: first and last of the days on which it may have been published; None where nothing tells.
        mentions: names of the registry, in the order of the text.
        dates: by part's number, its dates.
        times: by part's number, its times of the day.
        attributions: by part's number, the words that pass on what somebody says.
    """

    document: Document
    reference: dt.date | None
    period: tuple[dt.date, dt.date] | None
    mentions: tuple[Mention, ...]
    dates: Mapping[int, tuple[DateMention, ...]]
    times: Mapping[int, tuple[TimeMention, ...]]
    attributions: Mapping[int, tuple[Attribution, ...]]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The document's parts that may be cited."""
        return self.document.cited

    @cached_property
    def by_part(self) -> dict[int, tuple[Mention, ...]]:
        """The mentions of each part."""
        grouped: dict[int, list[Mention]] = {}
        for mention in self.mentions:
            grouped.setdefault(mention.part, []).append(mention)
        return {number: tuple(mentions) for number, mentions in grouped.items()}

    def iter_mentions(self, noun: str, parts: Sequence[int] | None = None) -> Iterator[Mention]:
        """Yield the mentions of one noun, of all parts or of some."""
        for number in self.by_part if parts is None else parts:
            yield from (mention for mention in self.by_part.get(number, ()) if mention.noun == noun)


def recognise(
    document: Document, lexicon: Lexicon, active: Mapping[str, Sequence[dt.date]] | None = None
) -> Reading:
    """Return a document with the people, actors, places, series, dates and attributions that it names.

    Args:
        document: what was read.
        lexicon: the names of the registry.
        active: the days on which each person acted in the record, which tells people of one surname apart.
    """
    parts = document.cited
    published = _parse_day(document.published)
    period = _find_url_period(document.url)
    if not published and period and period[0] == period[1]:
        published = period[0]
    reference = _find_dateline_day(parts, published) or published or _find_written_day(parts)
    spans = [split_sentences(part.text) for part in parts]
    mentions = _find_mentions(parts, lexicon, reference, active or {})
    by_part: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_part.setdefault(mention.part, []).append(mention)
    return Reading(
        document,
        reference,
        (reference, reference) if reference else period,
        tuple(mentions),
        _find_all_dates(parts, spans, reference),
        {number: tuple(find_times(part.text)) for number, part in enumerate(parts)},
        {n: find_attribution(part.text, spans[n], by_part.get(n, ())) for n, part in enumerate(parts)},
    )


def _find_mentions(
    parts: Sequence[Part],
    lexicon: Lexicon,
    reference: dt.date | None,
    active: Mapping[str, Sequence[dt.date]],
) -> list[Mention]:
    """Return what the parts name, in the order of the text."""
    matches = [lexicon.find_names(part.text) for part in parts]
    resolver = _PeopleResolver(lexicon.registry, parts, matches, reference, active)
    named = {
        sense.id
        for names in matches
        for name in names
        for sense in name.senses
        if sense.manner not in {SEAT, SHORT}
    }
    mentions = []
    for number, (part, names) in enumerate(zip(parts, matches, strict=True)):
        for name in names:
            senses = _choose_body(resolver.choose_senses(number, name), part.text, name, lexicon)
            mentions += [
                Mention(sense.noun, sense.id, number, name.start, name.end, sense.manner)
                for sense in senses
                if sense.manner != SHORT or sense.id in named
            ]
        mentions += _find_relative_places(part, number, lexicon)
    return sorted(mentions, key=lambda mention: (mention.part, mention.start, mention.noun, mention.id))


def _choose_body(senses: list[Sense], text: str, match: NameMatch, lexicon: Lexicon) -> list[Sense]:
    """Return senses without the body of another state: `South Korea's Joint Chiefs of Staff` are not America's."""
    if not any(sense.noun == "actors" for sense in senses):
        return senses
    before = fold_typography(text[max(0, match.start - 30) : match.start])
    owner = next((key for key, pattern in lexicon.owner_patterns if pattern.search(before)), None)
    if owner is None:
        return senses
    return [
        sense
        for sense in senses
        if sense.noun != "actors" or find_state(sense.id, lexicon.registry) in {owner, None}
    ]


def find_state(actor: str, registry: RegistryIndex) -> str | None:
    """Return the state or territory that a body belongs to, itself for a state, None where it belongs to none."""
    seen = set()
    while (entry := registry.actors.get(actor)) is not None and actor not in seen:
        if entry.iso_alpha2:
            return actor
        seen.add(actor)
        actor = entry.parent or ""
    return None


def _parse_day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _find_dateline_day(parts: Sequence[Part], published: dt.date | None) -> dt.date | None:
    """Return the day of the dateline, which page metadata may miss by one: `SEOUL, Nov. 22 (Yonhap) --`."""
    for part in parts[:6]:
        head = DATELINE_HEAD.match(part.text)
        text = head[0] if head else part.text if part.kind == "dateline" else ""
        days = [mention.first for mention in find_dates(text, published) if mention.is_day] if text else []
        if days and (published is None or abs((days[0] - published).days) <= 7):
            return days[0]
    return None


def _find_url_period(url: str) -> tuple[dt.date, dt.date] | None:
    """Return the day or month that an address names, first and last day: `/2024/07/28/`, `20240728`, `/2024/07/`."""
    for pattern in (r"(?<!\d)(20[0-3]\d)([/-]?)(\d\d)\2(\d\d)(?!\d)", r"/(20[0-3]\d)([/-])(\d\d)(?=[/-])"):
        for match in re.finditer(pattern, url):
            try:
                first = dt.date(int(match[1]), int(match[3]), int(match[4]) if match.re.groups > 3 else 1)
            except ValueError:
                continue
            month = dt.date(first.year + first.month // 12, first.month % 12 + 1, 1) - dt.timedelta(days=1)
            return first, first if match.re.groups > 3 else month
    return None


def _find_written_day(parts: Sequence[Part]) -> dt.date | None:
    """Return the last day that the first parts write out in full, for a text that says nothing of its own day."""
    days = [date.first for part in parts[:6] for date in find_dates(part.text, None) if date.is_day]
    return max(days, default=None)


def _find_all_dates(
    parts: Sequence[Part], spans: Sequence[Sequence[tuple[int, int]]], reference: dt.date | None
) -> dict[int, tuple[DateMention, ...]]:
    dates: dict[int, tuple[DateMention, ...]] = {}
    previous: dt.date | None = None
    for number, part in enumerate(parts):
        head = DATELINE_HEAD.match(part.text)
        mentions = find_dates(part.text, reference, spans[number], previous)
        dates[number] = tuple(mention for mention in mentions if not head or mention.start >= head.end())
        previous = next((mention.first for mention in reversed(dates[number]) if mention.is_day), previous)
    return dates


def _find_relative_places(part: Part, number: int, lexicon: Lexicon) -> Iterator[Mention]:
    text = fold_typography(part.text)
    for place in lexicon.relative_places:
        if span := place.find(text):
            yield Mention("places", place.id, number, *span, RELATION)


class _PeopleResolver:
    """Chooses whom a surname means: by the full name in the text, the office before it, and who acted then."""

    def __init__(
        self, registry: RegistryIndex, parts: Sequence[Part], hits: Sequence[Sequence[NameMatch]],
        reference: dt.date | None, active: Mapping[str, Sequence[dt.date]],
    ) -> None:  # fmt: skip
        self.registry, self.parts, self.reference, self.active = registry, parts, reference, active
        self.full_names: dict[str, int] = {}
        for matches in hits:
            for match in matches:
                people = [
                    sense.id for sense in match.senses if sense.noun == "people" and sense.manner != SURNAME
                ]
                for person in people:
                    self.full_names[person] = self.full_names.get(person, 0) + 1

    def choose_senses(self, part: int, match: NameMatch) -> list[Sense]:
        """Return what a match means, of the people who share a name at most one."""
        people = [sense for sense in match.senses if sense.noun == "people"]
        others = [sense for sense in match.senses if sense.noun != "people"]
        full = [sense for sense in people if sense.manner != SURNAME]
        if full:
            best = max(full, key=lambda sense: (self._score_activity(sense.id), sense.id))
            return [best]
        if not people:
            return others
        scored = sorted(
            ((self._score_surname(part, match, sense), sense) for sense in people),
            reverse=True,
            key=lambda s: s[0],
        )
        is_clear = len(scored) == 1 or scored[0][0] > scored[1][0]
        if scored[0][0] >= 5 and is_clear:
            return [scored[0][1]]
        return others

    def _score_surname(self, part: int, match: NameMatch, sense: Sense) -> float:
        person = self.registry.people[sense.id]
        text = fold_typography(self.parts[part].text)
        before, after = text[max(0, match.start - 70) : match.start], text[match.end : match.end + 30]
        score = self._score_activity(sense.id)
        given = fold_typography(person.given_name or "")
        if given and re.search(rf"\b{re.escape(given)} (?:[A-Z]\. ?)?$", before):
            return score + 12
        if given and re.match(rf" (?:{re.escape(given)})\b", after):
            return score + 12
        if re.match(r" [A-Z][a-z]+-[a-z]+\b", after):
            return 0  # somebody else's given name
        if sense.id in self.full_names:
            score += 10
        elif re.search(r"[A-Z][\w-]+ $", before) and not _TITLE_WORDS.search(before[-22:]):
            return 0  # another given name stands before it
        elif re.match(r" [A-Z][a-z]+(?:-[a-z]+)?\b", after) and not re.match(r" (?:Jong|Jae)", after):
            return 0
        return score + self._score_office(sense.id, before)

    def _score_office(self, person_id: str, before: str) -> float:
        """Return how well the words before a surname fit an office that the person held then."""
        person = self.registry.people[person_id]
        terms = _TITLE_WORDS.findall(before[-45:])
        if not terms:
            return 0
        score = 0.0
        wanted = {_stem(word) for word in terms}
        for tenure in person.tenures:
            office = self.registry.offices.get(tenure.office)
            if office and wanted & {_stem(word) for word in _TITLE_WORDS.findall(office.title)}:
                overlap = wanted & {_stem(word) for word in _TITLE_WORDS.findall(office.title)}
                score = max(score, 3 + len(overlap) + self._score_tenure(tenure.date))
        actor = self.registry.actors.get(person.actor or "")
        if actor and actor.adjective and re.search(rf"\b{re.escape(actor.adjective)}\b", before):
            score += 2
        return score

    def _score_tenure(self, date: str | None) -> float:
        if not date or not self.reference:
            return 0
        tenure = parse_date(date)
        first, last = tenure.start_earliest or dt.date.min, tenure.end_latest or dt.date.max
        return 2 if first <= self.reference <= last else -4

    def _score_activity(self, person: str) -> float:
        if not self.reference or not self.active.get(person):
            return 0
        distance = min(abs((day - self.reference).days) for day in self.active[person])
        return 2 if distance <= 200 else 1 if distance <= 700 else -1 if distance > 1800 else 0


def _stem(word: str) -> str:
    return word.lower().replace("defence", "defense").rstrip(".")
