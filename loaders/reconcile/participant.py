"""Decide which roles of a participant refine others, and find the office that a person held on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from communique.loaders.dataset import RegistryIndex
from communique.loaders.reconcile.value import Judgement, Statement
from communique.schema.dates.parse import Edtf, parse_date
from communique.schema.vocabulary import Holders, Role, Standing

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

    Tenures with dates that cover the event win, the highest office first. A tenure without dates counts where it is
    the only one, and nobody else is known to have held that office then.
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
        return str(min(covering, key=lambda office: registry.offices[office].rank))
    if len(own) != 1 or own[0].date:
        return None
    office = str(own[0].office)
    return None if date and _is_held_by_another(office, person, date, registry) else office


def _is_held_by_another(office: str, person: str, date: Edtf, registry: RegistryIndex) -> bool:
    """Return whether a dated tenure of somebody else fills an office of one holder on a date."""
    if registry.offices[office].holders is not Holders.SINGLE:
        return False
    return any(
        holder != person and span and is_within_tenure(parse_date(span), date)
        for holder, span in registry.list_holders(office)
    )


class HeldOffice(NamedTuple):
    """A person who acts for an actor at an event, with the office held then, and whether a source names it."""

    actor: str
    role: str
    person: str
    office: str | None
    is_stated: bool


def iter_held_offices(
    values: Mapping[Key, Judgement], statements: Mapping[Key, tuple[Statement, ...]], registry: RegistryIndex
) -> Iterator[HeldOffice]:
    """Yield each person of an event with the office that a source names or else the registry knows of."""
    judgement = values.get(("date", ""))
    date = parse_date(judgement.value) if judgement and judgement.value else None
    for (field, element), person_judgement in values.items():
        if field == "people" and person_judgement.value:
            actor, role, person = element.split("/", 2)
            named = (it.value["office"] for it in statements[field, element] if "office" in it.value)
            stated = next(named, None)
            office = stated or find_office_held(person, actor, date, registry)
            yield HeldOffice(actor, role, person, office, stated is not None)


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
