"""Run a full build in a process of its own, so that the preview does not wait for it."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress


class BackgroundBuild:
    """A runner of one command at a time that reports when it has ended by itself.

    Args:
        command: the program and its arguments.
        ended: is called from another thread when the command has ended without being stopped.
    """

    def __init__(self, command: Sequence[str], on_finished: Callable[[], None]) -> None:
        self.command, self.on_finished = command, on_finished
        self._process: subprocess.Popen[str] | None = None
        self._result: tuple[int, str] | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the command; stop a running one first."""
        self.stop()
        self.pop_result()
        process = subprocess.Popen(  # noqa: S603 - our own command, no shell
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,  # so that it can be stopped with everything it started
        )
        with self._lock:
            self._process = process
        threading.Thread(target=self._wait_for_process, args=(process,), daemon=True).start()

    def stop(self) -> bool:
        """Stop the command with all that it started; return whether it was still running."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return False
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        return True

    def pop_result(self) -> tuple[int, str] | None:
        """Return, once, the exit status and error output of a command that ended by itself; else None."""
        with self._lock:
            result, self._result = self._result, None
        return result

    def _wait_for_process(self, process: subprocess.Popen[str]) -> None:
        stderr = process.communicate()[1]
        with self._lock:
            if self._process is not process:  # it was stopped
                return
            self._process, self._result = None, (process.returncode, stderr.strip())
        self.on_finished()
