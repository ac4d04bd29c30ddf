"""How the roles of one actor refine each other: host, signatory and the rest say more than attendee."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from communique.loaders.weighing.judge import Judgement
from communique.schema.vocabulary import Role, Standing

Key = tuple[str, str]

GENERAL = {Role.ATTENDEE: tuple(role for role in Role if role is not Role.ATTENDEE)}
"""Each general role and the roles that refine it, the first one met standing for it."""


def general_roles(values: Mapping[Key, Judgement]) -> dict[Key, Judgement]:
    """Mark an actor's general role as coarser where another role of that actor stands."""
    result = dict(values)
    for (field, element), judgement in values.items():
        actor, _, role = element.partition("/")
        if field == "participants" and role in GENERAL and specific(actor, role, values) and judgement.value:
            standings = tuple(
                Standing.COARSER if standing is Standing.AGREES else standing
                for standing in judgement.standings
            )
            result[field, element] = replace(judgement, value=False, standings=standings)
    return result


def specific(actor: str, role: str, values: Mapping[Key, Judgement]) -> str:
    """The role that refines an actor's general role, or nothing."""
    for finer in GENERAL.get(Role(role), ()):
        judgement = values.get(("participants", f"{actor}/{finer}"))
        if judgement and judgement.value:
            return finer
    return ""
