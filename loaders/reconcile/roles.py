"""Decide which roles of an actor refine others: host or signatory says more than attendee."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from communique.loaders.reconcile.statement import Judgement
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
