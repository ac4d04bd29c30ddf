"""Loading: one transaction, nothing written where nothing changed, only touched events where little did."""

import pytest
from sqlalchemy import Engine, text

from communique.errors import HistoryError, RecordError
from communique.loaders.checks import run_checks
from communique.loaders.load import make_plan, rebuild_database, sync_database
from communique.loaders.reconcile.event import reconcile_event
from fixtures.database import content
from fixtures.reconciled import read_and_check
from fixtures.record import REGISTRY, article, meeting, write_record
from fixtures.released import cut_release


def loaded(folder, engine: Engine):
    with engine.begin() as connection:
        return sync_database(folder, connection)


@pytest.fixture
def articles():
    return {
        "a": article(
            meeting("one-2024", date="2024-07"), meeting("two-2024", links=[{"follows": "one-2024"}])
        ),
        "b": article(
            meeting("one-2024", title=None, summary=None, date="2024-07-28"), publisher="kyodo-news"
        ),
        "c": article(meeting("three-2024")),
    }


def test_second_load_writes_nothing(tmp_path, engine, articles):
    folder = write_record(tmp_path, articles)
    assert loaded(folder, engine).affected_events() == {
        "one-2024": "added",
        "two-2024": "added",
        "three-2024": "added",
    }
    plan = loaded(folder, engine)
    assert not plan
    assert not plan.files
    assert plan.files.unchanged == 5


def test_changed_entry_touches_only_its_events(tmp_path, engine, articles):
    loaded(write_record(tmp_path, articles), engine)
    articles["c"]["events"][0]["title"] = "Another title"
    plan = loaded(write_record(tmp_path, articles), engine)
    assert plan.affected_events() == {"three-2024": "changed"}
    assert plan.files.changed == ("articles/2024/c.yaml",)
    assert {name: len(change.update) for name, change in plan.tables.items()} == {
        "entry_file": 1,
        "event": 1,
        "event_search": 1,
    }


def test_each_event_in_scope_is_reconciled_once(tmp_path, engine, articles, monkeypatch):
    reconciled = []

    def reconcile(event_entries, dataset):
        reconciled.append(event_entries.event_id)
        return reconcile_event(event_entries, dataset)

    monkeypatch.setattr(run_checks, "reconcile_event", reconcile)
    loaded(write_record(tmp_path, articles), engine)
    assert sorted(reconciled) == ["one-2024", "three-2024", "two-2024"]
    reconciled.clear()
    articles["b"]["events"][0]["date"] = "2024-07-29"
    loaded(write_record(tmp_path, articles), engine)
    assert reconciled == ["one-2024"]


def test_deleted_entry_takes_its_claims_with_it(tmp_path, engine, articles):
    loaded(write_record(tmp_path, articles), engine)
    del articles["b"]
    loaded(write_record(tmp_path, articles), engine)
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from claim where source_id = 'b'")).scalar() == 0
        assert connection.execute(text("select date from event where id = 'one-2024'")).scalar() == "2024-07"


def test_entry_whose_event_others_link_to_cannot_just_go(tmp_path, engine, articles):
    loaded(write_record(tmp_path, articles), engine)
    before = content(engine)
    articles["a"]["events"][0]["id"] = "uno-2024"
    del articles["b"]
    with pytest.raises(RecordError, match="link to a missing event 'one-2024'"):
        loaded(write_record(tmp_path, articles), engine)
    assert content(engine) == before


def test_link_from_an_untouched_file_is_seen(tmp_path, engine):
    files = {
        "a": article(meeting("one-2024")),
        "b": article(meeting("two-2024", links=[{"follows": "one-2024"}])),
    }
    loaded(write_record(tmp_path, files), engine)
    files["a"]["events"][0]["id"] = "uno-2024"
    with pytest.raises(RecordError, match=r"b\.yaml.*link to a missing event 'one-2024'"):
        loaded(write_record(tmp_path, files), engine)


def test_cycle_through_an_untouched_file_is_seen(tmp_path, engine):
    files = {
        "a": article(meeting("one-2024")),
        "b": article(meeting("two-2024", links=[{"part-of": "one-2024"}])),
    }
    loaded(write_record(tmp_path, files), engine)
    files["a"]["events"][0]["links"] = [{"part-of": "two-2024"}]
    with pytest.raises(RecordError, match="cycle of part-of"):
        loaded(write_record(tmp_path, files), engine)


def test_second_title_in_another_file_is_seen(tmp_path, engine, articles):
    loaded(write_record(tmp_path, articles), engine)
    articles["b"]["events"][0] |= {"title": "Mine", "summary": "Mine too."}
    with pytest.raises(RecordError, match=r"second title for one-2024; articles/2024/a\.yaml"):
        loaded(write_record(tmp_path, articles), engine)


def test_change_of_the_registry_reaches_events(tmp_path, engine, articles):
    articles["c"]["events"][0] |= {
        "date": "2024-07-28",
        "participants": [{"actor": "JP", "people": ["kihara-minoru"]}],
    }
    loaded(write_record(tmp_path, articles), engine)
    registry = REGISTRY | {
        "people": REGISTRY["people"] | {"kihara-minoru": {"name": "K", "name_order": "family-first"}}
    }
    plan = loaded(write_record(tmp_path, articles, registry=registry), engine)
    assert plan.affected_events() == {"three-2024": "changed"}
    with engine.connect() as connection:
        assert connection.execute(text("select office_id from participation_person")).scalar() is None


def test_event_of_another_kind_replaces_its_detail(tmp_path, engine, articles):
    loaded(write_record(tmp_path, articles), engine)
    articles["c"]["events"][0]["kind"] = "exercise"
    plan = loaded(write_record(tmp_path, articles), engine)
    assert set(plan.tables) == {"entry_file", "event", "exercise", "meeting"}


def test_sources_may_swap_their_addresses(tmp_path, engine):
    def both(first, second):
        return {"a": article(meeting("one-2024"), url=first), "b": article(meeting("two-2024"), url=second)}

    loaded(write_record(tmp_path, both("https://x.example/1", "https://x.example/2")), engine)
    loaded(write_record(tmp_path, both("https://x.example/2", "https://x.example/1")), engine)
    with engine.connect() as connection:
        rows = connection.execute(text("select id, url from source order by id")).all()
    assert [tuple(row) for row in rows] == [("a", "https://x.example/2"), ("b", "https://x.example/1")]


def test_released_event_cannot_vanish(tmp_path, engine, articles):
    write_record(tmp_path, articles)
    cut_release(tmp_path, "2026.11", engine)
    assert loaded(tmp_path / "entries", engine).files.added == (
        "releases/2026.11/changes.jsonl",
        "releases/2026.11/manifest.json",
    )
    del articles["c"]
    with pytest.raises(RecordError, match="released event 'three-2024' has vanished"):
        loaded(write_record(tmp_path, articles), engine)
    gone = {"withdrawals": [{"id": "three-2024", "because": "Not an event."}]}
    plan = loaded(write_record(tmp_path, articles, gone), engine)
    assert plan.affected_events() == {"three-2024": "removed"}


def test_failure_half_way_leaves_the_database_as_it_was(tmp_path, engine, articles, monkeypatch):
    loaded(write_record(tmp_path, articles), engine)
    before = content(engine)
    articles["c"]["events"][0]["title"] = "Another title"
    folder = write_record(tmp_path, articles)

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("communique.loaders.apply._update_rows", interrupted)
    with pytest.raises(KeyboardInterrupt):
        loaded(folder, engine)
    assert content(engine) == before


def test_plan_reads_only(tmp_path, engine, articles):
    folder = write_record(tmp_path, articles)
    before = content(engine)
    with engine.connect() as connection:
        assert make_plan(folder, connection).affected_events()
    assert content(engine) == before


def test_a_rebuilt_database_holds_what_a_new_one_would(tmp_path, engine, articles):
    folder = write_record(tmp_path, articles)
    cut_release(tmp_path, "2026.11", engine)
    loaded(folder, engine)
    right = content(engine)
    with engine.begin() as connection:  # as if someone had written into it by hand
        connection.execute(text("update event set title = 'Spoilt'"))
        connection.execute(text("delete from change_source"))
        connection.execute(text("insert into topic (id, name) values ('strange', 'Strange')"))
    assert not loaded(folder, engine).files  # no file says so
    with engine.begin() as connection:
        plan = rebuild_database(folder, connection)
    assert content(engine) == right
    assert len(plan.files.added) == len(right["entry_file"])


def test_a_rebuild_of_a_wrong_record_leaves_the_database(tmp_path, engine, articles):
    folder = write_record(tmp_path, articles)
    loaded(folder, engine)
    before = content(engine)
    articles["a"]["events"][0]["date"] = "someday"
    write_record(tmp_path, articles)
    with pytest.raises(RecordError, match="someday"), engine.begin() as connection:
        rebuild_database(folder, connection)
    assert content(engine) == before


def test_a_release_comes_into_the_database_with_its_changes(tmp_path, engine, articles):
    write_record(tmp_path, articles)
    cut_release(tmp_path, "2026.11", engine)
    articles["b"]["events"][0]["date"] = "2024-07-27"
    folder = write_record(tmp_path, articles)
    cut_release(tmp_path, "2026.11.1", engine)
    loaded(folder, engine)
    with engine.connect() as connection:
        released = connection.execute(text("select version, previous_version from release order by version"))
        assert [tuple(row) for row in released] == [("2026.11", None), ("2026.11.1", "2026.11")]
        first = connection.execute(
            text(
                "select entity_id from change"
                " where release_version = '2026.11' and field is null and entity = 'event'"
            )
        )
        assert sorted(row[0] for row in first) == ["one-2024", "three-2024", "two-2024"]
        later = connection.execute(
            text(
                "select entity_id, field, old, new, number from change"
                " where release_version = '2026.11.1' and field = 'date'"
            )
        ).all()
        assert [tuple(row)[:4] for row in later] == [("one-2024", "date", '"2024-07-28"', '"2024-07-27"')]
        caused = connection.execute(
            text(
                "select source_id from change_source where release_version = '2026.11.1' and number = :number"
            ),
            {"number": later[0].number},
        )
        assert [row[0] for row in caused] == ["b"]
        held = connection.execute(text("select id, release_version from released_event order by id"))
        assert [tuple(row) for row in held] == [
            (key, "2026.11") for key in ("one-2024", "three-2024", "two-2024")
        ]


def test_a_damaged_release_stops_a_load(tmp_path, engine, articles):
    folder = write_record(tmp_path, articles)
    cut_release(tmp_path, "2026.11", engine)
    file = tmp_path / "releases" / "2026.11" / "changes.jsonl"
    file.write_text(file.read_text("utf-8").replace("Ministers meet", "Ministers met"), "utf-8")
    before = content(engine)
    with pytest.raises(HistoryError, match="do not make the state"):
        loaded(folder, engine)
    assert content(engine) == before
    with pytest.raises(HistoryError, match="do not make the state"):
        read_and_check(folder)
