"""Write a draft as an entry file: what is ticked as data, what is offered as hints for a hand to turn into data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from communique.loaders.curation.format_files import INLINE_KEYS
from communique.loaders.curation.scaffold import HEADER
from communique.loaders.drafting.draft import Draft
from communique.loaders.drafting.entry_data import (
    describe_marks,
    list_members,
    to_item_data,
    to_member_data,
    to_value_data,
)
from communique.loaders.drafting.ranking import describe_reasons
from communique.loaders.drafting.statements import Citation, DraftEvent, DraftStatement
from communique.loaders.yaml.comments import HINT_PREFIX
from communique.loaders.yaml.dump import dump_yaml
from communique.schema.event_types import SINGLE_FIELDS

_ADVICE: Final = (
    f"Lines with {HINT_PREFIX} are offered: take the mark away where the text says so, and delete the rest."
)
_MAX_NAMED: Final = 5
"""At most so many events of the record, and new ones, are named without being written out."""


def render_draft(draft: Draft, source: Mapping[str, Any]) -> str:
    """Return the text of an entry file, which passes no check before its gaps are filled.

    Args:
        draft: what is proposed.
        source: the fields of the source that are known; None for what is to be filled in.
    """
    head = dump_yaml({"schema": 1, "draft": True, "source": dict(source)}, HEADER, INLINE_KEYS)
    unlikely = [
        *(
            (e.event.id, e.event.day, e.event.title, describe_reasons(e))
            for e in draft.candidates[:_MAX_NAMED]
        ),
        *((e.id, _find_day(e), f"a new {e.kind}", _cite(e.citations)) for e in draft.sketches[:_MAX_NAMED]),
    ]
    hints = [_ADVICE]
    if unlikely:
        hints += ["Less likely; to have one written out, read the text again with --again --with ID:"]
        hints += [
            f"  {event_id}{f', {day}' if day and day not in event_id else ''}: {title} ({why or 'a little like it'})"
            for event_id, day, title, why in unlikely
        ]
    lines = "".join(f"{HINT_PREFIX} {hint}\n" for hint in hints)
    events = "\n".join("".join(f"{line}\n" for line in render_event(event)) for event in draft.events)
    if not any(statement.is_ticked for event in draft.events for statement in event.statements):
        events = f"{events}  []  {HINT_PREFIX} nothing was certain enough to be ticked\n"
    return f"{head}{lines}events:\n{events}"


def _find_day(event: DraftEvent) -> str:
    return next((str(s.value) for s in event.statements if s.field == "date"), "")


def _cite(citations: Sequence[Citation]) -> str:
    return f"paragraphs {', '.join(map(str, citations))}" if citations else ""


def render_event(event: DraftEvent) -> Iterator[str]:
    """Yield the lines of an event; where none of its values is ticked, all of them are hints."""
    if any(statement.is_ticked for statement in event.statements):
        yield from _render_fields(event)
        return
    for line in _render_fields(event):
        yield line if line.lstrip().startswith(HINT_PREFIX) else f"  {HINT_PREFIX} {line.removeprefix('  ')}"


def _render_fields(event: DraftEvent) -> Iterator[str]:
    yield f"  - id: {event.id}"
    yield f"    kind: {event.kind}"
    if event.is_known:
        title = f"{event.title}; " if event.title != event.id else ""
        yield f"    {HINT_PREFIX} {title}known: {event.reasons}"
    else:
        yield f"    title: null  {HINT_PREFIX} a headline in our own words"
        yield f"    summary: null  {HINT_PREFIX} 25 to 90 words, plain neutral English, our own"
    yield f"    paragraphs: {_format_citations(event.citations)}"
    offered = [s for s in event.statements if s.is_offered and s.field not in {"people", "units"}]
    unseen = [s for s in offered if not s.citations and s.origin == "record" and s.field != "participants"]
    statements = [s for s in offered if s not in unseen]
    fields = dict.fromkeys(s.field for s in statements)
    if any(s.is_offered for s in event.statements if s.field in {"people", "units"}):
        fields.setdefault("participants")
    for field in fields:
        yield from _render_field(field, [s for s in statements if s.field == field], event)
    if unseen:
        values = dict.fromkeys(s.field for s in unseen)
        named = (
            f"{field} {', '.join(s.element or str(s.value) for s in unseen if s.field == field)}"
            for field in values
        )
        yield f"    {HINT_PREFIX} The record has these too, which the text was not seen to say: {'; '.join(named)}"


def _render_field(field: str, statements: Sequence[DraftStatement], event: DraftEvent) -> Iterator[str]:
    ticked = [s for s in statements if s.is_ticked]
    offered = [s for s in statements if not s.is_ticked]
    if field in SINGLE_FIELDS:
        for statement in ticked:
            yield from _indent(dump_yaml({field: to_value_data(statement)}, inline=INLINE_KEYS), 4)
        for statement in offered:
            text = dump_yaml({field: to_value_data(statement)}, inline=INLINE_KEYS)
            yield from _indent(_with_label(text, statement), 4, f"{HINT_PREFIX} ")
        return
    if field == "figures":
        yield from _render_figures(ticked, offered)
        return
    if field == "participants":
        yield from _render_participants(ticked, offered, event)
        return
    items = [to_item_data(s, event) for s in ticked]
    if items:
        yield from _indent(dump_yaml({field: items}, inline=INLINE_KEYS), 4)
    elif offered:
        yield f"    {HINT_PREFIX} {field}:"
    for statement in offered:
        text = _dump_item(to_item_data(statement, event))
        yield from _indent(_with_label(text, statement), 6, f"{HINT_PREFIX} ")


def _render_participants(
    ticked: Sequence[DraftStatement], offered: Sequence[DraftStatement], event: DraftEvent
) -> Iterator[str]:
    """Yield the lines of those who took part; whoever of theirs is only offered stands in lines of its own."""
    yield "    participants:" if ticked else f"    {HINT_PREFIX} participants:"
    for statement in ticked:
        members = [s for s in list_members(statement, event) if s.is_offered]
        item = to_item_data(statement, event)
        if all(s.is_ticked for s in members):
            yield from _indent(_dump_item(item), 6)
            continue
        own = {key: value for key, value in item.items() if key not in {"people", "units"}}
        first, *rest = dump_yaml(own, inline=INLINE_KEYS).splitlines()
        yield f"      - {first}"
        yield from (f"        {line}" for line in rest)
        for field in ("people", "units"):
            yield from _render_members(field, [s for s in members if s.field == field], statement)
    known = {s.element for s in (*ticked, *offered)}
    for statement in offered:
        item = to_item_data(statement, event, is_offered=True)
        names = [s.label or str(s.value) for s in list_members(statement, event) if s.is_offered]
        label = replace(statement, label=", ".join(filter(None, [statement.label, *names])))
        yield from _indent(_with_label(_dump_item(item), label), 6, f"{HINT_PREFIX} ")
    for member in event.statements:  # whose participant is not offered in that role
        owner = "/".join(member.element.split("/")[:2])
        if member.field in {"people", "units"} and member.is_offered and owner not in known:
            actor, role = owner.split("/")
            field = "person" if member.field == "people" else "value"
            value = {field: member.element.split("/", 2)[2], **describe_marks(member)}
            item = {"actor": actor, "role": role, member.field: [value]}
            yield from _indent(_with_label(_dump_item(item), member), 6, f"{HINT_PREFIX} ")


def _render_members(field: str, members: Sequence[DraftStatement], owner: DraftStatement) -> Iterator[str]:
    if not members:
        return
    is_ticked = any(s.is_ticked for s in members)
    yield f"        {field}:" if is_ticked else f"        {HINT_PREFIX} {field}:"
    for member in sorted(members, key=lambda s: not s.is_ticked):
        text = _dump_item(to_member_data(member, owner))
        if member.is_ticked:
            yield from _indent(text, 10)
        else:
            yield from _indent(_with_label(text, member), 10, f"{HINT_PREFIX} ")


def _dump_item(item: Any) -> str:
    """Return an element of a list with its dash, which a list of a single word would not have."""
    text = dump_yaml([item], inline=INLINE_KEYS)
    return text if text.startswith("-") else f"- {text.strip()[1:-1]}\n"


def _render_figures(ticked: Sequence[DraftStatement], offered: Sequence[DraftStatement]) -> Iterator[str]:
    values = {s.element: to_value_data(s) for s in ticked}
    if values:
        yield from _indent(dump_yaml({"figures": values}, inline=INLINE_KEYS), 4)
    elif offered:
        yield f"    {HINT_PREFIX} figures:"
    for statement in offered:
        text = dump_yaml({statement.element: to_value_data(statement)}, inline=INLINE_KEYS)
        yield from _indent(_with_label(text, statement), 6, f"{HINT_PREFIX} ")


def _with_label(text: str, statement: DraftStatement) -> str:
    """Return lines of YAML with the value in words behind the first, so that a hand vouches for what it has read."""
    label = " ".join(statement.label.split())
    if not statement.citations:
        unseen = "which the text was not seen to say" if label else "the text was not seen to say so"
        label = ", ".join(filter(None, (label.removesuffix("."), unseen)))
    if not label:
        return text
    first, _, rest = text.rstrip("\n").partition("\n")
    return f"{first}  {HINT_PREFIX} {label}" + (f"\n{rest}" if rest else "") + "\n"


def _indent(text: str, spaces: int, prefix: str = "") -> Iterator[str]:
    for line in text.splitlines():
        yield f"{' ' * spaces}{prefix}{line}"


def _format_citations(citations: Sequence[Citation]) -> str:
    return f"[{', '.join(str(citation) for citation in citations)}]"
