"""Yield all files of the site in one stream: pages first, then feeds and downloads."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from communique.pipeline.cache import BuildCache
from communique.pipeline.output_file import OutputFile, UnchangedFile
from communique.pipeline.tasks import Task, run_tasks
from communique.schema.views import CODEBOOK, WIDE_VIEWS
from communique.site import labels
from communique.site.build_events import EventFiles
from communique.site.cache_keys import EventCacheKeys, code_environment
from communique.site.downloads.all_downloads import build_downloads
from communique.site.downloads.calendar_file import build_calendar_tasks, is_bounded
from communique.site.downloads.dcat import Download, build_checksums, build_dataset_file, describe_dataset
from communique.site.downloads.parquet_file import MISSING, can_write_parquet
from communique.site.downloads.sqlite_file import PATH as DATABASE
from communique.site.downloads.tables import get_table_entry
from communique.site.formats import citation
from communique.site.formats.event_json import build_event_schema, build_retired_id_schema, build_retired_ids
from communique.site.formats.feed_items import FeedIndex, FeedItem, build_feed_items
from communique.site.formats.feeds import CHANGES as CHANGES_TOLD
from communique.site.formats.feeds import build_feed_tasks
from communique.site.formats.release_files import ReleaseIndex, build_release_files, build_state_pages
from communique.site.graphics.social_cards import SocialCards
from communique.site.pages.all_pages import build_list_pages, build_selected_views
from communique.site.pages.components import EventRow, Link
from communique.site.pages.event_index import EventIndex
from communique.site.pages.history.changes import ChangeLog, iter_feed_changes, list_unreleased_changes
from communique.site.pages.history.changes_view import DataPage, DownloadEntry, TableDownloads
from communique.site.pages.history.releases import FEEDS as CHANGES
from communique.site.pages.history.releases import UNRELEASED, build_changes_pages, build_release_pages
from communique.site.pages.overview.home import DisagreementsPart, paginate_disagreements
from communique.site.pages.query import SqliteEngine, build_query_page, select_answered
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.views import View
from communique.site.render import build_view_tasks, render_files, render_view, render_views
from communique.site.search.names import NameIndex, build_abbreviation_file
from communique.site.site_metadata import SiteMetadata, build_robots_files

FILE_DESCRIPTIONS = {
    "communique.sqlite": "Everything in one database, with views and full-text search. Any SQLite tool opens it.",
    "communique-csv.zip": "Every table as CSV, with a Data Package that says what each column is.",
    "datapackage.json": "The Data Package alone: it finds the tables below by itself.",
    "events.jsonl": "One event a line, as the JSON beside its page: every value, claim, ruling and source.",
    "events.ics": "Every event as a day or span of days, to subscribe to in a calendar.",
    "lives.json": "Every event id that was renamed, merged, split or withdrawn, with what it means now and why.",
    "events.geojson": "Every event as a point of a map, with all that `event_wide` has of it.",
    "edges.graphml": "Actors as a network: who met, trained with, received or acted on whom at how many events.",
    "events.jsonld": "Every event as linked data in schema.org's words, actors with the addresses that others know.",
    "codebook.html": "What every table, column and word means, on one page to read or print.",
    "codebook.json": "The same as data: meaning, share of nulls, an event that has the word.",
    "metadata.json": "The same for Datasette, with the table in which full text is asked.",
    "questions.json": "What is still open in the record, by sort, each with its reason.",
    "coverage.json": "How far the record covers what, beside what others counted.",
}
"""What each file holds; the tables say it of themselves."""

FEEDS = (
    Link("Newest events, Atom", "feeds/events.atom"),
    Link("Newest events, JSON Feed", "feeds/events.feed.json"),
    Link("Everything new and changed, Atom", "feeds/watch.atom"),
    Link("Everything new and changed, JSON Feed", "feeds/watch.feed.json"),
    *CHANGES,
)

WIDE_NAMES = frozenset(view.name for view in (*WIDE_VIEWS, CODEBOOK))

PAGE_FILES = ("data/questions.json", "data/coverage.json")
"""Files that stand beside a page, and are offered with the others."""

_TABLE = re.compile(r"(?:csv|parquet)/(\w+)\.\w+")


def render_site_files(
    session: Session,
    publication: SiteMetadata,
    engine: SqliteEngine | None = None,
    release_index: ReleaseIndex | None = None,
    work_folder: Path | None = None,
) -> Iterator[OutputFile | UnchangedFile]:
    """Yield every file of the site, in an order that depends on nothing but the record.

    What the last build made into ``work / "pages"`` is kept there if it would be the same now.

    Args:
        session: on the database.
        publication: the site.
        engine: SQLite for browsers; without it, the page that asks in the browser says so.
        release_index: the files of releases, and what changed since the newest.
        work_folder: a folder that keeps what speeds up the next build; without it, everything is made anew.
    """
    with tempfile.TemporaryDirectory(prefix="making-", dir=work_folder) as temporary:
        yield from _render_site_files(
            session,
            publication,
            engine or SqliteEngine(),
            release_index or ReleaseIndex(),
            work_folder,
            Path(temporary),
        )


def _render_site_files(
    session: Session,
    publication: SiteMetadata,
    engine: SqliteEngine,
    release_index: ReleaseIndex,
    work_folder: Path | None,
    temporary: Path,
) -> Iterator[OutputFile | UnchangedFile]:
    # What is kept is made without knowing whether anything has changed since the newest release: the first entry
    # after a release would make every file of the site anew.
    current, publication = publication, replace(publication, has_unreleased_changes=False)
    cache = _open_cache(work_folder, publication)
    registry = SiteRegistry.load(session, release_index.unreleased_changes)
    event_index = EventIndex.load(session, registry)
    social_cards, feed_index = SocialCards(publication), FeedIndex(build_feed_items(event_index, registry))
    name_index = NameIndex()
    list_views = name_index.collect(build_list_pages(session, event_index, registry))
    list_views = social_cards.collect(feed_index.collect(list_views))
    offered: list[Download] = []
    for file in run_tasks(build_view_tasks(list_views, publication), cache):
        if file.path in PAGE_FILES:
            offered.append(Download.from_file(_read_kept(file, cache)))
        yield file
    yield from run_tasks(social_cards.build_tasks(), cache)
    yield name_index.build_file()
    yield build_abbreviation_file(session)
    yield build_event_schema()
    cache_keys = EventCacheKeys.load(session, registry) if work_folder else None
    event_files = EventFiles(session, registry, publication, cache, cache_keys, temporary / "events.jsonl")
    yield from event_files.build_files()
    yield from run_tasks(_build_disagreement_tasks(session, event_index, event_files), cache)
    retirements = release_index.read_retirements()
    change_log = ChangeLog.from_event_index(session, registry, event_index, retirements)
    release_views: tuple[View, ...] = (
        *build_changes_pages(change_log, release_index),
        *build_release_pages(change_log, release_index, publication),
    )
    yield from run_tasks(build_view_tasks(release_views, publication), cache)
    yield build_retired_id_schema()
    yield from cache.get_or_build(
        cache.make_key("releases", release_index.inputs), partial(build_release_files, release_index)
    )
    yield from cache.get_or_build(
        cache.make_key("states", release_index.inputs), partial(_render_states, release_index, publication)
    )
    feed_changes = [*iter_feed_changes(change_log, CHANGES_TOLD)]
    read = max((item.read for item in feed_index.items.values()), default=dt.date.min)
    unreleased = list_unreleased_changes(change_log, release_index.unreleased_changes, read)
    yield from run_tasks(build_feed_tasks(feed_index, feed_changes, publication, unreleased), cache)
    yield from run_tasks(build_calendar_tasks(feed_index, publication), cache)
    for page in (build_retired_ids(feed_index.retired_ids), *_render_unreleased(release_index)):
        offered.append(Download.from_file(page))
        yield page
    table_digests = cache_keys.table_digests if cache_keys else {}
    for file in build_downloads(
        session, feed_index, publication, event_files.lines_path, temporary, cache, table_digests
    ):
        offered.append(Download.from_file(_read_kept(file, cache)))
        yield file
    yield build_checksums(offered)
    days = [str(day) for item in feed_index.items.values() for day in (item.start, item.end) if day]
    span = (min(days, default=""), max(days, default=""))
    description = describe_dataset(offered, current, span)
    yield build_dataset_file(description)
    named_description = describe_dataset(
        [download for download in offered if download.name in FILE_DESCRIPTIONS], current, span
    )
    undated = sum(1 for item in feed_index.items.values() if not is_bounded(item))
    view = build_data_page(offered, current, undated, named_description)
    yield from run_tasks(build_view_tasks([view], publication), cache)
    (database,) = (download for download in offered if download.path == DATABASE)
    query = build_query_page(database, labels.format_size(database.size), engine, select_answered(session))
    yield from run_tasks(build_view_tasks([query], publication), cache)
    yield from engine.files
    yield from build_robots_files(publication, len(feed_index.items))
    cache.save()


def _open_cache(work_folder: Path | None, publication: SiteMetadata) -> BuildCache:
    """Return the cache of generated files; one that keeps nothing without a work folder."""
    if work_folder is None:
        return BuildCache()
    environment = repr((code_environment(), publication))
    return BuildCache(
        work_folder / "pages.json", work_folder / "pages", environment, shared_types=(EventRow, FeedItem)
    )


def _read_kept(file: OutputFile | UnchangedFile, cache: BuildCache) -> OutputFile:
    """Return a file with its content, also where it is one that the last build left."""
    if isinstance(file, OutputFile):
        return file
    return OutputFile(file.path, cache.folder / file.path if cache.folder else b"")


def _build_disagreement_tasks(
    session: Session, event_index: EventIndex, event_files: EventFiles
) -> Iterator[Task]:
    """Yield a task for each part of the page of disagreements, which builds its view from the database."""
    for part in paginate_disagreements(session, event_index):
        ids = [row.id for _, row in part.events]

        def make(part: DisagreementsPart = part, ids: list[str] = ids) -> Iterator[OutputFile]:
            view = part.build_page({event_id: event_files.disagreements_of(event_id) for event_id in ids})
            return render_files(view, event_files.publication)

        inputs = (part, [event_files.event_inputs(event_id) for event_id in ids])
        yield Task(f"part {part.path}", inputs, make, can_fork=False)


def _render_states(release_index: ReleaseIndex, publication: SiteMetadata) -> Iterator[OutputFile]:
    """Render the page of each event in each release that changed it."""
    for view in build_state_pages(release_index.releases):
        yield OutputFile(view.path, render_view(view, publication))


def _render_unreleased(release_index: ReleaseIndex) -> Iterator[OutputFile]:
    if release_index.unreleased_changes:
        yield OutputFile(
            UNRELEASED, b"".join(change.to_json_line() for change in release_index.unreleased_changes)
        )


def render_selected_pages(
    session: Session,
    publication: SiteMetadata,
    events: Iterable[str],
    sources: Iterable[str],
    release_index: ReleaseIndex | None = None,
) -> Iterator[OutputFile]:
    """Render the files of some events and sources alone, as `render_site_files` would; skip missing ids."""
    unreleased_changes = release_index.unreleased_changes if release_index else ()
    return render_views(build_selected_views(session, events, sources, unreleased_changes), publication)


def build_data_page(
    offered: list[Download], publication: SiteMetadata, undated: int, description: dict[str, object]
) -> DataPage:
    """Return the page that offers the downloads."""
    files = {
        download.name: _offer_download(download) for download in offered if download.name in FILE_DESCRIPTIONS
    }
    licence, tables = publication.licence, _offer_tables(offered)
    return DataPage(
        path="data/index.md",
        files=tuple(files[name] for name in FILE_DESCRIPTIONS),
        analysis=tuple(table for table in tables if table.name in WIDE_NAMES),
        tables=tuple(table for table in tables if table.name not in WIDE_NAMES),
        missing="" if can_write_parquet() else MISSING,
        undated=undated,
        feeds=FEEDS,
        cite=citation.format_dataset_citation(publication, files["communique.sqlite"].sha256),
        bibtex=tuple(citation.format_dataset_bibtex(publication).splitlines()),
        licence=licence.name if licence else "",
        licence_url=licence.url if licence else "",
        edition=publication.edition_label(not publication.has_unreleased_changes),
        document=description,
    )


def _offer_download(download: Download) -> DownloadEntry:
    return DownloadEntry(
        Link(download.name, download.path),
        download.format,
        FILE_DESCRIPTIONS[download.name],
        labels.format_size(download.size),
        download.sha256,
    )


def _offer_tables(offered: list[Download]) -> tuple[TableDownloads, ...]:
    """Return the downloads of each table side by side, tables by name."""
    links: dict[str, list[Link]] = {}
    for download in sorted(offered, key=lambda download: download.path):
        if match := _TABLE.fullmatch(download.name):
            links.setdefault(match[1], []).append(
                Link(f"{download.format}, {labels.format_size(download.size)}", download.path)
            )
    return tuple(
        TableDownloads(name, get_table_entry(name).description, tuple(files))
        for name, files in sorted(links.items())
    )
