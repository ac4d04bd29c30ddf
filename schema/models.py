"""Every table at once: importing this registers the whole schema on one metadata."""

from communique.schema.actor import Actor, ActorMembership, ActorName, Office, Person, PersonName, Tenure
from communique.schema.base import Base, metadata
from communique.schema.claim import Claim, Ruling
from communique.schema.event import (
    Event,
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
from communique.schema.kinds.exercise import Exercise, ExerciseDomain, ExerciseMission
from communique.schema.kinds.incident import Incident
from communique.schema.kinds.meeting import Meeting
from communique.schema.kinds.memorandum import Memorandum, Provision
from communique.schema.participation import Participation, ParticipationPerson, ParticipationUnit
from communique.schema.place import Place, PlaceName
from communique.schema.release import Change, ChangeSource, EntryFile, Release, ReleasedEvent
from communique.schema.source import Publisher, Source, SourceEvent
from communique.schema.subject import Series, Topic
from communique.schema.summary import (
    DoubtTally,
    Flight,
    PairTally,
    PersonOfficeTally,
    PersonTally,
    PromiseTally,
    PublisherTally,
    Response,
    YearTally,
)

__all__ = [
    "Actor",
    "ActorMembership",
    "ActorName",
    "Base",
    "Change",
    "ChangeSource",
    "Claim",
    "DoubtTally",
    "EntryFile",
    "Event",
    "EventLink",
    "EventName",
    "EventSearch",
    "EventTopic",
    "Exercise",
    "ExerciseDomain",
    "ExerciseMission",
    "Figure",
    "Flight",
    "Incident",
    "Meeting",
    "Memorandum",
    "Note",
    "Office",
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
    "metadata",
]
