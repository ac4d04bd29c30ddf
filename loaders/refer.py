"""Whether everything that the record refers to exists, with the word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic_core import PydanticUndefined

from communique.errors import Finding
from communique.loaders.entry import Article, EventEntry
from communique.loaders.entry.event import EventFields
from communique.loaders.record import Located, Location, Record, RegistryIndex
from communique.loaders.validate import did_you_mean

NOUN = {
    "actors": "actor", "offices": "office", "people": "person", "places": "place",
    "series": "series", "topics": "topic", "publishers": "publisher",
}  # fmt: skip
"""Each section of the registry and the word for one of its entries."""

MAKE = {
    "actors": "organisation",
    "people": "person",
    "places": "place",
    "series": "series",
    "publishers": "publisher",
}
"""The words that ``communique new`` takes."""


def unknown_references(record: Record) -> Iterator[Finding]:
    """Every reference of the registry and of the articles that leads nowhere."""
    yield from unknown_of_registry(record.registry)
    for article in record.articles.values():
        yield from unknown_of(article, record.registry)


def unknown_of(article: Located[Article], registry: RegistryIndex) -> Iterator[Finding]:
    """Every reference of one article that leads nowhere."""
    for noun, key, location in references(article):
        if key not in registry.nouns[noun]:
            yield article.finding(location, *_unknown(noun, key, registry))


def _unknown(noun: str, key: str, registry: RegistryIndex) -> tuple[str, str]:
    near = did_you_mean(key, registry.nouns[noun]) or did_you_mean(key, _by_name(registry, noun))
    new = f"communique new {MAKE[noun]} {key}" if noun in MAKE else f"add it to registry/{noun}.yaml"
    cure = f"{near} Or is it new: {new}" if near else f"if it is new: {new}"
    return f"unknown {NOUN[noun]} {key!r}", cure


def _by_name(registry: RegistryIndex, noun: str) -> dict[str, Any]:
    """Ids by the last part of the name, for someone who wrote ``kihara`` or ``Japan``."""
    found: dict[str, Any] = {}
    for key, entry in registry.nouns[noun].items():
        found[entry.name.casefold().replace(" ", "-")] = key
    return found


def references(article: Located[Article]) -> Iterator[tuple[str, str, Location]]:
    """The registry ids that an article uses: noun, id, and where."""
    source = article.model.source
    yield "publishers", source.publisher, ("source", "publisher")
    if source.agency:
        yield "publishers", source.agency, ("source", "agency")
    for i, event in enumerate(article.model.events):
        for noun, key, location in _of_event(event):
            yield noun, key, ("events", i, *location)


def _of_event(event: EventEntry) -> Iterator[tuple[str, str, Location]]:
    for field, noun in (
        ("place", "places"), ("splashdown", "places"), ("series", "series"), ("topics", "topics"),
        ("overflew", "actors"),
    ):  # fmt: skip
        for i, stated in enumerate(getattr(event, field, ())):
            yield noun, stated.value, (field, i, "value")
    for i, participant in enumerate(event.participants):
        yield "actors", participant.actor, ("participants", i, "actor")
        for j, person in enumerate(participant.people):
            yield "people", person.person, ("participants", i, "people", j, "person")
            if person.office:
                yield "offices", person.office, ("participants", i, "people", j, "office")
    for i, provision in enumerate(getattr(event, "provisions", ())):
        if provision.topic:
            yield "topics", provision.topic, ("provisions", i, "topic")
    if event.attributed_to:
        yield "actors", event.attributed_to, ("attributed_to",)
    yield from _attributions(event)


@cache
def _fields(model: type[EventFields]) -> tuple[str, ...]:
    """The fields of an event's entry that hold several things, of each of which something may be said."""
    return tuple(
        name for name, field in model.model_fields.items() if field.default in ((), PydanticUndefined)
    )


def _attributions(event: EventEntry) -> Iterator[tuple[str, str, Location]]:
    """Whose statement a value is, wherever an entry may say so."""
    for field in _fields(type(event)):
        value = getattr(event, field)
        groups = value.items() if isinstance(value, dict) else [(None, value)]
        for measure, marks in groups:
            for i, mark in enumerate(marks if isinstance(marks, tuple) else ()):
                actor = getattr(mark, "attributed_to", None)
                if actor:
                    steps = (field, measure, i) if measure else (field, i)
                    yield "actors", actor, (*steps, "attributed_to")


def unknown_of_registry(registry: RegistryIndex) -> Iterator[Finding]:
    """Every reference of the registry that leads nowhere."""
    for noun, key, refers, other, steps in _registry_references(registry):
        if other and other not in registry.nouns[refers]:
            holder = registry.holders[noun, key]
            yield holder.finding((noun, key, *steps), *_unknown(refers, other, registry))


def misled(registry: RegistryIndex, noun: str, key: str) -> Iterator[tuple[str, str]]:
    """What is wrong, and the cure, with each reference of one registry entry that leads nowhere."""
    for own_noun, own, refers, other, _ in _registry_references(registry):
        if (own_noun, own) == (noun, key) and other and other not in registry.nouns[refers]:
            yield _unknown(refers, other, registry)


def _registry_references(registry: RegistryIndex) -> Iterator[tuple[str, str, str, str | None, Location]]:
    for key, actor in registry.actors.items():
        yield "actors", key, "actors", actor.parent, ("parent",)
        for i, membership in enumerate(actor.memberships):
            yield "actors", key, "actors", membership.group, ("memberships", i, "group")
    for noun in ("offices", "people", "places", "publishers"):
        for key, entry in registry.nouns[noun].items():
            yield noun, key, "actors", entry.actor, ("actor",)
    for key, person in registry.people.items():
        for i, tenure in enumerate(person.tenures):
            yield "people", key, "offices", tenure.office, ("tenures", i, "office")
    for key, place in registry.places.items():
        yield "places", key, "places", place.parent, ("parent",)
        for i, name in enumerate(place.names):
            yield "places", key, "actors", name.authority, ("names", i, "authority")
