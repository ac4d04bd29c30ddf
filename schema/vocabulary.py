"""The enumerations of the record, each used under one spelling everywhere."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What sort of event it is; each kind has its own detail table."""

    MEETING = "meeting"
    MEMORANDUM = "memorandum"
    EXERCISE = "exercise"
    INCIDENT = "incident"
    VISIT = "visit"


class Status(StrEnum):
    """Whether it happened, as far as the sources go."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    PLANNED = "planned"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    ALLEGED = "alleged"
    DISPUTED = "disputed"


class RecordStatus(StrEnum):
    """The life of the event's id in the record."""

    PUBLISHED = "published"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    """What an actor was to the event. `attendee` is the general word that the others refine."""

    HOST = "host"
    ATTENDEE = "attendee"
    SIGNATORY = "signatory"
    WITNESS = "witness"
    ORGANISER = "organiser"
    OBSERVER = "observer"
    MEDIATOR = "mediator"
    INITIATOR = "initiator"
    ALLEGED_INITIATOR = "alleged-initiator"
    AFFECTED = "affected"
    RESPONDER = "responder"
    ISSUER = "issuer"
    ADDRESSEE = "addressee"


class Relation(StrEnum):
    """How one event stands to another; read from the event that states it to its target."""

    PART_OF = "part-of"
    PRODUCED = "produced"
    ANNOUNCED = "announced"
    AGREED_AT = "agreed-at"
    IMPLEMENTS = "implements"
    FOLLOWS = "follows"
    RESPONDS_TO = "responds-to"
    SUPERSEDES = "supersedes"
    RESCHEDULES = "reschedules"
    RESOLVES = "resolves"


class NoteType(StrEnum):
    """What a note on an event is."""

    OUTCOME = "outcome"
    MILESTONE = "milestone"
    POSITION = "position"
    CONTEXT = "context"


class Modality(StrEnum):
    """How a source puts a claim forward."""

    STATED = "stated"
    ATTRIBUTED = "attributed"
    ALLEGED = "alleged"
    DENIED = "denied"
    PLANNED = "planned"


class Basis(StrEnum):
    """How a value was got from the text: written out, resolved from "last month", or computed."""

    EXPLICIT = "explicit"
    RELATIVE = "relative"
    COMPUTED = "computed"


class Closeness(StrEnum):
    """How close a source is to what it claims."""

    PRIMARY_TEXT = "primary-text"
    DIRECT_REPORT = "direct-report"
    SECOND_HAND = "second-hand"


class Standing(StrEnum):
    """What became of a claim when all claims on one value were reconciled."""

    AGREES = "agrees"
    COARSER = "coarser"
    OVERTAKEN = "overtaken"
    OVERRULED = "overruled"
    UNRESOLVED = "unresolved"


class Decision(StrEnum):
    """What an editor decided about a disagreement."""

    SETTLED = "settled"
    UNRESOLVED = "unresolved"


class Grade(StrEnum):
    """What a ruled disagreement is about. Only the first two make an event one on which sources disagree."""

    SUBSTANCE = "substance"
    FIGURE = "figure"
    ROUNDING = "rounding"
    CLOCK = "clock"
    SLIP = "slip"


MINOR_GRADES = frozenset({Grade.ROUNDING, Grade.CLOCK, Grade.SLIP})
"""Grades of what is no disagreement on what happened: the way a number or an hour is written, or a mistake."""


class Rhythm(StrEnum):
    """How often a series has an edition."""

    QUARTERLY = "quarterly"
    TWICE_YEARLY = "twice-yearly"
    YEARLY = "yearly"
    EVERY_TWO_YEARS = "every-two-years"


class Disagreement(StrEnum):
    """Whether the sources of an event disagree on any value."""

    NONE = "none"
    SETTLED = "settled"
    UNRESOLVED = "unresolved"


class SourceKind(StrEnum):
    """What sort of text a source is."""

    WIRE = "wire"
    NEWSPAPER = "newspaper"
    OFFICIAL_RELEASE = "official-release"
    JOINT_STATEMENT = "joint-statement"
    TREATY_TEXT = "treaty-text"
    BROADCASTER = "broadcaster"
    THINK_TANK = "think-tank"


class ActorKind(StrEnum):
    """What sort of actor it is."""

    STATE = "state"
    TERRITORY = "territory"
    BLOC = "bloc"
    ALLIANCE = "alliance"
    ORGANISATION = "organisation"
    MINISTRY = "ministry"
    SERVICE = "service"
    UNIT = "unit"
    COMPANY = "company"
    NON_STATE = "non-state"


class NameOrder(StrEnum):
    """Which part of a person's name comes first in the person's own usage."""

    FAMILY_FIRST = "family-first"
    GIVEN_FIRST = "given-first"


class PlacePrecision(StrEnum):
    """How exactly a place's coordinates pin it down."""

    SITE = "site"
    LOCALITY = "locality"
    REGION = "region"
    COUNTRY = "country"
    SEA_AREA = "sea-area"


class Entity(StrEnum):
    """What a change is about."""

    EVENT = "event"
    ACTOR = "actor"
    PERSON = "person"
    OFFICE = "office"
    PLACE = "place"
    SERIES = "series"
    TOPIC = "topic"
    PUBLISHER = "publisher"
    SOURCE = "source"


class ChangeType(StrEnum):
    """What a release changed: `corrected` is our error, `developed` is the world moving on."""

    NEW = "new"
    CORRECTED = "corrected"
    DEVELOPED = "developed"
    MERGED = "merged"
    RENAMED = "renamed"
    SPLIT = "split"
    WITHDRAWN = "withdrawn"
