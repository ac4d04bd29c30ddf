"""Check who held which office: no two at a time in an office of one holder, and nobody outside the own tenure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from communique.errors import Finding
from communique.loaders.checks.remarks import Remark
from communique.loaders.dataset import EventEntries, RegistryIndex
from communique.loaders.entry_format.annotated_value import Rule
from communique.loaders.layout import REGISTRY
from communique.loaders.reconcile.event import ReconciledEvent
from communique.loaders.reconcile.participant import HeldOffice, is_within_tenure, iter_held_offices
from communique.schema.dates.parse import parse_date
from communique.schema.event_types.meeting import MeetingLevel
from communique.schema.vocabulary import Holders

LEVELS_OF_MINISTERS: Final = (MeetingLevel.SUMMIT, MeetingLevel.MINISTERIAL, MeetingLevel.TWO_PLUS_TWO)


def check_held_offices(event: ReconciledEvent, registry: RegistryIndex) -> Iterator[Finding]:
    """Yield an error for each second person in an office of one holder, unless sources name the office of both."""
    holders = defaultdict[str, list[HeldOffice]](list)
    for held in iter_held_offices(event.values, event.statements, registry):
        if held.office and registry.offices[held.office].holders is Holders.SINGLE:
            holders[held.office].append(held)
    articles = {article.path: article for article, _ in event.source_entries.reports}
    for office, people in holders.items():
        first, *others = people
        for other in others:
            if other.person == first.person or (first.is_stated and other.is_stated):
                continue
            guessed = first if other.is_stated else other
            statement = event.statements["people", f"{guessed.actor}/{guessed.role}/{guessed.person}"][0]
            what = (
                f"{first.person} and {other.person} would both be {office} at {event.source_entries.event_id}"
            )
            cure = "say the office that each held, as the text has it, or correct the tenures in the registry"
            yield articles[statement.path].create_finding(
                statement.location, what, cure, others=(f"{REGISTRY}/",)
            )


def check_missing_offices(event: ReconciledEvent, registry: RegistryIndex) -> Iterator[Remark]:
    """Yield a remark for each person at a summit or among ministers whose office on that day is not known."""
    level = event.values.get(("level", ""))
    if not level or level.value not in LEVELS_OF_MINISTERS:
        return
    articles = {article.path: article for article, _ in event.source_entries.reports}
    for held in iter_held_offices(event.values, event.statements, registry):
        if not held.office:
            statement = event.statements["people", f"{held.actor}/{held.role}/{held.person}"][0]
            what = f"the office of {held.person} at {event.source_entries.event_id} is not known"
            cure = "say it as the text has it, or add the tenure with its dates to the registry"
            yield Remark(
                articles[statement.path], statement.location, Rule.OFFICE, what, cure, (f"{REGISTRY}/",)
            )


def check_register(registry: RegistryIndex) -> Iterator[Finding]:
    """Yield a warning for each two tenures in an office of one holder that surely share more than a day."""
    for office, entry in registry.offices.items():
        if entry.holders is not Holders.SINGLE:
            continue
        spans = [
            (parse_date(date), person) for person, date in registry.list_holders(office) if date is not None
        ]
        for number, (span, person) in enumerate(spans):
            for other, other_person in spans[number + 1 :]:
                if other_person == person:
                    continue
                start = max(filter(None, (span.start_latest, other.start_latest)), default=None)
                end = min(filter(None, (span.end_earliest, other.end_earliest)), default=None)
                if start and end and start < end:
                    file = registry.files_by_entry["people", other_person]
                    what = f"{other_person} and {person} both hold {office} from {start} to {end}"
                    cure = "correct the dates of one, or write holders: several in the office"
                    location = ("people", other_person, "tenures")
                    yield file.create_finding(location, what, cure, severity="warning")


def check_tenures(event_entries: EventEntries, registry: RegistryIndex) -> Iterator[Finding]:
    """Yield a warning for each person who acts in an office outside every dated tenure of it."""
    for article, index in event_entries.reports:
        entry = article.model.events[index]
        if not any(participant.people for participant in entry.participants):
            continue
        dates = [parse_date(stated.value) for stated in entry.date]
        if not dates:
            continue
        for i, participant in enumerate(entry.participants):
            for j, acting in enumerate(participant.people):
                person = registry.people.get(acting.person)
                tenures = person.tenures if person else ()
                spans = [
                    t.date for t in tenures if t.date and (not acting.office or t.office == acting.office)
                ]
                undated = any(not t.date for t in tenures)
                if (
                    not spans
                    or undated
                    or any(is_within_tenure(parse_date(span), date) for span in spans for date in dates)
                ):
                    continue
                what = f"{acting.person} held no office of the registry on that day"
                cure = "correct the date or the person, or add the tenure to the registry"
                place = ("events", index, "participants", i, "people", j)
                yield article.create_finding(place, what, cure, "warning", others=(f"{REGISTRY}/",))
