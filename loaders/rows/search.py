"""The words under which an event is found: its own text, and every name of whoever and whatever it involves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from communique.loaders.record import RegistryIndex
from communique.loaders.rows.rows import Rows
from communique.schema import EventSearch


def search_row(event: str, rows: Rows, registry: RegistryIndex) -> None:
    """Add the search row of one event, made from its other rows."""
    own = rows.table("event")[event,]
    titles = [own["title"], *(row["name"] for row in rows.table("event_name").values())]
    texts = [own["summary"]]
    texts += [row["text"] for table in ("note", "provision") for row in rows.table(table).values()]
    names = dict.fromkeys(name for entry in _involved(own, rows, registry) for name in spellings(entry))
    rows.add(
        EventSearch, event_id=event, title="\n".join(titles), names="\n".join(names), body="\n".join(texts)
    )


def _involved(own: dict[str, Any], rows: Rows, registry: RegistryIndex) -> Iterator[Any]:
    """The registry's entries on all that the event refers to, places with what they lie in."""
    for row in rows.table("participation").values():
        yield registry.actors[row["actor_id"]]
    for row in rows.table("participation_person").values():
        yield registry.people[row["person_id"]]
    place = own["place_id"]
    while place:
        yield registry.places[place]
        place = registry.places[place].parent
    if own["series_id"]:
        yield registry.series[own["series_id"]]
    for row in rows.table("event_topic").values():
        yield registry.topics[row["topic_id"]]


def spellings(entry: Any) -> Iterator[str]:
    """Every name by which a registry entry may be met."""
    yield entry.name
    for attribute in ("native_name", "short_name"):
        if getattr(entry, attribute, None):
            yield getattr(entry, attribute)
    for name in getattr(entry, "names", ()):
        yield name.name
