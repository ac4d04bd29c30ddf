"""What feeds, calendars and downloads are given of a record."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from communique.site.events import Events
from communique.site.items import Gathered
from communique.site.publication import Publication
from communique.site.queries import list_pages
from communique.site.queries.catalogue import Catalogue
from communique.site.queries.items import items
from communique.site.queries.registry import Registry
from communique.site.shelf import Shelf


def gather(session: Session) -> Gathered:
    """Every event, and of the lists what has a feed of its own."""
    registry = Registry.load(session)
    catalogue = Catalogue.load(session, registry)
    found = Gathered(items(catalogue, registry))
    for _ in found.watch(list_pages(session, catalogue, registry)):
        pass
    return found


def lines(session: Session, folder: Path) -> Path:
    """A file with every event's JSON, a line each."""
    file = folder / "lines.jsonl"
    for _ in Events(session, Registry.load(session), Publication(), Shelf(), None, file).files():
        pass
    return file
