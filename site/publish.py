"""Everything the site is made of, in one stream: pages first, then what is told and offered of them all."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from communique.site import citation, words
from communique.site.archive import Archive
from communique.site.cards import Album
from communique.site.downloads import LINES, Download, downloads
from communique.site.downloads.calendar_file import bounded, calendars
from communique.site.downloads.catalogue import dataset, dataset_page, sums
from communique.site.downloads.database_file import PATH as DATABASE
from communique.site.downloads.keeper import Keeper
from communique.site.downloads.parquet_file import MISSING, available
from communique.site.downloads.table_schema import table_words
from communique.site.events import Events
from communique.site.exports import event_schema
from communique.site.feeds import CHANGES as CHANGES_TOLD
from communique.site.feeds import feeds
from communique.site.fingerprint import Fingerprints
from communique.site.gallery import shown
from communique.site.items import Gathered
from communique.site.lives import life_schema, lives
from communique.site.machines import machines
from communique.site.page import Kept, Page
from communique.site.permalinks import release_files
from communique.site.publication import Publication
from communique.site.queries import list_pages, views_of
from communique.site.queries.catalogue import Catalogue
from communique.site.queries.changes import Chronicle, changed
from communique.site.queries.digests import Digests
from communique.site.queries.disputes import disputed_parts
from communique.site.queries.items import items
from communique.site.queries.registry import Registry
from communique.site.query_page import Engine, query_page
from communique.site.releases import FEEDS as CHANGES
from communique.site.releases import UNRELEASED, changes_page, release_pages
from communique.site.render import files, markdown, render
from communique.site.reuse import Reuse
from communique.site.shelf import Shelf, making
from communique.site.views.data import DataPage, Offer, TableOffer
from communique.site.views.parts import Ref

WORDS = {
    "communique.sqlite": "Everything in one database, with views and full-text search. Any SQLite tool opens it.",
    "communique-csv.zip": "Every table as CSV, with a Data Package that says what each column is.",
    "datapackage.json": "The Data Package alone: it finds the tables below by itself.",
    "events.jsonl": "One event a line, as the JSON beside its page: every value, claim, ruling and source.",
    "events.ics": "Every event as a day or span of days, to subscribe to in a calendar.",
    "lives.json": "Every event id that was renamed, merged, split or withdrawn, with what it means now and why.",
}
"""What each file holds; the tables say it of themselves."""

FEEDS = (
    Ref("Newest events, Atom", "feeds/events.atom"),
    Ref("Newest events, JSON Feed", "feeds/events.feed.json"),
    *CHANGES,
)

_TABLE = re.compile(r"(?:csv|parquet)/(\w+)\.\w+")


def pages(
    session: Session,
    publication: Publication,
    engine: Engine | None = None,
    archive: Archive | None = None,
    work: Path | None = None,
) -> Iterator[Page | Kept]:
    """Every file of the site, in an order that depends on nothing but the record.

    What the last build made into ``work / "pages"`` is kept there if it would be the same now.

    Args:
        session: on the database.
        publication: the site.
        engine: SQLite for browsers; without it, the page that asks in the browser says so.
        archive: the files of releases, and what changed since the newest.
        work: a folder that keeps what speeds up the next build; without it, everything is made anew.
    """
    with tempfile.TemporaryDirectory(prefix="making-", dir=work) as made:
        yield from _pages(session, publication, engine or Engine(), archive or Archive(), work, Path(made))


def _pages(
    session: Session,
    publication: Publication,
    engine: Engine,
    archive: Archive,
    work: Path | None,
    made: Path,
) -> Iterator[Page | Kept]:
    shelf = Shelf.read(work, work / "pages") if work else Shelf()
    registry = Registry.load(session, archive.since)
    catalogue = Catalogue.load(session, registry)
    album, gathered = Album(publication), Gathered(items(catalogue, registry))
    shared = making() + repr(publication).encode()
    reuse = Reuse(shelf, Fingerprints(shared) if work else None)
    lists = album.watch(gathered.watch(list_pages(session, catalogue, registry)))
    yield from shown(lists, publication, reuse)
    yield from album.pages(work / "cards" if work else None)
    yield event_schema()
    digests = Digests.load(session, registry.past, shared) if work else None
    events = Events(session, registry, publication, shelf, digests, made / "events.jsonl")
    yield from events.files()
    yield from _disagreements(session, catalogue, events, shared)
    chronicle = Chronicle.of_record(session, registry, catalogue)
    yield from _releases(chronicle, archive, publication)
    seal = archive.seal(shared)
    yield from shelf.kept("releases", seal) or shelf.streamed("releases", seal, release_files(archive))
    yield from feeds(gathered, list(changed(chronicle, CHANGES_TOLD)), publication, reuse)
    yield from calendars(gathered, publication, reuse)
    offered: list[Download] = []
    for page in (lives(gathered.lives), *_unreleased(archive)):
        offered.append(Download.of(page))
        yield page
    keeper = Keeper(shelf, digests.tables if digests else {}, shared)
    for one in downloads(session, gathered, publication, events.lines, made, keeper):
        offered.append(Download.of(Page(one.path, keeper.file(one)) if isinstance(one, Kept) else one))
        yield one
    shelf.now[LINES] = "", [LINES]
    yield sums(offered)
    days = [str(day) for one in gathered.items.values() for day in (one.start, one.end) if day]
    span = (min(days, default=""), max(days, default=""))
    described = dataset(offered, publication, span)
    yield dataset_page(described)
    named = dataset([one for one in offered if one.name in WORDS], publication, span)
    undated = sum(1 for one in gathered.items.values() if not bounded(one))
    view = data_page(offered, publication, undated, named)
    yield Page(view.path, markdown(view))
    (database,) = (one for one in offered if one.path == DATABASE)
    query = query_page(database, words.size(database.size), engine)
    yield Page(query.path, markdown(query))
    yield from engine.files
    yield from machines(publication, len(gathered.items))
    shelf.write()


def _disagreements(
    session: Session, catalogue: Catalogue, events: Events, shared: bytes
) -> Iterator[Page | Kept]:
    """The parts of the page of disagreements; one whose events were all kept is not even put together."""
    for part in disputed_parts(session, catalogue):
        rows = [row for _, row in part.shown]
        state = repr((shared, part, [events.key(row.id) for row in rows])).encode()
        name, key = f"part {part.path}", hashlib.blake2b(state, digest_size=16).hexdigest()
        if kept := events.shelf.kept(name, key):
            yield from kept
        else:
            view = part.page({row.id: events.disagreements(row.id) for row in rows})
            yield from events.shelf.made(name, key, [*files(view, events.publication)])


def _releases(chronicle: Chronicle, archive: Archive, publication: Publication) -> Iterator[Page]:
    """What releases changed, as pages."""
    view = changes_page(chronicle, archive)
    yield Page(view.path, markdown(view))
    for one in release_pages(chronicle, archive, publication):
        yield Page(one.path, markdown(one))
    yield life_schema()


def _unreleased(archive: Archive) -> Iterator[Page]:
    if archive.since:
        yield Page(UNRELEASED, b"".join(one.line() for one in archive.since))


def touched(
    session: Session,
    publication: Publication,
    events: Iterable[str],
    sources: Iterable[str],
    archive: Archive | None = None,
) -> Iterator[Page]:
    """The files of some events and sources alone, each as among all the ``pages``; passes over ids that are gone."""
    since = archive.since if archive else ()
    return render(views_of(session, events, sources, since), publication)


def data_page(
    offered: list[Download], publication: Publication, undated: int, described: dict[str, object]
) -> DataPage:
    """The page that offers the files."""
    files = {one.name: _offer(one) for one in offered if one.name in WORDS}
    licence = publication.licence
    return DataPage(
        path="data/index.md",
        files=tuple(files[name] for name in WORDS),
        tables=_tables(offered),
        missing="" if available() else MISSING,
        undated=undated,
        feeds=FEEDS,
        cite=citation.record_text(publication, files["communique.sqlite"].sha256),
        bibtex=tuple(citation.record_bibtex(publication).splitlines()),
        licence=licence.name if licence else "",
        licence_url=licence.url if licence else "",
        edition=publication.edition(not publication.between),
        document=described,
    )


def _offer(one: Download) -> Offer:
    return Offer(Ref(one.name, one.path), one.format, WORDS[one.name], words.size(one.size), one.sha256)


def _tables(offered: list[Download]) -> tuple[TableOffer, ...]:
    """The files of each table side by side, tables by name."""
    found: dict[str, list[Ref]] = {}
    for one in sorted(offered, key=lambda one: one.path):
        if match := _TABLE.fullmatch(one.name):
            found.setdefault(match[1], []).append(Ref(f"{one.format}, {words.size(one.size)}", one.path))
    return tuple(
        TableOffer(name, table_words(name).description, tuple(files)) for name, files in sorted(found.items())
    )
