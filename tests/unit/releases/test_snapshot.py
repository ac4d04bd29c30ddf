"""States, changes and stored releases: data that is the same everywhere, files that are not altered unseen."""

import datetime as dt
import json
import shutil

import pytest
from sqlalchemy import Boolean, Column, MetaData, Text, insert, text

from communique.database import connect
from communique.errors import HistoryError, UsageError
from communique.releases import entity_schema
from communique.releases.apply import apply_changes, replay
from communique.releases.database_snapshot import read_snapshot
from communique.releases.diff import diff_snapshots
from communique.releases.manifest import FrozenFile, Manifest, ReleaseVersion, is_version, parse_version
from communique.releases.snapshot import (
    SnapshotChange,
    canonical_json,
    count_entities,
    snapshot_lines,
    snapshot_sha256,
)
from communique.releases.store import (
    CHANGES_FILE,
    MANIFEST_FILE,
    list_releases,
    releases_until,
    write_release,
)
from communique.schema import EventName, metadata, models
from communique.schema.tables.base import introduced_in
from communique.schema.vocabulary import ChangeType, Entity
from fixtures.small_record import populate

ONE = {("event", "talks"): {"kind": "meeting", "title": "Talks", "names": {"Talk": {"language": "en"}}}}
TWO = {
    ("event", "talks"): {"kind": "meeting", "title": "Talks in Tokyo"},
    ("place", "tokyo"): {"name": "東京"},
}


@pytest.fixture
def small(engine):
    populate(engine)
    with engine.connect() as connection:
        return read_snapshot(connection)


def test_every_table_and_column_is_told_or_left_out_with_a_reason():
    """A table that is added later must find its place here, or releases would say nothing of it."""
    tables = {
        *(entity.value for entity in Entity),
        *entity_schema.DETAIL_TABLES,
        *entity_schema.RETIREMENT_TABLES,
        *entity_schema.NON_ENTITY_TABLES,
    }
    assert set(metadata.tables) == tables | {part.table for part in entity_schema.ELEMENT_TABLES}
    columns = {column.name for table in metadata.tables.values() for column in table.columns}
    assert columns >= entity_schema.DERIVED_COLUMNS


def test_a_state_is_plain_json_in_the_words_of_entry_files(small):
    assert json.loads(canonical_json(list(small.values()))) == list(small.values())
    event = small["event", "ministerial-2024-07"]
    assert (event["date"], event["place"], event["level"]) == ("2024-07-28", "tokyo", "ministerial")
    assert event["participants"] == {"JP/host": True, "KR/attendee": True}
    assert event["people"] == {"JP/host/kihara-minoru": {"office": "jp-minister-of-defense"}}
    assert event["sources"]["unity"]["paragraphs"] == [1, 2, 12]
    launch = small["event", "launch-2024-07-01"]
    assert launch["figures"]["objects"] == {"low": 1, "best": 2, "high": 3}
    assert launch["claims"]["date//unity/1"]["value"] == "2024-07-01"
    assert launch["rulings"]["date/"]["value"] == "2024-07-01"
    assert small["event", "ministerial-old"]["redirect"]["target"] == "ministerial-2024-07"
    assert set(small["event", "hoax-2024"]) == {"withdrawal"}


def test_a_state_tells_every_row_once(small, engine):
    rows = {}
    with engine.connect() as connection:
        for part in entity_schema.ELEMENT_TABLES:
            rows[part.table] = len(connection.execute(metadata.tables[part.table].select()).all())
    told = dict.fromkeys(rows, 0)
    for part in entity_schema.ELEMENT_TABLES:
        documents = (document for (entity, _), document in small.items() if entity == part.owner)
        told[part.table] = sum(len(document.get(part.field, ())) for document in documents)
    assert told == rows


def test_both_databases_say_the_same(small, migrated_postgresql_url):
    engine = connect(migrated_postgresql_url)
    populate(engine)
    with engine.connect() as connection:
        found = read_snapshot(connection)
    engine.dispose()
    assert found == small
    assert snapshot_sha256(found) == snapshot_sha256(small)


def test_a_state_does_not_depend_on_the_order_of_rows(small, engine):
    with engine.begin() as connection:
        for name in ("b", "a"):
            connection.execute(
                insert(EventName), {"event_id": "memorandum-2024", "name": name, "language": "en"}
            )
        one = read_snapshot(connection)
    assert list(snapshot_lines(one)) == sorted(
        snapshot_lines(one), key=lambda line: (json.loads(line)["entity"], json.loads(line)["id"])
    )
    assert snapshot_sha256(one) == snapshot_sha256(dict(reversed(one.items())))
    assert snapshot_sha256(one) != snapshot_sha256(small)


def test_a_column_that_is_added_later_changes_no_state(small, engine, monkeypatch):
    """Neither where it is empty nor where every earlier row has its default; what a row says of its own is told."""
    later = MetaData()
    for table in metadata.tables.values():
        table.to_metadata(later)
    later.tables["event"].append_column(Column("mood", Text))
    later.tables["event"].append_column(Column("secret", Boolean, default=False, info=introduced_in("9999")))
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE event ADD COLUMN mood TEXT"))
        connection.execute(text("ALTER TABLE event ADD COLUMN secret BOOLEAN NOT NULL DEFAULT false"))
    monkeypatch.setattr(models, "metadata", later)
    with engine.begin() as connection:
        assert snapshot_sha256(read_snapshot(connection)) == snapshot_sha256(small)
        connection.execute(text("UPDATE event SET secret = true WHERE id = 'launch-2024-07-01'"))
        changed = read_snapshot(connection)
    assert changed["event", "launch-2024-07-01"] == small["event", "launch-2024-07-01"] | {"secret": True}


def test_counts_tell_apart_what_is_there_and_what_went(small):
    found = count_entities(small)
    assert found["event"] + found["gone"] == sum(entity == "event" for entity, _ in small)
    assert found["gone"] > 0


def test_changes_are_read_back_as_they_were_written():
    for change in diff_snapshots(ONE, TWO):
        assert SnapshotChange.from_json_line(change.to_json_line()) == change
    for wrong in ("[]", "{}", "1", '{"entity": "moon"}', "{"):
        with pytest.raises(ValueError):  # noqa: PT011  (any of its kinds: the store says where)
            SnapshotChange.from_json_line(wrong)


def test_folding_gives_what_the_difference_was_taken_of():
    for old, new in ((ONE, TWO), (TWO, ONE), ({}, ONE), (ONE, {}), (ONE, ONE)):
        kept = json.dumps([[*old], list(old.values())])
        assert apply_changes(old, diff_snapshots(old, new)) == new
        assert json.dumps([[*old], list(old.values())]) == kept
    assert diff_snapshots(ONE, ONE) == []


def test_a_change_of_something_else_is_refused():
    changes = diff_snapshots(ONE, TWO)
    for wrong in ({}, TWO, {("event", "talks"): ONE["event", "talks"] | {"title": "Other talks"}}):
        with pytest.raises(HistoryError, match="was not"):
            apply_changes(wrong, changes)


def stored(folder, version, old, new, previous=None):
    manifest = Manifest(
        version=version,
        released=dt.date(2026, 11, 23),
        previous=previous,
        commit=None,
        database_schema="0007",
        entry_format=1,
        state=snapshot_sha256(new),
        counts=count_entities(new),
        files=(FrozenFile("communique.sqlite", 3, "0" * 64),),
    )
    return write_release(folder, manifest, diff_snapshots(old, new), "# Words\n")


@pytest.fixture
def store(tmp_path):
    folder = tmp_path / "releases"
    stored(folder, "2026.11", {}, ONE)
    stored(folder, "2026.11.2", ONE, TWO, "2026.11")
    stored(folder, "2026.11.10", TWO, ONE, "2026.11.2")
    return folder


def test_releases_are_read_oldest_first_and_fold_to_what_they_were(store):
    found = list_releases(store)
    assert [one.version for one in found] == ["2026.11", "2026.11.2", "2026.11.10"]
    assert replay(found) == ONE
    assert replay(releases_until(found, "2026.11.2")) == TWO
    assert found[0].manifest.files[0].bytes == 3
    assert list_releases(store.parent / "nowhere") == []
    (store / "README.md").write_text("About.")
    (store / ".2027.01.new").mkdir()
    assert len(list_releases(store)) == 3


def test_a_release_is_not_written_twice(store):
    before = (store / "2026.11" / CHANGES_FILE).read_bytes()
    with pytest.raises(HistoryError, match="never written twice"):
        stored(store, "2026.11", {}, TWO)
    assert (store / "2026.11" / CHANGES_FILE).read_bytes() == before
    assert not list(store.glob(".*"))


def alter(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


TAMPERED = {
    "a value in a change": (
        CHANGES_FILE,
        lambda file: alter(file, "Talks", "Tricks"),
        "does not make|do not make|was not",
    ),
    "a change left out": (CHANGES_FILE, lambda file: file.write_text(""), "do not make the state"),
    "half a line": (
        CHANGES_FILE,
        lambda file: file.write_text(file.read_text()[:40]),
        "jsonl:1: this is no change",
    ),
    "the seal": (
        MANIFEST_FILE,
        lambda file: alter(file, '"state": "', '"state": "0'),
        "do not make the state",
    ),
    "the number": (
        MANIFEST_FILE,
        lambda file: alter(file, '"2026.11"', '"2026.12"'),
        "it is of release 2026.12",
    ),
    "no manifest": (MANIFEST_FILE, lambda file: file.unlink(), "is missing; restore"),
    "no changes": (CHANGES_FILE, lambda file: file.unlink(), "is missing; restore"),
    "no JSON": (MANIFEST_FILE, lambda file: file.write_text("{"), "this is no manifest"),
    "a list": (MANIFEST_FILE, lambda file: file.write_text("[]"), "this is no manifest"),
    "no text": (CHANGES_FILE, lambda file: file.write_bytes(b"\xff"), "is not UTF-8"),
}


@pytest.mark.parametrize("case", TAMPERED)
def test_tampering_is_seen(store, case):
    name, tamper, words = TAMPERED[case]
    tamper(store / "2026.11" / name)
    with pytest.raises(HistoryError, match=words):
        replay(list_releases(store))


def test_a_missing_release_is_seen(store):
    shutil.rmtree(store / "2026.11.2")
    with pytest.raises(
        HistoryError, match=r"2026\.11\.10 follows 2026\.11\.2, but 2026\.11 stands before it"
    ):
        list_releases(store)
    shutil.rmtree(store / "2026.11.10")
    assert len(list_releases(store)) == 1
    (store / "drafts").mkdir()
    with pytest.raises(HistoryError, match="its name is no release number"):
        list_releases(store)


def test_numbers_of_releases():
    assert (
        parse_version("2026.11")
        < parse_version("2026.11.1")
        < parse_version("2026.11.2")
        < parse_version("2026.11.10")
        < parse_version("2026.12")
    )
    assert parse_version("2026.12") < parse_version("2027.01")
    assert str(parse_version("2026.11.10")) == "2026.11.10"
    assert parse_version("2026.11").next_in_month() == ReleaseVersion(2026, 11, 1)
    for wrong in (
        "",
        "2026",
        "26.11",
        "2026.13",
        "2026.1",
        "2026.11.0",
        "2026.11.01",
        "v2026.11",
        "2026.11 ",
        "٢٠٢٦.11",
    ):
        assert not is_version(wrong)
        with pytest.raises(UsageError, match=r"2026\.11"):
            parse_version(wrong)


def test_types_are_words_of_the_vocabulary():
    assert {change.type for change in diff_snapshots({}, ONE)} == {ChangeType.NEW}
