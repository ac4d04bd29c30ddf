"""Texts of a person are saved all or none, whatever the disk refuses and whenever the process is killed."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.pipeline.save_texts import FOLDER, save_text, save_texts, undo_interrupted

TAKES_SPACE = {"open", "os.link", "os.mkdir", "os.rename"}
"""What Python tells of a process that writes files; a full disk may refuse each."""

STEPS = {*TAKES_SPACE, "os.remove", "os.rmdir"}
"""A process may be killed before any of these."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with two files."""
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b.txt").write_text("one")
    return tmp_path


def texts(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}


BEFORE = {"a.txt": "one", "b.txt": "one"}
AFTER = {"a.txt": "two", "x/c.txt": "two"}


def change(root: Path) -> None:
    save_texts(root, {root / "a.txt": "two", root / "x" / "c.txt": "two"}, [root / "b.txt"])


def restore(root: Path) -> None:
    for name in texts(root).keys() - BEFORE.keys():
        (root / name).unlink()
    for name, text in BEFORE.items():
        (root / name).write_text(text)


def run_until_step(
    number: int, action: Callable[[], None], stop: Callable[[], None], steps: set[str]
) -> bool:
    """Run something in a process of its own, with a stop before a step; return whether it succeeded."""
    if (process := os.fork()) == 0:
        seen = 0

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            is_reading = event == "open" and not (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)  # type: ignore[operator]
            if event in steps and not is_reading:
                seen += 1
                if seen == number:
                    stop()

        sys.addaudithook(count)
        try:
            action()
            os._exit(0)
        except OSError:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0


def refuse() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_texts_are_written_and_removed_and_nothing_else_is_left(root: Path) -> None:
    change(root)
    assert texts(root) == AFTER
    assert not (root / FOLDER).exists()


def test_a_kill_before_any_step_is_undone_by_the_next_command(root: Path) -> None:
    step, seen = 1, set()
    while not run_until_step(step, lambda: change(root), lambda: os._exit(9), STEPS):
        undo_interrupted(root)
        seen.add(
            "before" if texts(root) == BEFORE else "after" if texts(root) == AFTER else f"torn at {step}"
        )
        assert not (root / FOLDER).exists()
        restore(root)
        step += 1
    assert step > 15
    assert seen == {"before", "after"}


def test_a_disk_that_is_full_at_any_step_leaves_all_as_it_was(root: Path) -> None:
    refused = 0
    for step in range(1, 20):
        succeeded = run_until_step(step, lambda: change(root), refuse, TAKES_SPACE)
        refused += not succeeded
        assert texts(root) == (AFTER if succeeded else BEFORE), step
        assert not (root / FOLDER).exists()
        restore(root)
    assert refused > 6


def test_what_somebody_changed_after_the_kill_stays(root: Path) -> None:
    def killed_halfway() -> None:
        rename = Path.replace

        def kill_at_second(source: Path, target: Path) -> Path:
            rename(source, target)
            if target.name == "c.txt":
                os._exit(9)
            return target

        Path.replace = kill_at_second  # type: ignore[method-assign]
        change(root)

    assert not run_until_step(10**6, killed_halfway, refuse, STEPS)
    (root / "a.txt").write_text("three, by hand")
    undo_interrupted(root)
    assert texts(root) == {"a.txt": "three, by hand", "b.txt": "one"}


def test_what_a_running_process_is_about_to_save_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename, seen = Path.replace, []

    def look_first(source: Path, target: Path) -> Path:
        run_until_step(10**6, lambda: undo_interrupted(root), refuse, STEPS)
        seen.append(source.exists())
        return rename(source, target)

    monkeypatch.setattr(Path, "replace", look_first)
    change(root)
    assert seen == [True, True]
    assert texts(root) == AFTER


@pytest.mark.parametrize("path", ["../outside.txt", "/tmp/outside.txt", "link/outside.txt"])
def test_a_journal_of_a_stranger_reaches_nothing_outside(root: Path, path: str) -> None:
    inner = root / "record"
    (inner / FOLDER).mkdir(parents=True)
    (inner / "link").symlink_to(root)
    (inner / FOLDER / "0.old").write_text("owned")
    (inner / FOLDER / "journal.json").write_text(json.dumps([[path, ""]]))
    undo_interrupted(inner)
    assert texts(root) == BEFORE
    assert not (inner / FOLDER).exists()


def test_a_saved_text_keeps_line_ends_and_mode(root: Path) -> None:
    file = root / "a.txt"
    file.chmod(0o600)
    save_text(file, "é\r\n")
    assert file.read_bytes() == b"\xc3\xa9\r\n"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_new_text_replaces_nothing(root: Path) -> None:
    with pytest.raises(FileExistsError):
        save_texts(root, {root / "d.txt": "two", root / "a.txt": "two"}, new=True)
    assert texts(root) == BEFORE
    save_text(root / "x" / "d.txt", "two", new=True)
    assert texts(root) == BEFORE | {"x/d.txt": "two"}
