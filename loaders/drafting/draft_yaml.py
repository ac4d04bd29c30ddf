"""Write a draft as an entry file: what is ticked as data, what is offered as hints for a hand to turn into data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from communique.loaders.curation.format_files import EVENT_START, INLINE_KEYS
from communique.loaders.curation.scaffold import HEADER
from communique.loaders.drafting.draft import Draft
from communique.loaders.drafting.ranking import describe_reasons
from communique.loaders.drafting.statements import Citation, DraftEvent, DraftStatement
from communique.loaders.yaml.comments import HINT_PREFIX
from communique.loaders.yaml.dump import dump_yaml
from communique.schema.event_types import SINGLE_FIELDS
from communique.schema.vocabulary import Role

_ADVICE: Final = (
    f"Lines with {HINT_PREFIX} are offered: take the mark away where the text says so, and delete the rest."
)
_MAX_HINTS: Final = 12
"""At most so many values of a field are offered; the text says none of the others."""


def render_draft(draft: Draft, source: Mapping[str, Any]) -> str:
    """Return the text of an entry file, which passes no check before its gaps are filled.

    Args:
        draft: what is proposed.
        source: the fields of the source that are known; None for what is to be filled in.
    """
    head = dump_yaml({"schema": 1, "draft": True, "source": dict(source)}, HEADER, INLINE_KEYS)
    lines = [f"{HINT_PREFIX} {_ADVICE}"]
    candidates = [
        f"{HINT_PREFIX}   {ranked.event.id}  {ranked.event.title} ({describe_reasons(ranked) or 'a little like it'})"
        for ranked in draft.candidates[:8]
    ]
    if candidates:
        lines += [f"{HINT_PREFIX} Events of the record that may be meant as well:", *candidates]
    events = "\n".join("".join(f"{line}\n" for line in _render_event(event)) for event in draft.events)
    hints = "".join(f"{line}\n" for line in lines)
    if not any(statement.is_ticked for event in draft.events for statement in event.statements):
        events = f"{events}  []  {HINT_PREFIX} nothing was certain enough to be ticked\n"
    return f"{head}{hints}events:\n{events}"


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
    for statement in sorted((s for s in event.statements if s.is_ticked), key=lambda s: s.order):
        field = statement.field
        if field == "figures":
            data.setdefault(field, {})[statement.element] = _to_value(statement)
        elif field in SINGLE_FIELDS:
            data.setdefault(field, []).append(_to_value(statement))
        elif field not in {"people", "units"}:  # these stand with their participant
            data.setdefault(field, []).append(_to_item(statement, event))
    for field in data.keys() & set(SINGLE_FIELDS):
        first, *others = data[field]
        if not others:
            data[field] = first
        else:  # the source gives several values
            data[field] = [it if isinstance(it, dict) else {"value": it} for it in (first, *others)]
    return data


def _render_event(event: DraftEvent) -> Iterator[str]:
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
        yield f"    {HINT_PREFIX} {event.title}"
        yield f"    {HINT_PREFIX} known; {event.reasons}"
    else:
        yield f"    title: null  {HINT_PREFIX} a headline in our own words"
        yield f"    summary: null  {HINT_PREFIX} 25 to 90 words, plain neutral English, our own"
    yield f"    paragraphs: {_format_citations(event.citations)}"
    statements = [s for s in event.statements if s.field not in {"people", "units"}]
    for field in dict.fromkeys(s.field for s in statements):
        yield from _render_field(field, [s for s in statements if s.field == field], event)


def _render_field(field: str, statements: Sequence[DraftStatement], event: DraftEvent) -> Iterator[str]:
    ticked = [s for s in statements if s.is_ticked]
    offered = [s for s in statements if not s.is_ticked and (s.citations or field in SINGLE_FIELDS)]
    if field in SINGLE_FIELDS:
        for statement in ticked:
            yield from _indent(dump_yaml({field: _to_value(statement)}, inline=INLINE_KEYS), 4)
        for statement in offered[:_MAX_HINTS]:
            text = dump_yaml({field: _to_value(statement)}, inline=INLINE_KEYS)
            yield from _indent(_with_label(text, statement), 4, f"{HINT_PREFIX} ")
        return
    if field == "figures":
        yield from _render_figures(ticked, offered)
        return
    items = [(s, _to_item(s, event)) for s in ticked]
    if items:
        yield from _indent(dump_yaml({field: [item for _, item in items]}, inline=INLINE_KEYS), 4)
    elif offered:
        yield f"    {HINT_PREFIX} {field}:"
    for statement in offered[:_MAX_HINTS]:
        text = dump_yaml([_to_item(statement, event)], inline=INLINE_KEYS)
        yield from _indent(_with_label(text, statement), 6, f"{HINT_PREFIX} ")


def _render_figures(ticked: Sequence[DraftStatement], offered: Sequence[DraftStatement]) -> Iterator[str]:
    values = {s.element: _to_value(s) for s in ticked}
    if values:
        yield from _indent(dump_yaml({"figures": values}, inline=INLINE_KEYS), 4)
    elif offered:
        yield f"    {HINT_PREFIX} figures:"
    for statement in offered[:_MAX_HINTS]:
        text = dump_yaml({statement.element: _to_value(statement)}, inline=INLINE_KEYS)
        yield from _indent(_with_label(text, statement), 6, f"{HINT_PREFIX} ")


def _to_value(statement: DraftStatement) -> Any:
    """Return a value as an entry writes it: short where nothing is said of it."""
    value = statement.value
    if statement.field == "figures" and isinstance(value, Mapping):
        numbers = {k: _shorten(v) for k, v in value.items() if v is not None}
        value = numbers["best"] if set(numbers) == {"best"} else numbers
    marks = _marks(statement)
    return {"value": value, **marks} if marks else value


def _to_item(statement: DraftStatement, event: DraftEvent) -> Any:
    """Return an element of a list as an entry writes it."""
    marks = _marks(statement)
    if statement.field == "participants":
        actor, role = statement.element.split("/")
        own = [s for s in event.statements if s.is_ticked and s.element.startswith(f"{statement.element}/")]
        people = [_to_person(s, statement) for s in own if s.field == "people"]
        units = [
            s.value if _is_within(s, statement) else {"value": s.value, **_marks(s)}
            for s in own
            if s.field == "units"
        ]
        item: dict[str, Any] = {"actor": actor} | ({} if role == Role.ATTENDEE else {"role": role})
        return item | ({"people": people} if people else {}) | ({"units": units} if units else {}) | marks
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


def _to_person(statement: DraftStatement, participant: DraftStatement) -> Any:
    person = statement.element.rpartition("/")[2]
    return person if _is_within(statement, participant) else {"person": person, **_marks(statement)}


def _is_within(statement: DraftStatement, participant: DraftStatement) -> bool:
    return set(statement.citations) <= set(participant.citations)


def _marks(statement: DraftStatement) -> dict[str, Any]:
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


def _with_label(text: str, statement: DraftStatement) -> str:
    """Return lines of YAML with the value in words behind the first, so that a hand vouches for what it has read."""
    label = " ".join(statement.label.split())
    if not statement.citations:
        label = f"{label}, which the text was not seen to say" if label else "the text was not seen to say so"
    if not label:
        return text
    first, _, rest = text.rstrip("\n").partition("\n")
    return f"{first}  {HINT_PREFIX} {label}" + (f"\n{rest}" if rest else "") + "\n"


def _indent(text: str, spaces: int, prefix: str = "") -> Iterator[str]:
    for line in text.splitlines():
        yield f"{' ' * spaces}{prefix}{line}"


def _format_citations(citations: Sequence[Citation]) -> str:
    return f"[{', '.join(str(citation) for citation in citations)}]"


def _shorten(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value
