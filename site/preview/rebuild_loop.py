"""Serve a preview that follows the files: a saved entry is rebuilt and the browser reloads the page."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import signal
import subprocess
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mkdocs.livereload import LiveReloadServer

from communique.errors import BuildError, CommuniqueError, UsageError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

_POLICY = b"script-src 'self'"
_SCRIPT = re.compile(rb"<script>(?P<code>(?:(?!</script>).)*)</script></body>", re.DOTALL)


class _PreviewServer(LiveReloadServer):
    """MkDocs' server, whose injected script is added to the page's own content security policy."""

    on_ready: Callable[[str], None]

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        page: bytes = super()._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call]  # MkDocs' own
        injected = _SCRIPT.search(page)
        if injected is None:
            return page
        script_hash = base64.b64encode(hashlib.sha256(injected["code"]).digest())
        return page.replace(_POLICY, _POLICY + b" 'sha256-" + script_hash + b"'", 1)

    def serve_request(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request; a name that no file can have is the sender's fault, not one of the server."""
        if "\0" in environ["PATH_INFO"]:
            start_response("400 Bad Request", [("Content-Type", "text/plain")])
            return [b"no file has such a name"]
        answer: Iterable[bytes] = super().serve_request(environ, start_response)
        return answer

    def server_activate(self) -> None:
        """Report the address of the site as soon as it is served."""
        super().server_activate()
        self.url = f"http://{self.server_name}:{self.server_port}/"
        self.on_ready(self.url)

    def follow(self, paths: Iterable[Path]) -> None:
        """Begin to watch files and folders, those that exist, before the site is served: a change triggers a step."""
        for path in filter(Path.exists, paths):
            self.watch(str(path.resolve()))  # without watched paths MkDocs would not reload pages
        self.observer.start()
        self.observer.start = lambda: None  # type: ignore[method-assign]  # `serve` starts it too

    def trigger_rebuild(self) -> None:
        """Trigger a step of the loop though nothing was saved."""
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()


class PreviewBackend(Protocol):
    """The interface of what loads and builds a record; a curator's mistake is a CommuniqueError."""

    @property
    def command(self) -> Sequence[str]:
        """The command that brings the whole site up to date from the database, in a process of its own."""

    def full_build(self) -> None:
        """Load the record and build the whole site."""

    def on_save(self) -> bool:
        """Load what was saved and publish its own pages; return whether the rest of the site is outdated."""

    def on_build_finished(self) -> None:
        """Handle that the whole site is up to date again."""


def serve_preview(
    backend: PreviewBackend,
    watch: Sequence[Path],
    public: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    on_error: Callable[[CommuniqueError], None],
    on_ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Build once, then serve `public` and follow whatever is saved; until Ctrl-C.

    A save shows its own pages at once; everything else that it changes follows by a whole build in the
    background, which the next save stops. A mistake in an entry does not end the preview: it is handed to
    `failed`, and the last good pages stay.

    Args:
        backend: loads and builds.
        watch: files and folders to follow, with all below them; those that do not exist are left out.
        public: the folder of the site.
        host: the address to listen at; the default is this machine alone.
        port: the port to listen at, 0 for any that is free.
        on_error: is told of each mistake.
        on_ready: is told the address once, when the first build stands.

    Raises:
        UsageError: the address cannot be listened at.
        CommuniqueError: the first build failed and no earlier site is there to show.
    """
    loop = _RebuildLoop(backend, on_error)
    server = _PreviewServer(builder=loop.step, host=host, port=port, root=str(public), polling_interval=0.25)
    loop.background_build.on_finished = server.trigger_rebuild
    server.on_ready = on_ready
    server.error_handler = lambda code: _read_error_page(public / f"{code}.html")
    try:
        server.follow(watch)  # from before the first build on: what is saved while it runs is the first turn
        try:
            backend.full_build()
        except CommuniqueError as error:
            if not (public / "index.html").is_file():
                raise  # nothing to show yet
            on_error(error)
        server.trigger_rebuild()
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs' own
    except OSError as error:
        raise UsageError(f"cannot listen at {host}:{port}: {error.strerror}; try another --port") from error
    finally:
        loop.background_build.stop()
        server.shutdown()


class _RebuildLoop:
    """The loop that runs whenever something was saved or the build after the last save has ended."""

    def __init__(self, backend: PreviewBackend, on_error: Callable[[CommuniqueError], None]) -> None:
        self.backend, self.on_error = backend, on_error
        self.background_build = BackgroundBuild(backend.command, lambda: None)
        self.is_outdated = False

    def step(self) -> None:
        """Run one step, always in the server's own loop; browsers reload their pages after it."""
        self.background_build.stop()  # it would build from what is outdated now
        result = self.background_build.pop_result()
        if result is not None:
            self._report_error(lambda: self._handle_finished(*result))
        self._report_error(self._handle_save)
        if self.is_outdated:
            self.background_build.start()

    def _report_error(self, action: Callable[[], None]) -> None:
        try:
            action()
        except CommuniqueError as error:
            self.on_error(error)

    def _handle_save(self) -> None:
        self.is_outdated = self.backend.on_save() or self.is_outdated

    def _handle_finished(self, status: int, message: str) -> None:
        self.is_outdated = False  # a build that failed would fail again: it waits for the next save
        if status:
            raise BuildError(message or f"the build ended with status {status}")
        self.backend.on_build_finished()


def _read_error_page(file: Path) -> bytes | None:
    """Return the site's own page for an error; None where it has none."""
    return file.read_bytes() if file.is_file() else None


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
