"""Define what one article says of one event: shared fields, and a model made from each kind's declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias, Union

from pydantic import BeforeValidator, Field, StrictBool, create_model, model_serializer, model_validator
from pydantic_core import core_schema

from communique.loaders.entry_format.annotated_value import (
    Accepted,
    Elements,
    EntryModel,
    Paragraphs,
    Shorthand,
    Value,
)
from communique.loaders.entry_format.components import (
    FigureValue,
    LinkEntry,
    NameEntry,
    NoteEntry,
    ParticipantEntry,
    ProvisionEntry,
)
from communique.loaders.entry_format.date_types import Day, EdtfText, Time, year_to_text
from communique.loaders.entry_format.identifiers import NO_IDENTIFIERS, IdentifierCodes
from communique.loaders.entry_format.string_types import ActorId, Label, Line, Prose, Slug, entry_error
from communique.schema.dates.parse import is_valid_date
from communique.schema.event_types import EVENT_TYPES
from communique.schema.fields import EventField, EventType
from communique.schema.tables.measure import Measure
from communique.schema.vocabulary import Closeness, Entity, Kind, Modality, Status


def _join_alternatives(value: object) -> object:
    """Return a list of bare dates as one value, a set of which one date is meant; anything else unchanged."""
    is_set = isinstance(value, list) and is_valid_date(str(year_to_text(value)))
    return [{"value": value}] if is_set else value


if TYPE_CHECKING:
    DateValue = Value[EdtfText]
else:
    DateValue = Annotated[Value[EdtfText], BeforeValidator(_join_alternatives)]


class EventFields(EntryModel):
    """The fields that every kind of event has."""

    id: Slug = Field(description="the event's permanent id")
    kind: Kind = Field(description=f"one of {', '.join(Kind)}")
    title: Line | None = Field(
        default=None, description="a headline in our own words; exactly one entry writes it"
    )
    summary: Prose | None = Field(
        default=None, description="what happened, in our own words; written where the title is"
    )
    outcome_sought: Day | None = Field(
        default=None,
        description="the last day on which you looked for what became of it and found no source; where the title is",
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
    date: DateValue = Field(default=(), description="when, in EDTF, as 2024-07-28 or 2024-06")
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
    identifiers: IdentifierCodes = Field(default=NO_IDENTIFIERS, description="codes by which others know it")
    links: tuple[LinkEntry, ...] = Field(default=(), description="its relations to other events")
    notes: tuple[NoteEntry, ...] = Field(default=(), description="facts that no other field holds")
    accepted: Accepted

    @model_validator(mode="after")
    def _check_title_and_summary(self) -> Self:
        if (self.title is None) != (self.summary is None):
            raise ValueError("title and summary go together; write both here or neither")
        if self.outcome_sought and self.title is None:
            raise entry_error(
                "outcome_sought stands where the title is", "move it to the entry with the title"
            )
        return self

    @model_serializer(mode="wrap")
    def _dump_without_defaults(self, handler: core_schema.SerializerFunctionWrapHandler) -> dict[str, Any]:
        dumped: dict[str, Any] = handler(self)
        return {key: value for key, value in dumped.items() if value not in (None, (), [], {})}


class InstrumentFields(EventFields):
    """The fields of a memorandum that its declaration does not list."""

    provisions: tuple[ProvisionEntry, ...] = Field(default=(), description="what it lays down")


_BASES: dict[Kind, type[EventFields]] = {Kind.MEMORANDUM: InstrumentFields}
"""The base class of the entries of a kind with fields that are written out."""


def _create_entry_model(event_type: EventType) -> type[EventFields]:
    """Return the model of what one article tells of an event of a kind."""
    kind = event_type.kind
    article = "An" if kind.startswith(tuple("aeiou")) else "A"
    fields: dict[str, Any] = {"kind": (Literal[kind], ...)} | {
        field.name: (_annotate_field(field), Field(default=(), description=field.description))
        for field in event_type.fields
    }
    return create_model(
        f"{kind.capitalize()}Entry",
        __base__=_BASES.get(kind, EventFields),
        __module__=__name__,
        __doc__=f"{article} {kind} as one article tells it.",
        **fields,
    )


def _annotate_field(field: EventField) -> Any:
    """Return the annotation of a field: one value or a set, of the type that an entry writes."""
    if field.is_date:
        return DateValue
    item: Any = {Entity.ACTOR: ActorId, str: Line, bool: StrictBool}.get(field.type, field.type)
    item = Slug if isinstance(item, Entity) else item
    return Elements[item] if field.is_set else Value[item]


ENTRY_MODELS: dict[Kind, type[EventFields]] = {
    kind: _create_entry_model(event_type) for kind, event_type in EVENT_TYPES.items()
}
"""The model of the entries of each kind."""

globals().update((model.__name__, model) for model in ENTRY_MODELS.values())  # where pickle looks for them

if TYPE_CHECKING:
    EventEntry: TypeAlias = EventFields
else:
    EventEntry = Annotated[Union[tuple(ENTRY_MODELS.values())], Field(discriminator="kind")]  # noqa: UP007
    """What one article says of one event."""
