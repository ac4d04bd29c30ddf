"""The view model of the page of open questions, and the questions themselves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from communique.site.pages.components import Link


class QuestionSort(StrEnum):
    """What is asked. Each is a word of ``communique due``, in the order in which it lists them."""

    OUTCOMES = "outcomes"
    WORDING = "wording"
    SUMMARIES = "summaries"
    RULINGS = "rulings"
    SERIES = "series"
    OFFICES = "offices"
    ARCHIVE = "archive"
    READING = "reading"
    ARTICLES = "articles"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that the record leaves open: what it is about, and why it is asked."""

    subject: Link
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """All open questions of a sort, the most pressing first."""

    sort: QuestionSort
    heading: str
    lead: str
    questions: tuple[OpenQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestionsPage:
    """The page of open questions, as of the day on which a source was last read."""

    template: ClassVar[str] = "questions.html"

    path: str
    json_path: str
    as_of: str
    as_of_words: str
    groups: tuple[QuestionGroup, ...]
