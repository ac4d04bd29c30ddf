"""Group the entries of a dataset by the event that they report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique.loaders.dataset import Dataset, ParsedFile
    from communique.loaders.entry_format.article import Article
    from communique.loaders.entry_format.event import EventEntry
    from communique.loaders.entry_format.rulings import RulingEntry
    from communique.schema.vocabulary import Kind

Key = tuple[str, str]
"""A field and an element of it; the element of a single value is empty."""


@dataclass(slots=True)
class EventEntries:
    """All entries on one event, with the rulings on it."""

    event_id: str
    reports: list[tuple[ParsedFile[Article], int]] = field(default_factory=list)
    rulings: dict[Key, RulingEntry] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """The kind of the event according to its first entry."""
        article, index = self.reports[0]
        return article.model.events[index].kind

    def iter_event_entries(self) -> Iterator[tuple[ParsedFile[Article], EventEntry]]:
        """Yield each article with its entry on the event."""
        for article, index in self.reports:
            yield article, article.model.events[index]


def group_entries_by_event(dataset: Dataset) -> dict[str, EventEntries]:
    """Group the entries of a dataset by event, as far as in scope; the order of files does not matter."""
    redirects = dataset.resolve_redirects()
    entries_by_event: dict[str, EventEntries] = {}
    for path in sorted(dataset.articles):
        article = dataset.articles[path]
        for index, entry in enumerate(article.model.events):
            event_id = redirects.get(entry.id, entry.id)
            if dataset.scope is not None and event_id not in dataset.scope:
                continue
            entries_by_event.setdefault(event_id, EventEntries(event_id)).reports.append((article, index))
    for event_id, event_entries in entries_by_event.items():
        for _, ruling in dataset.get_rulings(event_id):
            event_entries.rulings[ruling.field, ruling.element or ""] = ruling
    return entries_by_event
