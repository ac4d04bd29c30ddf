"""Run a command and measure its cost: wall clock, processor time and memory of all its processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

SAMPLES = 5
"""How often a second memory is looked at."""

LIMIT = 1800
"""Seconds after which a command is ended: one that hangs must not keep the others from being measured."""

PYTHON = sys.executable


class CommandError(Exception):
    """A command that ended with an error; the message holds the end of its output."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """The cost of one run of a command.

    Args:
        wall: seconds from start to end.
        cpu: seconds of processor time, user and system, of the command and all processes it waited for.
        peak: bytes; the largest sum over its processes of their proportional share of memory, looked at
            ``SAMPLES`` times a second; 0 where the system does not tell or the command was too short.
        output: what it said on standard output.
        error_output: what it said on standard error.
        programs: the peak of each program among its processes, by the name that the system has for it.
    """

    wall: float
    cpu: float
    peak: int
    output: str = ""
    error_output: str = ""
    programs: Mapping[str, int] = field(default_factory=dict)


def measure_command(command: Sequence[str | Path], cwd: Path, **environment: str | Path) -> Measurement:
    """Run a command to its end and return what it cost.

    Args:
        command: program and arguments.
        cwd: where.
        environment: variables over those of this process.

    Raises:
        CommandError: it ended with an error, or not within ``LIMIT``.
    """
    variables = {**os.environ, **{name: str(value) for name, value in environment.items()}}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaints:
        begin = time.perf_counter()
        process = subprocess.Popen(
            [str(argument) for argument in command],
            cwd=cwd, env=variables, stdin=subprocess.DEVNULL, stdout=out, stderr=complaints, start_new_session=True,
        )  # fmt: skip
        late = threading.Timer(LIMIT, os.killpg, (process.pid, signal.SIGKILL))
        late.start()
        try:
            with _MemorySampler(process.pid) as peak:
                _, status, used = os.wait4(process.pid, 0)
        except BaseException:  # Ctrl-C reaches us alone, for the command is in a session of its own
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        finally:
            late.cancel()
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        complaints.seek(0)
        output, errors = (file.read().decode("utf-8", "replace") for file in (out, complaints))
        if wall >= LIMIT:
            raise CommandError(f"{' '.join(map(str, command))} did not end within {LIMIT:,} s")
        if process.returncode:
            end = (output + errors)[-2000:]
            raise CommandError(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{end}")
    return Measurement(wall, used.ru_utime + used.ru_stime, peak.pop("", 0), output, errors, peak)


def median_measurement(runs: Sequence[Measurement]) -> Measurement:
    """Return the medians of clock and processor time, and the largest memory."""
    return Measurement(median(r.wall for r in runs), median(r.cpu for r in runs), max(r.peak for r in runs))


def run_repeatedly(
    times: int, command: Sequence[str | Path], cwd: Path, **environment: str | Path
) -> Measurement:
    """Run a command several times and return the median of what it cost."""
    return median_measurement([measure_command(command, cwd, **environment) for _ in range(times)])


def communique_command(home: Path, *arguments: str | Path) -> Sequence[str | Path]:
    """Return the command line of Communiqué for a dataset."""
    return [PYTHON, "-m", "communique.cli", "--home", home, *arguments]


class _MemorySampler:
    """A thread that samples a process group's memory: the peak of each program by name, of all by ""."""

    def __init__(self, group: int) -> None:
        self._group, self._stopped = group, threading.Event()
        self._peak: dict[str, int] = {}
        self._thread = threading.Thread(target=self._sample_memory, daemon=True)

    def __enter__(self) -> dict[str, int]:
        if Path("/proc/self/smaps_rollup").exists():
            self._thread.start()
        return self._peak

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _sample_memory(self) -> None:
        while not self._stopped.wait(1 / SAMPLES):
            now: Counter[str] = Counter()
            for pid in map(int, _process_ids()):
                with suppress(OSError):
                    if os.getsid(pid) == self._group:
                        now[Path(f"/proc/{pid}/comm").read_text().strip()] += (share := _memory_share(pid))
                        now[""] += share
            for name, size in now.items():
                self._peak[name] = max(self._peak.get(name, 0), size)


def _process_ids() -> list[str]:
    """Return the ids of all processes."""
    return [folder.name for folder in Path("/proc").iterdir() if folder.name.isdigit()]


def _memory_share(pid: int) -> int:
    """Return the bytes of a process's memory, shared ones in part (proc(5), ``Pss``); 0 if it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
