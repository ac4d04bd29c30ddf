"""Tables of exercises, in which forces train together or alone."""

from __future__ import annotations

from sqlmodel import Field

from communique.schema.event_types.detail_key import detail_constraints
from communique.schema.event_types.vocabulary import Domain, ExerciseType, Mission
from communique.schema.tables.base import Base, enum_type
from communique.schema.vocabulary import Kind


class Exercise(Base, table=True):
    """The detail of an exercise."""

    __table_args__ = detail_constraints(Kind.EXERCISE)

    event_id: str = Field(primary_key=True, description="the event")
    kind: Kind = Field(
        default=Kind.EXERCISE, sa_type=enum_type(Kind, "kind"), description="always `exercise`"
    )
    type: ExerciseType | None = Field(
        default=None, sa_type=enum_type(ExerciseType, "type"), index=True, description="how it is run"
    )


class ExerciseDomain(Base, table=True):
    """A domain of an exercise."""

    event_id: str = Field(primary_key=True, foreign_key="exercise.event_id", description="the exercise")
    domain: Domain = Field(
        primary_key=True, sa_type=enum_type(Domain, "domain"), index=True, description="the domain"
    )


class ExerciseMission(Base, table=True):
    """A mission practised in an exercise."""

    event_id: str = Field(primary_key=True, foreign_key="exercise.event_id", description="the exercise")
    mission: Mission = Field(
        primary_key=True, sa_type=enum_type(Mission, "mission"), index=True, description="the mission"
    )
