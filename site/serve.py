"""A preview that follows the files: a saved entry is rebuilt and the browser shows the page anew."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from communique.errors import CommuniqueError, UsageError

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


def serve(
    rebuild: Callable[[], object],
    watch: Sequence[Path],
    public: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    failed: Callable[[CommuniqueError], None],
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Build once, then serve `public` and rebuild whenever something that is watched changes; until Ctrl-C.

    A mistake in an entry does not end the preview: it is handed to `failed`, and the last good pages stay.

    Args:
        rebuild: loads the record, makes the pages, builds the site; a curator's mistake is a CommuniqueError.
        watch: files and folders to follow, with all below them; those that do not exist are left out.
        public: the folder of the site.
        host: the address to listen at; the default is this machine alone.
        port: the port to listen at, 0 for any that is free.
        failed: is told of each mistake, from the rebuilding thread.
        ready: is told the address once, when the first build stands.

    Raises:
        UsageError: the address cannot be listened at.
        CommuniqueError: the first build failed and no earlier site is there to show.
    """

    def build() -> None:
        try:
            rebuild()
        except CommuniqueError as error:
            if not (public / "index.html").is_file():
                raise  # nothing to show yet
            failed(error)

    build()
    server = _Server(builder=build, host=host, port=port, root=str(public), polling_interval=0.25)
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
        server.shutdown()


def _page(file: Path) -> bytes | None:
    """The site's own page for an error, where it has one."""
    return file.read_bytes() if file.is_file() else None
