"""Whether entries fit each other: one text and one kind for each event, no dangling links, no cycles."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from communique.errors import Finding
from communique.loaders.entry import Article, EventEntry
from communique.loaders.record import Located, Location, Record, source_id
from communique.loaders.validate import did_you_mean
from communique.loaders.weighing.weigh import Dossier
from communique.schema.dates import parse
from communique.schema.vocabulary import Modality, Relation, Status


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What is known of the record beyond the files that were read; empty where all were."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    part_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    urls: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    released: frozenset[str] = frozenset()
    given_up: Mapping[str, str] = field(default_factory=dict)
    """Released event ids that the newest release no longer holds, each with the release that gave it up."""


def incoherences_of(
    gathered: Mapping[str, Dossier], record: Record, known: Set[str], given_up: Set[str]
) -> Iterator[Finding]:
    """What is wrong between the testimonies on each event, and with what they link to.

    Args:
        gathered: events, each with every testimony on it.
        record: where these are from.
        known: every event of the whole record.
        given_up: ids that were split or withdrawn.
    """
    for dossier in gathered.values():
        yield from _one_kind(dossier)
        yield from _one_text(dossier)
        yield from _texts_of_parts(dossier)
        yield from _links(dossier, known, given_up, record.redirects())
    for article in record.articles.values():
        yield from _hindsight(article)


def incoherences_across(
    gathered: Mapping[str, Dossier], record: Record, elsewhere: Elsewhere
) -> Iterator[Finding]:
    """What is wrong between events and between files that need not report the same one."""
    yield from _unique(record, elsewhere)
    yield from _cycles(gathered, record, elsewhere)


def _one_kind(dossier: Dossier) -> Iterator[Finding]:
    first, minted = next(dossier.entries())
    for article, entry in dossier.entries():
        if entry.kind != minted.kind:
            index = article.model.events.index(entry)
            what = f"{entry.id} is of kind {entry.kind} here and of kind {minted.kind} in {first.path}"
            yield article.finding(
                ("events", index, "kind"), what, "use one kind, or another id for another event"
            )


def _one_text(dossier: Dossier) -> Iterator[Finding]:
    writers = [(article, entry) for article, entry in dossier.entries() if entry.title]
    for article, entry in writers[1:]:
        index = article.model.events.index(entry)
        what = f"a second title for {entry.id}; {writers[0][0].path} has written it"
        yield article.finding(("events", index, "title"), what, "leave out title and summary here")
    if not writers:
        article, entry = next(dossier.entries())
        index = article.model.events.index(entry)
        cure = "write title and summary in exactly one entry"
        yield article.finding(("events", index, "id"), f"no entry writes a title for {entry.id}", cure)


def _texts_of_parts(dossier: Dossier) -> Iterator[Finding]:
    """Notes and provisions: one text for each id."""
    for field_name in ("notes", "provisions"):
        writers: dict[str, str] = {}
        mentions: dict[str, tuple[Located[Article], Location]] = {}
        for article, entry in dossier.entries():
            index = article.model.events.index(entry)
            for i, part in enumerate(getattr(entry, field_name, ())):
                place = ("events", index, field_name, i)
                if part.text and part.id in writers:
                    what = f"a second text for {part.id}; {writers[part.id]} has written it"
                    yield article.finding(place, what, "give id and paragraphs only, or use another id")
                elif part.text:
                    writers[part.id] = article.path
                else:
                    mentions.setdefault(part.id, (article, place))
        for key, (mentioning, where) in mentions.items():
            if key not in writers:
                yield mentioning.finding(where, f"no entry writes {key}", "write its text in one entry")


def _links(
    dossier: Dossier, known: Set[str], given_up: Set[str], moved: Mapping[str, str]
) -> Iterator[Finding]:
    for article, entry in dossier.entries():
        index = article.model.events.index(entry)
        for i, link in enumerate(entry.links):
            target = moved.get(link.target, link.target)
            place = ("events", index, "links", i)
            if target not in known and target in given_up:
                continue  # told with what became of it
            if target not in known:
                cure = (
                    did_you_mean(target, set(known)) or "write an entry that reports it, or remove the link"
                )
                yield article.finding(place, f"link to a missing event {link.target!r}", cure)
            elif target == dossier.event:
                yield article.finding(place, "an event linked to itself", "remove the link")


def _hindsight(article: Located[Article]) -> Iterator[Finding]:
    """A source cannot report as past what began after its publication."""
    if not article.model.source.published:
        return
    published = dt.date.fromisoformat(article.model.source.published[:10])
    for index, entry in enumerate(article.model.events):
        if _looks_ahead(entry):
            continue
        for i, stated in enumerate(entry.date):
            start = parse(stated.value).start_earliest
            ahead = stated.modality in {Modality.PLANNED, Modality.DENIED}
            # One day of grace: the publisher's day may end before the day at the place of the event.
            if start and start > published + dt.timedelta(days=1) and not ahead:
                what = f"the source of {published} reports as past what began on {start}"
                cure = "correct one of the dates, or write status: planned"
                yield article.finding(("events", index, "date", i), what, cure)


def _looks_ahead(entry: EventEntry) -> bool:
    statuses = {stated.value for stated in entry.status}
    ahead = {Status.PLANNED, Status.POSTPONED, Status.CANCELLED}
    return entry.modality is Modality.PLANNED or bool(statuses & ahead)


def _unique(record: Record, elsewhere: Elsewhere) -> Iterator[Finding]:
    """One entry for each URL, one file name for each source."""
    urls, names = dict(elsewhere.urls), dict(elsewhere.sources)
    for path, article in sorted(record.articles.items()):
        url, name = article.model.source.url, source_id(path)
        if url and urls.setdefault(url, path) != path:
            cure = "one entry for one article: add to that file, or correct the address"
            yield article.finding(("source", "url"), f"{urls[url]} has this address already", cure)
        if names.setdefault(name, path) != path:
            what = f"{names[name]} has this file name already, and a source is called by it"
            yield Finding(path, 0, 0, "", what, "add a word to the name")


def _cycles(gathered: Mapping[str, Dossier], record: Record, elsewhere: Elsewhere) -> Iterator[Finding]:
    """Wholes that are part of themselves, redirects that lead nowhere, places inside themselves."""
    moved = record.redirects()
    graph: dict[str, set[str]] = defaultdict(set)
    for whole, parts in elsewhere.part_of.items():
        graph[whole] |= parts
    where: dict[str, tuple[Located[Article], Location]] = {}
    for event, dossier in gathered.items():
        for article, entry in dossier.entries():
            index = article.model.events.index(entry)
            for i, link in enumerate(entry.links):
                if link.relation is Relation.PART_OF:
                    graph[event].add(moved.get(link.target, link.target))
                    where[event] = (article, ("events", index, "links", i))
    for cycle in cycles(graph):
        # What was not read is free of cycles, so one of the events on this cycle was read.
        article, place = next(where[event] for event in cycle if event in where)
        what = f"a cycle of part-of: {' → '.join([*cycle, cycle[0]])}"
        yield article.finding(place, what, "remove one of the links")
    for noun in ("places", "actors"):
        parents = {key: {entry.parent} - {None} for key, entry in record.registry.nouns[noun].items()}
        for cycle in cycles(parents):
            holder = record.registry.holders[noun, cycle[0]]
            what = f"a cycle of parents: {' → '.join([*cycle, cycle[0]])}"
            yield holder.finding((noun, cycle[0], "parent"), what, "remove one of the parents")


def cycles(graph: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Each cycle of a graph once, without recursion: a long chain must not exhaust the stack."""
    done: set[str] = set()
    for start in sorted(graph):
        path: list[str] = []
        stack = [(start, iter(sorted(graph[start])))] if start not in done else []
        path = [start] if stack else []
        while stack:
            node, onward = stack[-1]
            nearer = next(onward, None)
            if nearer is None:
                done.add(node)
                stack.pop()
                path.pop()
            elif nearer in path:
                yield path[path.index(nearer) :]
            elif nearer not in done:
                path.append(nearer)
                stack.append((nearer, iter(sorted(graph.get(nearer, ())))))
