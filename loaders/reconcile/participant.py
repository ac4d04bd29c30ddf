"""Decide which roles of a participant refine others, and find the office that a person held on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from communique.loaders.dataset import RegistryIndex
from communique.loaders.reconcile.value import Judgement
from communique.schema.dates.parse import Edtf, parse_date
from communique.schema.vocabulary import Role, Standing

Key = tuple[str, str]

REFINING_ROLES = {Role.ATTENDEE: tuple(role for role in Role if role is not Role.ATTENDEE)}
"""Each general role and the roles that refine it, the first one met standing for it."""


def resolve_general_roles(values: Mapping[Key, Judgement]) -> dict[Key, Judgement]:
    """Return the values with general roles marked as coarser where the actor has a specific role."""
    result = dict(values)
    for (field, element), judgement in values.items():
        actor, _, role = element.partition("/")
        if (
            field == "participants"
            and role in REFINING_ROLES
            and find_specific_role(actor, role, values)
            and judgement.value
        ):
            standings = tuple(
                Standing.COARSER if standing is Standing.AGREES else standing
                for standing in judgement.standings
            )
            result[field, element] = replace(judgement, value=False, standings=standings)
    return result


def find_specific_role(actor: str, role: str, values: Mapping[Key, Judgement]) -> str:
    """Return the role that refines an actor's general role, or an empty text."""
    for specific_role in REFINING_ROLES.get(Role(role), ()):
        judgement = values.get(("participants", f"{actor}/{specific_role}"))
        if judgement and judgement.value:
            return specific_role
    return ""


def find_office_held(person: str, actor: str, date: Edtf | None, registry: RegistryIndex) -> str | None:
    """Return the office in which a person acted for an actor on a date, if the registry has exactly one.

    Tenures with dates that cover the event win; a tenure without dates counts where it is the only one.
    """
    entry = registry.people.get(person)
    own = (
        [tenure for tenure in entry.tenures if is_office_of(registry, tenure.office, actor)] if entry else []
    )
    covering = [
        tenure.office
        for tenure in own
        if tenure.date and date and is_within_tenure(parse_date(tenure.date), date)
    ]
    if covering:
        return str(covering[0])
    undated = [tenure.office for tenure in own if not tenure.date]
    return str(undated[0]) if len(undated) == 1 and len(own) == 1 else None


def is_office_of(registry: RegistryIndex, office: str, actor: str) -> bool:
    """Return whether an office belongs to an actor, or to one that is part of it."""
    office_entry = registry.offices.get(office)
    holder = office_entry.actor if office_entry else None
    while holder and holder != actor:
        holder_entry = registry.actors.get(holder)
        holder = holder_entry.parent if holder_entry else None
    return holder == actor


def is_within_tenure(tenure: Edtf, date: Edtf) -> bool:
    """Return whether an event's date may lie within a tenure; unknown limits are open."""
    first, last = tenure.start_earliest or dt.date.min, tenure.end_latest or dt.date.max
    start, end = date.start_latest or date.start_earliest, date.end_earliest or date.end_latest
    return (start is None or first <= start) and (end is None or end <= last)
