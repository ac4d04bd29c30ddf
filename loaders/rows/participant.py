"""Who took part, in the office held on that day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.loaders.record import RegistryIndex
from communique.loaders.rows.rows import Rows
from communique.loaders.weighing.roles import specific
from communique.loaders.weighing.tenure import office_held
from communique.schema import Participation, ParticipationPerson, ParticipationUnit
from communique.schema.dates import Edtf, parse
from communique.schema.vocabulary import Role

if TYPE_CHECKING:
    from communique.loaders.weighing.weigh import Reconciled


def participant_rows(event: Reconciled, registry: RegistryIndex, rows: Rows) -> None:
    """Lay out participations, their people and their units.

    People and units that a source names under a general role go where the actor's finer role stands.
    """
    key = event.dossier.event
    for (field, element), judgement in event.values.items():
        if field not in {"participants", "people", "units"} or not judgement.value:
            continue
        actor, role, *rest = element.split("/", 2)
        finer = Role(specific(actor, role, event.values) or role)
        place = {"event_id": key, "actor_id": actor, "role": finer}
        if field == "participants":
            rows.add(Participation, **place)
        elif not _stands(event, actor, role, finer):
            continue
        elif field == "people":
            stated = next(
                (s.value["office"] for s in event.said[field, element] if "office" in s.value), None
            )
            office = stated or office_held(rest[0], actor, _date(event), registry)
            rows.add(ParticipationPerson, **place, person_id=rest[0], office_id=office)
        else:
            rows.add(ParticipationUnit, **place, unit=rest[0])


def _stands(event: Reconciled, actor: str, role: str, finer: Role) -> bool:
    """Whether the participation that a person or unit hangs on is in the record."""
    judged = event.values.get(("participants", f"{actor}/{finer}"))
    return bool(judged and judged.value)


def _date(event: Reconciled) -> Edtf | None:
    judged = event.values.get(("date", ""))
    return parse(judged.value) if judged and judged.value else None
