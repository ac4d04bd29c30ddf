"""An event that the record lacks is sketched from what the text says of it."""

import copy

import pytest

from communique.loaders.drafting.draft import draft_entry
from communique.loaders.drafting.profiles import profile_record
from communique.loaders.read import read_dataset
from communique.loaders.reading.document import read_document
from communique.loaders.reading.lexicon import Lexicon
from communique.loaders.reading.recognise import recognise
from fixtures.record import REGISTRY, article, meeting, write_record

KNOWN = meeting("talks-2019-01-05", date="2019-01-05", participants=[{"actor": "JP"}, {"actor": "KR"}])


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    registry = copy.deepcopy(REGISTRY)
    for code in ("JP", "KR", "US"):
        registry["actors"][code]["iso_alpha2"] = code
    home = write_record(tmp_path_factory.mktemp("home"), {"a": article(KNOWN)}, registry=registry)
    return profile_record(read_dataset(home))


def draft_new_events(record, text, title="Ministers meet"):
    document = read_document(text, title=title, published="2024-07-29")
    draft = draft_entry(recognise(document, Lexicon(record.dataset.registry), record.active), record)
    return [event for event in draft.events if not event.is_known]


def list_values(event):
    return {(s.field, s.element or s.value) for s in event.statements}


def test_it_has_day_place_people_roles_and_what_came_of_it(record):
    text = (
        "TOKYO, July 29 (Kyodo) -- The defense ministers of Japan and South Korea, Kihara Minoru and Shin "
        "Won-sik, met on Sunday and held talks.\n\nA memorandum of understanding was signed after the talks."
    )
    meetings = [event for event in draft_new_events(record, text) if event.kind == "meeting"]
    assert list_values(meetings[0]) >= {
        ("date", "2024-07-28"),
        ("place", "tokyo"),
        ("level", "ministerial"),
        ("participants", "JP/host"),
        ("participants", "KR/attendee"),
        ("people", "JP/host/kihara-minoru"),
        ("people", "KR/attendee/shin-won-sik"),
    }
    produced = [s.element for s in meetings[0].statements if s.field == "links"]
    assert any(element.startswith("produced/memorandum-of-understanding-") for element in produced)
    assert not any(statement.is_ticked for event in meetings for statement in event.statements)


def test_without_a_day_of_its_own_it_has_that_of_the_text(record):
    (event, *_) = draft_new_events(
        record, "Japan and South Korea held talks between their ministers in Tokyo."
    )
    (date,) = [s for s in event.statements if s.field == "date"]
    assert (date.value, date.basis) == ("2024-07-29", "relative")


def test_two_days_beside_each_other_are_two_events(record):
    text = (
        "Ships of Japan collided with a boat of South Korea on July 9 and 21, the collisions doing no harm."
    )
    events = draft_new_events(record, text, "Ships collide")
    assert {s.value for e in events for s in e.statements if s.field == "date"} == {
        "2024-07-09",
        "2024-07-21",
    }


def test_talks_with_somebody_else_on_that_day_are_another_event(record):
    text = (
        "Japan and South Korea held talks on July 28 in a hall.\n\n"
        "Japan and the United States held talks on July 28, too."
    )
    events = [event for event in draft_new_events(record, text) if event.kind == "meeting"]
    assert len(events) == 2


def test_a_statement_that_only_the_headline_calls_one_is_sketched(record):
    events = draft_new_events(
        record, "Japan and South Korea held talks on July 28.", "Japan, South Korea issue joint statement"
    )
    (statement,) = [event for event in events if event.kind == "memorandum"]
    assert ("instrument", "joint-statement") in list_values(statement)


def test_only_what_the_lead_tells_of_is_written_out_and_the_rest_is_named(record):
    text = "\n\n".join(
        (
            "TOKYO, July 29 (Kyodo) -- The ministers of Japan and South Korea held talks on Sunday.",
            "They met for an hour, and the two spoke of the weather in the city.",
            "It rained in the evening, as it had for days on end in that summer.",
            "An exercise of the United States and Japan was held on March 3, 2023.",
            "A missile was launched by North Korea on April 4, 2023.",
        )
    )
    document = read_document(text, title="Ministers meet", published="2024-07-29")
    draft = draft_entry(recognise(document, Lexicon(record.dataset.registry), record.active), record)
    assert {event.kind for event in draft.events if not event.is_known} == {"meeting"}
    assert "exercise" in {event.kind for event in draft.sketches}
    (named, *_) = [event.id for event in draft.sketches if event.kind == "exercise"]
    again = draft_entry(draft.reading, record, wanted=[named])
    assert named in {event.id for event in again.events}
