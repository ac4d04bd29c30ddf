"""An event in which every text field holds syntax of HTML, Markdown and templates."""

from __future__ import annotations

import json

from communique.schema import (
    Actor,
    ActorName,
    Base,
    Event,
    EventName,
    EventTopic,
    Memorandum,
    Note,
    Office,
    Participation,
    ParticipationPerson,
    ParticipationUnit,
    Person,
    PersonName,
    Place,
    PlaceName,
    Provision,
    Publisher,
    Redirect,
    Ruling,
    Series,
    Tenure,
    Topic,
    Withdrawal,
)
from golden.rows import claim, dates, reports, source

HOSTILE = (
    "<script>alert(1)</script> {{ 7*7 }} {% raw %} *stars* _under_ **bold** [x](javascript:alert(1)) | pipe "
    "`code` ~~gone~~ <img src=x onerror=alert(2)> &amp; &lt; \\ ![i](j) <https://a.example> www.b.example "
    "c@d.example {: onclick=x } $x$ ==m== :smile: 🚢 مرحبا [^1] --- end"
)
"""Syntax of HTML, Markdown, its extensions and of templates, with an emoji and right-to-left letters."""

HOSTILE_STARTS = (
    "# h",
    "--- ",
    "- item",
    "1. one",
    "> quote",
    "    code",
    "```",
    "+++",
    "=== x",
    "!!! note",
    "::: x",
)
"""What means something only where a block begins."""


def hostile() -> list[Base]:
    """An event, with all that it refers to, in which every text field holds hostile text."""
    key, origin, starts = "hostile", "hostile-source", HOSTILE_STARTS
    return [
        Actor(id="hostile-actor", kind="non-state", name=HOSTILE, short_name=HOSTILE, label_note=HOSTILE),
        ActorName(actor_id="hostile-actor", name=HOSTILE, language="ar"),
        Person(
            id="hostile-person",
            name=HOSTILE,
            family_name=HOSTILE,
            name_order="given-first",
            native_name=HOSTILE,
            native_language="ar",
            actor_id="hostile-actor",
        ),
        PersonName(person_id="hostile-person", name=HOSTILE),
        Office(id="hostile-office", actor_id="hostile-actor", title=HOSTILE),
        Tenure(person_id="hostile-person", office_id="hostile-office"),
        Place(id="hostile-place", name=HOSTILE, precision="site", label_note=HOSTILE),
        PlaceName(place_id="hostile-place", name=HOSTILE, authority_id="hostile-actor"),
        Series(id="hostile-series", name=HOSTILE, kind="memorandum", description=HOSTILE),
        Topic(id="hostile-topic", name=HOSTILE, description=HOSTILE),
        Publisher(
            id="hostile-publisher",
            name=HOSTILE,
            kind="newspaper",
            actor_id="hostile-actor",
            url="javascript:alert(1)",
        ),
        *source(
            origin,
            "hostile-publisher",
            HOSTILE,
            "2020-01-01",
            agency_id="hostile-publisher",
            url="https://x.example/a(b)c[d]?q=\"'<script>|é&copy;*_",
            archived_url="http://x.example/) onclick=",
        ),
        Event(
            id=key,
            kind="memorandum",
            title=HOSTILE,
            summary=HOSTILE,
            status="alleged",
            place_id="hostile-place",
            series_id="hostile-series",
            edition="*1* | <b>",
            disagreement="settled",
            source_count=1,
            independent_source_count=1,
            **dates("2020-01"),
        ),
        Memorandum(event_id=key, instrument="understanding"),
        Participation(event_id=key, actor_id="hostile-actor", role="issuer"),
        ParticipationPerson(
            event_id=key,
            actor_id="hostile-actor",
            role="issuer",
            person_id="hostile-person",
            office_id="hostile-office",
        ),
        ParticipationUnit(event_id=key, actor_id="hostile-actor", role="issuer", unit=HOSTILE),
        EventTopic(event_id=key, topic_id="hostile-topic"),
        EventName(event_id=key, name=HOSTILE),
        *(Note(event_id=key, id=f"note-{i}", type="context", text=text) for i, text in enumerate(starts)),
        *(
            Provision(event_id=key, id=f"p-{i}", force="reported", topic_id="hostile-topic", text=text)
            for i, text in enumerate((HOSTILE, *starts))
        ),
        *reports(key, [origin]),
        claim(
            key, "date", "2020-01", origin, quote=HOSTILE, attributed_to="hostile-actor", modality="alleged"
        ),
        claim(key, "names", {"name": HOSTILE}, origin, HOSTILE),
        claim(key, "units", HOSTILE, origin, f"hostile-actor/issuer/{HOSTILE}"),
        claim(key, "edition", HOSTILE, origin, standing="overruled", quote=starts[0]),
        claim(key, "notes", {"text": HOSTILE}, origin, "note-0"),
        Ruling(event_id=key, field="edition", decision="settled", value=json.dumps(HOSTILE), because=HOSTILE),
        Redirect(id="hostile-old", target_id=key, because=HOSTILE),
        Withdrawal(id="hostile-gone", because=HOSTILE),
    ]
