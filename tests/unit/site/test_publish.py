"""A new site takes the old one's place whole or not at all, however it is published and whatever stops it."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from communique.pipeline.filesystem import stat_tree
from communique.site import publish as swapping
from communique.site.publish import MOVING, publish_site, recover_interrupted
from fixtures.site import snapshot

OLD = {"index.html": b"home", "a/index.html": b"a", "b/index.html": b"b", "data.json": b"{}"}


def lay(folder: Path, files: dict[str, bytes]) -> None:
    """Write files below a folder."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


class Places:
    """The three folders of a publication."""

    def __init__(self, folder: Path) -> None:
        self.public, self.beside, self.old = folder / "public", folder / ".public.new", folder / ".public.old"
        lay(self.public, OLD)

    def swap(self, new: dict[str, bytes], stay: set[str]) -> None:
        """Publish what is new with what stays."""
        lay(self.beside, new)
        publish_site(self.beside, self.public, self.old, stay, stat_tree(self.public))
        assert not self.beside.exists()
        assert not self.old.exists()


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """An old site."""
    return Places(tmp_path)


@pytest.mark.parametrize("few", [-1, swapping.FEW])
def test_what_is_new_and_what_stays_become_the_site(
    places: Places, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(swapping, "FEW", few)
    kept = (places.public / "data.json").stat().st_ino
    places.swap({"index.html": b"new home", "c/d/index.html": b"c"}, {"data.json", "b/index.html"})
    assert snapshot(places.public) == {
        "index.html": b"new home",
        "c/d/index.html": b"c",
        "b/index.html": b"b",
        "data.json": b"{}",
    }
    assert not (places.public / "a").exists()
    assert (places.public / "data.json").stat().st_ino == kept


def test_what_is_made_again_and_the_same_is_not_touched(places: Places) -> None:
    before = (places.public / "a/index.html").stat()
    places.swap(OLD, set())
    assert (places.public / "a/index.html").stat() == before


def test_a_file_may_become_a_folder_and_a_folder_a_file(places: Places) -> None:
    new = {"index.html": b"home", "a": b"file", "data.json/index.html": b"page"}
    places.swap(new, set())
    assert snapshot(places.public) == new


def test_a_move_that_fails_is_undone(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if self == places.beside / "c/index.html":
            raise OSError(errno.EACCES, "Permission denied", str(self))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    lay(places.beside, {"a/index.html": b"new", "c/index.html": b"c", "d/index.html": b"d"})
    with pytest.raises(OSError, match="Permission denied"):
        publish_site(places.beside, places.public, places.old, {"index.html"}, OLD)
    assert snapshot(places.public) == OLD
    assert not (places.beside / MOVING).exists()


def test_what_a_power_cut_left_half_moved_is_moved_by_the_next_build(places: Places) -> None:
    new = {"a/index.html": b"new", "c/index.html": b"c"}
    lay(places.beside, new)
    (places.beside / MOVING).write_text(json.dumps(["b/index.html", "gone/already.html"]))
    (places.public / "c").mkdir()
    (places.beside / "c/index.html").replace(places.public / "c/index.html")
    recover_interrupted(places.public, places.beside, places.old)
    assert snapshot(places.public) == {"index.html": b"home", "data.json": b"{}"} | new
    assert not (places.public / "b").exists()
    assert not places.beside.exists()


def test_what_was_not_ready_is_dropped(places: Places) -> None:
    lay(places.beside, {"a/index.html": b"half"})
    recover_interrupted(places.public, places.beside, places.old)
    assert snapshot(places.public) == OLD
    assert not places.beside.exists()
