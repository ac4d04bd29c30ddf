"""What a preview shows is never older than one turn, whenever something is saved and however busy the machine is."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from communique.site.preview.rebuild_loop import serve_preview

PATIENCE = 300
"""Seconds after which a test gives up; no save is judged by them."""


class VersionPreview:
    """A backend whose record is one number, and which notes what was saved before each turn and shown by it."""

    command = ("sleep", "600")

    def __init__(self, folder: Path) -> None:
        self.file, self.saved, self.chance = folder / "entry.yaml", 0, random.Random(16)
        self.turns: list[tuple[int, int]] = []
        self.shown, self.news = threading.Condition(), [0]
        self.before_read: Callable[[], None] = lambda: None
        self.after_read: Callable[[], None] = lambda: None
        self.save(0)

    def save(self, version: int) -> None:
        """Save a version as an editor does."""
        part = self.file.with_suffix(".part")
        part.write_text(str(version))
        part.replace(self.file)
        self.saved = version

    def full_build(self) -> None:
        """Build what is there."""
        self.on_save()

    def on_save(self) -> bool:
        """Show the version that is there; return whether it is another."""
        before = self.saved
        self.before_read()
        version = int(self.file.read_text())
        self.after_read()
        if version < 0:
            raise KeyboardInterrupt
        with self.shown:
            self.turns.append((before, version))
            is_new = version != self.news[-1]
            if is_new:
                self.news.append(version)
            self.shown.notify_all()
        return is_new

    def on_build_finished(self) -> None:
        """Do nothing."""

    def wait_until_shown(self, version: int) -> None:
        """Return once a version is shown."""
        with self.shown:
            assert self.shown.wait_for(lambda: self.news[-1] == version, PATIENCE), self.news


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[VersionPreview]:
    """A preview that a test starts by ``start``, and that is ended by the version -1."""
    (tmp_path / "entries").mkdir()
    backend = VersionPreview(tmp_path / "entries")
    yield backend
    backend.before_read = backend.after_read = lambda: None
    backend.save(-1)
    for thread in threading.enumerate():
        if thread.name == "preview":
            thread.join(PATIENCE)
            assert not thread.is_alive()


def start(backend: VersionPreview) -> None:
    """Serve it from a thread."""
    ready = threading.Event()

    def serve() -> None:
        with suppress(KeyboardInterrupt):
            serve_preview(
                backend, (backend.file.parent,), backend.file.parents[1], port=0, on_error=pytest.fail,
                on_ready=lambda address: ready.set(),
            )  # fmt: skip

    threading.Thread(target=serve, name="preview", daemon=True).start()
    assert ready.wait(PATIENCE)


def test_what_is_shown_is_never_older_than_one_turn(preview: VersionPreview) -> None:
    preview.before_read = preview.after_read = lambda: time.sleep(preview.chance.uniform(0, 0.1))
    start(preview)
    is_over = threading.Event()

    def work() -> None:
        while not is_over.is_set():
            hashlib.sha256(bytes(200_000)).digest()

    workers = [threading.Thread(target=work, daemon=True) for _ in range(3)]
    for worker in workers:
        worker.start()
    moments = random.Random(5)
    for version in range(1, 41):
        preview.save(version)
        time.sleep(moments.choice((0, 0.001, 0.05, 0.2)))
    preview.wait_until_shown(40)  # though nothing is saved after it
    is_over.set()
    assert [turn for turn in preview.turns if turn[1] < turn[0]] == []
    assert preview.news == sorted(preview.news)


def test_saves_that_pile_up_during_a_turn_are_one_turn(preview: VersionPreview) -> None:
    start(preview)
    is_reading, may_go_on = threading.Event(), threading.Event()

    def hold() -> None:
        if preview.saved:
            is_reading.set()
            assert may_go_on.wait(PATIENCE)

    preview.after_read = hold
    preview.save(1)
    assert is_reading.wait(PATIENCE)
    for version in range(2, 52):
        preview.save(version)
    may_go_on.set()
    preview.wait_until_shown(51)
    assert preview.news == [0, 1, 51]


def test_what_is_saved_while_the_first_build_runs_is_shown(preview: VersionPreview) -> None:
    def save_once() -> None:
        if not preview.saved:
            preview.save(7)

    preview.after_read = save_once
    start(preview)
    preview.wait_until_shown(7)
