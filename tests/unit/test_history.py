"""States, changes and stored releases: data that is the same everywhere, files that are not altered unseen."""

import datetime as dt
import json
import shutil

import pytest
from sqlalchemy import insert

from communique.database import connect
from communique.errors import HistoryError, UsageError
from communique.history import layout
from communique.history.change import Change
from communique.history.difference import difference
from communique.history.fold import apply, fold
from communique.history.manifest import FrozenFile, Manifest
from communique.history.state import canonical, counts, digest, lines, state
from communique.history.store import CHANGES, MANIFEST, releases, upto, write
from communique.history.versions import Version, is_version, parse
from communique.migrations.commands import upgrade
from communique.schema import EventName, metadata
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
        return state(connection)


def test_every_table_and_column_is_told_or_left_out_with_a_reason():
    """A table that is added later must find its place here, or releases would say nothing of it."""
    tables = {*(entity.value for entity in Entity), *layout.DETAILS, *layout.LIVES, *layout.LEFT_OUT}
    assert set(metadata.tables) == tables | {part.table for part in layout.PARTS}
    columns = {column.name for table in metadata.tables.values() for column in table.columns}
    assert columns >= layout.DERIVED


def test_a_state_is_plain_json_in_the_words_of_entry_files(small):
    assert json.loads(canonical(list(small.values()))) == list(small.values())
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
        for part in layout.PARTS:
            rows[part.table] = len(connection.execute(metadata.tables[part.table].select()).all())
    told = dict.fromkeys(rows, 0)
    for part in layout.PARTS:
        documents = (document for (entity, _), document in small.items() if entity == part.owner)
        told[part.table] = sum(len(document.get(part.field, ())) for document in documents)
    assert told == rows


def test_both_databases_say_the_same(small, postgresql_url):
    engine = connect(postgresql_url)
    upgrade(engine)
    populate(engine)
    with engine.connect() as connection:
        found = state(connection)
    engine.dispose()
    assert found == small
    assert digest(found) == digest(small)


def test_a_state_does_not_depend_on_the_order_of_rows(small, engine):
    with engine.begin() as connection:
        for name in ("b", "a"):
            connection.execute(
                insert(EventName), {"event_id": "memorandum-2024", "name": name, "language": "en"}
            )
        one = state(connection)
    assert list(lines(one)) == sorted(
        lines(one), key=lambda line: (json.loads(line)["entity"], json.loads(line)["id"])
    )
    assert digest(one) == digest(dict(reversed(one.items())))
    assert digest(one) != digest(small)


def test_counts_tell_apart_what_is_there_and_what_went(small):
    found = counts(small)
    assert found["event"] + found["gone"] == sum(entity == "event" for entity, _ in small)
    assert found["gone"] > 0


def test_changes_are_read_back_as_they_were_written():
    for change in difference(ONE, TWO):
        assert Change.of(change.line()) == change
    for wrong in ("[]", "{}", "1", '{"entity": "moon"}', "{"):
        with pytest.raises(ValueError):  # noqa: PT011  (any of its kinds: the store says where)
            Change.of(wrong)


def test_folding_gives_what_the_difference_was_taken_of():
    for old, new in ((ONE, TWO), (TWO, ONE), ({}, ONE), (ONE, {}), (ONE, ONE)):
        kept = json.dumps([[*old], list(old.values())])
        assert apply(old, difference(old, new)) == new
        assert json.dumps([[*old], list(old.values())]) == kept
    assert difference(ONE, ONE) == []


def test_a_change_of_something_else_is_refused():
    changes = difference(ONE, TWO)
    for wrong in ({}, TWO, {("event", "talks"): ONE["event", "talks"] | {"title": "Other talks"}}):
        with pytest.raises(HistoryError, match="was not"):
            apply(wrong, changes)


def stored(folder, version, old, new, previous=None):
    manifest = Manifest(
        version=version,
        released=dt.date(2026, 11, 23),
        previous=previous,
        commit=None,
        database_schema="0007",
        entry_format=1,
        state=digest(new),
        counts=counts(new),
        files=(FrozenFile("communique.sqlite", 3, "0" * 64),),
    )
    return write(folder, manifest, difference(old, new), "# Words\n")


@pytest.fixture
def store(tmp_path):
    folder = tmp_path / "releases"
    stored(folder, "2026.11", {}, ONE)
    stored(folder, "2026.11.2", ONE, TWO, "2026.11")
    stored(folder, "2026.11.10", TWO, ONE, "2026.11.2")
    return folder


def test_releases_are_read_oldest_first_and_fold_to_what_they_were(store):
    found = releases(store)
    assert [one.version for one in found] == ["2026.11", "2026.11.2", "2026.11.10"]
    assert fold(found) == ONE
    assert fold(upto(found, "2026.11.2")) == TWO
    assert found[0].manifest.files[0].bytes == 3
    assert releases(store.parent / "nowhere") == []
    (store / "README.md").write_text("About.")
    (store / ".2027.01.new").mkdir()
    assert len(releases(store)) == 3


def test_a_release_is_not_written_twice(store):
    before = (store / "2026.11" / CHANGES).read_bytes()
    with pytest.raises(HistoryError, match="never written twice"):
        stored(store, "2026.11", {}, TWO)
    assert (store / "2026.11" / CHANGES).read_bytes() == before
    assert not list(store.glob(".*"))


def alter(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


TAMPERED = {
    "a value in a change": (
        CHANGES,
        lambda file: alter(file, "Talks", "Tricks"),
        "does not make|do not make|was not",
    ),
    "a change left out": (CHANGES, lambda file: file.write_text(""), "do not make the state"),
    "half a line": (
        CHANGES,
        lambda file: file.write_text(file.read_text()[:40]),
        "jsonl:1: this is no change",
    ),
    "the seal": (MANIFEST, lambda file: alter(file, '"state": "', '"state": "0'), "do not make the state"),
    "the number": (MANIFEST, lambda file: alter(file, '"2026.11"', '"2026.12"'), "it is of release 2026.12"),
    "no manifest": (MANIFEST, lambda file: file.unlink(), "is missing; restore"),
    "no changes": (CHANGES, lambda file: file.unlink(), "is missing; restore"),
    "no JSON": (MANIFEST, lambda file: file.write_text("{"), "this is no manifest"),
    "a list": (MANIFEST, lambda file: file.write_text("[]"), "this is no manifest"),
    "no text": (CHANGES, lambda file: file.write_bytes(b"\xff"), "is not UTF-8"),
}


@pytest.mark.parametrize("case", TAMPERED)
def test_tampering_is_seen(store, case):
    name, tamper, words = TAMPERED[case]
    tamper(store / "2026.11" / name)
    with pytest.raises(HistoryError, match=words):
        fold(releases(store))


def test_a_missing_release_is_seen(store):
    shutil.rmtree(store / "2026.11.2")
    with pytest.raises(
        HistoryError, match=r"2026\.11\.10 follows 2026\.11\.2, but 2026\.11 stands before it"
    ):
        releases(store)
    shutil.rmtree(store / "2026.11.10")
    assert len(releases(store)) == 1
    (store / "drafts").mkdir()
    with pytest.raises(HistoryError, match="its name is no release number"):
        releases(store)


def test_numbers_of_releases():
    assert parse("2026.11") < parse("2026.11.1") < parse("2026.11.2") < parse("2026.11.10") < parse("2026.12")
    assert parse("2026.12") < parse("2027.01")
    assert str(parse("2026.11.10")) == "2026.11.10"
    assert parse("2026.11").next() == Version(2026, 11, 1)
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
            parse(wrong)


def test_types_are_words_of_the_vocabulary():
    assert {change.type for change in difference({}, ONE)} == {ChangeType.NEW}
