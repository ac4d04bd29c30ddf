"""Whatever was released: a state and its changes make the next state, over random records and over the real one."""

import datetime as dt
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from communique.database import connect
from communique.loaders.load import sync_database
from communique.migrations.commands import upgrade
from communique.releases.apply import apply_changes, replay, replay_release
from communique.releases.database_snapshot import read_snapshot
from communique.releases.diff import diff_snapshots, find_renames, find_vanished_ids
from communique.releases.entity_schema import SET_FIELDS
from communique.releases.manifest import Manifest
from communique.releases.snapshot import SnapshotChange, count_entities, is_live, snapshot_sha256
from communique.releases.store import list_releases, write_release
from communique.schema.vocabulary import ChangeType
from fixtures.record import write_record
from property.test_histories import ARTICLES, DECIDED, RULINGS, SLOW, attempt, fresh, registry

ROOT = Path(__file__).parents[2]

NAMES = st.sampled_from(["one", "two", "three", "four"])
WORDS = st.sampled_from(["2024", "2024-07", "2024-07-28", "2024-08", "tokyo", "planned", "occurred", "東京"])
ELEMENTS = st.sampled_from(
    ["JP/host", "JP/attendee", "part-of/one", "part-of/two", "date//a/1", "date//b/1", "a"]
)
VALUES = st.one_of(st.just(True), st.fixed_dictionaries({"value": WORDS, "standing": st.just("agrees")}))
PLAIN = st.dictionaries(st.sampled_from(["date", "place", "status", "title", "kind"]), WORDS, max_size=4)
WHOLES = st.dictionaries(
    st.sampled_from(["participants", "links", "claims", "sources"]),
    st.dictionaries(ELEMENTS, VALUES, min_size=1, max_size=4),
    max_size=3,
)


@st.composite
def events(draw):
    """An event's document: claims have keys as claims have, and every other set any."""
    document = draw(PLAIN) | draw(WHOLES)
    if "claims" in document:
        claims = {key: value for key, value in document["claims"].items() if key.startswith("date/")}
        document["claims"] = {
            key: {"value": "2024"} if value is True else value for key, value in claims.items()
        }
        if not document["claims"]:
            del document["claims"]
    if "sources" in document:
        document["sources"] = {key: {"paragraphs": [1]} for key in document["sources"]}
    if "links" in document:
        document["links"] = {key: True for key in document["links"] if key.startswith("part-of/")} or {
            "part-of/one": True
        }
    return document | {"title": draw(WORDS)}


GONE = st.one_of(
    NAMES.map(lambda key: {"redirect": {"target": key, "because": "x"}}),
    st.just({"withdrawal": {"because": "x"}}),
    st.lists(NAMES, min_size=2, max_size=2).map(lambda keys: {"split": {"targets": keys, "because": "x"}}),
)
STATES = st.builds(
    lambda happened, others: (
        {("event", key): one for key, one in happened.items()}
        | {("source", key): one for key, one in others.items()}
    ),
    st.dictionaries(NAMES, st.one_of(events(), events(), GONE)),
    st.dictionaries(st.sampled_from("ab"), st.fixed_dictionaries({"published": WORDS, "title": WORDS})),
)


@settings(max_examples=200)
@given(old=STATES, new=STATES)
def test_a_state_and_its_changes_make_the_next(old, new):
    changes = diff_snapshots(old, new, dt.date(2026, 11, 23))
    assert apply_changes(old, changes) == new
    assert apply_changes(old, reversed(changes)) == new
    assert [SnapshotChange.from_json_line(change.to_json_line()) for change in changes] == changes
    assert bool(changes) == (old != new)
    assert len({(*change.key, change.field, change.element) for change in changes}) == len(changes)


@settings(max_examples=100)
@given(old=STATES, new=STATES)
def test_types_of_what_came_and_went(old, new):
    wholes = {change.key: change for change in diff_snapshots(old, new) if change.field is None}
    names = find_renames(old, new)
    for key in old.keys() | new.keys():
        before, after = old.get(key), new.get(key)
        came, went = is_live(after) and not is_live(before), is_live(before) and not is_live(after)
        if key[0] == "event" and came and key[1] not in names.values():
            assert wholes[key].type is ChangeType.NEW
        if went:
            assert wholes[key].old == before
            assert wholes[key].type is not ChangeType.NEW
    assert {("event", key) for key in names} <= {
        key for key, change in wholes.items() if change.type is ChangeType.RENAMED
    }
    assert all(("event", key) not in new for key in find_vanished_ids(old, new))


@settings(max_examples=25)
@given(history=st.lists(STATES, min_size=1, max_size=5))
def test_releases_fold_to_each_of_their_states(history, tmp_path_factory):
    folder, before = tmp_path_factory.mktemp("history"), {}
    for number, now in enumerate(history):
        manifest = Manifest(
            version=f"2026.11.{number}".removesuffix(".0"),
            released=dt.date(2026, 11, 23),
            previous=f"2026.11.{number - 1}".removesuffix(".0") if number else None,
            commit=None,
            database_schema="0007",
            entry_format=1,
            state=snapshot_sha256(now),
            counts=count_entities(now),
        )
        write_release(folder, manifest, diff_snapshots(before, now), "")
        before = now
    stored = list_releases(folder)
    assert [replay(stored[: number + 1]) for number in range(len(history))] == history


@settings(max_examples=15, suppress_health_check=SLOW)
@given(history=st.lists(st.tuples(ARTICLES, RULINGS, DECIDED, st.booleans()), min_size=2, max_size=4))
def test_records_as_curators_might_write_them(history, blank_database, tmp_path):
    """Every two states that a record went through, whichever came first."""
    lived, seen = fresh(blank_database, tmp_path / "lived.db"), [{}]
    for articles, rulings, decided, plain in history:
        sections = {key: [one for name, one in decided if name == key] for key, _ in decided}
        folder = write_record(tmp_path, articles, {"rulings": rulings} | sections, registry(plain))
        if not attempt(folder, lived):
            with lived.connect() as connection:
                seen.append(read_snapshot(connection))
    lived.dispose()
    for old in seen:
        for new in seen:
            assert snapshot_sha256(apply_changes(old, diff_snapshots(old, new))) == snapshot_sha256(new)


def test_the_real_record_follows_from_its_releases(tmp_path):
    """Each release is what its files make, and its changes lead on to the record as it stands."""
    engine = connect(f"sqlite:///{tmp_path / 'real.db'}")
    upgrade(engine)
    with engine.begin() as connection:
        sync_database(ROOT / "entries", connection, ROOT / "releases")
    with engine.connect() as connection:
        now = read_snapshot(connection)
    engine.dispose()
    before: dict = {}
    for release in list_releases(ROOT / "releases"):
        before = replay_release(before, release)
        assert count_entities(before) == release.manifest.counts
        changes = diff_snapshots(before, now, release.manifest.released)
        assert snapshot_sha256(apply_changes(before, changes)) == snapshot_sha256(now)
    assert apply_changes({}, diff_snapshots({}, now)) == now
    assert {
        name for document in now.values() for name, value in document.items() if isinstance(value, dict)
    } <= SET_FIELDS | {
        "redirect",
        "withdrawal",
        "split",
    }
