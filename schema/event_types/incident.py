"""The table of incidents: launches, shots, crossings, collisions, seizures and ruptures."""

from __future__ import annotations

from sqlmodel import Field

from communique.schema.event_types.detail_key import detail_constraints
from communique.schema.event_types.vocabulary import IncidentType, WeaponClass
from communique.schema.tables.base import Base, enum_type
from communique.schema.vocabulary import Kind


class Incident(Base, table=True):
    """The detail of an incident. Counts and measurements are figures."""

    __table_args__ = detail_constraints(Kind.INCIDENT)

    event_id: str = Field(primary_key=True, description="the event")
    kind: Kind = Field(
        default=Kind.INCIDENT, sa_type=enum_type(Kind, "kind"), description="always `incident`"
    )
    type: IncidentType | None = Field(
        default=None, sa_type=enum_type(IncidentType, "type"), index=True, description="what happened"
    )
    weapon: str | None = Field(default=None, description="the weapon's name, such as `Hwasong-18`")
    weapon_class: WeaponClass | None = Field(
        default=None,
        sa_type=enum_type(WeaponClass, "weapon_class"),
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
