"""Turn statements of a draft into the data of an entry, and what is ticked into an entry file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from communique.loaders.curation.format_files import EVENT_START, INLINE_KEYS
from communique.loaders.curation.scaffold import HEADER
from communique.loaders.drafting.statements import DraftEvent, DraftStatement
from communique.loaders.yaml.dump import dump_yaml
from communique.schema.event_types import SINGLE_FIELDS
from communique.schema.vocabulary import Role


def render_entry(events: Sequence[DraftEvent], source: Mapping[str, Any]) -> str:
    """Return the text of an entry file that holds what is ticked and nothing else, without hints.

    Args:
        events: what the article reports, as far as it was ticked.
        source: the fields of the source, in their order.
    """
    data = {"schema": 1, "source": dict(source), "events": [_to_event(event) for event in events]}
    return EVENT_START.sub("\n\n", dump_yaml(data, HEADER, INLINE_KEYS))


def _to_event(event: DraftEvent) -> dict[str, Any]:
    """Return an event as an entry writes it, with the values that are ticked."""
    data: dict[str, Any] = {"id": event.id, "kind": str(event.kind)}
    if not event.is_known:
        data |= {"title": event.title or None, "summary": event.summary or None}
    data["paragraphs"] = list(event.citations)
    for statement in sorted(_complete_participants(event), key=lambda s: s.order):
        field = statement.field
        if field == "figures":
            data.setdefault(field, {})[statement.element] = to_value_data(statement)
        elif field in SINGLE_FIELDS:
            data.setdefault(field, []).append(to_value_data(statement))
        elif field not in {"people", "units"}:  # these stand with their participant
            data.setdefault(field, []).append(to_item_data(statement, event))
    for field in data.keys() & set(SINGLE_FIELDS):
        first, *others = data[field]
        if not others:
            data[field] = first
        else:  # the source gives several values
            data[field] = [it if isinstance(it, dict) else {"value": it} for it in (first, *others)]
    return data | ({"accepted": dict(event.accepted)} if event.accepted else {})


def _complete_participants(event: DraftEvent) -> list[DraftStatement]:
    """Return what is ticked, with the participant of each person or unit: whoever acts for it took part."""
    ticked = [s for s in event.statements if s.is_ticked]
    known = {s.element for s in ticked if s.field == "participants"}
    for member in list(ticked):
        owner = "/".join(member.element.split("/")[:2])
        if member.field in {"people", "units"} and owner not in known:
            known.add(owner)
            actor, role = owner.split("/")
            value = {"actor": actor, "role": role}
            ticked.append(replace(member, field="participants", element=owner, value=value, quote=""))
    return ticked


def list_members(owner: DraftStatement, event: DraftEvent) -> list[DraftStatement]:
    """Return the people and units that stand with a participant."""
    return [
        s
        for s in event.statements
        if s.field in {"people", "units"} and s.element.startswith(f"{owner.element}/")
    ]


def to_member_data(member: DraftStatement, owner: DraftStatement) -> Any:
    """Return a person or unit as it stands with its participant, whose paragraphs it has unless others are given."""
    name = member.element.split("/", 2)[2]
    if set(member.citations) <= set(owner.citations) and not member.quote and not member.modality:
        return name
    return {"person" if member.field == "people" else "value": name, **describe_marks(member)}


def to_value_data(statement: DraftStatement) -> Any:
    """Return a value as an entry writes it: short where nothing is said of it."""
    value = statement.value
    if statement.field == "figures" and isinstance(value, Mapping):
        numbers = {k: _shorten(v) for k, v in value.items() if v is not None}
        value = numbers["best"] if set(numbers) == {"best"} else numbers
    marks = describe_marks(statement)
    return {"value": value, **marks} if marks else value


def to_item_data(statement: DraftStatement, event: DraftEvent, *, is_offered: bool = False) -> Any:
    """Return an element of a list as an entry writes it; whoever is offered has the parts of his people too."""
    if statement.field == "participants":
        actor, role = statement.element.split("/")
        own = [s for s in list_members(statement, event) if s.is_ticked or (is_offered and s.is_offered)]
        if is_offered:
            parts = dict.fromkeys(part for s in (statement, *own) for part in s.citations)
            statement = replace(
                statement, citations=tuple(sorted(parts, key=lambda part: (type(part) is str, part)))
            )
        members = {
            field: [to_member_data(s, statement) for s in own if s.field == field]
            for field in ("people", "units")
        }
        item: dict[str, Any] = {"actor": actor} | ({} if role == Role.ATTENDEE else {"role": role})
        return item | {field: items for field, items in members.items() if items} | describe_marks(statement)
    marks = describe_marks(statement)
    if statement.field == "links":
        relation, target = statement.element.split("/", 1)
        return {relation: target, **marks}
    if statement.field in {"notes", "provisions"}:
        own = statement.value if statement.origin == "hand" else {}  # a known one is only vouched for
        return {"id": statement.element, **own, **marks}
    if statement.field == "names":
        name = statement.value
        return {
            "name": name["name"],
            **({"language": name["language"]} if name.get("language", "en") != "en" else {}),
            **marks,
        }
    return {"value": statement.value, **marks} if marks else statement.value


def describe_marks(statement: DraftStatement) -> dict[str, Any]:
    """Return what an entry says of a value: its paragraphs, how they put it, their words and its basis."""
    marks: dict[str, Any] = {}
    if statement.citations:
        marks["paragraphs"] = (
            statement.citations[0] if len(statement.citations) == 1 else list(statement.citations)
        )
    if statement.modality:
        marks["modality"] = str(statement.modality)
    if statement.attributed_to:
        marks["attributed_to"] = statement.attributed_to
    if statement.quote:
        marks["quote"] = statement.quote
    if statement.basis:
        marks["basis"] = statement.basis
    return marks


def _shorten(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value
