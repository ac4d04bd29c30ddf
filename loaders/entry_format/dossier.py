"""Define a dossier: a question that runs through events of the record, and an introduction that rests on them."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from communique.loaders.entry_format.annotated_value import EachOnce, EntryModel
from communique.loaders.entry_format.date_types import EdtfText
from communique.loaders.entry_format.string_types import Line, Prose, Slug, entry_error

Slugs = Annotated[tuple[Slug, ...], EachOnce()]


class DossierParagraphEntry(EntryModel):
    """A paragraph of the introduction, with the events that state what it says."""

    text: Prose = Field(description="in our own words, and no more than its events state")
    events: Slugs = Field(min_length=1, description="the events that state it")


class DossierEntry(EntryModel):
    """A file of the folder `dossiers`; the dossier is called by the name of its file."""

    format: Literal[1] = Field(alias="schema", description="the version of this format")
    title: Line = Field(description="what it is on, as it stands in a list")
    question: Line = Field(description="the question that its events answer")
    summary: Line | None = Field(default=None, description="one sentence for lists")
    period: EdtfText | None = Field(
        default=None, description="the period from which series and topics count, as 2012/2023"
    )
    series: Slugs = Field(default=(), description="the series whose events belong to it")
    topics: Slugs = Field(default=(), description="the topics whose events belong to it")
    events: Slugs = Field(default=(), description="single events that belong to it")
    introduction: Annotated[tuple[DossierParagraphEntry, ...], EachOnce()] = Field(
        default=(), description="what a reader must know first, each paragraph with its events"
    )

    @model_validator(mode="after")
    def _check_scope(self) -> Self:
        if not (self.series or self.topics or self.events):
            raise entry_error("it takes in nothing", "give events, series or topics")
        return self

    def list_events(self) -> tuple[str, ...]:
        """Return every event that it names, those of its introduction too, each once."""
        cited = (event for paragraph in self.introduction for event in paragraph.events)
        return tuple(dict.fromkeys((*self.events, *cited)))
