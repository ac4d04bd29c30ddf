"""Everything the site is made of, in one stream: pages first, then what is told and offered of them all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from communique.site import citation
from communique.site.downloads import Download, downloads
from communique.site.downloads.calendar_file import bounded
from communique.site.downloads.catalogue import dataset, dataset_page, sums
from communique.site.downloads.database_file import PATH as DATABASE
from communique.site.downloads.parquet_file import MISSING, available
from communique.site.downloads.table_schema import table_words
from communique.site.feeds import feeds
from communique.site.items import Gathered
from communique.site.machines import machines
from communique.site.page import Page
from communique.site.publication import Publication
from communique.site.queries import views, views_of
from communique.site.queries.changes import changes
from communique.site.query_page import Engine, query_page
from communique.site.render import markdown, render
from communique.site.views.data import DataPage, Offer, TableOffer
from communique.site.views.parts import Ref

WORDS = {
    "communique.sqlite": "Everything in one database, with views and full-text search. Any SQLite tool opens it.",
    "communique-csv.zip": "Every table as CSV, with a Data Package that says what each column is.",
    "datapackage.json": "The Data Package alone: it finds the tables below by itself.",
    "events.jsonl": "One event a line, as the JSON beside its page: every value, claim, ruling and source.",
    "events.ics": "Every event as a day or span of days, to subscribe to in a calendar.",
}
"""What each file holds; the tables say it of themselves."""

FEEDS = (
    Ref("Newest events, Atom", "feeds/events.atom"),
    Ref("Newest events, JSON Feed", "feeds/events.feed.json"),
    Ref("Changes, Atom", "feeds/changes.atom"),
    Ref("Changes, JSON Feed", "feeds/changes.feed.json"),
)

_TABLE = re.compile(r"(?:csv|parquet)/(\w+)\.\w+")


def pages(session: Session, publication: Publication, engine: Engine | None = None) -> Iterator[Page]:
    """Every file of the site, in an order that depends on nothing but the record.

    Args:
        session: on the database.
        publication: the site.
        engine: SQLite for browsers; without it, the page that asks in the browser says so.
    """
    engine = engine or Engine()
    gathered = Gathered()
    yield from render(gathered.watch(views(session)), publication)
    yield from feeds(gathered, changes(session), publication)
    offered: list[Download] = []
    for page in downloads(session, gathered, publication):
        offered.append(Download.of(page))
        yield page
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
    query = query_page(database, size(database.size), engine)
    yield Page(query.path, markdown(query))
    yield from engine.files
    yield from machines(publication, len(gathered.items))


def touched(
    session: Session, publication: Publication, events: Iterable[str], sources: Iterable[str]
) -> Iterator[Page]:
    """The files of some events and sources alone, each as among all the ``pages``; passes over ids that are gone."""
    return render(views_of(session, events, sources), publication)


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
        release=publication.release,
        document=described,
    )


def _offer(one: Download) -> Offer:
    return Offer(Ref(one.name, one.path), one.format, WORDS[one.name], size(one.size), one.sha256)


def _tables(offered: list[Download]) -> tuple[TableOffer, ...]:
    """The files of each table side by side, tables by name."""
    found: dict[str, list[Ref]] = {}
    for one in sorted(offered, key=lambda one: one.path):
        if match := _TABLE.fullmatch(one.name):
            found.setdefault(match[1], []).append(Ref(f"{one.format}, {size(one.size)}", one.path))
    return tuple(
        TableOffer(name, table_words(name).description, tuple(files)) for name, files in sorted(found.items())
    )


def size(count: int) -> str:
    """Bytes for reading: ``512 bytes``, ``1.4 MB`` (of 1,000,000 bytes)."""
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if count >= factor:
            return f"{count / factor:,.1f} {unit}"
    return f"{count} bytes"
