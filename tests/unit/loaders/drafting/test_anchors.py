"""A value is ticked only where a paragraph reports its event as itself: day, actors, kind, and nothing against it."""

import copy
import datetime as dt

import pytest

from communique.loaders.drafting import draft
from communique.loaders.drafting.anchors import (
    find_anchors,
    has_reported_part,
    is_background,
    is_news,
    list_rivals,
)
from communique.loaders.drafting.evidence import Locator
from communique.loaders.drafting.profiles import profile_record
from communique.loaders.drafting.ranking import RankedEvent
from communique.loaders.drafting.ticking import TickRule, choose_value
from communique.loaders.read import read_dataset
from communique.loaders.reading.document import read_document
from communique.loaders.reading.lexicon import Lexicon
from communique.loaders.reading.recognise import recognise
from fixtures.record import REGISTRY, article, meeting, write_record


def states(*codes):
    return [{"actor": code, **({"people": ["kihara-minoru"]} if code == "JP" else {})} for code in codes]


EVENTS = (
    meeting("trilateral-2024-07-28", date="2024-07-28", level="ministerial", participants=states("JP", "KR", "US")),
    meeting("bilateral-2024-07-28", date="2024-07-28", participants=states("JP", "KR")),
    meeting("with-us-2024-07-28", date="2024-07-28", participants=states("JP", "US")),
    meeting("forum-2024-07", date="2024-07-27/2024-07-29", participants=states("JP", "KR", "US")),
    meeting("talks-2024-07-26", date="2024-07-26", participants=states("JP", "KR", "US"),
        links=[{"part-of": "forum-2024-07"}]),
    *(
        meeting(f"{instrument}-2024-07", kind="memorandum", instrument=instrument, date="2024-07-28",
            participants=[{"actor": code, "role": "signatory"} for code in ("JP", "KR", "US")])
        for instrument in ("memorandum-of-cooperation", "joint-statement")
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    registry = copy.deepcopy(REGISTRY)
    for code, adjective in (("JP", "Japanese"), ("KR", "South Korean"), ("US", "American")):
        registry["actors"][code] |= {"iso_alpha2": code, "adjective": adjective}
    home = write_record(tmp_path_factory.mktemp("home"), {"a": article(*EVENTS)}, registry=registry)
    return profile_record(read_dataset(home))


def read_text(record, *paragraphs):
    document = read_document("\n\n".join(paragraphs), title="A headline", published="2024-07-28")
    registry = record.dataset.registry
    return Locator(recognise(document, Lexicon(registry), record.active), registry)


def list_anchors(record, event, *paragraphs, rivals=()):
    locator = read_text(record, *paragraphs)
    others = [record.events[rival] for rival in rivals]
    return [
        locator.reading.parts[number].label for number in find_anchors(record.events[event], others, locator)
    ]


@pytest.mark.parametrize(
    ("paragraph", "anchors"),
    [
        ("Ministers of Japan, South Korea and the United States met on July 28 in a hall.", ["1"]),
        ("Ministers of Japan, South Korea and the United States met on July 21 in a hall.", []),
        ("Ministers of Japan and South Korea met on July 28 in a hall by the bay.", []),
        ("Japan, South Korea and the United States were hot on July 28, as it was said.", []),
        ("On July 20 they knew that Japan, South Korea and the United States would meet on July 28.", []),
        ("Presidents of Japan, South Korea and the United States met for a summit on July 28.", []),
    ],
    ids=["all of it", "another day", "an actor is missing", "no meeting", "in passing", "another level"],
)
def test_a_paragraph_reports_an_event_by_day_actors_and_kind(record, paragraph, anchors):
    assert list_anchors(record, "trilateral-2024-07-28", paragraph) == anchors


def test_actors_may_stand_in_the_paragraph_before(record):
    lead = "Japan, South Korea and the United States have grown closer in the last few years."
    assert list_anchors(record, "trilateral-2024-07-28", lead, "They met on July 28 in a hall.") == ["2"]


def test_the_paragraph_after_the_lead_goes_on_about_its_day(record):
    lead = "Ministers of Japan, South Korea and the United States met on July 28 in a hall."
    on = "Ministers of Japan, South Korea and the United States agreed at the meeting to meet again."
    assert list_anchors(record, "trilateral-2024-07-28", lead, on) == ["1", "2"]
    assert list_anchors(record, "trilateral-2024-07-28", lead, f"{on[:-1]} on July 30.") == ["1"]
    assert list_anchors(record, "trilateral-2024-07-28", "The weather was fine.", lead, on) == ["2"]


def test_what_is_still_to_come_or_long_past_is_not_ticked(record):
    plan = "Ministers of Japan, South Korea and the United States are to meet on July 28 in a hall."
    assert list_anchors(record, "trilateral-2024-07-28", plan) == []
    event = record.events["trilateral-2024-07-28"]
    days = (dt.date(2024, 7, 20), dt.date(2024, 7, 28), dt.date(2024, 8, 30), dt.date(2024, 10, 30), None)
    assert [is_news(event, day) for day in days] == [False, True, True, False, True]


@pytest.mark.parametrize(
    ("event", "lead", "is_old"),
    [
        ("trilateral-2024-07-28", "Ministers met on July 28.", False),
        ("talks-2024-07-26", "Ministers met on July 28.", True),
        ("talks-2024-07-26", "Ministers met on July 26.", False),
        ("talks-2024-07-26", "The weather was fine.", True),
        ("trilateral-2024-07-28", "The weather was fine.", False),
    ],
    ids=["the day", "a later day", "its own day", "older than yesterday, and no day", "today, and no day"],
)
def test_what_a_text_tells_behind_its_news_is_background(record, event, lead, is_old):
    locator = read_text(record, lead, "It was said that they had met on July 26.")
    assert is_background(record.events[event], locator) is is_old


def test_any_day_of_a_short_event_will_do(record):
    text = "Japan, South Korea and the United States went on with their meeting on July 28 all day."
    assert list_anchors(record, "forum-2024-07", text) == ["1"]


def test_other_people_who_met_speak_against_it(record):
    text = "Shin Won-sik of South Korea met counterparts of Japan and the United States on July 28."
    assert list_anchors(record, "trilateral-2024-07-28", text) == []


def rank(record, event, probability):
    return RankedEvent(record.events[event], 1.0, probability, (), (0,), own_probability=probability)


def list_rival_ids(ranked, others):
    return [event.id for event in list_rivals(ranked, others)]


def test_events_of_its_kind_and_day_are_rivals(record):
    ours, other = rank(record, "trilateral-2024-07-28", 0.95), rank(record, "bilateral-2024-07-28", 0.5)
    assert list_rival_ids(ours, [ours, other]) == ["bilateral-2024-07-28"]
    assert list_rival_ids(ours, [ours, rank(record, "bilateral-2024-07-28", 0.2)]) == []
    assert list_rival_ids(ours, [ours, rank(record, "talks-2024-07-26", 0.9)]) == []


ALL_THREE = "Ministers of Japan, South Korea and the United States met on July 28 in a hall."
TWO = "Ministers of Japan and South Korea met on July 28 in a hall by the bay."


@pytest.mark.parametrize(
    ("event", "rival", "anchors"),
    [
        ("trilateral-2024-07-28", "bilateral-2024-07-28", ["1"]),
        ("bilateral-2024-07-28", "trilateral-2024-07-28", ["2"]),
        ("bilateral-2024-07-28", "with-us-2024-07-28", ["2"]),
        ("trilateral-2024-07-28", "forum-2024-07", []),
    ],
    ids=["a rival of some of its actors", "of more actors", "of others", "of the same"],
)
def test_rivals_are_told_apart_by_their_actors(record, event, rival, anchors):
    """Of two meetings on one day, a paragraph tells of the one whose actors it names."""
    assert list_anchors(record, event, ALL_THREE, TWO, rivals=[rival]) == anchors


@pytest.mark.parametrize(
    ("words", "anchors"),
    [
        ("signed a memorandum of cooperation", ["1"]),
        ("signed a document", []),
        ("signed a memorandum of cooperation and issued a joint statement", []),
    ],
)
def test_rivals_are_told_apart_by_what_they_are(record, words, anchors):
    text = f"Japan, South Korea and the United States {words} on July 28 in a hall."
    rivals = ["joint-statement-2024-07"]
    assert list_anchors(record, "memorandum-of-cooperation-2024-07", text, rivals=rivals) == anchors


def test_where_there_is_a_rival_the_paragraph_itself_names_the_actors(record):
    texts = ("Japan, South Korea and the United States have grown closer in the last few years.", TWO)
    assert list_anchors(record, "trilateral-2024-07-28", *texts) == ["2"]
    assert list_anchors(record, "trilateral-2024-07-28", *texts, rivals=["bilateral-2024-07-28"]) == []


def test_a_part_that_is_reported_makes_the_larger_event_its_frame(record):
    forum = rank(record, "forum-2024-07", 0.95)
    assert has_reported_part(forum, [forum, rank(record, "talks-2024-07-26", 0.2)])
    assert not has_reported_part(forum, [forum, rank(record, "bilateral-2024-07-28", 0.9)])


def test_of_dates_that_the_text_bears_out_the_most_exact_is_chosen(record):
    event = record.events["trilateral-2024-07-28"]
    (statement,) = event.statements["date", ""]
    group = [statement._replace(value=value) for value in ("2024-07", "2024-07", "2024-07-28")]
    assert choose_value("date", group, lambda value: 1.0) == "2024-07-28"
    assert choose_value("date", group, lambda value: float(value == "2024-07")) == "2024-07"


def test_words_of_lists_take_two_entries_and_topics_a_hand(record):
    (statement,) = record.events["trilateral-2024-07-28"].statements["level", ""]
    other = statement._replace(source="another")
    assert not TickRule.of("level").allows([statement], 1)
    assert TickRule.of("level").allows([statement, other], 2)
    assert TickRule.of("topics").strength > 1


def test_a_record_is_learnt_once_for_many_texts(record, monkeypatch):
    learnt = []
    monkeypatch.setattr(draft, "_LATEST", [])
    monkeypatch.setattr(draft, "profile_record", lambda dataset: learnt.append(dataset) or record)
    documents = [read_document(text, title="Talks", published="2024-07-28") for text in (TWO, ALL_THREE, TWO)]
    drafts = [draft.draft_document(document, record.dataset) for document in documents]
    assert (len(learnt), drafts[0].events) == (1, drafts[2].events)
