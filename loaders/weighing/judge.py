"""From all statements on one value to what the record says: agreement, refinement, ruling, or a disagreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communique.loaders.entry.rulings import RulingEntry
from communique.loaders.weighing.statement import Statement
from communique.schema.dates import hull, parse
from communique.schema.refinement import canonical, coarser
from communique.schema.vocabulary import Decision, Modality, Standing


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the record says of one value, and what became of each statement on it.

    ``value`` is None where nothing is known or nothing can stand. ``open`` is true where the statements
    disagree and no ruling says what to do.
    """

    value: Any
    standings: tuple[Standing, ...]
    open: bool = False


def judge(
    field: str,
    said: Sequence[Statement],
    ruling: RulingEntry | None,
    ruled: Any,
    parents: Mapping[str, str | None],
) -> Judgement:
    """Reconcile the statements on one single value; ``ruled`` is the value that a ruling lets stand.

    The finest value that refines all others stands. A plan yields to what is reported to have happened.
    """
    if ruling and ruling.decision is Decision.UNRESOLVED:
        return Judgement(_cover(field, said), tuple(Standing.UNRESOLVED for _ in said))
    if ruling:
        return Judgement(ruled, tuple(_against(field, s, ruled, parents) for s in said))
    affirmed = [s for s in said if s.modality not in {Modality.DENIED, Modality.PLANNED}]
    affirmed = affirmed or [s for s in said if s.modality is Modality.PLANNED]
    if not affirmed:
        return Judgement(None, tuple(Standing.AGREES for _ in said))
    finest = _finest(field, affirmed, parents)
    denied = [s for s in said if s.modality is Modality.DENIED]
    if finest is None or any(_touches(field, s.value, finest.value, parents) for s in denied):
        return Judgement(None, tuple(Standing.UNRESOLVED for _ in said), open=True)
    return Judgement(finest.value, tuple(_against(field, s, finest.value, parents) for s in said))


def _finest(field: str, said: Sequence[Statement], parents: Mapping[str, str | None]) -> Statement | None:
    """The statement that every other equals or is coarser than; None where there is no such one."""
    for candidate in said:
        if all(_touches(field, other.value, candidate.value, parents) for other in said):
            return candidate
    return None


def _touches(field: str, general: Any, exact: Any, parents: Mapping[str, str | None]) -> bool:
    return _same(field, general, exact) or coarser(field, general, exact, parents)


def _same(field: str, one: Any, other: Any) -> bool:
    """Whether two values mean the same; most are the same to the letter."""
    return one == other or canonical(field, one) == canonical(field, other)


def _against(field: str, said: Statement, value: Any, parents: Mapping[str, str | None]) -> Standing:
    """The standing of a statement against the value that stands."""
    same = _same(field, said.value, value)
    if said.modality is Modality.DENIED:
        hit = same or coarser(field, said.value, value, parents)
        return Standing.OVERRULED if hit else Standing.AGREES
    if same:
        return Standing.AGREES
    if coarser(field, said.value, value, parents):
        return Standing.COARSER
    return Standing.OVERTAKEN if said.modality is Modality.PLANNED else Standing.OVERRULED


def _cover(field: str, said: Sequence[Statement]) -> Any:
    """What can still be said where editors leave a value open: a span over all versions, or nothing."""
    values = [s.value for s in said if s.modality is not Modality.DENIED]
    if field in {"date", "in_force"} and values:
        return hull(parse(value) for value in values).text
    if field == "figures" and values:
        numbers = [n for value in values for n in value.values() if n is not None]
        return {"low": min(numbers), "high": max(numbers)}
    same = {canonical(field, value) for value in values}
    return values[0] if len(same) == 1 else None


def judge_element(said: Sequence[Statement], ruling: RulingEntry | None) -> Judgement:
    """Reconcile the statements that an element belongs to a set: true, false, or a disagreement.

    An unresolved element stays in the set, marked.
    """
    affirmed = [s for s in said if s.modality is not Modality.DENIED]
    denied = len(affirmed) < len(said)
    if ruling and ruling.decision is Decision.UNRESOLVED:
        return Judgement(bool(affirmed), tuple(Standing.UNRESOLVED for _ in said))
    stands = bool(ruling.value) if ruling else bool(affirmed)
    if denied and affirmed and not ruling:
        return Judgement(True, tuple(Standing.UNRESOLVED for _ in said), open=True)
    return Judgement(
        stands,
        tuple(
            Standing.AGREES if (s.modality is not Modality.DENIED) == stands else Standing.OVERRULED
            for s in said
        ),
    )
