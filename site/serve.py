"""A preview that follows the files: a saved entry is rebuilt and the browser shows the page anew."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from mkdocs.livereload import LiveReloadServer

from communique.errors import BuildError, CommuniqueError, UsageError
from communique.site.follow_up import FollowUp

_POLICY = b"script-src 'self'"
_SCRIPT = re.compile(rb"<script>(?P<code>(?:(?!</script>).)*)</script></body>", re.DOTALL)


class _Server(LiveReloadServer):
    """MkDocs' server, whose one injected script is added to the page's own policy instead of being let in freely."""

    ready: Callable[[str], None]

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        page: bytes = super()._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call]  # MkDocs' own
        injected = _SCRIPT.search(page)
        if injected is None:
            return page
        name = base64.b64encode(hashlib.sha256(injected["code"]).digest())
        return page.replace(_POLICY, _POLICY + b" 'sha256-" + name + b"'", 1)

    def server_activate(self) -> None:
        """Say where the site is as soon as it is there."""
        super().server_activate()
        self.url = f"http://{self.server_name}:{self.server_port}/"
        self.ready(self.url)

    def wake(self) -> None:
        """Take a turn though nothing was saved."""
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()


class Desk(Protocol):
    """What the record's side of a preview can do. A curator's mistake is a CommuniqueError."""

    @property
    def command(self) -> Sequence[str]:
        """What brings the whole site up to date from the database, in a process of its own."""

    def whole(self) -> None:
        """Load the record and build the whole site."""

    def saved(self) -> bool:
        """Load what was saved and show its own pages at once; true if the rest of the site is behind then."""

    def settled(self) -> None:
        """The whole site is up to date again."""


def serve(
    desk: Desk,
    watch: Sequence[Path],
    public: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    failed: Callable[[CommuniqueError], None],
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Build once, then serve `public` and follow whatever is saved; until Ctrl-C.

    A save shows its own pages at once; everything else that it changes follows by a whole build in the
    background, which the next save stops. A mistake in an entry does not end the preview: it is handed to
    `failed`, and the last good pages stay.

    Args:
        desk: loads and builds.
        watch: files and folders to follow, with all below them; those that do not exist are left out.
        public: the folder of the site.
        host: the address to listen at; the default is this machine alone.
        port: the port to listen at, 0 for any that is free.
        failed: is told of each mistake.
        ready: is told the address once, when the first build stands.

    Raises:
        UsageError: the address cannot be listened at.
        CommuniqueError: the first build failed and no earlier site is there to show.
    """
    try:
        desk.whole()
    except CommuniqueError as error:
        if not (public / "index.html").is_file():
            raise  # nothing to show yet
        failed(error)
    turns = _Turns(desk, failed)
    server = _Server(builder=turns.turn, host=host, port=port, root=str(public), polling_interval=0.25)
    turns.follow_up.ended = server.wake
    server.ready = ready
    server.error_handler = lambda code: _page(public / f"{code}.html")
    for path in watch:
        if path.exists():
            server.watch(str(path.resolve()))
    try:
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs' own
    except OSError as error:
        raise UsageError(f"cannot listen at {host}:{port}: {error.strerror}; try another --port") from error
    finally:
        turns.follow_up.stop()
        server.shutdown()


class _Turns:
    """What happens whenever something was saved or the whole build behind the last save has ended."""

    def __init__(self, desk: Desk, failed: Callable[[CommuniqueError], None]) -> None:
        self.desk, self.failed = desk, failed
        self.follow_up = FollowUp(desk.command, lambda: None)
        self.behind = False

    def turn(self) -> None:
        """One turn, always in the server's own loop; browsers show their pages anew after it."""
        self.follow_up.stop()  # it would build from what is outdated now
        outcome = self.follow_up.outcome()
        if outcome is not None:
            self._try(lambda: self._end(*outcome))
        self._try(self._save)
        if self.behind:
            self.follow_up.start()

    def _try(self, step: Callable[[], None]) -> None:
        try:
            step()
        except CommuniqueError as error:
            self.failed(error)

    def _save(self) -> None:
        self.behind = self.desk.saved() or self.behind

    def _end(self, status: int, said: str) -> None:
        self.behind = False  # a build that failed would fail again: it waits for the next save
        if status:
            raise BuildError(said or f"the build ended with status {status}")
        self.desk.settled()


def _page(file: Path) -> bytes | None:
    """The site's own page for an error, where it has one."""
    return file.read_bytes() if file.is_file() else None
