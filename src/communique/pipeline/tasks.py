"""Run the tasks of a build in order: take what is kept, make the rest, in several processes where that pays."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from communique.pipeline import workers
from communique.pipeline.cache import BuildCache
from communique.pipeline.output_file import OutputFile, UnchangedFile

BATCH = 500
"""Tasks that a process does: few enough for all to end together, many enough to be worth the memory it takes."""

FEW = 25
"""For fewer tasks a process costs more time than it saves."""


@dataclass(frozen=True, slots=True)
class Task:
    """Files that a build makes, and everything that they depend on.

    Args:
        name: what they are, among all tasks of the build.
        inputs: everything that they show, besides the environment of the cache.
        make: makes them.
        prepare: called here before another process makes them, for what all processes need alike.
        can_fork: whether another process may make them: it has no connection to the database.
    """

    name: str
    inputs: object
    make: Callable[[], Iterable[OutputFile]]
    prepare: Callable[[], None] | None = None
    can_fork: bool = True


class _Slot(NamedTuple):
    """The place of a task's files in the order, with its key, and its files if these are kept."""

    key: str
    unchanged: list[UnchangedFile] | None


@dataclass(slots=True)
class _Batch:
    """Consecutive tasks, and those among them whose files have to be made."""

    slots: list[_Slot] = field(default_factory=list)
    outdated: list[Task] = field(default_factory=list)

    @property
    def is_worth_a_process(self) -> bool:
        return len(self.outdated) >= FEW and all(task.can_fork for task in self.outdated)


def run_tasks(tasks: Iterable[Task], cache: BuildCache) -> Iterator[OutputFile | UnchangedFile]:
    """Yield the files of tasks in the order of the tasks, which are taken one by one.

    Raises:
        WorkerError: a process was killed, as one is for want of memory.
    """
    pending: deque[list[_Slot]] = deque()
    worker_count = workers.max_workers()

    def prepared_batches() -> Iterator[_Batch]:
        for batch in _make_batches(tasks, cache):
            pending.append(batch.slots)
            if worker_count > 1 and batch.is_worth_a_process:
                for task in batch.outdated:
                    if task.prepare:
                        task.prepare()
            yield batch

    def run_batch(batch: _Batch) -> Iterator[list[OutputFile]]:
        for task in batch.outdated:
            yield [*task.make()]

    for results in workers.map_ordered(
        run_batch, prepared_batches(), worker_count, lambda batch: batch.is_worth_a_process
    ):
        files = iter(results)
        for slot in pending.popleft():
            yield from cache.put(slot.key, next(files)) if slot.unchanged is None else slot.unchanged


def _make_batches(tasks: Iterable[Task], cache: BuildCache) -> Iterator[_Batch]:
    batch = _Batch()
    for task in tasks:
        key = cache.make_key(task.name, task.inputs)
        unchanged = cache.get(key)
        batch.slots.append(_Slot(key, unchanged))
        if unchanged is None:
            batch.outdated.append(task)
            if len(batch.outdated) == BATCH:
                yield batch
                batch = _Batch()
    yield batch
