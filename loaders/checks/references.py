"""Check that every registry id in use exists, and suggest the one that was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from pydantic_core import PydanticUndefined

from communique.errors import Finding, describe_first, did_you_mean
from communique.loaders.dataset import Dataset, Location, ParsedFile, RegistryIndex
from communique.loaders.entry_format.article import Article
from communique.loaders.entry_format.event import EventEntry, EventFields
from communique.loaders.layout import REGISTRY
from communique.schema.event_types import FIELDS, SINGLE_FIELDS

SECTION_LABELS = {
    "actors": "actor", "offices": "office", "people": "person", "places": "place",
    "series": "series", "topics": "topic", "publishers": "publisher",
}  # fmt: skip
"""Each section of the registry and the word for one of its entries."""

_SECTIONS = {label: section for section, label in SECTION_LABELS.items()}
_SECTION_OF_FIELD = {name: _SECTIONS[field.target] for name, field in FIELDS.items() if field.target}
"""The fields that hold ids, and the section of the registry that each is looked up in."""

_TELLING_APART = (("actors", "iso_alpha2"), ("actors", "iso_alpha3"), ("abbreviations", "name"))
"""What no two entries of a section may share."""

NEW_ENTRY_COMMANDS = {
    "actors": "organisation",
    "people": "person",
    "places": "place",
    "series": "series",
    "publishers": "publisher",
}
"""The words that ``communique new`` takes."""


def find_unknown_references(dataset: Dataset) -> Iterator[Finding]:
    """Yield a finding for each unknown id in the registry and in the articles."""
    yield from find_unknown_in_registry(dataset.registry)
    for article in dataset.articles.values():
        yield from find_unknown_in_article(article, dataset.registry)


def find_unknown_in_article(article: ParsedFile[Article], registry: RegistryIndex) -> Iterator[Finding]:
    """Yield a finding for each unknown registry id in one article."""
    unknown = [it for it in iter_references(article) if it[1] not in registry.sections[it[0]]]

    def describe(reference: tuple[str, str, Location]) -> Finding:
        section, key, location = reference
        what, cure = describe_unknown(section, key, registry)
        return article.create_finding(location, what, cure, others=(f"{REGISTRY}/",))

    yield from describe_first(unknown, describe)


def find_unknown_in_rulings(events: Iterable[str], dataset: Dataset) -> Iterator[tuple[str, Finding]]:
    """Yield the event and a finding for each unknown registry id for which a ruling on one of these decides."""
    for event in events:
        for i, ruling in dataset.get_rulings(event):
            section = _SECTION_OF_FIELD.get(ruling.field) if ruling.field in SINGLE_FIELDS else None
            if not section or not isinstance(ruling.value, str) or not dataset.rulings:
                continue
            if ruling.value not in dataset.registry.sections[section]:
                fault = describe_unknown(section, ruling.value, dataset.registry)
                others = (f"{REGISTRY}/",)
                yield event, dataset.rulings.create_finding(("rulings", i, "value"), *fault, others=others)


def describe_unknown(section: str, key: str, registry: RegistryIndex) -> tuple[str, str]:
    """Return what is wrong with an id that a section of the registry lacks, and the cure."""
    what = f"unknown {SECTION_LABELS[section]} {key!r}"
    if meant := _ids_by_name(registry, section).get(_fold_name(key)):
        return what, f"did you mean {meant}?"
    if other := next((it for it in SECTION_LABELS if key in registry.sections[it]), ""):
        actor = getattr(registry.sections[other][key], "actor", None) if section == "actors" else None
        cure = f"write {actor}" if actor else f"write the {SECTION_LABELS[section]} that is meant"
        return f"{what}: this is a {SECTION_LABELS[other]}", (
            f"{cure}, and {key} under people" if other == "people" else cure
        )
    suggestion = did_you_mean(key, registry.sections[section]) or _suggest_by_name(key, registry, section)
    command = (
        f"communique new {NEW_ENTRY_COMMANDS[section]} {key}"
        if section in NEW_ENTRY_COMMANDS
        else f"add it to registry/{section}.yaml"
    )
    cure = f"{suggestion} Or is it new: {command}" if suggestion else f"if it is new: {command}"
    return what, cure


def _suggest_by_name(key: str, registry: RegistryIndex, section: str) -> str:
    """Return the text `did you mean x?` with the id of an entry whose name is similar to a key."""
    ids = _ids_by_name(registry, section)
    suggestion = did_you_mean(_fold_name(key), ids)
    return re.sub(r"(?<=mean |. or )[^ ?]+", lambda name: ids.get(name[0], name[0]), suggestion)


def _ids_by_name(registry: RegistryIndex, section: str) -> dict[str, str]:
    """Return the ids of a registry section by name, for curators who wrote `kihara`, `jp` or `south-korea`."""
    if section not in registry.ids_by_name:
        ids: dict[str, str] = {}
        for key, entry in registry.sections[section].items():
            others = (name.name for name in getattr(entry, "names", ()))
            fields = ("name", "title", "short_name", "adjective", "native_name", "iso_alpha2", "iso_alpha3")
            for name in (key, *(getattr(entry, field, None) for field in fields), *others):
                if name:
                    ids.setdefault(_fold_name(name), key)
        registry.ids_by_name[section] = ids
    return registry.ids_by_name[section]


def _fold_name(name: str) -> str:
    return name.casefold().replace(" ", "-").replace("_", "-")


def iter_references(article: ParsedFile[Article]) -> Iterator[tuple[str, str, Location]]:
    """Yield each registry id that an article uses: its section, the id and its location."""
    source = article.model.source
    yield "publishers", source.publisher, ("source", "publisher")
    if source.agency:
        yield "publishers", source.agency, ("source", "agency")
    for i, event in enumerate(article.model.events):
        for section, key, location in _event_references(event):
            yield section, key, ("events", i, *location)


def _event_references(event: EventEntry) -> Iterator[tuple[str, str, Location]]:
    for field, section in _SECTION_OF_FIELD.items():
        for i, stated in enumerate(getattr(event, field, ())):
            yield section, stated.value, (field, i, "value")
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
    yield from _attribution_references(event)


@cache
def _multi_value_fields(model: type[EventFields]) -> tuple[str, ...]:
    """Return the fields of an event entry that hold several values, each of which may be annotated."""
    return tuple(
        name for name, field in model.model_fields.items() if field.default in ((), PydanticUndefined)
    )


def _attribution_references(event: EventEntry) -> Iterator[tuple[str, str, Location]]:
    """Yield the actor of each attributed value, wherever an entry may have one."""
    for field in _multi_value_fields(type(event)):
        value = getattr(event, field)
        groups = value.items() if isinstance(value, dict) else [(None, value)]
        for measure, marks in groups:
            for i, mark in enumerate(marks if isinstance(marks, tuple) else ()):
                actor = getattr(mark, "attributed_to", None)
                if actor:
                    steps = (field, measure, i) if measure else (field, i)
                    yield "actors", actor, (*steps, "attributed_to")


def find_unknown_in_registry(registry: RegistryIndex) -> Iterator[Finding]:
    """Yield a finding for each unknown id that registry entries refer to, and for ids that cannot be told apart."""
    for section, entries in registry.sections.items():
        first_ids: dict[str, str] = {}
        for key in entries:
            if (other := first_ids.setdefault(key.casefold(), key)) != key:
                what = f"{key} differs from {other} only in case, and files are named by both"
                yield registry.files_by_entry[section, key].create_finding(
                    (section, key), what, f"use {other}"
                )
    yield from _find_same_names(registry)
    for section, field in _TELLING_APART:
        first_keys: dict[str, str] = {}
        for key, entry in registry.sections[section].items():
            value = getattr(entry, field)
            if value and (other := first_keys.setdefault(value.casefold(), key)) != key:
                what = f"{key} and {other} both have {value}"
                cure = f"correct {field} of one, or make the two one"
                yield registry.files_by_entry[section, key].create_finding((section, key, field), what, cure)
    for key, actor in registry.actors.items():
        if key in {membership.group for membership in actor.memberships}:
            holder = registry.files_by_entry["actors", key]
            what = f"{key} is a member of itself"
            yield holder.create_finding(("actors", key, "memberships"), what, "remove the membership")
    for section, key, target_section, target, steps in _iter_registry_references(registry):
        if target and target not in registry.sections[target_section]:
            holder = registry.files_by_entry[section, key]
            what, cure = describe_unknown(target_section, target, registry)
            yield holder.create_finding((section, key, *steps), what, cure, others=(f"{REGISTRY}/",))


def _find_same_names(registry: RegistryIndex) -> Iterator[Finding]:
    """Yield a warning for each entry that has the name of another one, which is probably the same."""
    for section in ("actors", "people", "places", "publishers"):
        first: dict[tuple[str | None, ...], str] = {}
        for key, entry in registry.sections[section].items():
            # Namesakes of two countries, and places of one name below two others, are two.
            belongs_to = (getattr(entry, "parent", None), getattr(entry, "actor", None))
            names = (_fold_name(entry.name), *(belongs_to if section in {"people", "places"} else ()))
            if (other := first.setdefault(names, key)) != key:
                what = f"{key} has the name of {other}: {entry.name}"
                cure = f"use {other} and remove {key}, or tell the two apart in the name"
                holder = registry.files_by_entry[section, key]
                yield holder.create_finding((section, key), what, cure, "warning")


def find_unknown_in_entry(registry: RegistryIndex, section: str, key: str) -> Iterator[tuple[str, str]]:
    """Yield the problem and its cure for each unknown id that one registry entry refers to."""
    for own_section, own, target_section, target, _ in _iter_registry_references(registry):
        if (
            (own_section, own) == (section, key)
            and target
            and target not in registry.sections[target_section]
        ):
            yield describe_unknown(target_section, target, registry)


def _iter_registry_references(
    registry: RegistryIndex,
) -> Iterator[tuple[str, str, str, str | None, Location]]:
    for key, actor in registry.actors.items():
        yield "actors", key, "actors", actor.parent, ("parent",)
        for i, membership in enumerate(actor.memberships):
            yield "actors", key, "actors", membership.group, ("memberships", i, "group")
    for section in ("offices", "people", "places", "publishers"):
        for key, entry in registry.sections[section].items():
            yield section, key, "actors", entry.actor, ("actor",)
    for key, person in registry.people.items():
        for i, tenure in enumerate(person.tenures):
            yield "people", key, "offices", tenure.office, ("tenures", i, "office")
    for key, place in registry.places.items():
        yield "places", key, "places", place.parent, ("parent",)
        for i, name in enumerate(place.names):
            yield "places", key, "actors", name.authority, ("names", i, "authority")
    for key, coverage in registry.coverage.items():
        for field, section in (("country", "actors"), ("series", "series"), ("topic", "topics")):
            yield "coverage", key, section, getattr(coverage, field), (field,)


def find_cycles(graph: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Yield each cycle of a graph once, without recursion: a long chain must not exhaust the stack."""
    visited: set[str] = set()
    for start in sorted(graph):
        stack = [(start, iter(sorted(graph[start])))] if start not in visited else []
        path = dict.fromkeys([start] if stack else [])  # in order, and quick to look into
        while stack:
            node, neighbours = stack[-1]
            neighbour = next(neighbours, None)
            if neighbour is None:
                visited.add(node)
                stack.pop()
                del path[node]
            elif neighbour in path:
                nodes = list(path)
                yield nodes[nodes.index(neighbour) :]
            elif neighbour not in visited:
                path[neighbour] = None
                stack.append((neighbour, iter(sorted(graph.get(neighbour, ())))))
