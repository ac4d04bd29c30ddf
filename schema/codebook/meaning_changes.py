"""Declare what changed its meaning from one revision of the schema to another.

What only came, tables, columns and words, the migrations tell (``communique.migrations.introductions``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class MeaningChange:
    """What a table, a column or a word meant otherwise before a revision of the schema.

    Args:
        revision: the revision from which on it means what it does.
        names: as ``table``, ``table.column``, ``List`` or ``List.word``.
        change: what it means now, and what it meant before.
    """

    revision: str
    names: tuple[str, ...]
    change: str


_PASSAGES = ("source_event.paragraphs", "claim.paragraphs")
_DATES = ("event.date", "tenure.date", "actor_membership.date")
MEANING_CHANGES: Final = (
    MeaningChange(
        "0010",
        ("Kind.incident", "Kind.exercise", "IncidentType.deployment"),
        "a call of ships or aircraft is a `visit`; before, it was an `incident` (`deployment`) or an `exercise`",
    ),
    MeaningChange(
        "0012",
        ("event.disagreement", "Disagreement.settled", "Disagreement.unresolved"),
        "only of substance and figures; before, roundings, clock times and slips counted too",
    ),
    MeaningChange(
        "0013", _PASSAGES, "may name a headline, a caption or another part; before, only paragraphs"
    ),
    MeaningChange("0015", _PASSAGES, "may name a row of a table"),
    MeaningChange(
        "0016",
        ("IncidentType.airspace-violation", "IncidentType.maritime-incursion"),
        "one side's word, coded as `airspace-entry` or `maritime-entry` since; before, the word for all of them",
    ),
    MeaningChange(
        "0016", ("exercise.type",), "one way of several has its row in `exercise_type`; before, all had one"
    ),
    MeaningChange("0016", _DATES, "may be a quarter, or one of several dates"),
    MeaningChange(
        "0016",
        ("Role.signatory", "Role.issuer"),
        "who only chooses or makes known is `selector` or `announcer`; before, no word said so",
    ),
    MeaningChange(
        "0016",
        ("Modality.denied",),
        "who only counts or tells it otherwise `differs`; before, no word said so",
    ),
    MeaningChange(
        "0018",
        ("event.independent_source_count",),
        "counts originators; before, reprints of one dispatch counted once, and every other text",
    ),
)
"""What changed its meaning, oldest first."""
