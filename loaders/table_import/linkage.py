"""Find events of the record that an imported one may be: blocked by day and actors, rated by people and words."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from communique.loaders.dataset import Dataset
from communique.loaders.entry_format.event import EventEntry
from communique.schema.dates import Edtf, parse_date
from communique.schema.vocabulary import Role

LIKENESS: Final = 0.5
"""From 0 to 1: above it two events are asked about."""
MAX_SPAN: Final = 62
"""Days: what is dated more loosely is like everything, and is not compared."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """An imported event, the event of the record that it may be, how like they are from 0 to 1, and why."""

    imported: str
    known: str
    score: float
    reasons: str


@dataclass(slots=True)
class _Profile:
    id: str
    days: tuple[dt.date, dt.date]
    actors: frozenset[str]
    hosts: frozenset[str]
    people: frozenset[str]
    title: str


def find_likenesses(events: Iterable[EventEntry], dataset: Dataset, own_folder: str) -> Iterator[Likeness]:
    """Yield for each imported event the likest event of the record, where one is like enough.

    Args:
        events: as imported.
        dataset: the record.
        own_folder: the folder of the import's own entries, which are no other events.
    """
    from rapidfuzz import fuzz

    profiles = _profile_record(dataset, own_folder)
    by_day: dict[dt.date, list[_Profile]] = defaultdict(list)
    for profile in profiles:
        for day in _days(profile.days):
            by_day[day].append(profile)
    for event in events:
        new = _profile(event.id, [event])
        if new is None:
            continue
        best: Likeness | None = None
        near = {id(other): other for day in _days(new.days) for other in by_day.get(day, ())}
        for other in near.values():
            shared = new.actors & other.actors
            is_return = new.hosts and other.hosts and not new.hosts & other.hosts
            if len(shared) < 2 or other.id == new.id or is_return:
                continue
            people = new.people & other.people
            title_score = fuzz.token_set_ratio(new.title, other.title) / 100
            score = (
                0.5 * len(shared) / len(new.actors | other.actors) + 0.3 * bool(people) + 0.2 * title_score
            )
            if score >= LIKENESS and (best is None or (score, other.id) > (best.score, best.known)):
                best = Likeness(event.id, other.id, round(score, 2), _explain(shared, people))
        if best:
            yield best


def _explain(actors: frozenset[str], people: frozenset[str]) -> str:
    persons = f" and {', '.join(sorted(people))}" if people else ""
    return f"the same day, {', '.join(sorted(actors))}{persons}"


def _profile_record(dataset: Dataset, own_folder: str) -> list[_Profile]:
    redirects = dataset.resolve_redirects()
    entries: Mapping[str, list[EventEntry]] = defaultdict(list)
    for path, article in dataset.articles.items():
        if not path.startswith(f"{own_folder}/"):
            for event in article.model.events:
                entries[redirects.get(event.id, event.id)].append(event)
    return [profile for id_, events in entries.items() if (profile := _profile(id_, events))]


def _profile(id_: str, entries: list[EventEntry]) -> _Profile | None:
    """Return an event as all its entries together describe it; None where its day is too loose."""
    dates: list[Edtf] = [parse_date(value.value) for entry in entries for value in entry.date]
    if not dates:
        return None
    starts = [date.start_earliest for date in dates if date.start_earliest]
    ends = [date.end_latest for date in dates if date.end_latest]
    if not starts or not ends:
        return None
    days = min(starts), max(ends)
    if (days[1] - days[0]).days > MAX_SPAN:
        return None
    participants = [participant for entry in entries for participant in entry.participants]
    people = frozenset(person.person for participant in participants for person in participant.people)
    title = next((entry.title for entry in entries if entry.title), "")
    actors = frozenset(participant.actor for participant in participants)
    hosts = frozenset(participant.actor for participant in participants if participant.role is Role.HOST)
    return _Profile(id_, days, actors, hosts, people, title)


def _days(bounds: tuple[dt.date, dt.date]) -> Iterator[dt.date]:
    for offset in range((bounds[1] - bounds[0]).days + 1):
        yield bounds[0] + dt.timedelta(days=offset)
