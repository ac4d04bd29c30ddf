"""Tasks done by several processes give the files that one would make, in the same order."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest

from communique.pipeline import tasks, workers
from communique.pipeline.cache import BuildCache
from communique.pipeline.output_file import OutputFile, UnchangedFile, sync_folder
from communique.pipeline.tasks import Task, run_tasks


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if there were many tasks, and this machine were large."""
    monkeypatch.setattr(tasks, "BATCH", 5)
    monkeypatch.setattr(tasks, "FEW", 3)
    monkeypatch.setattr(workers, "max_workers", lambda: 3)


def make(number: int) -> Iterable[OutputFile]:
    """A file that tells by which process it was made, and one that does not."""
    yield OutputFile(f"{number}.md", str(os.getpid()))
    yield OutputFile(f"{number}.json", str(number))


def numbered(count: int, **options: object) -> list[Task]:
    return [Task(str(number), number, partial(make, number), **options) for number in range(count)]  # type: ignore[arg-type]  # drawn so


def test_files_come_in_order_and_each_batch_has_a_process_but_one_that_is_too_small() -> None:
    files = [*run_tasks(numbered(12), BuildCache())]
    assert [file.path for file in files] == [f"{n}.{kind}" for n in range(12) for kind in ("md", "json")]
    makers = [file.content for file in files if isinstance(file, OutputFile) and file.path.endswith(".md")]
    assert len(set(makers[:10])) == 2
    assert str(os.getpid()) not in makers[:10]
    assert set(makers[10:]) == {str(os.getpid())}
    assert multiprocessing.active_children() == []


def test_what_needs_this_process_is_made_here() -> None:
    files = [*run_tasks(numbered(4, can_fork=False), BuildCache())]
    assert {file.content for file in files if file.path.endswith(".md")} == {str(os.getpid())}  # type: ignore[union-attr]


def test_what_processes_share_is_prepared_here_before_they_are_forked() -> None:
    prepared: list[int] = []
    for count, times in ((5, 5), (2, 0)):
        prepared.clear()
        [*run_tasks(numbered(count, prepare=lambda: prepared.append(os.getpid())), BuildCache())]
        assert prepared == [os.getpid()] * times


def test_what_is_kept_is_not_made_and_stays_in_its_place(tmp_path: Path) -> None:
    def opened() -> BuildCache:
        return BuildCache(tmp_path / "keys.json", tmp_path / "pages", "same")

    first = opened()
    sync_folder(run_tasks(numbered(12)[::2], first), tmp_path / "pages")
    first.save()
    files = [*run_tasks(numbered(12), opened())]
    assert [file.path for file in files] == [f"{n}.{kind}" for n in range(12) for kind in ("md", "json")]
    kept = {file.path for file in files if isinstance(file, UnchangedFile)}
    assert kept == {f"{n}.{kind}" for n in range(0, 12, 2) for kind in ("md", "json")}


def test_an_error_in_a_task_is_raised_here() -> None:
    def fail() -> Iterable[OutputFile]:
        raise ValueError("no page")

    with pytest.raises(ValueError, match="no page"):
        [*run_tasks([Task(str(number), number, fail) for number in range(4)], BuildCache())]
    assert multiprocessing.active_children() == []
