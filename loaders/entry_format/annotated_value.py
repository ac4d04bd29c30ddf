"""Define how a value is written: short as itself, or long with what the source says about it.

``date: 2018-12`` and ``date: {value: 2018-12, paragraphs: 12, modality: alleged}`` are the same field.
A list of long values records that one source gives several.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Final, Generic, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
)
from pydantic_core import CoreSchema, core_schema
from typing_extensions import TypeAliasType

from communique.errors import did_you_mean
from communique.loaders.entry_format.string_types import ActorId, Prose, Quote, entry_error
from communique.schema.text_parts import (
    NUMBERED_PARTS,
    NUMBERED_PATTERN,
    SINGLE_PARTS,
    Passage,
    is_text_part,
)
from communique.schema.vocabulary import Basis, Closeness, Modality, Word

T = TypeVar("T")


class EntryModel(BaseModel):
    """The base of all entry models: unknown keys are errors, instances never change."""

    # Deferred: building the validators of the whole format takes longer than checking a file with one of them.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, use_attribute_docstrings=False)

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Return itself: Pydantic copies a default that it cannot hash for each instance, thousands in a registry."""
        return self


class EachOnce:
    """An annotation that refuses a list in which an item stands twice."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Look through the list once its items are understood."""
        return core_schema.no_info_after_validator_function(self._check_items, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return a schema that says so to editors."""
        return handler(schema) | {"uniqueItems": True}

    def _check_items(self, items: tuple[Any, ...]) -> tuple[Any, ...]:
        if len(items) > 1 and len(set(items)) < len(items):
            twice = next(item for i, item in enumerate(items) if item in items[:i])
            name = next(iter(dict(twice).values())) if isinstance(twice, EntryModel) else twice
            raise entry_error(f"{name!r} is listed twice", "remove one of the two")
        return items


def _wrap_passage(value: object) -> object:
    return [value] if isinstance(value, int | str) else value


def _check_passage(value: object) -> Passage:
    if (type(value) is int and 1 <= value <= MAX_PARAGRAPHS) or (
        isinstance(value, str) and is_text_part(value)
    ):
        return value
    parts = [*SINGLE_PARTS, *(f"{part}-1" for part in NUMBERED_PARTS)]
    cure = f"write the number of a paragraph, without quotes, or one of {', '.join(parts)}"
    similar = f"number it, as {value}-1" if value in NUMBERED_PARTS else did_you_mean(str(value), parts)
    if isinstance(value, str) and (match := re.fullmatch(r"([0-9]{1,4}) ?[-–,] ?([0-9]{1,4})", value)):
        first, last = int(match[1]), int(match[2])
        numbers = range(first, last + 1) if first < last < first + 10 and "," not in value else (first, last)
        similar = f"write [{', '.join(map(str, numbers))}]"
    given = repr(value) if isinstance(value, str | int | float) and value is not True else "this"
    raise entry_error(f"{given} is no part of a text", similar or cure)


MAX_PARAGRAPHS: Final = 2000

if TYPE_CHECKING:
    TypedPassage = Passage
else:
    # The list is what editors complete; the pattern lets further numbers pass.
    TypedPassage = TypeAliasType(
        "Passage",
        Annotated[int, Field(ge=1, le=MAX_PARAGRAPHS)]
        | Literal[(*map(str, SINGLE_PARTS), *(f"{part}-{n}" for part in NUMBERED_PARTS for n in (1, 2, 3)))]
        | Annotated[str, Field(pattern=NUMBERED_PATTERN)],
    )

Paragraph = Annotated[Passage, PlainValidator(_check_passage, json_schema_input_type=TypedPassage)]

Paragraphs = Annotated[
    tuple[Paragraph, ...],
    EachOnce(),
    BeforeValidator(_wrap_passage, json_schema_input_type=Paragraph | list[Paragraph]),
    PlainSerializer(lambda passages: passages[0] if len(passages) == 1 else list(passages)),
    Field(
        description="paragraphs of the text as read that say so, counted from 1; other parts by their word, as "
        "headline or caption-1; one or a list"
    ),
]


class Provenance(EntryModel):
    """The provenance that any value may carry: where the source says it, and how."""

    paragraphs: Paragraphs = ()
    modality: Modality | None = Field(
        default=None,
        description="how the source puts it: stated (default), attributed, alleged, denied, planned, differs",
    )
    attributed_to: ActorId | None = Field(
        default=None, description="the actor whose statement the source passes on"
    )
    quote: Quote | None = Field(default=None, description="the exact words, at most 25 of them")
    basis: Basis = Field(
        default=Basis.EXPLICIT,
        description="explicit (default), relative (resolved from words such as last month), computed",
    )
    closeness: Closeness | None = Field(
        default=None, description="how close the source is to this; by default as for the event"
    )


class Stated(Provenance, Generic[T]):
    """A value written long."""

    value: T = Field(description="the value")


KEY_OF = "x-key-of"
"""Marks the place in a JSON Schema where the schema of one of a model's keys belongs."""


class Shorthand:
    """An annotation that lets a model be written as the value of its leading key, and dumps it so again."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Wrap a bare value before validation, unwrap a bare one when serialising."""
        return core_schema.no_info_before_validator_function(
            self._expand_value,
            handler(source),
            serialization=core_schema.wrap_serializer_function_ser_schema(self._collapse_value),
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return a schema that allows either the bare value or the full model.

        The model may not have been described yet, so ``json_schema.schema_of`` puts the key's schema in.
        """
        full_schema = handler(schema)
        return {"anyOf": [{KEY_OF: self.key, "allOf": [full_schema]}, full_schema]}

    def _expand_value(self, value: object) -> object:
        return value if isinstance(value, dict) and self.key in value else {self.key: value}

    def _collapse_value(self, value: Any, handler: core_schema.SerializerFunctionWrapHandler) -> Any:
        dumped = handler(value)
        if not isinstance(dumped, dict) or self.key not in dumped:
            return dumped
        return dumped[self.key] if len(dumped) == 1 else {self.key: dumped[self.key], **dumped}


class OneOrMany:
    """An annotation that lets a list of one item be written as that item, and dumps it so again."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Wrap a single value before validation, unwrap a list of one when serialising."""
        return core_schema.no_info_before_validator_function(
            lambda value: value if isinstance(value, list | tuple) else [value],
            handler(source),
            serialization=core_schema.wrap_serializer_function_ser_schema(self._collapse_list),
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return a schema that allows either a single item or the list."""
        list_schema = handler(schema)
        return {"anyOf": [list_schema["items"], list_schema]}

    def _collapse_list(self, value: Any, handler: core_schema.SerializerFunctionWrapHandler) -> Any:
        dumped = handler(value)
        return dumped[0] if len(dumped) == 1 else dumped


if TYPE_CHECKING:
    Value = tuple[Stated[T], ...]
    Elements = tuple[Stated[T], ...]
else:
    # Pydantic's generic models cannot be parametrised through a typing alias, so these spell it out.

    class Value:
        """A single value: short, long, or several long ones where the source gives several."""

        def __class_getitem__(cls, item: Any) -> Any:
            """Return the annotation for values of this type."""
            return Annotated[Elements[item], OneOrMany()]

    class Elements:
        """A set of elements, each short or long."""

        def __class_getitem__(cls, item: Any) -> Any:
            """Return the annotation for elements of this type."""
            return tuple[Annotated[Stated[item], Shorthand("value")], ...]


class Rule(Word):
    """A finding that an entry may accept, with what it says in short."""

    AUTHOR = "author", "attributed, alleged or denied, and it is not said by whom"
    BROKEN_TEXT = "broken-text", "text that looks wrongly decoded, or holds characters nobody can see"
    DISSENT = "dissent", "a source that was read after a ruling disagrees with it"
    HEADLINE = "headline", "the event's title is the article's headline"
    ID_DATE = "id-date", "the event's date is not the one in its id"
    OFFICE = "office", "a person at a summit or among ministers, and the office held then is not known"
    OFFSET = "offset", "a time whose offset the event's place does not have"
    PERSON_ACTOR = "person-actor", "a person who acts for another country than the own"
    PUBLICATION = "publication", "published after it was read"
    QUOTATION_MARKS = "quotation-marks", "a quotation mark inside a quote"
    REPEATED = "repeated", "one participant, person or value listed twice in an entry"
    REUSED = "reused", "a note or provision that another source puts in another way than its writer"
    ROLES = "roles", "roles of one actor that exclude each other"
    SAME_ARTICLE = "same-article", "another entry seems to be of the same article"
    SUMMARY = "summary", "a summary of fewer than 15 or more than 120 words"
    UNSTATED = "unstated", "a ruling for a value that no source states"
    WORDING = (
        "wording",
        "capitals, a full stop or a plan in a title; markup, placeholders; a past told as planned",
    )


Accepted = Annotated[
    dict[Rule, Prose],
    Field(
        default_factory=dict,
        description="findings of `check` that are right as they are, each with the reason",
    ),
]
