"""The whole record looked over in batches tells what a look at all of it at once tells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from communique.loaders import batches
from communique.loaders.checks.check_dataset import check_dataset, read_release_context
from communique.loaders.checks.run_checks import run_checks
from communique.loaders.read import read_with_findings
from fixtures.record import article, meeting, write_record
from unit.loaders.test_batches import ARTICLES


@pytest.fixture(params=[1, 2])
def shared_out(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every group of files is a batch of its own, and one or two processes work on them."""
    monkeypatch.setattr(batches, "PARALLEL_THRESHOLD", 0)
    monkeypatch.setattr(batches, "BATCH_SIZE", 1)
    monkeypatch.setattr(batches, "max_workers", lambda: request.param)


UNRULED = article(meeting("one-2024", title=None, summary=None, date="2024-07-27"), publisher="kyodo-news")

CASES: dict[str, dict[str, Any]] = {
    "right": {},
    "to be ruled on": {"a": article(meeting("one-2024", date="2024-07-28")), "b": UNRULED},
    "a dangling link": {"b": article(meeting("five-2024", links=[{"follows": "one-2023"}]))},
    "unknown places": {
        "b": article(meeting("five-2024", place="nowhere"), meeting("six-2024", place="tokio"))
    },
    "one address twice": {
        "b": article(meeting("five-2024"), url="https://x.example/1"),
        "c": article(meeting("three-2024"), url="https://x.example/1"),
    },
    "one article under two addresses": {
        "b": article(meeting("five-2024"), url="https://x.example/1"),
        "c": article(meeting("three-2024"), url="http://www.x.example/1/?utm_source=rss#top"),
    },
    "one article without an address, twice": {
        "b": article(meeting("five-2024"), title="One and the same"),
        "c": article(meeting("three-2024"), title="One and the same"),
    },
    "one event under two ids": {
        "b": article(meeting("five-2024-07-28", date="2024-07-28", participants=[{"actor": "JP"}])),
        "c": article(meeting("six-2024-07-28", date="2024-07-28", participants=[{"actor": "JP"}])),
    },
    "a name in HTML": {"b": article(meeting("five-2024", title="Talks of A &amp; B"))},
    "a cycle": {
        "c": article(meeting("three-2024", links=[{"part-of": "two-2024"}])),
        "a": article(meeting("one-2024"), meeting("two-2024", links=[{"part-of": "three-2024"}])),
    },
}


@pytest.mark.usefixtures("shared_out")
@pytest.mark.parametrize("case", CASES)
def test_findings_are_those_of_one_piece(tmp_path: Path, case: str) -> None:
    folder = write_record(tmp_path, ARTICLES | CASES[case])
    record, unread = read_with_findings(folder)
    seen = check_dataset(folder)
    assert not unread
    assert seen.findings == sorted(set(run_checks(record, read_release_context(folder))))
    assert seen.articles == set(record.articles)
    assert seen.events == {event.id for one in record.articles.values() for event in one.model.events}
    assert bool(seen.findings) == (case != "right")


@pytest.mark.usefixtures("shared_out")
def test_what_cannot_be_read_hides_only_what_hangs_on_it(tmp_path: Path) -> None:
    folder = write_record(
        tmp_path,
        ARTICLES
        | {"b": article(meeting("one-2024", date="someday")), "d": article(meeting("x", place="no"))},
    )
    (folder / "articles/2024/e.yaml").write_bytes(b"\xff")
    seen = check_dataset(folder)
    assert [finding.path.rpartition("/")[2] for finding in seen.findings] == ["b.yaml", "d.yaml", "e.yaml"]
    assert "unknown place 'no'" in seen.findings[1].what
    assert {path.rpartition("/")[2] for path in seen.articles} == {"a.yaml", "c.yaml", "d.yaml"}
    assert seen.events == {"one-2024", "two-2024", "three-2024", "x"}


@pytest.mark.usefixtures("shared_out")
def test_what_does_not_belong_is_told_too(tmp_path: Path) -> None:
    folder = write_record(tmp_path, ARTICLES)
    (folder / "notes.yaml").write_text("schema: 1\n", "utf-8")
    (folder / "articles/2024/a.yaml~").write_text("", "utf-8")
    assert [finding.path for finding in check_dataset(folder).findings] == [
        "articles/2024/a.yaml~",
        "notes.yaml",
    ]


@pytest.mark.usefixtures("shared_out")
def test_a_wrong_registry_is_told_alone(tmp_path: Path) -> None:
    folder = write_record(tmp_path, ARTICLES | {"d": article(meeting("x-2024", place="no"))})
    (folder / "registry/all.yaml").write_text("schema: 1\nactors: [JP]\n", "utf-8")
    assert {finding.path for finding in check_dataset(folder).findings} == {"registry/all.yaml"}


@pytest.mark.usefixtures("shared_out")
def test_a_file_that_looks_otherwise_is_read_right(tmp_path: Path) -> None:
    folder = write_record(tmp_path, ARTICLES)
    file = folder / "articles/2024/b.yaml"
    file.write_text(file.read_text("utf-8").replace("- id: one-2024", "- id: 'one-2024'"), "utf-8")
    seen = check_dataset(folder)
    assert not [finding for finding in seen.findings if finding.severity == "error"]
    assert seen.events == {"one-2024", "two-2024", "three-2024", "four-2024"}
