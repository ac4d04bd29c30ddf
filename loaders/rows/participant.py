"""Build the rows of participants, with the office that each person held on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.loaders.dataset import RegistryIndex
from communique.loaders.reconcile.participant import find_specific_role, iter_held_offices
from communique.loaders.rows.row_set import RowSet
from communique.schema.models import Participation, ParticipationPerson, ParticipationUnit
from communique.schema.vocabulary import Role

if TYPE_CHECKING:
    from communique.loaders.reconcile.event import ReconciledEvent


def add_participant_rows(event: ReconciledEvent, registry: RegistryIndex, rows: RowSet) -> None:
    """Add the rows of participations, their people and their units to `rows`.

    People and units that a source names under a general role go where the actor's finer role stands.
    """
    event_id = event.source_entries.event_id
    held_offices = iter_held_offices(event.values, event.statements, registry)
    offices = {(it.actor, it.role, it.person): it.office for it in held_offices}
    for (field, element), judgement in event.values.items():
        if field not in {"participants", "people", "units"} or not judgement.value:
            continue
        actor, role, *rest = element.split("/", 2)
        specific_role = Role(find_specific_role(actor, role, event.values) or role)
        participation = {"event_id": event_id, "actor_id": actor, "role": specific_role}
        if field == "participants":
            rows.add_row(Participation, **participation)
        elif not _has_participation(event, actor, role, specific_role):
            continue
        elif field == "people":
            office = offices[actor, role, rest[0]]
            rows.add_row(ParticipationPerson, **participation, person_id=rest[0], office_id=office)
        else:
            rows.add_row(ParticipationUnit, **participation, unit=rest[0])


def _has_participation(event: ReconciledEvent, actor: str, role: str, specific_role: Role) -> bool:
    """Return whether the participation that a person or unit belongs to was accepted."""
    judgement = event.values.get(("participants", f"{actor}/{specific_role}"))
    return bool(judgement and judgement.value)
