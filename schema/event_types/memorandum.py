"""Declare memoranda and other instruments that actors issue or agree on."""

from __future__ import annotations

import datetime as dt

from communique.schema.fields import EventField, EventType, Word
from communique.schema.vocabulary import Kind


class Instrument(Word):
    """What sort of text it is. `understanding` is an agreement reported without naming its form."""

    TREATY = "treaty"
    AGREEMENT = "agreement"
    MEMORANDUM_OF_UNDERSTANDING = "memorandum-of-understanding"
    MEMORANDUM_OF_COOPERATION = "memorandum-of-cooperation"
    ARRANGEMENT = "arrangement"
    FRAMEWORK = "framework"
    JOINT_STATEMENT = "joint-statement"
    DECLARATION = "declaration"
    EXCHANGE_OF_NOTES = "exchange-of-notes"
    RESOLUTION = "resolution"
    UNDERSTANDING = "understanding", "understanding (its form is not named)"


class Force(Word):
    """How strongly a provision binds; `reported` where only a paraphrase is known."""

    SHALL = "shall"
    WILL = "will"
    INTENDS = "intends"
    REAFFIRMS = "reaffirms"
    REPORTED = "reported"


_FORMS = (
    "memorandum-of-understanding",
    "memorandum-of-cooperation",
    "arrangement",
    "framework",
    "exchange-of-notes",
)

MEMORANDUM = EventType(
    kind=Kind.MEMORANDUM,
    plural="memoranda",
    colour="#27664a",
    description="The detail of an instrument. The event's date is the day of signing or issue.",
    headline="instrument",
    fields=(
        EventField(
            name="instrument",
            type=Instrument,
            label="Instrument",
            description="what sort of text it is",
            index=True,
            refinements={
                "understanding": (
                    "agreement",
                    "treaty",
                    *_FORMS,
                    "joint-statement",
                    "declaration",
                    "resolution",
                ),
                "agreement": ("treaty", *_FORMS),
            },
        ),
        EventField(
            name="binding",
            type=bool,
            label="Force in law",
            description="whether it binds in international law, where a source says so",
            truth=("Legally binding", "Not legally binding"),
            hint="true or false, only if stated",
        ),
        EventField(
            name="in_force",
            type=dt.date,
            label="In force",
            description="EDTF interval in which it is in force",
            hint="2024-07-28/..",
        ),
        EventField(
            name="expires",
            type=dt.date,
            label="Lapses",
            description="the day on which it lapses unless renewed, in EDTF",
            hint="2029-07-27",
        ),
    ),
    hints=(
        "provisions: [{id, topic, force: shall | will | intends | reaffirms | reported, text, paragraphs}]",
    ),
)
