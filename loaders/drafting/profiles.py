"""Sum up what a record holds on each event, so that a text can be compared with all of them."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from communique.loaders.dataset import Dataset, EventEntries, group_entries_by_event
from communique.loaders.reading.lexicon import fold_typography
from communique.loaders.reading.recognise import find_state
from communique.loaders.reconcile.extract import extract_statements
from communique.loaders.reconcile.value import Statement
from communique.schema.dates.grammar import DateError
from communique.schema.dates.parse import parse_date
from communique.schema.vocabulary import Kind, Modality

_TOKEN = re.compile(
    r"[a-z][a-z'-]*[a-z]|[a-z]|\d+(?:[.,]\d+)*|[\u3040-\u30ff\u4e00-\u9fff]{2}|[\uac00-\ud7af]+"
)
_MONTH_DAYS = 27
_ID_DATE = re.compile(r"-((?:19|20)\d\d(?:-\d\d){0,2})$")
_LITTLE_SAID = """
a about after all also amid an and are as at be been between but by countries country during first for
from had has have he held her his hold in into is it its more new no not of on one or other our out over
said says she than that the their them there they this three to two under up us was we were which who will
with would
"""
_STOP_WORDS = frozenset(_LITTLE_SAID.split())


@dataclass(frozen=True)
class EventProfile:
    """What a record holds on an event.

    Args:
        id: its id.
        kind: its kind.
        title: its title in our words; its id where no entry read so far gives one.
        statements: every statement of every entry, by field and element.
        first: the earliest day that it may have begun; None where no date is known.
        last: the latest day that it may have ended.
        actors: states and bodies without a state that took part.
        people: who acted.
        places: where it was, with all larger places.
        series: the series it belongs to.
        names: other names of it, as texts write them.
        words: the weight of each word by which it is told, of length one.
        types: what happened, at which level or in which instrument.
        headlines: the headlines of the articles that report it.
        articles: the entry files of these articles.
        linked: the events that it links to.
    """

    id: str
    kind: Kind
    title: str
    statements: Mapping[tuple[str, str], tuple[Statement, ...]]
    first: dt.date | None
    last: dt.date | None
    actors: frozenset[str]
    people: frozenset[str]
    places: frozenset[str]
    exact_places: frozenset[str]
    series: str
    names: frozenset[str]
    types: frozenset[str]
    headlines: tuple[str, ...]
    articles: frozenset[str]
    linked: frozenset[str]
    terms: dict[str, float] = field(default_factory=dict, compare=False)

    @property
    def day(self) -> str:
        """The days on which it was, as text; "" where no date is known."""
        if self.first is None or self.last is None:
            return ""
        return str(self.first) if self.first == self.last else f"{self.first}/{self.last}"


@dataclass(frozen=True)
class RecordProfile:
    """What a record holds, as far as reading a text needs it.

    Args:
        dataset: the record.
        events: its events by id.
        active: the days on which each person acted.
        units: names of ships and formations, each with the actor that it belongs to.
        idf: how telling each word is.
        roles: how often each actor had each role in events of a kind, by kind, word for what happened and actor.
    """

    dataset: Dataset
    events: Mapping[str, EventProfile]
    active: Mapping[str, Sequence[dt.date]]
    units: Mapping[str, str]
    idf: Mapping[str, float]
    index: Mapping[str, Sequence[tuple[str, float]]] = field(default_factory=dict, repr=False)
    roles: Mapping[tuple[Kind, str, str], Counter[str]] = field(default_factory=dict, repr=False)


def profile_record(dataset: Dataset) -> RecordProfile:
    """Return what a record holds on each of its events, from the record as it was read."""
    grouped = group_entries_by_event(dataset)
    counts = {event_id: _count_terms(entries) for event_id, entries in grouped.items()}
    frequency = Counter(term for terms in counts.values() for term in terms)
    idf = {term: math.log(1 + len(counts) / count) for term, count in frequency.items()}
    events = {
        event_id: _profile_event(entries, dataset, _weigh_terms(counts[event_id], idf))
        for event_id, entries in grouped.items()
    }
    return _build_record(dataset, events, idf)


def leave_out(record: RecordProfile, path: str) -> RecordProfile:
    """Return a record without one entry, as when a text of the record itself is read again.

    How telling each term is stays as it was: that one entry more uses it says next to nothing.

    Args:
        record: with all entries.
        path: the entry file.
    """
    articles = {name: file for name, file in record.dataset.articles.items() if name != path}
    dataset = Dataset(record.dataset.registry, articles, record.dataset.rulings, record.dataset.hashes)
    redirects = dataset.resolve_redirects()
    affected = {redirects.get(event.id, event.id) for event in record.dataset.articles[path].model.events}
    dataset.scope = frozenset(affected)
    events = {event_id: event for event_id, event in record.events.items() if event_id not in affected}
    for event_id, entries in group_entries_by_event(dataset).items():
        events[event_id] = _profile_event(entries, dataset, _weigh_terms(_count_terms(entries), record.idf))
    dataset.scope = None
    return _build_record(dataset, events, record.idf)


def _build_record(
    dataset: Dataset, events: Mapping[str, EventProfile], idf: Mapping[str, float]
) -> RecordProfile:
    active: defaultdict[str, list[dt.date]] = defaultdict(list)
    units: dict[str, str] = {}
    index: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    roles: defaultdict[tuple[Kind, str, str], Counter[str]] = defaultdict(Counter)
    for event_id, profile in sorted(events.items()):
        for person in sorted(profile.people):
            active[person] += [profile.first] if profile.first else []
        for name, element in profile.statements:
            if name == "units":
                actor, _, unit = element.split("/", 2)
                units.setdefault(unit, actor)
            elif name == "participants":
                actor, role = element.split("/")
                for word in {"", *profile.types}:
                    roles[profile.kind, word, actor][role] += 1
        for term, weight in profile.terms.items():
            index[term].append((event_id, weight))
    return RecordProfile(dataset, events, active, units, idf, index, roles)


def _profile_event(entries: EventEntries, dataset: Dataset, terms: dict[str, float]) -> EventProfile:
    registry = dataset.registry
    statements: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
    title, headlines, names = entries.event_id, [], []
    for article, index in entries.reports:
        entry = article.model.events[index]
        title = entry.title or title
        headlines.append(article.model.source.title)
        names += [name.name for name in entry.names]
        for statement in extract_statements(article, index):
            statements[statement.field, statement.element].append(statement)
    first, last = _find_bounds(statements.get(("date", ""), ()), entries.event_id)
    participants = {element.split("/")[0] for name, element in statements if name == "participants"}
    actors = {find_state(actor, registry) or actor for actor in participants}
    places = {str(s.value) for s in statements.get(("place", ""), ())}
    series = [str(s.value) for s in statements.get(("series", ""), ())]
    return EventProfile(
        entries.event_id, entries.kind, title, {key: tuple(group) for key, group in statements.items()}, first, last,
        frozenset(actors), frozenset(element.split("/")[2] for name, element in statements if name == "people"),
        frozenset(larger for place in places for larger in iter_larger_places(place, registry.parents)),
        frozenset(places), series[0] if series else "", frozenset(names),
        frozenset(str(s.value) for key in ("type", "level", "instrument") for s in statements.get((key, ""), ())),
        tuple(headlines), frozenset(article.path for article, _ in entries.reports),
        frozenset(element.partition("/")[2] for name, element in statements if name == "links"), terms,
    )  # fmt: skip


def iter_larger_places(place: str, parents: Mapping[str, str | None]) -> list[str]:
    """Return a place and every larger one that it lies in, smallest first."""
    chain: list[str] = []
    current: str | None = place
    while current and current not in chain:
        chain.append(current)
        current = parents.get(current)
    return chain


def _find_bounds(statements: Iterable[Statement], event_id: str) -> tuple[dt.date | None, dt.date | None]:
    """Return the bounds of the most exact date that was stated, planned ones only where there is no other.

    Where it is no more than a month, or none is stated, the date in which an id ends is better.
    """
    best: tuple[int, dt.date, dt.date] | None = None
    for statement in statements:
        try:
            date = parse_date(str(statement.value))
        except DateError:
            continue
        first, last = date.start_earliest, date.end_latest or date.start_latest or date.start_earliest
        if first is None or last is None:
            continue
        width = (last - first).days + (2000 if statement.modality is Modality.PLANNED else 0)
        if best is None or width < best[0]:
            best = (width, first, last)
    bounds = _find_id_bounds(event_id) if best is None or best[0] >= _MONTH_DAYS else None
    if bounds and (best is None or best[1] <= bounds[0] <= best[2]):
        return bounds
    return (best[1], best[2]) if best else (None, None)


def _find_id_bounds(event_id: str) -> tuple[dt.date, dt.date] | None:
    match = _ID_DATE.search(event_id)
    try:
        date = parse_date(match[1]) if match else None
    except DateError:
        return None
    return (
        (date.start_earliest, date.start_latest)
        if date and date.start_earliest and date.start_latest
        else None
    )


def _count_terms(entries: EventEntries) -> Counter[str]:
    counts: Counter[str] = Counter()
    for article, index in entries.reports:
        entry = article.model.events[index]
        texts: list[tuple[str, int]] = [
            (entry.title or "", 3),
            (entry.summary or "", 1),
            (entry.id.replace("-", " "), 1),
        ]
        texts += [(article.model.source.title, 1)] if index == 0 else []
        texts += [(note.text or "", 1) for note in entry.notes]
        texts += [(provision.text or "", 1) for provision in getattr(entry, "provisions", ())]
        texts += [(name.name, 3) for name in entry.names]
        texts += [(unit.value, 1) for participant in entry.participants for unit in participant.units]
        texts += [
            (str(stated.value), 2)
            for field_name in ("weapon", "edition")
            for stated in getattr(entry, field_name, ())
        ]
        for text, weight in texts:
            for word in iter_words(text):
                counts[word] += weight
    return counts


def _weigh_terms(counts: Counter[str], idf: Mapping[str, float]) -> dict[str, float]:
    weights = {word: (1 + math.log(count)) * idf.get(word, 0.0) for word, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


def iter_words(text: str) -> list[str]:
    """Return the words of a text as they are compared: lower case, stems, without those that say little."""
    return [_stem(word) for word in _TOKEN.findall(fold_typography(text).lower()) if word not in _STOP_WORDS]


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """Return a word without the endings of English inflection, and in one spelling."""
    word = word.removesuffix("'s").replace("defence", "defense").replace("isation", "ization")
    for ending in ("ies", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4 and not word.endswith("ss"):
            return word.removesuffix(ending) + ("y" if ending == "ies" else "")
    return word
