"""Tables of who took part in which event, in which role, with which people and units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field

from communique.schema.tables.base import Base, enum_type, relate, relate_list
from communique.schema.vocabulary import Role

if TYPE_CHECKING:
    from communique.schema.tables.actor import Actor, Office, Person
    from communique.schema.tables.event import Event


def participation_key() -> ForeignKeyConstraint:
    """Return the foreign key by which people and units refer to their participation."""
    columns = ["event_id", "actor_id", "role"]
    return ForeignKeyConstraint(columns, [f"participation.{column}" for column in columns])


class Participation(Base, table=True):
    """An actor in a role at an event."""

    event_id: str = Field(primary_key=True, foreign_key="event.id", description="the event")
    actor_id: str = Field(primary_key=True, foreign_key="actor.id", index=True, description="the actor")
    role: Role = Field(
        primary_key=True, sa_type=enum_type(Role, "role"), description="what the actor was to the event"
    )

    event: Event = relate("Event")
    actor: Actor = relate("Actor")
    people: list[ParticipationPerson] = relate_list("ParticipationPerson")
    units: list[ParticipationUnit] = relate_list("ParticipationUnit")


class ParticipationPerson(Base, table=True):
    """A person who acted for an actor at an event, in the office held then."""

    __table_args__ = (participation_key(),)

    event_id: str = Field(primary_key=True, description="the event")
    actor_id: str = Field(primary_key=True, description="the actor")
    role: Role = Field(primary_key=True, sa_type=enum_type(Role, "role"), description="the actor's role")
    person_id: str = Field(primary_key=True, foreign_key="person.id", index=True, description="the person")
    office_id: str | None = Field(
        default=None,
        foreign_key="office.id",
        index=True,
        description="the office held on that day, where it is known",
    )

    participation: Participation = relate("Participation")
    person: Person = relate("Person")
    office: Office | None = relate("Office")


class ParticipationUnit(Base, table=True):
    """A ship, aircraft, force or delegation of the actor, named as the sources name it."""

    __table_args__ = (participation_key(),)

    event_id: str = Field(primary_key=True, description="the event")
    actor_id: str = Field(primary_key=True, description="the actor")
    role: Role = Field(primary_key=True, sa_type=enum_type(Role, "role"), description="the actor's role")
    unit: str = Field(primary_key=True, description="the unit, such as `navy destroyer`")

    participation: Participation = relate("Participation")
