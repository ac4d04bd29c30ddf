"""Define what one article says of one event: shared fields, then one model for each kind."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_serializer, model_validator
from pydantic_core import core_schema

from communique.loaders.entry_format.annotated_value import Elements, EntryModel, Paragraphs, Shorthand, Value
from communique.loaders.entry_format.components import (
    FigureValue,
    LinkEntry,
    NameEntry,
    NoteEntry,
    ParticipantEntry,
    ProvisionEntry,
)
from communique.loaders.entry_format.string_types import ActorId, EdtfText, Label, Line, Prose, Slug, Time
from communique.schema.event_types.vocabulary import (
    Domain,
    ExerciseType,
    IncidentType,
    Instrument,
    MeetingFormat,
    MeetingLevel,
    Mission,
    WeaponClass,
)
from communique.schema.tables.measure import Measure
from communique.schema.vocabulary import Closeness, Kind, Modality, Status


class EventFields(EntryModel):
    """The fields that every kind of event has."""

    id: Slug = Field(description="the event's permanent id")
    kind: Kind = Field(description="meeting, memorandum, exercise or incident")
    title: Line | None = Field(
        default=None, description="a headline in our own words; exactly one entry writes it"
    )
    summary: Prose | None = Field(
        default=None, description="what happened, in our own words; written where the title is"
    )
    paragraphs: Paragraphs = Field(
        min_length=1, description="paragraphs of the text as read that report the event, counted from 1"
    )
    modality: Modality = Field(
        default=Modality.STATED, description="how the source puts all of it, unless a value says otherwise"
    )
    attributed_to: ActorId | None = Field(
        default=None, description="whose statement all of it is, unless a value says otherwise"
    )
    closeness: Closeness | None = Field(
        default=None, description="how close the source is to the event; by default from the source's kind"
    )
    status: Value[Status] = Field(default=(), description="whether it happened; occurred by default")
    date: Value[EdtfText] = Field(default=(), description="when, in EDTF, as 2024-07-28 or 2024-06")
    time: Value[Time] = Field(default=(), description="local time of its start with offset, as 07:22+09:00")
    place: Value[Slug] = Field(default=(), description="where, an id of the registry")
    series: Value[Slug] = Field(default=(), description="the series it belongs to, an id of the registry")
    edition: Value[Label] = Field(default=(), description="its number or name in the series, as 24-1")
    participants: tuple[ParticipantEntry, ...] = Field(default=(), description="who took part, as what")
    topics: Elements[Slug] = Field(default=(), description="what it is about, ids of the registry")
    names: tuple[Annotated[NameEntry, Shorthand("name")], ...] = Field(
        default=(), description="other names that the source uses for it"
    )
    figures: dict[Measure, Value[FigureValue]] = Field(
        default_factory=dict, description="numbers, each as one value or as low, best and high"
    )
    links: tuple[LinkEntry, ...] = Field(default=(), description="its relations to other events")
    notes: tuple[NoteEntry, ...] = Field(default=(), description="facts that no other field holds")

    @model_validator(mode="after")
    def _check_title_and_summary(self) -> Self:
        if (self.title is None) != (self.summary is None):
            raise ValueError("title and summary go together; write both here or neither")
        return self

    @model_serializer(mode="wrap")
    def _dump_without_defaults(self, handler: core_schema.SerializerFunctionWrapHandler) -> dict[str, Any]:
        dumped: dict[str, Any] = handler(self)
        return {key: value for key, value in dumped.items() if value not in (None, (), [], {})}


class MeetingEntry(EventFields):
    """A meeting as one article tells it."""

    kind: Literal[Kind.MEETING]
    level: Value[MeetingLevel] = Field(default=(), description="the rank of those who meet")
    format: Value[MeetingFormat] = Field(default=(), description="how they meet")


class MemorandumEntry(EventFields):
    """A memorandum or other instrument as one article tells it; its date is that of signing or issue."""

    kind: Literal[Kind.MEMORANDUM]
    instrument: Value[Instrument] = Field(default=(), description="what sort of text it is")
    binding: Value[bool] = Field(default=(), description="whether it binds in international law")
    in_force: Value[EdtfText] = Field(default=(), description="EDTF interval in which it is in force")
    provisions: tuple[ProvisionEntry, ...] = Field(default=(), description="what it lays down")


class ExerciseEntry(EventFields):
    """An exercise as one article tells it."""

    kind: Literal[Kind.EXERCISE]
    type: Value[ExerciseType] = Field(default=(), description="how it is run")
    domains: Elements[Domain] = Field(default=(), description="the domains in which forces train")
    missions: Elements[Mission] = Field(default=(), description="what is practised")


class IncidentEntry(EventFields):
    """An incident as one article tells it."""

    kind: Literal[Kind.INCIDENT]
    type: Value[IncidentType] = Field(default=(), description="what happened")
    weapon: Value[Line] = Field(default=(), description="the weapon's name, such as Hwasong-18")
    weapon_class: Value[WeaponClass] = Field(
        default=(), description="the class of what was launched or fired"
    )
    splashdown: Value[Slug] = Field(default=(), description="where it came down, a place of the registry")
    overflew: Value[ActorId] = Field(default=(), description="the state or territory it flew over")


EventEntry = Annotated[
    MeetingEntry | MemorandumEntry | ExerciseEntry | IncidentEntry, Field(discriminator="kind")
]
"""What one article says of one event."""
