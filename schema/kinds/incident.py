"""Incidents: something is launched, fired, crossed, rammed, sunk, seized or broken off."""

from __future__ import annotations

from sqlmodel import Field

from communique.schema.base import Base, choice
from communique.schema.kinds.detail import detail_of
from communique.schema.kinds.vocabulary import IncidentType, WeaponClass
from communique.schema.vocabulary import Kind


class Incident(Base, table=True):
    """The detail of an incident. Counts and measurements are figures."""

    __table_args__ = detail_of(Kind.INCIDENT)

    event_id: str = Field(primary_key=True, description="the event")
    kind: Kind = Field(default=Kind.INCIDENT, sa_type=choice(Kind, "kind"), description="always `incident`")
    type: IncidentType | None = Field(
        default=None, sa_type=choice(IncidentType, "type"), index=True, description="what happened"
    )
    weapon: str | None = Field(default=None, description="the weapon's name, such as `Hwasong-18`")
    weapon_class: WeaponClass | None = Field(
        default=None,
        sa_type=choice(WeaponClass, "weapon_class"),
        index=True,
        description="the class of weapon",
    )
    splashdown_id: str | None = Field(
        default=None,
        foreign_key="place.id",
        index=True,
        description="where it came down, a place of the registry",
    )
    overflew_id: str | None = Field(
        default=None,
        foreign_key="actor.id",
        index=True,
        description="the state or territory that it flew over",
    )
