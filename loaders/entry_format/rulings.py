"""Define editors' decisions: where sources disagree, what became of ids, and what is no duplicate."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, model_validator

from communique.loaders.entry_format.annotated_value import Accepted, EachOnce, EntryModel
from communique.loaders.entry_format.date_types import Day
from communique.loaders.entry_format.string_types import Line, Prose, Slug, entry_error
from communique.schema.vocabulary import Decision, Grade


class RulingEntry(EntryModel):
    """A decision on one disagreement."""

    event: Slug = Field(description="the event")
    field: Line = Field(description="the field that is ruled on, such as date")
    element: Line | None = Field(
        default=None, description="which element of a set, such as US/alleged-initiator"
    )
    decision: Decision = Field(
        default=Decision.SETTLED,
        description="settled (default) with a value, or unresolved: both sides are shown",
    )
    value: JsonValue = Field(default=None, description="the value that stands, written as in an entry")
    because: Prose = Field(description="the reason, for readers")
    decided: Day | None = Field(default=None, description="the day of the decision")
    grade: Grade | None = Field(
        default=None,
        description="what it is about: substance, figure, rounding, clock (zone or minute) or slip (a mistake); "
        "only substance and figure mark the event as disputed",
    )
    review: Day | None = Field(default=None, description="the day on which to look at it again")
    would_settle: Line | None = Field(
        default=None, description="what would settle it, where it is unresolved"
    )
    accepted: Accepted

    @model_validator(mode="after")
    def _check_value_and_decision(self) -> Self:
        if (self.decision is Decision.SETTLED) != (self.value is not None):
            raise entry_error("a ruling gives a value or says decision: unresolved", "write one of the two")
        if self.review and self.decided and self.review < self.decided:
            raise entry_error("review is before decided", "give a day on which to look at it again, after it")
        return self


class RedirectEntry(EntryModel):
    """An event id that moved."""

    id: Slug = Field(description="the old id")
    target: Slug = Field(description="the event that it now means")
    because: Prose = Field(description="why")
    decided: Day | None = Field(default=None, description="the day of the decision")


class SplitEntry(EntryModel):
    """An event id under which two or more events had been taken for one."""

    id: Slug = Field(description="the old id, which no entry reports any more")
    targets: Annotated[tuple[Slug, ...], EachOnce()] = Field(
        min_length=2, description="the events that it turned out to be"
    )
    because: Prose = Field(description="what tells them apart")
    decided: Day | None = Field(default=None, description="the day of the decision")


class WithdrawalEntry(EntryModel):
    """An event id taken out of the record."""

    id: Slug = Field(description="the withdrawn id")
    because: Prose = Field(description="why")
    decided: Day | None = Field(default=None, description="the day of the decision")


class RestoredEntry(EntryModel):
    """An event id that a release had given up and that means an event again."""

    id: Slug = Field(description="the id")
    because: Prose = Field(description="why it is back")
    decided: Day | None = Field(default=None, description="the day of the decision")


class DistinctEntry(EntryModel):
    """Events that look alike and are not one."""

    events: Annotated[tuple[Slug, ...], EachOnce()] = Field(min_length=2, description="the events")
    because: Prose = Field(description="what tells them apart")


class Rulings(EntryModel):
    """The file `rulings.yaml`."""

    format: Literal[1] = Field(alias="schema", description="the version of this format")
    rulings: tuple[RulingEntry, ...] = Field(default=(), description="decisions on disagreements")
    redirects: tuple[RedirectEntry, ...] = Field(default=(), description="ids that moved")
    withdrawals: tuple[WithdrawalEntry, ...] = Field(default=(), description="ids taken out")
    splits: tuple[SplitEntry, ...] = Field(default=(), description="ids that turned out to be several events")
    restored: tuple[RestoredEntry, ...] = Field(
        default=(), description="ids that a release had given up and that mean an event again"
    )
    distinct: tuple[DistinctEntry, ...] = Field(
        default=(), description="events that look alike and are not one"
    )
