"""Define the nested models of an event: participants, links, figures, provisions and notes."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, GetJsonSchemaHandler, model_serializer, model_validator
from pydantic_core import CoreSchema, core_schema

from communique.loaders.entry_format.annotated_value import EntryModel, Provenance, Shorthand, Stated
from communique.loaders.entry_format.string_types import (
    READ_NUMBER,
    ActorId,
    Language,
    Line,
    Slug,
    entry_error,
)
from communique.schema.event_types.memorandum import Force
from communique.schema.vocabulary import NoteType, Relation, Role


class PersonEntry(Provenance):
    """A person who acts for a participant."""

    person: Slug = Field(description="the person, an id of the registry")
    office: Slug | None = Field(
        default=None, description="the office held then; by default found from the person's tenures"
    )


class ParticipantEntry(Provenance):
    """An actor in a role, with the people and units that act for it."""

    actor: ActorId = Field(description="the actor, such as US or an id of the registry")
    role: Role = Field(
        default=Role.ATTENDEE, description="what the actor was to the event; attendee by default"
    )
    people: tuple[Annotated[PersonEntry, Shorthand("person")], ...] = Field(
        default=(), description="who acted for it, ids of the registry"
    )
    units: tuple[Annotated[Stated[Line], Shorthand("value")], ...] = Field(
        default=(), description="ships, aircraft or forces, named as the source names them"
    )


class NameEntry(Provenance):
    """Another name of the event."""

    name: Line = Field(description="the name as written")
    language: Language = Field(default="en", description="BCP 47 language tag")


Amount = Annotated[float, Field(ge=0), READ_NUMBER]


class Quantity(EntryModel):
    """A number with its uncertainty. At least one of the three."""

    low: Amount | None = Field(default=None, description="at least")
    best: Amount | None = Field(default=None, description="the figure given")
    high: Amount | None = Field(default=None, description="at most")

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        given = [number for number in (self.low, self.best, self.high) if number is not None]
        if not given:
            raise entry_error("a figure without a number", "write a number, or low, best and high")
        if given != sorted(given):
            raise entry_error(
                "low, best and high are out of order", "put the smallest in low and the largest in high"
            )
        return self

    @model_serializer(mode="wrap")
    def _dump_compact(self, handler: core_schema.SerializerFunctionWrapHandler) -> dict[str, Any]:
        dumped: dict[str, Any] = handler(self)
        return {k: int(v) if float(v).is_integer() else v for k, v in dumped.items() if v is not None}


class _QuantityShorthand(Shorthand):
    """A shorthand in which a bare number is the best value; ``{low, high}`` is already the quantity."""

    def _expand_value(self, value: object) -> object:
        return value if isinstance(value, dict) else {"best": value}


FigureValue = Annotated[Quantity, _QuantityShorthand("best")]


class LinkEntry(Provenance):
    """A relation to another event, written ``{produced: naval-agreement-1922}``."""

    relation: Relation
    target: Slug

    @model_validator(mode="before")
    @classmethod
    def _parse_relation_key(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "relation" in value:
            return value
        relations = [key for key in value if key in set(Relation)]
        if len(relations) != 1:
            raise entry_error(
                "a link needs exactly one relation", f"write one of {', '.join(Relation)}: event-id"
            )
        rest = {key: item for key, item in value.items() if key != relations[0]}
        return {"relation": relations[0], "target": value[relations[0]], **rest}

    @model_serializer(mode="wrap")
    def _dump_relation_key(self, handler: core_schema.SerializerFunctionWrapHandler) -> dict[str, Any]:
        dumped: dict[str, Any] = handler(self)
        return {dumped.pop("relation"): dumped.pop("target"), **dumped}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return a schema with one property per relation, of which exactly one is given."""
        full_schema = handler.resolve_ref_schema(handler(schema))
        provenance = {k: v for k, v in full_schema["properties"].items() if k not in {"relation", "target"}}
        target = full_schema["properties"]["target"]
        relations = {
            relation.value: {
                **target,
                "title": relation.value,
                "description": f"the event it {relation.value} to",
            }
            for relation in Relation
        }
        return {
            "type": "object",
            "title": "Link",
            "description": cls.__doc__,
            "properties": {**relations, **provenance},
            "additionalProperties": False,
            "oneOf": [{"required": [relation]} for relation in relations],
        }


class ProvisionEntry(Provenance):
    """One thing that an instrument lays down. Exactly one entry writes its text."""

    id: Slug = Field(description="a short id, unique in the instrument")
    topic: Slug | None = Field(default=None, description="what it is about, an id of the registry")
    force: Force | None = Field(
        default=None, description="how strongly it binds; given where the text is given"
    )
    text: Line | None = Field(default=None, description="one sentence in our own words")

    @model_validator(mode="after")
    def _check_text_and_force(self) -> Self:
        if (self.text is None) != (self.force is None):
            raise entry_error("text and force go together", "write both, or neither to add a source only")
        return self


class NoteEntry(Provenance):
    """A fact that no other field holds. Exactly one entry writes its text."""

    id: Slug = Field(description="a short id, unique in the event")
    type: NoteType | None = Field(default=None, description="what sort of note it is")
    text: Line | None = Field(default=None, description="one sentence in our own words")

    @model_validator(mode="after")
    def _check_text_and_type(self) -> Self:
        if (self.text is None) != (self.type is None):
            raise entry_error("text and type go together", "write both, or neither to add a source only")
        return self
