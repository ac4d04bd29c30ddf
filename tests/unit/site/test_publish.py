"""A new site takes the old one's place whole or not at all, however it is published and whatever stops it."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from communique.pipeline.filesystem import exchange_names, link_or_copy, stat_tree
from communique.site.publish import SiteFolders
from fixtures.site import snapshot

STEPS = ("os.link", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.scandir", "shutil.rmtree")
"""What Python tells a hook before it does it: between any two of them a process may be killed."""

NEW = {"index.html": b"new home", "b/index.html": b"b", "data.json": b"{}", "a": b"file", "c/d.html": b"d"}
OLD = {"index.html": b"home", "a/index.html": b"a", "b/index.html": b"b", "data.json": b"{}"}


def lay(folder: Path, files: dict[str, bytes]) -> None:
    """Write files below a folder."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


class Places(SiteFolders):
    """The folders of a site that is there."""

    @classmethod
    def lay(cls, folder: Path, site: dict[str, bytes] = OLD) -> Places:
        """Lay a site."""
        places = cls(folder / "public")
        lay(places.public, site)
        return places

    def swap(self, new: dict[str, bytes], stay: set[str]) -> None:
        """Publish what is new with what stays."""
        lay(self.new, new)
        self.publish(stay, stat_tree(self.public))
        assert not self.new.exists()
        assert not self.old.exists()


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """An old site."""
    return Places.lay(tmp_path)


@pytest.fixture(params=[True, False], ids=["exchange", "renames"])
def can_exchange(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the system can exchange two names in one step."""
    if not request.param:
        monkeypatch.setattr("communique.site.publish.exchange_names", lambda left, right: False)
    return bool(request.param)


@pytest.mark.usefixtures("can_exchange")
def test_what_is_new_and_what_stays_become_the_site(places: Places) -> None:
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


def test_where_nothing_differs_the_folder_stays_the_same(places: Places) -> None:
    before = places.public.stat()
    places.swap({"index.html": b"home"}, {"a/index.html", "b/index.html", "data.json"})
    assert places.public.stat() == before


def build_and_die(places: Places, files: dict[str, bytes], step: int) -> bool:
    """Publish a site, in a process that is killed before a step; return whether it came so far."""
    child = os.fork()
    if child == 0:
        left = step

        def die(event: str, _: object) -> None:
            nonlocal left
            if event in STEPS:
                left -= 1
                if left < 0:
                    os._exit(9)

        build(places, files, before_publishing=lambda: sys.addaudithook(die))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def build(
    places: Places, files: dict[str, bytes], before_publishing: Callable[[], None] = lambda: None
) -> None:
    """Publish a site, with what is there already taken from it, but for one file that is made again."""
    places.recover()
    there = snapshot(places.public)
    unchanged = {path for path, data in files.items() if there.get(path) == data} - {"b/index.html"}
    lay(places.new, {path: data for path, data in files.items() if path not in unchanged})
    before_publishing()
    places.publish(unchanged, stat_tree(places.public))


@pytest.mark.parametrize("spare", [None, OLD, NEW, {"a/index.html/b/c.html": b"of a killed build"}])
def test_a_kill_at_any_moment_leaves_the_old_site_or_the_new(
    tmp_path: Path, can_exchange: bool, spare: dict[str, bytes] | None
) -> None:
    steps = count()
    for step in steps:
        places = Places.lay(tmp_path / str(step))
        if spare is not None:
            lay(places.spare, spare)
        died = build_and_die(places, NEW, step)
        if can_exchange or places.public.exists():
            assert snapshot(places.public) in (OLD, NEW)
        places.recover()
        assert snapshot(places.public) in (OLD, NEW)
        build(places, NEW)
        assert snapshot(places.public) == NEW
        if not died:
            break
    assert next(steps) > 10


def test_a_reader_never_finds_a_file_missing(places: Places) -> None:
    stop, missing, reads = threading.Event(), list[str](), 0

    def read() -> None:
        nonlocal reads
        while not stop.is_set():
            for path in OLD:
                reads += 1
                try:
                    (places.public / path).read_bytes()
                except OSError as error:
                    missing.append(str(error))

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(100):
        places.swap(
            {"index.html": b"home %d" % turn, "data.json": b"[%d]" % turn}, {"a/index.html", "b/index.html"}
        )
    stop.set()
    reader.join()
    assert reads
    assert missing == []


def test_files_that_stay_are_not_given_names_again(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    stay = {"a/index.html", "b/index.html"}
    for turn in range(2):
        places.swap({"index.html": b"home %d" % turn, "data.json": b"[%d]" % turn}, stay)
    named: list[str] = []
    monkeypatch.setattr(
        "communique.site.publish.link_or_copy",
        lambda source, target: (named.append(Path(source).name), link_or_copy(source, target)),
    )
    places.swap({"index.html": b"home"}, {*stay, "data.json"})
    assert sorted(named) == ["data.json", "index.html"]
    assert (places.public / "index.html").read_bytes() == b"home"
    assert (places.public / "data.json").read_bytes() == b"[1]"


def test_a_spare_that_is_a_link_elsewhere_is_not_written_through(places: Places, tmp_path: Path) -> None:
    lay(tmp_path / "thesis", {"mine.txt": b"mine"})
    places.spare.symlink_to(tmp_path / "thesis")
    places.swap({"index.html": b"new"}, {"data.json"})
    assert snapshot(tmp_path / "thesis") == {"mine.txt": b"mine"}
    assert snapshot(places.public) == {"index.html": b"new", "data.json": b"{}"}


def test_what_cannot_be_exchanged_is_told(places: Places) -> None:
    with pytest.raises(FileNotFoundError):
        exchange_names(places.spare, places.public)
    assert snapshot(places.public) == OLD


def test_what_was_not_ready_is_dropped(places: Places) -> None:
    lay(places.new, {"a/index.html": b"half"})
    places.recover()
    assert snapshot(places.public) == OLD
    assert not places.new.exists()
