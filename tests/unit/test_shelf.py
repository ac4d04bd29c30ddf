"""What is kept from the last build: only what was made of the same, and only if nobody has touched it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from communique.site.fingerprint import Fingerprints
from communique.site.page import Kept, Page
from communique.site.queries import views
from communique.site.shelf import Shelf
from communique.site.views import EventsPage, View
from communique.site.write import write
from golden.record import record
from golden.rows import session


def seen() -> list[View]:
    with session(record()) as opened:
        return list(views(opened))


def test_equal_views_have_one_fingerprint_and_others_others() -> None:
    first, second = Fingerprints(b"same"), Fingerprints(b"same")
    names = [first.of(view) for view in seen()]
    assert [second.of(view) for view in seen()] == names
    assert len(set(names)) == len(names)


def test_a_fingerprint_tells_a_change_of_one_line_and_of_what_pages_share() -> None:
    page = next(view for view in seen() if isinstance(view, EventsPage))
    first, *rest = page.events.rows
    other = replace(page, events=replace(page.events, rows=(replace(first, source_count=99), *rest)))
    names = Fingerprints(b"same")
    assert (
        names.of(other) != names.of(page) == Fingerprints(b"same").of(page) != Fingerprints(b"new").of(page)
    )


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder after a build that made two files of one thing."""
    shelf = Shelf.read(tmp_path, tmp_path / "pages")
    write(shelf.made("event x", "key", [Page("a.md", "one"), Page("b.json", "{}")]), tmp_path / "pages")
    shelf.write()
    return tmp_path


def kept(work: Path, key: str = "key") -> list[Kept] | None:
    return Shelf.read(work, work / "pages").kept("event x", key)


def test_files_are_kept_for_the_same_key_alone(work: Path) -> None:
    assert kept(work) == [Kept("a.md"), Kept("b.json")]
    assert kept(work, "other") is None
    assert Shelf.read(work, work / "pages").kept("event y", "key") is None


def test_a_file_that_was_touched_or_lost_is_made_again(work: Path) -> None:
    (work / "pages/a.md").write_text("two")
    assert kept(work) is None
    (work / "pages/a.md").unlink()
    assert kept(work) is None


@pytest.mark.parametrize("spoilt", [b"", b"[]", b"{", b'{"event x": 1}', b'{"event x": ["key", 1]}', b"\xff"])
def test_a_shelf_that_is_none_of_ours_keeps_nothing(work: Path, spoilt: bytes) -> None:
    (work / "shelf.json").write_bytes(spoilt)
    assert kept(work) is None


def test_what_was_kept_is_kept_again(work: Path) -> None:
    shelf = Shelf.read(work, work / "pages")
    report = write(shelf.kept("event x", "key") or (), work / "pages")
    shelf.write()
    assert report.unchanged == ("a.md", "b.json")
    assert report.removed == ()
    assert kept(work) == [Kept("a.md"), Kept("b.json")]
