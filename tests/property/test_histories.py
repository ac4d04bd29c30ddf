"""However a record came about, and in whatever order it is read, the database holds the same."""

import copy
import shutil
from contextlib import suppress
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.database import connect
from communique.errors import RecordError
from communique.loaders.load import rebuild_database, sync_database
from communique.loaders.released_ids import read_released_ids
from fixtures.database import content, wrong_summaries
from fixtures.record import REGISTRY, article, meeting, write_record
from fixtures.released import cut_release

WRITERS = {"one-2024": "a", "two-2024": "b", "three-2024": "c", "four-2024": "d"}
EVENTS = tuple(WRITERS)
DATES = st.sampled_from([None, "2024", "2024-07", "2024-07-28", "2024-07-28", "2024-07-27"])
MOSTLY = st.sampled_from([True] * 9 + [False])


@st.composite
def entries(draw, name, event):
    """What the article of a name says of one event. Mostly only the event's own writer gives a title."""
    fields = {
        "date": draw(DATES),
        "place": draw(st.sampled_from([None, "tokyo", "japan"])),
        "level": draw(st.sampled_from([None, None, None, "summit", "ministerial"])),
        "participants": [
            {"actor": actor, "role": draw(st.sampled_from(["host", "attendee"]))}
            for actor in draw(st.lists(st.sampled_from(["JP", "KR", "US"]), unique=True))
        ],
        "links": [{"follows": draw(st.sampled_from(EVENTS))}] if not draw(MOSTLY) else [],
    }
    fields = {key: value for key, value in fields.items() if value is not None}
    if (WRITERS[event] == name) != draw(MOSTLY):
        fields |= {"title": None, "summary": None}
    return meeting(event, **fields)


@st.composite
def articles_of(draw, name):
    """An article that reports its own event, and often another's."""
    own = next(event for event, writer in WRITERS.items() if writer == name)
    others = draw(
        st.lists(st.sampled_from([event for event in EVENTS if event != own]), max_size=2, unique=True)
    )
    return article(*(draw(entries(name, event)) for event in [own, *others]))


ARTICLES = st.fixed_dictionaries({name: articles_of(name) for name in "abcd"})
RULINGS = st.lists(
    st.sampled_from(
        [
            {"event": event, "field": "date", "value": "2024-07-28", "because": "So it was."}
            for event in EVENTS
        ]
        + [
            {"event": event, "field": "level", "decision": "unresolved", "because": "Open."}
            for event in EVENTS
        ]
    ),
    max_size=6,
    unique_by=lambda ruling: (ruling["event"], ruling["field"]),
)
DECIDED = st.lists(
    st.one_of(
        st.sampled_from([("withdrawals", {"id": event, "because": "Not so."}) for event in EVENTS]),
        st.sampled_from([("restored", {"id": event, "because": "So after all."}) for event in EVENTS]),
        st.permutations(EVENTS).map(
            lambda two: ("redirects", {"id": two[0], "target": two[1], "because": "The same."})
        ),
        st.permutations(EVENTS).map(
            lambda three: ("splits", {"id": three[0], "targets": three[1:3], "because": "Two things."})
        ),
    ),
    max_size=2,
)
"""What became of ids: mostly one decision, which the entries may fit or not."""
PLAIN = {name: article(meeting(event)) for event, name in WRITERS.items()}
"""A record that is right for sure."""
ENDED = st.tuples(
    st.just("end"), st.sampled_from(EVENTS), st.sampled_from(["withdrawals", "redirects", "splits"])
)
RELEASED = st.just(("release", "", None))
LIVES = st.one_of(RELEASED, ENDED, st.tuples(st.just("back"), st.sampled_from(EVENTS), st.booleans()))
"""Edits on the life of an event, which mostly fit."""
EDITS = st.one_of(
    RELEASED,
    DECIDED.map(lambda new: ("decided", "", new)),
    *(articles_of(name).map(lambda new, name=name: ("article", name, new)) for name in "abcd"),
    st.sampled_from([("article", name, None) for name in "abcd"]),
    RULINGS.map(lambda new: ("rulings", "", new)),
    st.booleans().map(lambda new: ("registry", "", new)),
)


def registry(plain):
    changed = copy.deepcopy(REGISTRY)
    if not plain:
        changed["places"]["tokyo"]["name"] = "Tōkyō"
        del changed["topics"]["trilateral-cooperation"]
    return changed


CAREFUL = st.tuples(st.lists(LIVES, max_size=2), RELEASED, ENDED, st.lists(LIVES, max_size=3), RELEASED).map(
    lambda parts: [*parts[0], parts[1], parts[2], *parts[3], parts[4]]
)
HISTORIES = st.tuples(st.just(PLAIN), CAREFUL) | st.tuples(
    ARTICLES, st.lists(LIVES | EDITS, min_size=1, max_size=6)
)
"""How a record begins and what is done to it: careful work on the lives of events around a release, or anything."""

VERSIONS = ["2026.11", *(f"2026.11.{number}" for number in range(1, 20))]


@cache
def engine_of(path):
    """Return the engine of a file, whatever databases lie there in turn: it compiles each statement once."""
    return connect(f"sqlite:///{path}")


def fresh(blank, path):
    """Lay an empty database where perhaps another was."""
    engine = engine_of(path)
    engine.dispose()
    shutil.copy(blank, path)
    return engine


def attempt(folder, engine):
    """Load, and say what the record's errors were, if any."""
    try:
        with engine.begin() as connection:
            sync_database(folder, connection)
    except RecordError as error:
        return [str(finding) for finding in error if finding.severity == "error"]
    return []


def ended(articles, decided, event, how):
    """Take an event out of a record with a word, as a careful curator would.

    What ended earlier and led to the event ends anew as it does; where too few events are left to lead to, it is
    withdrawn.
    """
    left = {}
    for name, one in articles.items():
        events = [
            entry | {"links": [link for link in entry["links"] if event not in link.values()]}
            if "links" in entry
            else entry
            for entry in one["events"]
            if entry["id"] != event
        ]
        if events:
            left[name] = one | {"events": events}
    others = sorted({entry["id"] for one in left.values() for entry in one["events"]})
    said: dict = {"because": "Looked at again."}
    if how == "splits" and len(others) > 1:
        said["targets"] = others[:2]
    elif how == "redirects" and others:
        said["target"] = others[0]
    else:
        how = "withdrawals"
    ending = {event} | {
        word["id"] for _, word in decided if event in (word.get("target"), *word.get("targets", ()))
    }
    kept = [one for one in decided if one[1]["id"] not in ending]
    return left, [*kept, *((how, {"id": key} | said) for key in sorted(ending))]


def refusals(first, rulings, edits, blank, tmp_path):
    """Live through a history one edit at a time, beside a database loaded from nothing after each.

    Yields whether the record was refused.
    """
    articles, plain, decided, versions = dict(first), True, [], iter(VERSIONS)
    shutil.rmtree(tmp_path / "releases", ignore_errors=True)
    lived, spare = fresh(blank, tmp_path / "lived.db"), fresh(blank, tmp_path / "spare.db")
    for what, name, new in [("start", "", None), *edits]:
        if what == "article":
            articles = {key: value for key, value in (articles | {name: new}).items() if value}
        elif what == "rulings":
            rulings = new
        elif what == "registry":
            plain = new
        elif what == "decided":
            decided = new
        elif what == "end":
            articles, decided = ended(articles, decided, name, new)
        elif what == "back":
            articles = articles | {WRITERS[name]: article(meeting(name))}
            word = [("restored", {"id": name, "because": "So after all."})] if new else []
            decided = [one for one in decided if one[1]["id"] != name] + word
        sections = {key: [one for name, one in decided if name == key] for key, _ in decided}
        folder = write_record(tmp_path, articles, {"rulings": rulings} | sections, registry(plain))
        if what == "release":
            with suppress(RecordError):
                cut_release(tmp_path, next(versions), spare)
        before = content(lived)
        young = fresh(blank, tmp_path / "young.db")
        refused, refused_young = attempt(folder, lived), attempt(folder, young)
        # An incremental load reads less and may report fewer errors, but never none where there are some.
        assert bool(refused) == bool(refused_young)
        assert content(lived) == (before if refused else content(young))
        assert wrong_summaries(lived) == []
        young.dispose()
        yield bool(refused)
    lived.dispose()
    spare.dispose()


SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
SOME = 0.1
"""The share of drawn records that must at least be of a kind, so that what holds of them says something."""


def test_however_a_database_came_about_it_is_the_one_that_a_rebuild_makes(blank_database, tmp_path):
    """After any entries, rulings and releases it holds what one from nothing holds, and what it holds refilled."""
    went_on, given_up = [], []

    @settings(max_examples=30, suppress_health_check=SLOW)
    @given(history=HISTORIES, rulings=RULINGS)
    def live_through(history, rulings):
        first, edits = history
        accepted_after_release = 0
        for refused in refusals(first, rulings, edits, blank_database, tmp_path):
            if not refused:
                accepted_after_release += (tmp_path / "releases").is_dir()
                lived = engine_of(tmp_path / "lived.db")
                before = content(lived)
                with lived.begin() as connection:
                    rebuild_database(tmp_path / "entries", connection)
                assert content(lived) == before
                lived.dispose()
        went_on.append(accepted_after_release > 1)
        given_up.append(bool(read_released_ids(tmp_path / "releases").retired))

    live_through()
    # Against a generator whose releases are all refused, or after one of which nothing loads.
    assert sum(went_on) / len(went_on) > SOME
    assert any(given_up), went_on


def test_order_of_files_does_not_matter(blank_database, tmp_path):
    """The same articles under other file names, so read in another order, make the same events."""
    refused = []

    @settings(max_examples=40, suppress_health_check=SLOW)
    @given(articles=ARTICLES, names=st.permutations("abcd"))
    def rename_and_load(articles, names):
        renamed = dict(zip("abcd", names, strict=True))
        outcomes = []
        for naming in ({}, renamed):
            engine = fresh(blank_database, tmp_path / "order.db")
            folder = write_record(tmp_path, {naming.get(key, key): value for key, value in articles.items()})
            errors = attempt(folder, engine)
            found = content(engine)
            outcomes.append(
                (bool(errors), found["event"], found["participation"], found["event_link"], found["figure"])
            )
            engine.dispose()
        assert outcomes[0] == outcomes[1]
        refused.append(outcomes[0][0])

    rename_and_load()
    # Against a generator that makes hardly any record that loads, or hardly any that does not.
    assert SOME < sum(refused) / len(refused) < 1 - SOME
