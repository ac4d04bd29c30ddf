"""All tables in one place, so that one import registers the complete schema on one metadata."""

from typing import TYPE_CHECKING

from communique.schema.tables.actor import (
    Actor,
    ActorMembership,
    ActorName,
    Office,
    Person,
    PersonName,
    Tenure,
)
from communique.schema.tables.base import Base, metadata
from communique.schema.tables.claim import Claim, Ruling
from communique.schema.tables.detail import KIND_TABLES, Provision
from communique.schema.tables.dossier import (
    Dossier,
    DossierCitation,
    DossierEvent,
    DossierParagraph,
    DossierSeries,
    DossierTopic,
)
from communique.schema.tables.event import (
    Event,
    EventKind,
    EventLink,
    EventName,
    EventSearch,
    EventTopic,
    Figure,
    Note,
    Redirect,
    Split,
    SplitTarget,
    Withdrawal,
)
from communique.schema.tables.identifier import EventIdentifier, Identifier
from communique.schema.tables.participation import Participation, ParticipationPerson, ParticipationUnit
from communique.schema.tables.place import Place, PlaceName
from communique.schema.tables.release import Change, ChangeSource, EntryFile, Release, ReleasedEvent
from communique.schema.tables.source import Publisher, Source, SourceEvent
from communique.schema.tables.subject import Abbreviation, Coverage, OutsideCount, Series, Topic
from communique.schema.tables.summary import (
    DoubtTally,
    Flight,
    Overdue,
    PairTally,
    PersonOfficeTally,
    PersonTally,
    PromiseTally,
    PublisherTally,
    Response,
    YearTally,
)

__all__ = [
    "Abbreviation",
    "Actor",
    "ActorMembership",
    "ActorName",
    "Base",
    "Change",
    "ChangeSource",
    "Claim",
    "Coverage",
    "Dossier",
    "DossierCitation",
    "DossierEvent",
    "DossierParagraph",
    "DossierSeries",
    "DossierTopic",
    "DoubtTally",
    "EntryFile",
    "Event",
    "EventIdentifier",
    "EventKind",
    "EventLink",
    "EventName",
    "EventSearch",
    "EventTopic",
    "Figure",
    "Flight",
    "Identifier",
    "Note",
    "Office",
    "OutsideCount",
    "Overdue",
    "PairTally",
    "Participation",
    "ParticipationPerson",
    "ParticipationUnit",
    "Person",
    "PersonName",
    "PersonOfficeTally",
    "PersonTally",
    "Place",
    "PlaceName",
    "PromiseTally",
    "Provision",
    "Publisher",
    "PublisherTally",
    "Redirect",
    "Release",
    "ReleasedEvent",
    "Response",
    "Ruling",
    "Series",
    "Source",
    "SourceEvent",
    "Split",
    "SplitTarget",
    "Tenure",
    "Topic",
    "Withdrawal",
    "YearTally",
    "SORTED_TABLES",
    "metadata",
    *KIND_TABLES,
]

globals().update(KIND_TABLES)

if TYPE_CHECKING:
    from communique.schema.derived import *  # noqa: F403  (the tables of the kinds)

SORTED_TABLES = tuple(metadata.sorted_tables)
"""Every table, parents before children: SQLAlchemy sorts them anew each time that it is asked."""
