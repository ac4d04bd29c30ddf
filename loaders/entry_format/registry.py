"""Define the registry: what entries refer to by id, each noun a mapping from id to its description."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from communique.loaders.entry_format.annotated_value import EachOnce, EntryModel, Shorthand
from communique.loaders.entry_format.date_types import EdtfText
from communique.loaders.entry_format.identifiers import NO_IDENTIFIERS, IdentifierCodes
from communique.loaders.entry_format.string_types import (
    READ_NUMBER,
    ActorId,
    Language,
    Line,
    Slug,
    Url,
    entry_error,
)
from communique.schema.event_types.incident import IncidentType
from communique.schema.vocabulary import (
    ActorKind,
    CountUnit,
    Extent,
    Holders,
    Kind,
    NameOrder,
    PlacePrecision,
    Rhythm,
    SourceKind,
)

Code2 = Annotated[str, Field(strict=True, pattern=r"^[A-Z]{2}$")]
Latitude = Annotated[float, Field(ge=-90, le=90), READ_NUMBER]
Longitude = Annotated[float, Field(ge=-180, le=180), READ_NUMBER]
Code3 = Annotated[str, Field(strict=True, pattern=r"^[A-Z]{3}$")]


class Name(EntryModel):
    """Another name or spelling."""

    name: Line = Field(description="the name as written")
    language: Language = Field(default="en", description="BCP 47 language tag, with script where it matters")


class PlaceNameEntry(Name):
    """Another name of a place."""

    authority: ActorId | None = Field(default=None, description="the actor that uses it officially")


class MembershipEntry(EntryModel):
    """Belonging to a bloc, alliance or organisation."""

    group: ActorId = Field(description="what it belongs to")
    date: EdtfText | None = Field(default=None, description="EDTF interval of membership")


class TenureEntry(EntryModel):
    """Holding an office."""

    office: Slug = Field(description="the office, an id of the registry")
    date: EdtfText | None = Field(default=None, description="EDTF interval, as 2023-09-13/2024-10-01")
    url: Url | None = Field(default=None, description="the page that gives the dates")
    archived_url: Url | None = Field(default=None, description="an archived copy of that page")


Names = Annotated[tuple[Annotated[Name, Shorthand("name")], ...], EachOnce()]


class ActorEntry(EntryModel):
    """A state, territory, bloc, alliance, organisation, ministry, service, unit, company or group."""

    kind: ActorKind = Field(description="what sort of actor it is")
    name: Line = Field(description="the name that pages print")
    short_name: Line | None = Field(default=None, description="a shorter name for tables")
    adjective: Line | None = Field(default=None, description="the English adjective, such as Norwegian")
    iso_alpha2: Code2 | None = Field(default=None, description="ISO 3166-1 alpha-2 code")
    iso_alpha3: Code3 | None = Field(default=None, description="ISO 3166-1 alpha-3 code")
    parent: ActorId | None = Field(default=None, description="the actor it belongs to")
    label_note: Line | None = Field(default=None, description="why it is labelled so, where that is disputed")
    names: Names = Field(default=(), description="other names and spellings")
    identifiers: IdentifierCodes = Field(default=NO_IDENTIFIERS, description="codes by which others know it")
    memberships: Annotated[tuple[Annotated[MembershipEntry, Shorthand("group")], ...], EachOnce()] = Field(
        default=(), description="blocs, alliances and organisations it belongs to"
    )


class OfficeEntry(EntryModel):
    """An office that people hold."""

    actor: ActorId = Field(description="the actor whose office it is")
    title: Line = Field(description="the office's English title")
    rank: int = Field(
        default=50, strict=True, ge=0, le=100, description="order on a page, 0 is the head of state"
    )
    holders: Holders | None = Field(
        default=None, description="how many people hold it at a time; of one, two on a day are an error"
    )


class PersonRecord(EntryModel):
    """A person."""

    name: Line = Field(description="the name that pages print, in the person's own order")
    family_name: Line | None = Field(default=None, description="the family name")
    given_name: Line | None = Field(default=None, description="the given name or names")
    name_order: NameOrder = Field(description="which part comes first")
    native_name: Line | None = Field(default=None, description="the name in its own script")
    native_language: Language | None = Field(default=None, description="language of the native name")
    actor: ActorId | None = Field(default=None, description="the state the person acts for")
    names: Names = Field(default=(), description="other names and spellings")
    identifiers: IdentifierCodes = Field(default=NO_IDENTIFIERS, description="codes by which others know it")
    tenures: Annotated[tuple[Annotated[TenureEntry, Shorthand("office")], ...], EachOnce()] = Field(
        default=(), description="offices held, with dates where a text states them"
    )


class PlaceEntry(EntryModel):
    """A site, town, region, country or sea area."""

    name: Line = Field(description="the name that pages print")
    precision: PlacePrecision = Field(description="how exact the coordinates are")
    parent: Slug | None = Field(default=None, description="the larger place it lies in")
    actor: ActorId | None = Field(default=None, description="who administers it; null at sea")
    latitude: Latitude | None = Field(default=None, description="degrees north, WGS 84")
    longitude: Longitude | None = Field(default=None, description="degrees east, WGS 84")
    label_note: Line | None = Field(default=None, description="why it is labelled so, where that is disputed")
    identifiers: IdentifierCodes = Field(default=NO_IDENTIFIERS, description="codes by which others know it")
    names: Annotated[tuple[Annotated[PlaceNameEntry, Shorthand("name")], ...], EachOnce()] = Field(
        default=(), description="other names, with who uses them"
    )

    @model_validator(mode="after")
    def _check_coordinates(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise entry_error("latitude and longitude go together", "write both or neither")
        return self


class SeriesEntry(EntryModel):
    """A recurring event."""

    name: Line = Field(description="the name that pages print")
    kind: Kind = Field(description="the kind that its events have")
    description: Line | None = Field(default=None, description="one sentence on what recurs")
    rhythm: Rhythm | None = Field(
        default=None, description="how often it has an edition, so that a missing one is noticed"
    )


class TopicEntry(EntryModel):
    """A subject that runs through events."""

    name: Line = Field(description="the name that pages print")
    description: Line | None = Field(default=None, description="one sentence on what belongs under it")


class OutsideCountEntry(EntryModel):
    """How many events somebody else counted."""

    period: EdtfText = Field(description="the period, as 2022")
    counted: int = Field(strict=True, ge=0, description="how many")
    counted_by: Line = Field(description="who counted")
    url: Url | None = Field(default=None, description="where that is told")


class CoverageEntry(EntryModel):
    """How far the record covers a country, a series, a topic or a year."""

    country: ActorId | None = Field(default=None, description="of which country")
    series: Slug | None = Field(default=None, description="of which series")
    topic: Slug | None = Field(default=None, description="of which topic")
    year: int | None = Field(default=None, strict=True, ge=1, le=9999, description="of which year")
    extent: Extent = Field(description="complete, partial or not-read")
    period: EdtfText | None = Field(
        default=None, description="the period that this is said of, as 2024-01/.."
    )
    scope: Line = Field(description="what is covered and what is not, in a sentence or two")
    incident_type: IncidentType | None = Field(default=None, description="which type of incident counts")
    unit: CountUnit = Field(default=CountUnit.EVENT, description="what is counted: event or day")
    outside_counts: Annotated[tuple[OutsideCountEntry, ...], EachOnce()] = Field(
        default=(), description="what others counted, so that the share in the record can be told"
    )

    @model_validator(mode="after")
    def _check_subject(self) -> Self:
        if not any((self.country, self.series, self.topic, self.year)):
            raise entry_error("it does not say of what", "give a country, series, topic or year")
        return self


class PublisherEntry(EntryModel):
    """Someone who publishes texts."""

    name: Line = Field(description="the name that pages print")
    kind: SourceKind = Field(description="what it mostly publishes")
    actor: ActorId | None = Field(default=None, description="the country or body it belongs to")
    url: Url | None = Field(default=None, description="its home page")
    identifiers: IdentifierCodes = Field(default=NO_IDENTIFIERS, description="codes by which others know it")


class AbbreviationEntry(EntryModel):
    """What readers type for something that texts write out."""

    name: Line = Field(description="as it is typed, as ASEAN or 2+2")
    meaning: Line = Field(description="the words that say it in titles and summaries")


class Registry(EntryModel):
    """A file of the folder `registry`; several files may each hold a part of every noun."""

    format: Literal[1] = Field(alias="schema", description="the version of this format")
    actors: dict[ActorId, ActorEntry] = Field(default_factory=dict, description="who acts")
    offices: dict[Slug, OfficeEntry] = Field(default_factory=dict, description="offices that people hold")
    people: dict[Slug, PersonRecord] = Field(default_factory=dict, description="people")
    places: dict[Slug, PlaceEntry] = Field(default_factory=dict, description="places")
    series: dict[Slug, SeriesEntry] = Field(default_factory=dict, description="recurring events")
    topics: dict[Slug, TopicEntry] = Field(default_factory=dict, description="subjects")
    publishers: dict[Slug, PublisherEntry] = Field(default_factory=dict, description="who publishes texts")
    coverage: dict[Slug, CoverageEntry] = Field(
        default_factory=dict, description="how complete the record is"
    )
    abbreviations: dict[Slug, AbbreviationEntry] = Field(
        default_factory=dict, description="what readers type, and what it stands for"
    )
