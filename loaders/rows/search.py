"""Build the search row of an event: its own text, and every name of whoever and whatever it involves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from communique.loaders.dataset import RegistryIndex
from communique.loaders.rows.row_set import RowSet
from communique.schema.models import EventSearch


def add_search_row(event: str, rows: RowSet, registry: RegistryIndex) -> None:
    """Add the search row of one event, built from its other rows."""
    event_row = rows.get_table("event")[event,]
    titles = [event_row["title"], *(row["name"] for row in rows.get_table("event_name").values())]
    texts = [event_row["summary"]]
    texts += [row["text"] for table in ("note", "provision") for row in rows.get_table(table).values()]
    names = dict.fromkeys(
        name for entry in _iter_involved_entries(event_row, rows, registry) for name in iter_names(entry)
    )
    rows.add_row(
        EventSearch, event_id=event, title="\n".join(titles), names="\n".join(names), body="\n".join(texts)
    )


def _iter_involved_entries(event_row: dict[str, Any], rows: RowSet, registry: RegistryIndex) -> Iterator[Any]:
    """Yield the registry entries that the event refers to, places with the larger ones they lie in."""
    for row in rows.get_table("participation").values():
        yield registry.actors[row["actor_id"]]
    for row in rows.get_table("participation_person").values():
        yield registry.people[row["person_id"]]
    place = event_row["place_id"]
    while place:
        yield registry.places[place]
        place = registry.places[place].parent
    if event_row["series_id"]:
        yield registry.series[event_row["series_id"]]
    for row in rows.get_table("event_topic").values():
        yield registry.topics[row["topic_id"]]


def iter_names(entry: Any) -> Iterator[str]:
    """Yield every name of a registry entry."""
    yield entry.name
    for attribute in ("native_name", "short_name"):
        if getattr(entry, attribute, None):
            yield getattr(entry, attribute)
    for name in getattr(entry, "names", ()):
        yield name.name
