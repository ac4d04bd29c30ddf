"""Whether a change corrects the record or develops it, which articles caused it, and what became of ids."""

import datetime as dt

import pytest

from communique.releases.apply import apply_changes
from communique.releases.diff import diff_snapshots, find_vanished_ids
from communique.schema.vocabulary import ChangeType, Entity

DAY = dt.date(2026, 11, 23)
BEFORE, AFTER = "2026-11-20", "2026-11-30T09:00:00+09:00"
"""When a new article was published: before or after the day of the earlier state."""


def event(fields=None, claims=None, sources=("a",)):
    """An event's document; claims as ``{"date//a/1": value}``."""
    said = {
        key: {"value": value, "standing": "agrees", "modality": "stated"}
        for key, value in (claims or {}).items()
    }
    reports = {source: {"author_of_text": source == "a", "paragraphs": [1]} for source in sources}
    document = {"kind": "meeting", "title": "Talks", "summary": "They talk.", "sources": reports} | (
        fields or {}
    )
    return document | ({"claims": said} if said else {})


def whole(document, published=None):
    """A state with one event and its articles; ``published`` is the day of article b, which only the later has."""
    found = {
        ("event", "talks"): document,
        ("source", "a"): {"published": "2024-07-28", "accessed": "2026-11-23"},
    }
    found["place", "tokyo"] = {"name": "Tokyo", "parent": "japan"}
    if published:
        found["source", "b"] = {"published": published, "accessed": "2026-11-30"}
    return found


def of_field(old, new, field):
    """The types of the changes of one field, after holding that all changes together make the later state."""
    changes = diff_snapshots(old, new, DAY)
    assert apply_changes(old, changes) == new
    return {change.type.value for change in changes if change.field == field}


A, B = "date//a/1", "date//b/1"
OLD, FINE, OTHER = "2024-07", "2024-07-28", "2024-08"

CASES = {
    "another value from the same article was misread": (
        {"date": OTHER}, {A: OTHER}, {"date": OLD}, {A: OLD}, None, "corrected",
    ),
    "a finer value from the same article was there to be read": (
        {"date": OLD}, {A: OLD}, {"date": FINE}, {A: FINE}, None, "corrected",
    ),
    "a new article refines": ({"date": OLD}, {A: OLD}, {"date": FINE}, {A: OLD, B: FINE}, BEFORE, "developed"),
    "an article of later refines": ({"date": OLD}, {A: OLD}, {"date": FINE}, {A: OLD, B: FINE}, AFTER, "developed"),
    "an article that was there to be found contradicts": (
        {"date": OTHER}, {A: OTHER}, {"date": OLD}, {A: OTHER, B: OLD}, BEFORE, "corrected",
    ),
    "an article of later changes": (
        {"date": OTHER}, {A: OTHER}, {"date": OLD}, {A: OTHER, B: OLD}, AFTER, "developed",
    ),
    "an article of the day itself was there to be found": (
        {"date": OTHER}, {A: OTHER}, {"date": OLD}, {A: OTHER, B: OLD}, "2026-11-23", "corrected",
    ),
    "a value is added": ({}, {}, {"date": OLD}, {A: OLD}, None, "developed"),
    "a value is dropped": ({"date": OLD}, {A: OLD}, {}, {}, None, "corrected"),
    "a value is dropped though an article is new": ({"date": OLD}, {A: OLD}, {}, {}, AFTER, "corrected"),
    "a new article on something else is no excuse": (
        {"date": OTHER}, {A: OTHER}, {"date": OLD}, {A: OLD, "place//b/1": "tokyo"}, AFTER, "corrected",
    ),
    "a finer place": (
        {"place": "japan"}, {"place//a/1": "japan"}, {"place": "tokyo"}, {"place//b/1": "tokyo"}, BEFORE, "developed",
    ),
    "what was planned took place": ({"status": "planned"}, {}, {"status": "occurred"}, {}, None, "developed"),
    "what was going on is over": ({"status": "ongoing"}, {}, {"status": "occurred"}, {}, None, "developed"),
    "what took place was only planned": ({"status": "occurred"}, {}, {"status": "planned"}, {}, None, "corrected"),
    "a new article says alleged": ({"status": "occurred"}, {}, {"status": "alleged"}, {}, AFTER, "developed"),
    "an outcome is sought again": (
        {"outcome_sought": "2026-11-20"}, {}, {"outcome_sought": "2026-11-30"}, {}, None, "developed",
    ),
    "an outcome sought in vain is told": ({"outcome_sought": "2026-11-20"}, {}, {}, {}, None, "developed"),
    "our own words without a new article": ({"title": "Talk"}, {}, {"title": "Talks"}, {}, None, "corrected"),
    "our own words with a new article": ({"title": "Talk"}, {}, {"title": "Talks"}, {}, BEFORE, "developed"),
    "an article reports it, too": ({}, {}, {}, {}, BEFORE, None),
    "a participant is added": ({}, {}, {"participants": {"JP/host": True}}, {}, None, "developed"),
    "a participant is dropped": ({"participants": {"JP/host": True}}, {}, {}, {}, None, "corrected"),
    "a figure grows by a report of later": (
        {"figures": {"killed": {"best": 2}}}, {"figures/killed/a/1": {"best": 2}},
        {"figures": {"killed": {"best": 4}}}, {"figures/killed/b/1": {"best": 4}}, AFTER, "developed",
    ),
    "a note is written anew": (
        {"notes": {"x": {"text": "Old."}}}, {}, {"notes": {"x": {"text": "New."}}}, {}, None, "corrected",
    ),
    "a ruling is reconsidered": (
        {"rulings": {"date/": {"value": OLD}}}, {}, {"rulings": {"date/": {"value": OTHER}}}, {}, None, "corrected",
    ),
    "a ruling is reconsidered over a report of later": (
        {"rulings": {"date/": {"value": OLD}}}, {}, {"rulings": {"date/": {"value": OTHER}}}, {B: OTHER}, AFTER,
        "developed",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_types_of_an_events_values(case):
    was, said, now, says, published, expected = CASES[case]
    old = whole(event(was, said))
    new = whole(event(now, says, ("a", "b") if published else ("a",)), published)
    field = next(iter({**was, **now}), "sources")
    assert of_field(old, new, field) == {expected or "developed"}


def test_a_role_that_a_new_article_makes_finer_is_no_mistake():
    old = whole(event({"participants": {"JP/attendee": True}}, {"participants/JP/attendee/a/1": {}}))
    says = {"participants/JP/attendee/a/1": {}, "participants/JP/host/b/1": {}}
    new = whole(event({"participants": {"JP/host": True}}, says, ("a", "b")), BEFORE)
    assert of_field(old, new, "participants") == {"developed"}
    alone = whole(event({"participants": {"JP/host": True}}, {"participants/JP/host/a/1": {}}))
    assert of_field(old, alone, "participants") == {"corrected", "developed"}


def test_what_became_of_a_claim_by_a_new_article_is_no_misreading():
    old = whole(event({"date": OLD}, {A: OLD}))
    new = whole(event({"date": FINE}, {A: OLD, B: FINE}, ("a", "b")), BEFORE)
    new["event", "talks"]["claims"][A]["standing"] = "coarser"
    assert of_field(old, new, "claims") == {"developed"}
    new["event", "talks"]["claims"][A]["paragraphs"] = [2]
    assert of_field(old, new, "claims") == {"corrected", "developed"}


def test_causes_are_the_articles_that_say_otherwise_and_support_it():
    old = whole(event({"date": OLD}, {A: OLD, "date//c/1": OLD}, ("a", "c")))
    new = whole(event({"date": FINE}, {A: OLD, "date//c/1": FINE, B: FINE}, ("a", "b", "c")), BEFORE)
    new["event", "talks"]["claims"][A]["standing"] = "coarser"
    (change,) = [change for change in diff_snapshots(old, new, DAY) if change.field == "date"]
    assert change.sources == ("b", "c")
    (gone,) = [change for change in diff_snapshots(new, whole(event()), DAY) if change.field == "date"]
    assert gone.sources == ("a", "b", "c")


REGISTRY_CASES = {
    "a tenure ends": ({"date": "2024-10-01/.."}, {"date": "2024-10-01/2025-10-21"}, "developed"),
    "a tenure is dated": ({"number": 1}, {"number": 1, "date": "2024"}, "developed"),
    "a tenure was dated wrongly": ({"date": "2023"}, {"date": "2024"}, "corrected"),
    "a name": ("Tokio", "Tokyo", "corrected"),
    "a name is added": (None, "Tokyo", "developed"),
    "a name is dropped": ("Tokyo", None, "corrected"),
}


@pytest.mark.parametrize("case", REGISTRY_CASES)
def test_types_of_the_registrys_values(case):
    was, now, expected = REGISTRY_CASES[case]
    old, new = ({("person", "x"): {"name": "X"} | ({"y": one} if one else {})} for one in (was, now))
    (change,) = diff_snapshots(old, new)
    assert (change.type, change.field) == (expected, "y")
    assert apply_changes(old, [change]) == new


def test_without_a_day_the_earlier_state_is_as_old_as_its_last_reading():
    old = whole(event({"date": OTHER}, {A: OTHER}))
    new = whole(event({"date": OLD}, {A: OTHER, B: OLD}, ("a", "b")), AFTER)
    types = {change.type for change in diff_snapshots(old, new) if change.field == "date"}
    assert types == {ChangeType.DEVELOPED}


def lives(**events):
    return {("event", key): document for key, document in events.items()}


REDIRECT = {"redirect": {"target": "talks", "because": "One meeting."}}
WITHDRAWAL = {"withdrawal": {"because": "It never happened."}}
SPLIT = {"split": {"targets": ["one", "two"], "because": "Two meetings."}}


def told(old, new):
    changes = diff_snapshots(old, new)
    assert apply_changes(old, changes) == new
    return [(change.id, change.type.value, change.field, change.target) for change in changes]


def test_an_event_that_was_merged():
    old, new = lives(other=event(), talks=event()), lives(other=REDIRECT, talks=event())
    assert told(old, new) == [("other", "merged", None, "talks")]


def test_an_event_that_was_renamed_is_compared_with_itself():
    old, new = lives(other=event({"date": OLD})), lives(other=REDIRECT, talks=event({"date": OTHER}))
    assert told(old, new) == [("other", "renamed", None, "talks"), ("talks", "corrected", "date", None)]


def test_of_two_that_became_one_the_nearer_is_the_renamed():
    old = lives(first=event({"date": OTHER, "title": "Else"}), second=event({"date": OLD}))
    new = lives(first=REDIRECT, second=REDIRECT, talks=event({"date": OLD}))
    assert told(old, new) == [("first", "merged", None, "talks"), ("second", "renamed", None, "talks")]


def test_a_redirect_whose_target_goes_on():
    old = lives(oldest={"redirect": {"target": "older", "because": "x"}}, older=event())
    moved = {"redirect": {"target": "talks", "because": "x"}}
    new = lives(oldest=moved, older=REDIRECT, talks=event())
    assert told(old, new) == [("older", "renamed", None, "talks"), ("oldest", "renamed", "redirect", "talks")]


def test_an_event_that_was_split():
    old, new = lives(talks=event()), lives(talks=SPLIT, one=event(), two=event())
    assert told(old, new) == [
        ("one", "new", None, "talks"),
        ("talks", "split", None, None),
        ("two", "new", None, "talks"),
    ]


def test_an_event_that_was_withdrawn_and_one_that_came_back():
    assert told(lives(talks=event()), lives(talks=WITHDRAWAL)) == [("talks", "withdrawn", None, None)]
    back = lives(talks=WITHDRAWAL), lives(talks=event())
    assert told(*back) == [("talks", "new", None, None)]
    assert told(lives(talks=WITHDRAWAL), lives(talks=SPLIT)) == [("talks", "split", None, None)]


def test_vanishing_is_seen_of_events_and_of_ids_that_went():
    old = lives(talks=event(), other=WITHDRAWAL)
    assert find_vanished_ids(old, {}) == ["other", "talks"]
    assert told(old, {}) == [("other", "withdrawn", None, None), ("talks", "withdrawn", None, None)]


def test_links_that_follow_a_new_id_are_no_mistake():
    link = {"links": {"part-of/other": True}}
    old = lives(summit=event(link), other=event())
    new = lives(summit=event({"links": {"part-of/talks": True}}), other=REDIRECT, talks=event())
    types = {change.type for change in diff_snapshots(old, new) if change.field == "links"}
    assert types == {ChangeType.DEVELOPED}
    gone = lives(summit=event(), other=WITHDRAWAL)
    assert {change.type for change in diff_snapshots(old, gone) if change.field == "links"} == {
        ChangeType.CORRECTED
    }


def test_changes_come_in_an_order_that_depends_on_nothing_else():
    old, new = whole(event({"date": OLD})), whole(event({"place": "tokyo"}, sources=("a", "b")), BEFORE)
    shuffled = dict(reversed(new.items()))
    shuffled["event", "talks"] = dict(reversed(new["event", "talks"].items()))
    changes = diff_snapshots(old, new, DAY)
    assert changes == diff_snapshots(dict(reversed(old.items())), shuffled, DAY)
    order = [list(Entity).index(change.entity) for change in changes]
    assert order == sorted(order)


def of_other_kind(new_source):
    """The changes of an incident that turns out to be a visit, as the same article has it or a new one."""
    source = "b" if new_source else "a"
    old = event({"kind": "incident", "participants": {"US/actor": True}}, {"participants/US/actor/a/1": True})
    values = {"kind": "visit", "participants": {"US/visitor": True}, "purpose": "port-call"}
    claims = {f"participants/US/visitor/{source}/1": True, f"purpose//{source}/1": "port-call"}
    new = event(values, claims, ("a", "b") if new_source else ("a",))
    before, after = whole(old), whole(new, AFTER if new_source else None)
    changes = diff_snapshots(before, after, DAY)
    assert apply_changes(before, changes) == after
    assert apply_changes(before, reversed(changes)) == after
    return {
        (change.field, change.element): change.type.value for change in changes if change.field != "sources"
    }


def test_another_kind_corrects_the_event_and_all_that_follows_from_it():
    found = of_other_kind(new_source=False)
    assert found["kind", None] == "corrected"
    assert {"purpose", "participants", "claims"} <= {field for field, _ in found}
    assert set(found.values()) == {"corrected"}


def test_what_a_new_article_adds_to_an_event_of_another_kind_develops_it():
    found = of_other_kind(new_source=True)
    assert found["kind", None] == "corrected"
    assert found["purpose", None] == found["participants", "US/visitor"] == "developed"


def test_a_text_that_is_no_date_refines_nothing():
    """As in a database file that somebody else wrote."""
    old, new = (
        whole(event({"date": "tokyo"}, {A: OLD})),
        whole(event({"date": OLD}, {A: OLD, B: OLD}), BEFORE),
    )
    assert of_field(old, new, "date") == {"corrected"}
    assert of_field(new, old, "date") == {"corrected"}
