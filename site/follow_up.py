"""A whole build beside the preview, in a process of its own, so that neither pages nor the next save wait for it."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress


class FollowUp:
    """Runs one command at a time and says when it has ended by itself.

    Args:
        command: the program and its arguments.
        ended: is called from another thread when the command has ended without being stopped.
    """

    def __init__(self, command: Sequence[str], ended: Callable[[], None]) -> None:
        self.command, self.ended = command, ended
        self._process: subprocess.Popen[str] | None = None
        self._outcome: tuple[int, str] | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the command; one that is running is stopped first."""
        self.stop()
        self.outcome()
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
        threading.Thread(target=self._wait, args=(process,), daemon=True).start()

    def stop(self) -> bool:
        """Stop the command with all that it started; true if it was still running."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return False
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        return True

    def outcome(self) -> tuple[int, str] | None:
        """How a command that ended by itself ended, once: its status and what it said."""
        with self._lock:
            outcome, self._outcome = self._outcome, None
        return outcome

    def _wait(self, process: subprocess.Popen[str]) -> None:
        said = process.communicate()[1]
        with self._lock:
            if self._process is not process:  # it was stopped
                return
            self._process, self._outcome = None, (process.returncode, said.strip())
        self.ended()
