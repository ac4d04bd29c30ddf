"""What is kept from the last build: only what was made of the same, and only if nobody has touched it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from communique.pipeline.output_file import OutputFile, UnchangedFile
from communique.pipeline.output_folder import sync_folder
from communique.site.build_cache import BuildCache
from communique.site.content_digest import ContentHasher
from communique.site.pages.all_pages import build_views
from communique.site.pages.views import EventsPage, View
from golden.record import record
from golden.rows import session


def seen() -> list[View]:
    with session(record()) as opened:
        return list(build_views(opened))


def test_equal_views_have_one_fingerprint_and_others_others() -> None:
    first, second = ContentHasher(b"same"), ContentHasher(b"same")
    names = [first.hash_value(view) for view in seen()]
    assert [second.hash_value(view) for view in seen()] == names
    assert len(set(names)) == len(names)


def test_a_fingerprint_tells_a_change_of_one_line_and_of_what_pages_share() -> None:
    page = next(view for view in seen() if isinstance(view, EventsPage))
    first, *rest = page.events.rows
    other = replace(page, events=replace(page.events, rows=(replace(first, source_count=99), *rest)))
    names = ContentHasher(b"same")
    assert (
        names.hash_value(other)
        != names.hash_value(page)
        == ContentHasher(b"same").hash_value(page)
        != ContentHasher(b"new").hash_value(page)
    )


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder after a build that made two files of one thing."""
    shelf = BuildCache.from_file(tmp_path, tmp_path / "pages")
    sync_folder(
        shelf.put("event x", "key", [OutputFile("a.md", "one"), OutputFile("b.json", "{}")]),
        tmp_path / "pages",
    )
    shelf.to_file()
    return tmp_path


def kept(work: Path, key: str = "key") -> list[UnchangedFile] | None:
    return BuildCache.from_file(work, work / "pages").get("event x", key)


def test_files_are_kept_for_the_same_key_alone(work: Path) -> None:
    assert kept(work) == [UnchangedFile("a.md"), UnchangedFile("b.json")]
    assert kept(work, "other") is None
    assert BuildCache.from_file(work, work / "pages").get("event y", "key") is None


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
    shelf = BuildCache.from_file(work, work / "pages")
    report = sync_folder(shelf.get("event x", "key") or (), work / "pages")
    shelf.to_file()
    assert report.unchanged == ("a.md", "b.json")
    assert report.removed == ()
    assert kept(work) == [UnchangedFile("a.md"), UnchangedFile("b.json")]
