"""Doubt what an article's entry says: its days, texts, participants, and times against the place's zone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, Final

from communique.errors import Finding
from communique.loaders.checks.remarks import Remark
from communique.loaders.checks.time_zones import describe_wrong_offset
from communique.loaders.dataset import Location, ParsedFile, RegistryIndex
from communique.loaders.entry_format.annotated_value import Provenance, Rule
from communique.loaders.entry_format.article import Article
from communique.loaders.entry_format.event import EventEntry
from communique.loaders.reconcile.participant import is_office_of
from communique.schema.event_types import SET_FIELDS, SINGLE_FIELDS
from communique.schema.vocabulary import ActorKind, Kind, Modality, Role, Status

MIN_SUMMARY_WORDS: Final = 15
MAX_SUMMARY_WORDS: Final = 120
DOUBTFUL_MODALITIES: Final = frozenset({Modality.ATTRIBUTED, Modality.ALLEGED, Modality.DENIED})

_QUOTATION_MARKS = re.compile("[“”„‟«»\"]|^[‘’'‚]|[‘‚']$")
_WORD = re.compile(r"\w+")
_PLAN = re.compile(r"\b(?:plans? to|(?:is|are) (?:set )?to|will)\b")
_PAST = re.compile(r"(?<!to )\b(?:had|have|has|began|gave|announced|condemned)\b(?!.*\b(?:to|will|would)\b)")
_UNFINISHED = re.compile(r"\*\*\w|\w\*\*|\]\(https?:|</?[a-z]+>|\b(?:TODO|TBD|FIXME|XXX|lorem ipsum)\b|…$")
_PART_KEYS: Final[dict[str, Callable[[Any], tuple[Hashable, ...]]]] = {
    "participants": attrgetter("actor", "role"),
    "links": attrgetter("relation", "target"),
    "names": attrgetter("name", "language"),
    "notes": lambda part: (part.id,),
    "provisions": lambda part: (part.id,),
}
"""The parts of an event that are written out, and what an entry says of each but once."""


def check_source(article: ParsedFile[Article]) -> Iterator[Finding | Remark]:
    """Yield remarks on the source of an article, and findings on its texts."""
    source = article.model.source
    # One day of grace: the publisher's day may begin before the reader's.
    if source.published and source.published[:10] > _next_day(source.accessed):
        what = f"published on {source.published[:10]}, after it was read on {source.accessed}"
        yield Remark(article, ("source", "published"), Rule.PUBLICATION, what, "correct one of the two days")
    yield from _report_decoding(article, ("source",))


def check_event_entry(
    article: ParsedFile[Article], index: int, registry: RegistryIndex
) -> Iterator[Finding | Remark]:
    """Yield remarks on what an article says of one event, and findings, as this entry and the registry show them."""
    event, place = article.model.events[index], ("events", index)
    yield from _report_decoding(article, place)
    yield from _check_repetitions(article, index)
    marks = list(iter_marks(event))
    yield from _check_paragraphs(article, index, marks)
    for location, rule, what, cure in (
        *_check_texts(event, article.model.source.title),
        *_check_authors(event, marks),
        *_check_quotes(marks),
        *_check_people(event, registry),
        *_check_times(event, registry),
    ):
        yield Remark(article, (*place, *location), rule, what, cure)


def _report_decoding(article: ParsedFile[Article], place: Location) -> Iterator[Finding | Remark]:
    for location, what, cure, is_broken in article.document.remarks:
        if location[: len(place)] == place and is_broken:
            yield Remark(article, location, Rule.BROKEN_TEXT, what, cure)
        elif location[: len(place)] == place:
            yield article.create_finding(location, what, cure, "warning")


def _check_repetitions(article: ParsedFile[Article], index: int) -> Iterator[Finding | Remark]:
    """Yield a finding for each thing that an entry lists twice alike, a remark for one that it puts in two ways."""
    event = article.model.events[index]
    for items in _repeatable_items(event):
        first: dict[Hashable, tuple[Location, Any]] = {}
        for key, location, item in items:
            if key not in first:
                first[key] = (location, item)
                continue
            where, what = ("events", index, *location), f"{_name_key(key)} is listed twice"
            if item == first[key][1]:
                yield article.create_finding(where, what, "remove one of the two")
            else:
                yield Remark(article, where, Rule.REPEATED, what, "join the two")


def _check_paragraphs(article: ParsedFile[Article], index: int, marks: Sequence[Mark]) -> Iterator[Finding]:
    """Yield a warning for each paragraph that is cited and that the text, as it was read, does not have."""
    event, read = article.model.events[index], article.model.source.read
    if read is None:
        return
    count = read.paragraphs
    for place, paragraphs in (((), event.paragraphs), *((it, mark.paragraphs) for it, mark in marks)):
        if beyond := [at for at in paragraphs or () if isinstance(at, int) and at > count]:
            where = ("events", index, *place, "paragraphs")
            what = f"paragraph {beyond[0]} is cited of a text that was read with {count}"
            cure = "correct the number, or read.paragraphs in the source"
            yield article.create_finding(where, what, cure, "warning")


Doubt = tuple[Location, Rule, str, str]
Mark = tuple[Location, Provenance]


def _check_texts(event: EventEntry, headline: str) -> Iterator[Doubt]:
    if event.title and _bare_words(event.title) == _bare_words(headline):
        cure = "say in your own words who did what"
        yield ("title",), Rule.HEADLINE, "the title is the article's headline", cure
    yield from _check_wording(event)
    count = len(event.summary.split()) if event.summary else MIN_SUMMARY_WORDS
    if not MIN_SUMMARY_WORDS <= count <= MAX_SUMMARY_WORDS:
        what = f"a summary of {count} word{'s' if count != 1 else ''}"
        cure = f"tell what happened in {MIN_SUMMARY_WORDS} to {MAX_SUMMARY_WORDS} words of your own"
        yield ("summary",), Rule.SUMMARY, what, cure


def _check_wording(event: EventEntry) -> Iterator[Doubt]:
    """Yield a doubt for each title of a form that no title has, and for markup and placeholders in any text."""
    title = event.title or ""
    if title.isupper() and len(title.split()) > 2:
        yield ("title",), Rule.WORDING, "a title in capitals", "write it as a sentence is written"
    if title.endswith(".") and not title.endswith(("U.S.", "Jr.", "..")):
        yield ("title",), Rule.WORDING, "a title with a full stop", "remove the full stop"
    is_past = event.kind is not Kind.MEMORANDUM and all(it.value is Status.OCCURRED for it in event.status)
    if is_past and (plan := _PLAN.search(title)):
        cure = "write that it took place, or status: planned"
        yield ("title",), Rule.WORDING, f"{plan[0]!r} in the title of what took place", cure
    for i, note in enumerate(event.notes if event.modality is Modality.PLANNED else ()):
        if not note.modality and (past := _PAST.search(note.text or "")):
            what = f"{past[0]!r} in a note that is planned, as all of the event is"
            yield ("notes", i, "text"), Rule.WORDING, what, "add modality: stated to what was so already"
    texts: list[tuple[Location, str | None]] = [(("title",), event.title), (("summary",), event.summary)]
    for name in ("notes", "provisions"):
        texts += [((name, i, "text"), it.text) for i, it in enumerate(getattr(event, name, ()))]
    for location, text in texts:
        if mark := _UNFINISHED.search(text or ""):
            cure = "write it in your own plain words"
            yield location, Rule.WORDING, f"{mark[0]!r} is markup or a placeholder", cure


def _check_authors(event: EventEntry, marks: Iterable[Mark]) -> Iterator[Doubt]:
    """Yield a doubt for each claim that is attributed, alleged or denied by nobody who is named."""
    if event.attributed_to:
        return
    if event.modality in DOUBTFUL_MODALITIES:
        yield ("modality",), *_missing_author(event.modality)
        return
    for location, mark in marks:
        if mark.modality in DOUBTFUL_MODALITIES and not mark.attributed_to:
            yield location, *_missing_author(mark.modality)


def _missing_author(modality: Modality) -> tuple[Rule, str, str]:
    return Rule.AUTHOR, f"{modality}, and it is not said by whom", "add attributed_to"


def _check_quotes(marks: Iterable[Mark]) -> Iterator[Doubt]:
    for location, mark in marks:
        if mark.quote and (match := _QUOTATION_MARKS.search(mark.quote)):
            what = f"a quotation mark {match[0]} inside the quote"
            cure = "give the words without the marks around them"
            yield (*location, "quote"), Rule.QUOTATION_MARKS, what, cure


def _check_people(event: EventEntry, registry: RegistryIndex) -> Iterator[Doubt]:
    acted_for: dict[str, str] = {}
    roles = {(it.actor, it.role or Role.ATTENDEE) for it in event.participants}
    for i, participant in enumerate(event.participants):
        if participant.role is Role.OBSERVER and (participant.actor, Role.ATTENDEE) in roles:
            what = f"{participant.actor} is both attendee and observer"
            yield ("participants", i), Rule.ROLES, what, "correct one of the roles"
        for j, acting in enumerate(participant.people):
            location = ("participants", i, "people", j)
            first = acted_for.setdefault(acting.person, participant.actor)
            if first != participant.actor:
                what = f"{acting.person} acts for {first} and for {participant.actor}"
                yield location, Rule.PERSON_ACTOR, what, "let each person act for one of them"
            elif not _may_act_for(acting.person, acting.office, participant.actor, registry):
                own = registry.people[acting.person].actor
                what = f"{acting.person} is of {own} and acts for {participant.actor} here"
                cure = "correct the actor or the person, or add the tenure to the registry"
                yield location, Rule.PERSON_ACTOR, what, cure


def _may_act_for(person: str, office: str | None, actor: str, registry: RegistryIndex) -> bool:
    """Return whether a person belongs to an actor, to one above or below it, or holds an office of it."""
    entry = registry.people.get(person)
    if not entry or not entry.actor or actor not in registry.actors:
        return True  # unknown ids are told elsewhere
    own, theirs = _lineage(entry.actor, registry), _lineage(actor, registry)
    if own & theirs:
        return True
    offices = [office] if office else [tenure.office for tenure in entry.tenures]
    return any(is_office_of(registry, held, actor) for held in offices) or not any(
        registry.actors[key].kind in {ActorKind.STATE, ActorKind.TERRITORY}
        for key in theirs
        if key in registry.actors
    )


def _lineage(actor: str, registry: RegistryIndex) -> set[str]:
    """Return an actor and all that it belongs to."""
    lineage: set[str] = set()
    current: str | None = actor
    while current and current not in lineage:
        lineage.add(current)
        entry = registry.actors.get(current)
        current = entry.parent if entry else None
    return lineage


def _check_times(event: EventEntry, registry: RegistryIndex) -> Iterator[Doubt]:
    if not event.time:
        return
    places = [stated.value for stated in event.place]
    dates = [stated.value for stated in event.date]
    wrong = [describe_wrong_offset(stated.value, places, dates, registry) for stated in event.time]
    if all(wrong):  # who gives the local time may add the reader's own
        yield from ((("time", i), Rule.OFFSET, *described) for i, described in enumerate(wrong) if described)


def iter_marks(event: EventEntry) -> Iterator[Mark]:
    """Yield each value of an event's entry that says how its source puts it, with its location in the event."""
    for name, value in vars(event).items():
        if isinstance(value, tuple):
            for i, item in enumerate(value):
                if isinstance(item, Provenance):
                    yield (name, i), item
        elif name == "figures":
            for measure, items in value.items():
                yield from (((name, measure, i), item) for i, item in enumerate(items))
    for i, participant in enumerate(event.participants):
        for name in ("people", "units"):
            yield from (
                (("participants", i, name, j), item) for j, item in enumerate(getattr(participant, name))
            )


def _repeatable_items(event: EventEntry) -> Iterator[Iterable[tuple[Hashable, Location, Any]]]:
    """Yield each list of an entry as triples of what must differ, the location and the item."""
    fields = vars(event)
    for name in (*SINGLE_FIELDS, *SET_FIELDS):
        values = fields.get(name, ())
        if len(values) > 1:
            yield (((name, it.value, *_voice(it)), (name, i), it) for i, it in enumerate(values))
    for name, key_of in _PART_KEYS.items():
        items = fields.get(name, ())
        if len(items) > 1:
            yield (((name, *key_of(it), *_voice(it)), (name, i), it) for i, it in enumerate(items))
    for name, of in (("people", "person"), ("units", "value")):
        yield (
            ((name, participant.actor, participant.role, getattr(it, of), *_voice(it)),
             ("participants", i, name, j), it)
            for i, participant in enumerate(event.participants)
            for j, it in enumerate(getattr(participant, name))
        )  # fmt: skip


def _voice(mark: Provenance) -> tuple[Modality | None, str | None]:
    return mark.modality, mark.attributed_to


def _name_key(key: Hashable) -> str:
    """Return what is repeated in words, from its key: the field, what identifies an item, and who says it."""
    field, *parts = key[:-2] if isinstance(key, tuple) else (key,)
    return f"{'/'.join(str(part) for part in parts)} in {field}"


def _bare_words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _next_day(day: str) -> str:
    try:
        return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()
    except OverflowError:
        return day
