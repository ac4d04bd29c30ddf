"""Tables of the codes by which others know the record's actors, people, places, publishers and events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from communique.schema.tables.base import Base, enum_type, relate
from communique.schema.vocabulary import Entity, Scheme

if TYPE_CHECKING:
    from communique.schema.tables.event import Event

_DATASET_CHECK = "(scheme = 'dataset') = (dataset <> '')"


class Identifier(Base, table=True):
    """A code by which others know something of the registry."""

    __table_args__ = (CheckConstraint(_DATASET_CHECK, name="dataset_named"),)

    entity: Entity = Field(
        primary_key=True, sa_type=enum_type(Entity, "entity"), description="what the code is of"
    )
    entity_id: str = Field(primary_key=True, description="the id that the record has for it")
    scheme: Scheme = Field(
        primary_key=True, sa_type=enum_type(Scheme, "scheme"), description="in which list the code stands"
    )
    dataset: str = Field(
        primary_key=True, default="", description="of the scheme `dataset`, which data set; else empty"
    )
    value: str = Field(index=True, description="the code, as that list writes it")


class EventIdentifier(Base, table=True):
    """A code by which others know an event, such as the id of its row in another data set."""

    __table_args__ = (CheckConstraint(_DATASET_CHECK, name="dataset_named"),)

    event_id: str = Field(primary_key=True, foreign_key="event.id", description="the event")
    scheme: Scheme = Field(
        primary_key=True, sa_type=enum_type(Scheme, "scheme"), description="in which list the code stands"
    )
    dataset: str = Field(
        primary_key=True, default="", description="of the scheme `dataset`, which data set; else empty"
    )
    value: str = Field(index=True, description="the code, as that list writes it")

    event: Event = relate("Event")
