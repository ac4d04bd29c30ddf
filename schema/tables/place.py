"""Tables of places with coordinates, their precision, and their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from communique.schema.tables.base import Base, enum_type, identifier_join, relate, relate_list, slug_check
from communique.schema.vocabulary import PlacePrecision

if TYPE_CHECKING:
    from communique.schema.tables.actor import Actor
    from communique.schema.tables.event import Event
    from communique.schema.tables.identifier import Identifier


class Place(Base, table=True):
    """A site, town, region, country or sea area."""

    __table_args__ = (
        slug_check(),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_range"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_range"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="coordinates_together"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="parent_is_other"),
    )

    id: str = Field(primary_key=True, description="a slug such as `geneva`")
    name: str = Field(description="the name that pages print, in English")
    precision: PlacePrecision = Field(
        sa_type=enum_type(PlacePrecision, "precision"), description="how exact the coordinates are"
    )
    parent_id: str | None = Field(
        default=None, foreign_key="place.id", index=True, description="the larger place it lies in"
    )
    actor_id: str | None = Field(
        default=None,
        foreign_key="actor.id",
        index=True,
        description="the state or territory that administers it; null at sea",
    )
    latitude: float | None = Field(default=None, description="degrees north, WGS 84")
    longitude: float | None = Field(default=None, description="degrees east, WGS 84")
    label_note: str | None = Field(default=None, description="why it is labelled so, where that is disputed")

    parent: Place | None = relate("Place", remote_side="Place.id")
    children: list[Place] = relate_list("Place")
    actor: Actor | None = relate("Actor")
    names: list[PlaceName] = relate_list("PlaceName")
    events: list[Event] = relate_list("Event")
    identifiers: list[Identifier] = relate_list("Identifier", primaryjoin=identifier_join("Place"))


class PlaceName(Base, table=True):
    """Another name of a place, with its language and who uses it."""

    place_id: str = Field(primary_key=True, foreign_key="place.id", description="the place")
    name: str = Field(primary_key=True, index=True, description="the name as written")
    language: str = Field(default="en", description="BCP 47 language tag, with script where it matters")
    authority_id: str | None = Field(
        default=None, foreign_key="actor.id", description="the actor that uses this name officially"
    )

    place: Place = relate("Place")
    authority: Actor | None = relate("Actor")
