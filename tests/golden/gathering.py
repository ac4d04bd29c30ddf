"""What feeds, calendars and downloads are given of a record."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from communique.pipeline.cache import BuildCache
from communique.site.build_events import EventFiles
from communique.site.formats.feed_items import FeedIndex, build_feed_items
from communique.site.pages.all_pages import build_list_pages
from communique.site.pages.event_index import EventIndex
from communique.site.pages.registry import SiteRegistry
from communique.site.site_metadata import SiteMetadata


def gather(session: Session) -> FeedIndex:
    """Every event, and of the lists what has a feed of its own."""
    registry = SiteRegistry.load(session)
    catalogue = EventIndex.load(session, registry)
    found = FeedIndex(build_feed_items(catalogue, registry))
    for _ in found.collect(build_list_pages(session, catalogue, registry)):
        pass
    return found


def lines(session: Session, folder: Path) -> Path:
    """A file with every event's JSON, a line each."""
    file = folder / "lines.jsonl"
    for _ in EventFiles(
        session, SiteRegistry.load(session), SiteMetadata(), BuildCache(), None, file
    ).build_files():
        pass
    return file
