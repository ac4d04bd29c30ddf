"""Name the findings that may be right as they are, and let an entry say so with its reason."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from communique.loaders.entry_format.string_types import Prose
from communique.schema.vocabulary import Word


class Rule(Word):
    """A finding that an entry may accept, with what it says in short."""

    AUTHOR = "author", "attributed, alleged or denied, and it is not said by whom"
    BROKEN_TEXT = "broken-text", "text that looks wrongly decoded, or holds characters nobody can see"
    DISSENT = "dissent", "a source that was read after a ruling disagrees with it"
    HEADLINE = "headline", "the event's title is the article's headline"
    ID_DATE = "id-date", "the event's date is not the one in its id"
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


Accepted = Annotated[
    dict[Rule, Prose],
    Field(
        default_factory=dict,
        description="findings of `check` that are right as they are, each with the reason",
    ),
]
