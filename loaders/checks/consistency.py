"""Check that entries agree: one title and one kind for each event, no dangling links, no cycles."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from typing import TYPE_CHECKING

from communique.errors import Finding, did_you_mean
from communique.loaders.checks.look_alikes import check_look_alike_events, check_same_articles
from communique.loaders.checks.references import find_cycles
from communique.loaders.dataset import (
    Dataset,
    DatasetContext,
    EventEntries,
    Location,
    ParsedFile,
    derive_source_id,
)
from communique.loaders.layout import ARTICLES
from communique.schema.dates.parse import Edtf, parse_date
from communique.schema.event_types.incident import NEUTRAL_WORDS
from communique.schema.vocabulary import Kind, Modality, Relation, Status

if TYPE_CHECKING:
    from communique.loaders.entry_format.article import Article
    from communique.loaders.entry_format.event import EventEntry


def check_event_consistency(
    entries_by_event: Mapping[str, EventEntries], dataset: Dataset, known_ids: Set[str], retired_ids: Set[str]
) -> Iterator[Finding]:
    """Yield findings on entries about the same event that contradict each other, and on their links.

    Args:
        entries_by_event: events, each with every testimony on it.
        dataset: where these are from.
        known_ids: every event of the whole record.
        retired_ids: ids that were split or withdrawn.
    """
    for event_entries in entries_by_event.values():
        yield from _check_same_kind(event_entries)
        yield from _check_single_title(event_entries)
        yield from _check_part_texts(event_entries)
        yield from _check_links(event_entries, known_ids, retired_ids, dataset.resolve_redirects())
        yield from _check_order(event_entries, entries_by_event)
    for article in dataset.articles.values():
        yield from _check_publication_dates(article)
        yield from _check_neutral_words(article)


def check_consistency_across_events(
    entries_by_event: Mapping[str, EventEntries], dataset: Dataset, context: DatasetContext
) -> Iterator[Finding]:
    """Yield findings on cycles, and on sources with the same address or file name."""
    yield from _check_unique_sources(dataset, context)
    yield from check_same_articles(dataset, context)
    yield from check_look_alike_events(entries_by_event, dataset)
    yield from _check_cycles(entries_by_event, dataset, context)


def _check_same_kind(event_entries: EventEntries) -> Iterator[Finding]:
    first_article, first_entry = next(event_entries.iter_event_entries())
    for article, entry in event_entries.iter_event_entries():
        if entry.kind != first_entry.kind:
            index = _index_of(article, entry)
            what = f"{entry.id} is of kind {entry.kind} here and of kind {first_entry.kind} in {first_article.path}"
            yield article.create_finding(
                ("events", index, "kind"),
                what,
                "use one kind, or another id for another event",
                others=(first_article.path,),
            )


def _check_single_title(event_entries: EventEntries) -> Iterator[Finding]:
    writers = [(article, entry) for article, entry in event_entries.iter_event_entries() if entry.title]
    for article, entry in writers[1:]:
        index = _index_of(article, entry)
        what = f"a second title for {entry.id}; {writers[0][0].path} has written it"
        cure = "leave out title and summary here"
        yield article.create_finding(("events", index, "title"), what, cure, others=(writers[0][0].path,))
    if not writers:
        article, entry = next(event_entries.iter_event_entries())
        index = _index_of(article, entry)
        cure = "write title and summary in exactly one entry"
        what = f"no entry writes a title for {entry.id}"
        yield article.create_finding(("events", index, "id"), what, cure, others=(f"{ARTICLES}/",))


def _check_part_texts(event_entries: EventEntries) -> Iterator[Finding]:
    """Yield a finding for each note or provision that has no text or more than one."""
    for field_name in ("notes", "provisions"):
        writers: dict[str, str] = {}
        mentions: dict[str, tuple[ParsedFile[Article], Location]] = {}
        for article, entry in event_entries.iter_event_entries():
            index = _index_of(article, entry)
            for i, part in enumerate(getattr(entry, field_name, ())):
                place = ("events", index, field_name, i)
                if part.text and part.id in writers:
                    what = f"a second text for {part.id}; {writers[part.id]} has written it"
                    yield article.create_finding(
                        place,
                        what,
                        "give id and paragraphs only, or use another id",
                        others=(writers[part.id],),
                    )
                elif part.text:
                    writers[part.id] = article.path
                else:
                    mentions.setdefault(part.id, (article, place))
        for key, (mentioning, where) in mentions.items():
            if key not in writers:
                yield mentioning.create_finding(
                    where,
                    f"no entry writes {key}",
                    "write its text in one entry",
                    others=(f"{ARTICLES}/",),
                )


def _check_links(
    event_entries: EventEntries, known_ids: Set[str], retired_ids: Set[str], redirects: Mapping[str, str]
) -> Iterator[Finding]:
    for article, entry in event_entries.iter_event_entries():
        index = _index_of(article, entry)
        for i, link in enumerate(entry.links):
            target = redirects.get(link.target, link.target)
            place = ("events", index, "links", i)
            if target not in known_ids and target in retired_ids:
                continue  # told with what became of it
            if target not in known_ids:
                cure = (
                    did_you_mean(target, set(known_ids))
                    or "write an entry that reports it, or remove the link"
                )
                what = f"link to a missing event {link.target!r}"
                yield article.create_finding(place, what, cure, others=(f"{ARTICLES}/",))
            elif target == event_entries.event_id:
                yield article.create_finding(place, "an event linked to itself", "remove the link")


def _check_order(
    event_entries: EventEntries, entries_by_event: Mapping[str, EventEntries]
) -> Iterator[Finding]:
    """Yield a warning for each link by which an event follows one that began after its own end."""
    for article, entry in event_entries.iter_event_entries():
        for i, link in enumerate(entry.links):
            earlier = entries_by_event.get(link.target) if link.relation is Relation.FOLLOWS else None
            if not earlier:
                continue
            last = max((it.end_latest for it in _list_dates(event_entries) if it.end_latest), default=None)
            first = min((it.start_earliest for it in _list_dates(earlier) if it.start_earliest), default=None)
            if last and first and last < first:
                place = ("events", _index_of(article, entry), "links", i)
                what = f"{entry.id} of {last} is said to follow {link.target} of {first}"
                cure = "turn the link around, or correct one of the dates"
                others = tuple(dict.fromkeys(it.path for it, _ in earlier.reports))
                yield article.create_finding(place, what, cure, "warning", others=others)


def _list_dates(event_entries: EventEntries) -> list[Edtf]:
    """Return every date that a source gives of an event."""
    entries = (entry for _, entry in event_entries.iter_event_entries())
    return [parse_date(it.value) for entry in entries for it in entry.date if it.modality != Modality.DENIED]


def _check_publication_dates(article: ParsedFile[Article]) -> Iterator[Finding]:
    """Yield a finding for each event that began after the source reporting it was published."""
    if not article.model.source.published:
        return
    published = dt.date.fromisoformat(article.model.source.published[:10])
    # One day of grace: the publisher's day may end before the day at the place of the event.
    last_day = min(published, dt.date.max - dt.timedelta(days=1)) + dt.timedelta(days=1)
    for index, entry in enumerate(article.model.events):
        if _is_future(entry):
            continue
        for i, stated in enumerate(entry.date):
            start = parse_date(stated.value).start_earliest
            is_planned = stated.modality in {Modality.PLANNED, Modality.DENIED}
            if start and start > last_day and not is_planned:
                what = f"the source of {published} reports as past what began on {start}"
                cure = "correct one of the dates, or write status: planned"
                yield article.create_finding(("events", index, "date", i), what, cure)


def _check_neutral_words(article: ParsedFile[Article]) -> Iterator[Finding]:
    """Yield a warning for each type of incident that is one side's word for it."""
    for index, entry in enumerate(article.model.events):
        for i, stated in enumerate(entry.type if entry.kind is Kind.INCIDENT else ()):  # type: ignore[attr-defined]
            if neutral := NEUTRAL_WORDS.get(stated.value):
                what = f"{stated.value} is one side's word"
                cure = f"write {neutral}, or run communique fmt on the file"
                yield article.create_finding(("events", index, "type", i), what, cure, "warning")


def _is_future(entry: EventEntry) -> bool:
    statuses = {stated.value for stated in entry.status}
    future_statuses = {Status.PLANNED, Status.POSTPONED, Status.CANCELLED}
    return entry.modality is Modality.PLANNED or bool(statuses & future_statuses)


def _check_unique_sources(dataset: Dataset, context: DatasetContext) -> Iterator[Finding]:
    """Yield a finding for each article whose URL or file name another article has."""
    urls, names = dict(context.urls), dict(context.sources)
    for path, article in sorted(dataset.articles.items()):
        url, name = article.model.source.url, derive_source_id(path)
        if url and urls.setdefault(url, path) != path:
            cure = "one entry for one article: add to that file, or correct the address"
            yield article.create_finding(
                ("source", "url"), f"{urls[url]} has this address already", cure, others=(urls[url],)
            )
        if names.setdefault(name, path) != path:
            what = f"{names[name]} has this file name already, and a source is called by it"
            yield Finding(path, 0, 0, "", what, "add a word to the name", others=(names[name],))


def _check_cycles(
    entries_by_event: Mapping[str, EventEntries], dataset: Dataset, context: DatasetContext
) -> Iterator[Finding]:
    """Yield a finding for each cycle of part-of links, of places, and of actors."""
    redirects = dataset.resolve_redirects()
    graph: dict[str, set[str]] = defaultdict(set)
    for part_id, whole_ids in context.part_of.items():
        graph[part_id] |= whole_ids
    link_locations: dict[str, tuple[ParsedFile[Article], Location]] = {}
    for event, event_entries in entries_by_event.items():
        for article, entry in event_entries.iter_event_entries():
            index = _index_of(article, entry)
            for i, link in enumerate(entry.links):
                if link.relation is Relation.PART_OF:
                    graph[event].add(redirects.get(link.target, link.target))
                    link_locations[event] = (article, ("events", index, "links", i))
    for cycle in find_cycles(graph):
        # What was not read is free of cycles, so one of the events on this cycle was read.
        article, place = next(link_locations[event] for event in cycle if event in link_locations)
        what = f"a cycle of part-of: {' → '.join([*cycle, cycle[0]])}"
        yield article.create_finding(place, what, "remove one of the links", others=(f"{ARTICLES}/",))
    for section in ("places", "actors"):
        parents = {key: {entry.parent} - {None} for key, entry in dataset.registry.sections[section].items()}
        for cycle in find_cycles(parents):
            holder = dataset.registry.files_by_entry[section, cycle[0]]
            what = f"a cycle of parents: {' → '.join([*cycle, cycle[0]])}"
            yield holder.create_finding((section, cycle[0], "parent"), what, "remove one of the parents")


def _index_of(article: ParsedFile[Article], entry: EventEntry) -> int:
    """Return the place of an entry in its article; by identity, since to compare entries takes long."""
    return next(i for i, other in enumerate(article.model.events) if other is entry)
