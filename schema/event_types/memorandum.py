"""Declare memoranda and other instruments that actors issue or agree on."""

from __future__ import annotations

import datetime as dt

from communique.schema.fields import EventField, EventType
from communique.schema.vocabulary import Kind, Word


class Instrument(Word):
    """What sort of text it is. `understanding` is an agreement reported without naming its form."""

    TREATY = "treaty", "it binds in international law and calls itself a treaty"
    AGREEMENT = "agreement", "it calls itself an agreement"
    MEMORANDUM_OF_UNDERSTANDING = (
        "memorandum-of-understanding",
        "it calls itself a memorandum of understanding",
    )
    MEMORANDUM_OF_COOPERATION = "memorandum-of-cooperation", "it calls itself a memorandum of cooperation"
    ARRANGEMENT = "arrangement", "it calls itself an arrangement"
    FRAMEWORK = "framework", "it calls itself a framework"
    JOINT_STATEMENT = "joint-statement", "a statement put out together"
    DECLARATION = "declaration", "it calls itself a declaration"
    EXCHANGE_OF_NOTES = "exchange-of-notes", "notes or letters that two sides exchange"
    RESOLUTION = "resolution", "a decision of a body such as the Security Council"
    UNDERSTANDING = (
        "understanding",
        "an agreement is reported, and its form is not named",
        "understanding (its form is not named)",
    )


class Force(Word):
    """How strongly a provision binds; `reported` where only a paraphrase is known."""

    SHALL = "shall", "it binds"
    WILL = "will", "it promises"
    INTENDS = "intends", "it says what the parties mean to do"
    REAFFIRMS = "reaffirms", "it repeats what held already"
    REPORTED = "reported", "only a paraphrase is known"


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
            rule="by what the text calls itself; a report that does not name the form is `understanding`",
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
            rule="only where a source says so; never concluded from the form",
            truth=("Legally binding", "Not legally binding"),
            hint="true or false, only if stated",
        ),
        EventField(
            name="in_force",
            type=dt.date,
            label="In force",
            description="the span in which it is in force, in EDTF, as `2024-07-28/..`; a text, not yes or no",
            rule="from the day on which the source says it took effect; an end that is not known stays open",
            hint="2024-07-28/..",
        ),
        EventField(
            name="expires",
            type=dt.date,
            label="Lapses",
            description="the day on which it lapses unless renewed, in EDTF",
            rule="only where a source gives the day or the length of its life",
            hint="2029-07-27",
        ),
    ),
    hints=(
        "provisions: [{id, topic, force: shall | will | intends | reaffirms | reported, text, paragraphs}]",
    ),
)
