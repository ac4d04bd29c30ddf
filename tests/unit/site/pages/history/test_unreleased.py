"""What changed after the newest release: found anew for a few events, it is what comparing everything finds."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from communique.releases.database_snapshot import read_snapshot
from communique.releases.diff import diff_snapshots
from communique.releases.manifest import Manifest
from communique.releases.snapshot import Snapshot, snapshot_sha256
from communique.releases.store import StoredRelease, list_releases, write_release
from communique.site.pages.history.unreleased import find_unreleased_changes, replay_releases
from golden.record import record
from golden.rows import session

EDITS = (
    "UPDATE event SET title = title || ' again' WHERE id = 'freedom-edge-24-1'",
    "UPDATE event SET summary = 'Other words.' WHERE kind = 'incident'",
    "UPDATE claim SET paragraphs = '7' WHERE field = 'date' AND source_id = 'yonhap-2024-07-28'",
    "DELETE FROM event_topic",
    "DELETE FROM figure WHERE measure = 'ships'",
    "UPDATE source SET published = '2026-11-01' WHERE id = 'yonhap-2024-07-28'",
    "UPDATE source SET title = 'Another title' WHERE id = 'japan-times-2024-07-29'",
    "UPDATE place SET name = 'Edo' WHERE id = 'tokyo'",
    "UPDATE redirect SET because = 'For another reason.' WHERE id = 'tmm-tokyo-2024'",
    "DELETE FROM withdrawal",
    "UPDATE meeting SET level = 'summit' WHERE event_id = 'trilateral-defense-ministerial-2025'",
    "DELETE FROM event_link",
)
"""Corrections, losses, and changes of articles, of names and of ids that went, in any order."""


@pytest.fixture
def opened() -> Session:
    return session(record())


def cut(folder: Path, version: str, connection: Connection) -> list[StoredRelease]:
    """Release what a database says."""
    found = list_releases(folder)
    before: Snapshot = replay_releases(found)
    now = read_snapshot(connection)
    day = dt.date(2026, len(found) + 1, 1)
    previous = found[-1].version if found else None
    manifest = Manifest(version, day, previous, None, "0007", 1, snapshot_sha256(now))
    write_release(folder, manifest, diff_snapshots(before, now), "")
    return list_releases(folder)


def test_without_a_release_nothing_is_compared(opened: Session, tmp_path: Path) -> None:
    assert find_unreleased_changes((), opened.connection(), tmp_path / "since.json") == ()


def test_a_record_that_is_its_release_has_no_changes(opened: Session, tmp_path: Path) -> None:
    found = cut(tmp_path / "releases", "2026.01", opened.connection())
    for _ in range(2):
        assert find_unreleased_changes(found, opened.connection(), tmp_path / "since.json") == ()


@pytest.mark.parametrize("seed", range(8))
def test_what_is_found_anew_for_a_few_is_what_comparing_everything_finds(
    opened: Session, tmp_path: Path, seed: int
) -> None:
    edits = random.Random(seed).sample(EDITS, len(EDITS))
    file, folder = tmp_path / "since.json", tmp_path / "releases"
    found = cut(folder, "2026.01", opened.connection())
    for number, edit in enumerate(edits):
        opened.execute(text(edit))
        if number == len(edits) // 2:
            found = cut(folder, "2026.02", opened.connection())
        quick = find_unreleased_changes(found, opened.connection(), file)
        assert quick == find_unreleased_changes(found, opened.connection())
        assert quick == find_unreleased_changes(found, opened.connection(), file)


@pytest.mark.parametrize("event", ["freedom-edge-24-1", "tmm-tokyo-2024", "no-such-event"])
def test_a_release_can_be_asked_for_one_event(opened: Session, tmp_path: Path, event: str) -> None:
    found = cut(tmp_path, "2026.01", opened.connection())
    opened.execute(text(EDITS[0]))
    found = cut(tmp_path, "2026.02", opened.connection())
    assert replay_releases(found, {event}).get(("event", event)) == replay_releases(found).get(
        ("event", event)
    )


def test_a_damaged_file_is_as_good_as_none(opened: Session, tmp_path: Path) -> None:
    found = cut(tmp_path / "releases", "2026.01", opened.connection())
    opened.execute(text(EDITS[0]))
    (tmp_path / "since.json").write_text('{"seal": ')
    assert len(find_unreleased_changes(found, opened.connection(), tmp_path / "since.json")) == 1
