"""Resolve the statements on one value: agreement, refinement, ruling, or disagreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from communique.loaders.entry_format.rulings import RulingEntry
from communique.schema.dates.compare import covering_interval
from communique.schema.dates.parse import parse_date
from communique.schema.event_types import DATE_FIELDS
from communique.schema.refinement import canonical_value, is_coarser, speaks_against
from communique.schema.text_parts import Passage
from communique.schema.vocabulary import Basis, Closeness, Decision, Modality, Standing


def resolve_value(
    field: str,
    statements: Sequence[Statement],
    ruling: RulingEntry | None,
    ruling_value: Any,
    parents: Mapping[str, str | None],
) -> Judgement:
    """Resolve the statements on one single value; `ruling_value` is the value that a ruling sets.

    The finest value that refines all others stands. A plan yields to what is reported to have happened.
    """
    if ruling and ruling.decision is Decision.UNRESOLVED:
        return Judgement(_unresolved_value(field, statements), tuple(Standing.UNRESOLVED for _ in statements))
    if ruling:
        return Judgement(
            ruling_value,
            tuple(_determine_standing(field, statement, ruling_value, parents) for statement in statements),
        )
    affirmed = [
        statement for statement in statements if statement.modality not in {Modality.DENIED, Modality.PLANNED}
    ]
    affirmed = affirmed or [statement for statement in statements if statement.modality is Modality.PLANNED]
    if not affirmed:
        return Judgement(None, tuple(Standing.AGREES for _ in statements))
    finest = _find_finest(field, affirmed, parents)
    denied = [statement for statement in statements if statement.modality is Modality.DENIED]
    if finest is None or any(
        _is_same_or_coarser(field, statement.value, finest.value, parents) for statement in denied
    ):
        return Judgement(None, tuple(Standing.UNRESOLVED for _ in statements), is_open=True)
    return Judgement(
        finest.value,
        tuple(_determine_standing(field, statement, finest.value, parents) for statement in statements),
    )


def _find_finest(
    field: str, statements: Sequence[Statement], parents: Mapping[str, str | None]
) -> Statement | None:
    """Return the statement that every other equals or is coarser than; None if there is none."""
    for candidate in statements:
        if all(_is_same_or_coarser(field, other.value, candidate.value, parents) for other in statements):
            return candidate
    return None


def _is_same_or_coarser(field: str, general: Any, exact: Any, parents: Mapping[str, str | None]) -> bool:
    return _is_same_value(field, general, exact) or is_coarser(field, general, exact, parents)


def _is_same_value(field: str, value: Any, other: Any) -> bool:
    """Return whether two values have the same meaning, however they are written."""
    return value == other or canonical_value(field, value) == canonical_value(field, other)


def _determine_standing(
    field: str, statement: Statement, value: Any, parents: Mapping[str, str | None]
) -> Standing:
    """Return the standing of a statement, compared with the resolved value."""
    is_same = _is_same_value(field, statement.value, value)
    if statement.modality is Modality.DENIED:
        is_denied = is_same or is_coarser(field, statement.value, value, parents)
        return Standing.OVERRULED if is_denied else Standing.AGREES
    if is_same:
        return Standing.AGREES
    if is_coarser(field, statement.value, value, parents):
        return Standing.COARSER
    return Standing.OVERTAKEN if statement.modality is Modality.PLANNED else Standing.OVERRULED


def _unresolved_value(field: str, statements: Sequence[Statement]) -> Any:
    """Return what holds where editors leave a value open: a span over all versions, or None."""
    values = [statement.value for statement in statements if statement.modality is not Modality.DENIED]
    if field in DATE_FIELDS and values:
        return covering_interval(parse_date(value) for value in values).text
    if field == "figures" and values:
        numbers = [number for value in values for number in value.values() if number is not None]
        return {"low": min(numbers), "high": max(numbers)}
    distinct = {canonical_value(field, value) for value in values}
    return values[0] if len(distinct) == 1 else None


def resolve_element(statements: Sequence[Statement], ruling: RulingEntry | None) -> Judgement:
    """Resolve the statements on an element of a set: true, false, or a disagreement.

    An unresolved element stays in the set, marked.
    """
    affirmed = [it for it in statements if not speaks_against(it.field, it.modality)]
    denied = len(affirmed) < len(statements)
    if ruling and ruling.decision is Decision.UNRESOLVED:
        return Judgement(bool(affirmed), tuple(Standing.UNRESOLVED for _ in statements))
    is_member = bool(ruling.value) if ruling else bool(affirmed)
    if denied and affirmed and not ruling:
        return Judgement(True, tuple(Standing.UNRESOLVED for _ in statements), is_open=True)
    return Judgement(
        is_member,
        tuple(
            Standing.AGREES
            if speaks_against(statement.field, statement.modality) != is_member
            else Standing.OVERRULED
            for statement in statements
        ),
    )


class Statement(NamedTuple):
    """One source's statement on one value of an event; a bare tuple, since there are millions of them."""

    event: str
    field: str
    element: str
    source: str
    value: Any
    paragraphs: tuple[Passage, ...]
    modality: Modality
    attributed_to: str | None
    quote: str | None
    basis: Basis
    closeness: Closeness
    path: str
    location: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The resolved value of a field, and the standing of each statement on it.

    ``value`` is None where nothing is known or nothing can stand. ``is_open`` is true where the statements
    disagree and no ruling says what to do.
    """

    value: Any
    standings: tuple[Standing, ...]
    is_open: bool = False
