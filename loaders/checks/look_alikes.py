"""Find what the record has twice under two names: one article in two entries, one event under two ids."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from communique.errors import Finding
from communique.loaders.checks.remarks import Remark
from communique.loaders.dataset import Dataset, DatasetContext, EventEntries
from communique.loaders.entry_format.annotated_value import Rule
from communique.loaders.entry_format.article import Article
from communique.loaders.entry_format.event import EventEntry
from communique.schema.dates.parse import parse_date
from communique.schema.vocabulary import Kind, Modality, Relation, Role, SourceKind

# What readers' programs and newsletters add to an address, and what never names another article.
_TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|mc_[ce]id|igshid|ref|ref_src|cmpid|ocid|smid|ns_\w+)", re.ASCII
)
_WORD = re.compile(r"\w+")

SIMILARITY_THRESHOLD: Final = 0.86
"""Above this share of common letters two headlines are taken for the same dispatch."""


def canonicalize_url(url: str) -> str:
    """Return an address without what does not tell articles apart: scheme, host prefix, tracking, anchor.

    Only for comparing: the record keeps the address as it was read.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    query = [(key, value) for key, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(key)]
    path = re.sub(r"//+", "/", parts.path).removesuffix("index.html").rstrip("/")
    return urlunsplit(("https", host + port, path, urlencode(sorted(query)), ""))


def identify_article(article: Article) -> tuple[str, ...]:
    """Return what no two articles share: the canonical address, and publisher, day and headline together."""
    source = article.source
    is_table = source.kind is SourceKind.DATASET  # of which each entry holds the rows of a year
    keys = [canonicalize_url(source.url)] if source.url and not is_table else []
    if source.published:
        headline = "_".join(_WORD.findall(source.title.casefold()))
        keys.append(f"={source.publisher}/{source.published[:10]}/{headline}")
    return tuple(keys)


def list_event_days(entry: EventEntry) -> tuple[str, ...]:
    """Return the kind of an event with each day on which a source says that it began."""
    dates = [parse_date(stated.value) for stated in entry.date if stated.modality != Modality.DENIED]
    days = dict.fromkeys(it.start_earliest for it in dates if it.start_earliest == it.start_latest)
    return tuple(f"@{entry.kind}/{day}" for day in days if day)


def index_terms(article: Article) -> str:
    """Return the words by which other files may mean an article or be meant by it, separated by spaces.

    They stand in four groups, between which there are tabs: the ids of its events; ``>`` and the target of each
    link; ``part^whole`` of each link that says so; what it shares with doubles of it. None holds a space; each group
    is sorted, and each word stands between two.
    """
    links = [(event.id, link) for event in article.events for link in event.links]
    groups = (
        {event.id for event in article.events},
        {f">{link.target}" for _, link in links},
        {f"{part}^{link.target}" for part, link in links if link.relation is Relation.PART_OF},
        {*identify_article(article), *(day for event in article.events for day in list_event_days(event))},
    )
    return "\t".join(f" {' '.join(sorted(group))} " for group in groups)


def check_same_articles(dataset: Dataset, context: DatasetContext) -> Iterator[Finding]:
    """Yield a finding for each article that another entry seems to be of, unless one of them accepts that."""
    first_paths: dict[str, str] = {canonicalize_url(url): path for url, path in context.urls.items()}
    for path, article in sorted(dataset.articles.items()):
        source = article.model.source
        others = {first_paths.setdefault(key, path): key for key in identify_article(article.model)}
        others.pop(path, None)
        for other, key in others.items():
            another = dataset.articles[other].model.source if other in dataset.articles else None
            is_same_url = another.url == source.url if another else source.url in context.urls
            is_accepted = Rule.SAME_ARTICLE in source.accepted or (
                another and Rule.SAME_ARTICLE in another.accepted
            )
            if is_accepted or (source.url and is_same_url):  # equal addresses are an error of their own
                continue
            field = "title" if key.startswith("=") else "url"
            what = f"{other} seems to be of the same article: {_REASONS[field]}"
            cure = "keep one entry and move what the other says into it"
            remark = Remark(article, ("source", field), Rule.SAME_ARTICLE, what, cure, (other,))
            yield remark.to_finding()


_REASONS = {
    "title": "it has the same publisher, headline and day",
    "url": "its address differs only in what tells no articles apart",
}


def check_look_alike_events(
    entries_by_event: Mapping[str, EventEntries], dataset: Dataset
) -> Iterator[Finding]:
    """Yield a warning for each event that may be another one's double, unless they are declared distinct."""
    distinct = list_distinct(dataset)
    earlier_events: defaultdict[Hashable, list[EventEntries]] = defaultdict(list)
    for event_id in sorted(entries_by_event):
        event_entries = entries_by_event[event_id]
        doubles: dict[str, EventEntries] = {}
        for key in identify_event(event_entries):
            alike = (other for other in earlier_events[key] if not _are_two(event_entries, other))
            doubles |= {other.event_id: other for other in islice(alike, 1)}
            earlier_events[key].append(event_entries)
        for double in doubles.values():
            if double.event_id in distinct.get(event_id, ()):
                continue
            article, index = _written_by(event_entries)
            what = f"{event_id} and {double.event_id} are alike: one kind and day, with the same "
            what += "parties or title"
            names = f"[{double.event_id}, {event_id}]"
            cure = "report both under one id, or add to rulings.yaml, under distinct: "
            cure += f"- {{events: {names}, because: …}}"
            others = dict.fromkeys(path.path for path, _ in double.reports)
            location = ("events", index, "id")
            yield article.create_finding(location, what, cure, "warning", others=tuple(others))


def _are_two(first: EventEntries, second: EventEntries) -> bool:
    """Return whether entries say by themselves that two events are two.

    They are rows of one data set, which counts them apart; or visits of which each names other people.
    """
    rows, other_rows = _list_rows(first), _list_rows(second)
    if any(name in other_rows and other_rows[name] != row for name, row in rows.items()):
        return True
    if first.kind is not Kind.VISIT:
        return False
    people, others = _list_people(first), _list_people(second)
    return bool(people and others) and people.isdisjoint(others)


def _list_rows(event_entries: EventEntries) -> dict[str, str]:
    """Return the row of each data set that an event is, by the name of the set."""
    entries = (entry for _, entry in event_entries.iter_event_entries())
    return {name: row for entry in entries for name, row in entry.identifiers.dataset.items()}


def _list_people(event_entries: EventEntries) -> set[str]:
    return {
        person.person
        for _, entry in event_entries.iter_event_entries()
        for participant in entry.participants
        for person in participant.people
    }


def list_distinct(dataset: Dataset) -> Mapping[str, set[str]]:
    """Return each event with those from which the decisions tell it apart."""
    redirects = dataset.resolve_redirects()
    distinct = defaultdict[str, set[str]](set)
    for entry in dataset.rulings.model.distinct if dataset.rulings else ():
        events = {redirects.get(event, event) for event in entry.events}
        for event in events:
            distinct[event] |= events
    return distinct


def identify_event(event_entries: EventEntries) -> Iterator[Hashable]:
    """Yield what two events that are one are likely to share: kind and day with the actors, and with the title.

    Two visits of a day are two where one goes there and one comes here.
    """
    entries = [entry for _, entry in event_entries.iter_event_entries()]
    days = {key for entry in entries for key in list_event_days(entry)}
    is_visit = any(entry.kind is Kind.VISIT for entry in entries)
    actors = frozenset(
        (it.actor, is_visit and it.role is Role.HOST) for entry in entries for it in entry.participants
    )
    titles = [frozenset(_WORD.findall(entry.title.casefold())) for entry in entries if entry.title]
    for day in sorted(days):
        yield from ((day, title) for title in titles[:1])
        if actors:
            yield (day, actors)


def _written_by(event_entries: EventEntries) -> tuple[Any, int]:
    """Return the article that writes an event's title, or else the first one, with the event's index in it."""
    reports = event_entries.reports
    return next((it for it in reports if it[0].model.events[it[1]].title), reports[0])


@dataclass(frozen=True, slots=True)
class DuplicateCandidate:
    """An entry that may be of the same article: its file, its headline, and their similarity from 0 to 1."""

    path: str
    title: str
    similarity: float


def find_by_url(url: str, dataset: Dataset) -> str | None:
    """Return the entry file that has this address, or an archived copy of it, or None."""
    canonical = canonicalize_url(url)
    for path, article in dataset.articles.items():
        source = article.model.source
        if canonical in {
            canonicalize_url(address) for address in (source.url, source.archived_url) if address
        }:
            return path
    return None


def find_same_article(source: Mapping[str, Any], dataset: Dataset) -> tuple[str, str]:
    """Return the entry file that is of the same article, and what it has in common with it; two empty texts if none.

    Args:
        source: the fields of a source, as far as they are known.
        dataset: the record.
    """
    url, published = source.get("url"), str(source.get("published") or "")
    if url and (path := find_by_url(url, dataset)):
        return path, "address"
    headline = "_".join(_WORD.findall(str(source.get("title") or "").casefold()))
    key = f"={source.get('publisher')}/{published[:10]}/{headline}"
    digest = (source.get("read") or {}).get("sha256")
    for path, article in dataset.articles.items():
        if published and headline and key in identify_article(article.model):
            return path, "publisher, headline and day"
        read = article.model.source.read
        if digest and read and read.sha256 == digest:
            return path, "text"
    return "", ""


def find_duplicates(
    title: str, titles: Mapping[str, str], threshold: float = SIMILARITY_THRESHOLD
) -> list[DuplicateCandidate]:
    """Return the entries, by file, whose headline is almost this one, most similar first."""
    return sorted(
        _similar_titles(title, titles, threshold),
        key=lambda candidate: (-candidate.similarity, candidate.path),
    )


def _similar_titles(title: str, titles: Mapping[str, str], threshold: float) -> Iterator[DuplicateCandidate]:
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(_normalize_title(title))
    for path, other in titles.items():
        matcher.set_seq1(_normalize_title(other))
        # The first two are upper bounds of the third, which is a hundred times slower.
        if matcher.real_quick_ratio() >= threshold and matcher.quick_ratio() >= threshold:
            similarity = matcher.ratio()
            if similarity >= threshold:
                yield DuplicateCandidate(path, other, similarity)


def _normalize_title(text: str) -> str:
    """Return the text without case, accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join(c for c in decomposed if not unicodedata.combining(c))))
