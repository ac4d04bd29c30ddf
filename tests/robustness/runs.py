"""Run a command on a record made for the purpose, and count what did not hold."""

from __future__ import annotations

import copy
import importlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from communique.cli import main
from fixtures.record import article, meeting, write_record
from robustness.hostile import ARTICLE
from robustness.judge import dump_database

FAULTS = (
    "traceback",
    "accepted wrongly",
    "refused unclearly",
    "changed",
    "lost or doubled",
    "torn",
    "ran",
    "not stopped",
)


@dataclass
class Count:
    """What a part came to, with what its name does not say of how it was tried."""

    how: str = ""
    tries: int = 0
    wanted: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def note(self, fault: str, example: str) -> None:
        """Count a fault, and keep the first examples."""
        self.faults[fault] += 1
        if len(self.examples) < 8:
            self.examples.append(f"{fault}: {example}")


@dataclass(frozen=True)
class Run:
    """A run of one part: where it may write, its chance, how often it tries, and until when at most.

    Args:
        folder: an empty one.
        chance: from the seed.
        tries: how many are wanted.
        seconds: how long at most.
        report: receives the count once a minute, and at the end.
    """

    folder: Path
    chance: random.Random
    tries: int
    seconds: float
    report: Callable[[Count], None]

    def count(self, count: Count) -> Iterator[int]:
        """Yield the number of each try, from 0, until there are enough or the time is up."""
        count.wanted = self.tries
        now = time.monotonic()
        end, next_report = now + self.seconds, now + 60
        while count.tries < count.wanted and (now := time.monotonic()) < end:
            if now > next_report:
                self.report(count)
                next_report = now + 60
            count.tries += 1
            yield count.tries - 1

    def turns(self, count: Count) -> Iterator[Path]:
        """Yield an empty folder for each try."""
        for _ in self.count(count):
            with tempfile.TemporaryDirectory(dir=self.folder) as name:
                yield Path(name)


def write_base_record(home: Path, articles: int = 2) -> None:
    """Lay out the record that is tortured."""
    files = {
        f"y{n}": article(meeting(f"talks-y-{n}", date=f"2024-07-{n % 27 + 1:02}"), publisher="yonhap")
        for n in range(articles)
    }
    write_record(home, files | {"x": copy.deepcopy(ARTICLE)})


def prepare_loaded(home: Path) -> None:
    """Lay out a record that was loaded, and has more entries since."""
    write_base_record(home)
    succeed(home, "db", "upgrade")
    succeed(home, "load")
    write_base_record(home, 9)


class Started:
    """A command in a process of its own, forked from this one, which has imported all that it needs."""

    _imported: ClassVar[set[str]] = set()

    def __init__(
        self,
        home: Path,
        words: tuple[str, ...],
        env: Mapping[str, str] | None,
        limit: Callable[[], None] | None,
    ) -> None:
        self.words, self._modules = words, words[0] not in self._imported
        self._output = [tempfile.TemporaryFile() for _ in range(3)]  # noqa: SIM115 - closed by wait()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os._exit(self._work(home, words, env, limit))

    def _work(
        self,
        home: Path,
        words: tuple[str, ...],
        env: Mapping[str, str] | None,
        limit: Callable[[], None] | None,
    ) -> int:
        """Run the command in the child, as if it had been started from a shell; return its status."""
        try:
            os.setsid()
            os.chdir(home)
            os.environ |= env or {}
            tempfile.tempdir = None
            for number in (1, 2):
                os.dup2(self._output[number].fileno(), number)
            if limit:
                limit()
            status = main([*words])
        except BaseException:
            traceback.print_exc()
            status = 70
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        if self._modules:
            os.pwrite(self._output[0].fileno(), "\n".join(sys.modules).encode(), 0)
        return status

    def kill(self) -> None:
        """End it at once, with all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def wait(self) -> subprocess.CompletedProcess[str]:
        """Return its status, negative where a signal ended it, and what it said."""
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        said = []
        for file in self._output:
            file.seek(0)
            said.append(file.read().decode(errors="replace"))
            file.close()
        for name in said[0].split():
            with suppress(Exception):
                importlib.import_module(name)
            self._imported.add(self.words[0])
        return subprocess.CompletedProcess(self.words, status, said[1], said[2])


def start(
    home: Path, *words: str, env: Mapping[str, str] | None = None, limit: Callable[[], None] | None = None
) -> Started:
    """Start a command at a home, with some other variables, and what limits it from within."""
    return Started(home, words, env, limit)


def run(
    home: Path, *words: str, env: Mapping[str, str] | None = None, limit: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return start(home, *words, env=env, limit=limit).wait()


def succeed(home: Path, *words: str) -> None:
    """Run a command that must succeed.

    Raises:
        RuntimeError: it does not, so that nothing can be learnt of it.
    """
    if (done := run(home, *words)).returncode:
        raise RuntimeError(f"{words}: {done.stderr}")


def state(home: Path) -> dict[str, str]:
    """Return what a record holds: its database, and the bytes of its entries and releases."""
    found = {"database": dump_database(home / "communique.db")} if (home / "communique.db").exists() else {}
    for folder in ("entries", "releases"):
        for file in sorted((home / folder).rglob("*")):
            if file.is_file():
                found[str(file.relative_to(home))] = file.read_bytes().decode(errors="replace")
    return found


def differing(found: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    """Return the first names under which two states differ."""
    return sorted(key for key in {*found, *wanted} if found.get(key) != wanted.get(key))[:4]


def read_site(home: Path) -> dict[str, bytes]:
    """Return the pages of a site by path, without what no two builds make alike."""
    public = home / "public"
    return {
        str(file.relative_to(public)): file.read_bytes() for file in public.rglob("*.html") if file.is_file()
    }
