"""A record read in batches by several processes comes to the same as one that is read in one piece."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from communique.errors import RecordError
from communique.loaders import batches
from communique.loaders.batch import scan_event_ids
from communique.loaders.batches import group_files
from communique.loaders.load import rebuild_database, sync_database
from fixtures.database import content
from fixtures.reconciled import read_and_check
from fixtures.record import REGISTRY, article, meeting, write_record

ARTICLES = {
    "a": article(meeting("one-2024", date="2024-07"), meeting("two-2024", links=[{"follows": "three-2024"}])),
    "b": article(meeting("one-2024", title=None, summary=None, date="2024-07-28"), publisher="kyodo-news"),
    "c": article(meeting("three-2024", links=[{"part-of": "two-2024"}])),
    "d": article(meeting("four-2024", participants=[{"actor": "JP", "people": ["kihara-minoru"]}])),
}


@pytest.fixture
def shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every group of files is a batch of its own, and two processes work on them."""
    monkeypatch.setattr(batches, "PARALLEL_THRESHOLD", 0)
    monkeypatch.setattr(batches, "BATCH_SIZE", 1)
    monkeypatch.setattr(batches, "max_workers", lambda: 2)


def loaded(folder: Path, engine: Engine) -> None:
    with engine.begin() as connection:
        sync_database(folder, connection)


def in_one_piece(folder: Path, engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.begin() as connection:
        rebuild_database(folder, connection)
    return content(engine)


def complaints(folder: Path, engine: Engine) -> list[str]:
    with pytest.raises(RecordError) as caught, engine.begin() as connection:
        sync_database(folder, connection)
    return [str(finding) for finding in caught.value]


@pytest.mark.usefixtures("shared_out")
def test_an_empty_database_is_filled_with_the_same(tmp_path: Path, engine: Engine) -> None:
    folder = write_record(tmp_path, ARTICLES)
    loaded(folder, engine)
    shared = content(engine)
    with pytest.MonkeyPatch.context() as undone:
        undone.setattr(batches, "max_workers", lambda: 1)
        assert in_one_piece(folder, engine) == shared
    assert len(shared["event"]) == 4
    assert len(shared["event_link"]) == 2


@pytest.mark.usefixtures("shared_out")
def test_a_full_database_is_brought_to_the_same(tmp_path: Path, engine: Engine) -> None:
    loaded(write_record(tmp_path, ARTICLES), engine)
    people = {"kihara-minoru": {"name": "Kihara", "name_order": "family-first"}}
    other = {name: said for name, said in ARTICLES.items() if name != "d"}
    other["c"] = article(meeting("three-2024", title="Another title", links=[{"part-of": "two-2024"}]))
    folder = write_record(tmp_path, other, registry=REGISTRY | {"people": people})
    loaded(folder, engine)
    assert content(engine) == in_one_piece(folder, engine)


@pytest.mark.usefixtures("shared_out")
def test_a_file_that_looks_otherwise_is_found_out(tmp_path: Path, engine: Engine) -> None:
    folder = write_record(tmp_path, ARTICLES)
    file = folder / "articles" / "2024" / "b.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("- id: one-2024", "- id: 'one-2024'"), "utf-8")
    assert file.read_text("utf-8") != text
    assert scan_event_ids(folder, ["articles/2024/b.yaml"], {}) == {"articles/2024/b.yaml": ()}
    loaded(folder, engine)
    assert content(engine) == in_one_piece(folder, engine)
    assert len(content(engine)["source_event"]) == 5


@pytest.mark.usefixtures("shared_out")
@pytest.mark.parametrize(
    "wrong",
    [
        {"b": article(meeting("one-2024", date="2024-07-27"))},
        {"b": article(meeting("five-2024", links=[{"follows": "one-2023"}]))},
        {"b": article(meeting("five-2024", date="someday")), "c": article(meeting("three-2024", kind="metting"))},
        {"c": article(meeting("three-2024", links=[{"part-of": "two-2024"}])), "a": article(
            meeting("one-2024"), meeting("two-2024", links=[{"part-of": "three-2024"}]))},
        {"b": article(meeting("five-2024"), url="https://x.example/1"), "c": article(
            meeting("three-2024"), url="https://x.example/1")},
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_alike(tmp_path: Path, engine: Engine, wrong: dict[str, object]) -> None:
    folder = write_record(tmp_path, ARTICLES | wrong)
    before = content(engine)
    told = complaints(folder, engine)
    try:
        found = read_and_check(folder)[1]
    except RecordError as error:
        found = list(error)
    assert sorted(told) == sorted(map(str, found))
    assert any(finding.severity == "error" for finding in found)
    assert content(engine) == before


def test_no_event_is_in_two_batches(tmp_path: Path) -> None:
    reported = {
        "articles/a.yaml": ("one", "two"),
        "articles/b.yaml": ("three",),
        "articles/c.yaml": ("old",),
        "articles/d.yaml": ("two",),
        "articles/e.yaml": (),
    }
    assert group_files(reported, {"old": "three"}, 1) == [
        ("articles/a.yaml", "articles/d.yaml"),
        ("articles/b.yaml", "articles/c.yaml"),
        ("articles/e.yaml",),
    ]
    assert group_files(reported, {}, 99) == [
        ("articles/a.yaml", "articles/d.yaml", *sorted(reported)[1:3], "articles/e.yaml")
    ]
    assert group_files({}, {}, 1) == []
