"""Who took part, in the office held on that day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from communique.loaders.record import RegistryIndex
from communique.loaders.roles import specific
from communique.loaders.rows import Rows
from communique.schema import Participation, ParticipationPerson, ParticipationUnit
from communique.schema.dates import Edtf, parse
from communique.schema.vocabulary import Role

if TYPE_CHECKING:
    from communique.loaders.reconcile import Reconciled


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


def office_held(person: str, actor: str, date: Edtf | None, registry: RegistryIndex) -> str | None:
    """The office in which a person acted for an actor on a date, where the registry leaves exactly one.

    Tenures with dates that cover the event win; a tenure without dates counts where it is the only one.
    """
    entry = registry.people.get(person)
    own = [t for t in entry.tenures if _serves(registry, t.office, actor)] if entry else []
    covering = [t.office for t in own if t.date and date and covers(parse(t.date), date)]
    if covering:
        return str(covering[0])
    undated = [t.office for t in own if not t.date]
    return str(undated[0]) if len(undated) == 1 and len(own) == 1 else None


def _serves(registry: RegistryIndex, office: str, actor: str) -> bool:
    """Whether an office is the actor's own, or that of an actor which belongs to it."""
    known = registry.offices.get(office)
    holder = known.actor if known else None
    while holder and holder != actor:
        above = registry.actors.get(holder)
        holder = above.parent if above else None
    return holder == actor


def covers(tenure: Edtf, date: Edtf) -> bool:
    """Whether an event's date may lie within a tenure; unknown sides are open."""
    first, last = tenure.start_earliest or dt.date.min, tenure.end_latest or dt.date.max
    start, end = date.start_latest or date.start_earliest, date.end_earliest or date.end_latest
    return (start is None or first <= start) and (end is None or end <= last)
