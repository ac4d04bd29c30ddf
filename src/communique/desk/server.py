"""Serve the desk to one browser on this machine, until Ctrl-C."""

from __future__ import annotations

import json
import mimetypes
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from jinja2 import Environment
from pydantic import ValidationError

from communique.desk.actions import ACTIONS, describe_findings, describe_lists
from communique.desk.guard import HOST, Guard, RefusedRequestError
from communique.desk.workplace import Desk
from communique.errors import CommuniqueError, RecordError, UsageError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from communique.commands.record import Home

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_PREVIEW_POLICY: Final = "script-src 'none'; sandbox allow-same-origin; frame-ancestors 'self'"
_HEADERS: Final = (
    ("Cache-Control", "no-store"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
)
_ASSETS: Final = files("communique.desk") / "assets"
_SECONDS: Final = 30
"""How long a connection may say nothing."""


class DeskApp:
    """The desk as a WSGI application; one request that reads or writes the record is worked on at a time."""

    def __init__(self, desk: Desk, guard: Guard, on_fault: Callable[[Exception], None]) -> None:
        self.desk, self.guard, self.on_fault = desk, guard, on_fault
        self.lock = threading.Lock()
        text = (files("communique.desk") / "page.html").read_text(encoding="utf-8")
        self.template = Environment(autoescape=True).from_string(text)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        headers: list[tuple[str, str]] = []
        try:
            status, kind, body = self._answer(environ, headers)
        except RefusedRequestError as refusal:
            status, kind, body = refusal.status, "application/json", _to_json({"message": refusal.reason})
        except Exception as error:  # a fault of ours ends no session
            self.on_fault(error)
            status, kind = "500 Internal Server Error", "application/json"
            body = _to_json(
                {"message": f"the desk itself failed ({type(error).__name__}); nothing was saved"}
            )
        is_preview = str(environ.get("PATH_INFO", "")).startswith("/preview/")
        policy = _PREVIEW_POLICY if is_preview else _POLICY
        headers += [("Content-Type", kind), ("Content-Length", str(len(body))), *_HEADERS]
        start_response(status, [*headers, ("Content-Security-Policy", policy)])
        return [body]

    def _answer(self, environ: WSGIEnvironment, headers: list[tuple[str, str]]) -> tuple[str, str, bytes]:
        """Return status, type and body of the answer to a request that may be answered."""
        self.guard.check_host(environ)
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        if method == "POST" and path.startswith("/api/"):
            self.guard.check_cookie(environ)
            length = self.guard.check_page_request(environ)
            return self._act(path.removeprefix("/api/"), _read_body(environ, length))
        if method != "GET":
            raise RefusedRequestError("405 Method Not Allowed", "the desk answers GET and POST only")
        if path == "/" and (given := parse_qs(environ.get("QUERY_STRING", "")).get("token")):
            self.guard.check_first_token(given[0])
            cookie = f"{self.guard.cookie}={self.guard.token}; Path=/; HttpOnly; SameSite=Strict"
            headers += [("Set-Cookie", cookie), ("Location", "/")]
            return "303 See Other", "text/plain", b""
        self.guard.check_cookie(environ)
        return self._show(path)

    def _show(self, path: str) -> tuple[str, str, bytes]:
        """Return a page, a file of the desk, or one of the preview."""
        if path == "/":
            page = self.template.render(token=self.guard.page_token, home=self.desk.settings.home.name)
            return "200 OK", "text/html; charset=utf-8", page.encode()
        if path == "/api/lists":
            with self.lock:
                return "200 OK", "application/json", _to_json(describe_lists(self.desk))
        if path.startswith("/preview/"):
            name = path.removeprefix("/preview/")
            name = f"{name}index.html" if not name or name.endswith("/") else name
            content = self.desk.previewed_files.get(name) or read_file_below(self.desk.settings.site, name)
        else:
            name = path.removeprefix("/assets/")
            is_asset = path.startswith("/assets/") and name in {item.name for item in _ASSETS.iterdir()}
            content = (_ASSETS / name).read_bytes() if is_asset else None
        if content is None:
            raise RefusedRequestError("404 Not Found", "there is no such page")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        is_text = kind.startswith("text/") or kind.endswith(("javascript", "json"))
        return "200 OK", f"{kind}; charset=utf-8" if is_text else kind, content

    def _act(self, name: str, body: bytes) -> tuple[str, str, bytes]:
        """Return the answer to what the page asks for; what a curator can mend is told as such."""
        if name not in ACTIONS:
            raise RefusedRequestError("404 Not Found", "there is no such page")
        model, act = ACTIONS[name]
        status, answer = HTTPStatus.OK, dict[str, Any]()
        try:
            request = model.model_validate_json(body)
            with self.lock:
                answer = act(self.desk, request)
        except RecordError as error:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            answer = {"message": "there are errors", "findings": describe_findings(error.findings)}
        except UsageError as error:
            status, answer = HTTPStatus.CONFLICT, {"message": str(error)}
        except CommuniqueError as error:
            status, answer = HTTPStatus.UNPROCESSABLE_ENTITY, {"message": str(error)}
        except (ValidationError, ValueError, RecursionError) as error:
            reason = "a field has the wrong type" if isinstance(error, ValidationError) else str(error)[:300]
            status, answer = HTTPStatus.BAD_REQUEST, {"message": f"this cannot be written: {reason}"}
        except OSError as error:
            answer = {"message": f"the disk refused: {error.strerror}; nothing was saved"}
            status = HTTPStatus.INSUFFICIENT_STORAGE
        return f"{status.value} {status.phrase}", "application/json", _to_json(answer)


def _read_body(environ: WSGIEnvironment, length: int) -> bytes:
    """Return the body of a request, whole.

    Raises:
        RefusedRequestError: it is shorter than the request says.
    """
    with suppress(TimeoutError):
        body: bytes = environ["wsgi.input"].read(length)
        if len(body) == length:
            return body
    raise RefusedRequestError("400 Bad Request", "the request is shorter than it says; send it again")


def read_file_below(folder: Path, name: str) -> bytes | None:
    """Return the content of a file below a folder; None where there is none, or where the name leads out of it."""
    if "\0" in name:
        return None
    file = (folder / name).resolve()
    return file.read_bytes() if file.is_relative_to(folder.resolve()) and file.is_file() else None


def serve_desk(
    home: Home,
    *,
    port: int = 0,
    on_ready: Callable[[str, str], None],
    on_fault: Callable[[Exception], None],
) -> None:
    """Serve the desk on this machine alone until Ctrl-C.

    Args:
        home: the record.
        port: the port to listen at, 0 for any that is free.
        on_ready: receives the address with the token, and one that opens the desk once.
        on_fault: receives what went wrong in the desk itself.

    Raises:
        UsageError: the port cannot be listened at.
    """
    try:
        server = DeskServer(home, port, on_fault)
    except OSError as error:
        raise UsageError(f"cannot listen at {HOST}:{port}: {error.strerror}; try another --port") from error
    with server:
        on_ready(server.address, server.first_address)
        server.serve_forever(poll_interval=0.2)


class DeskServer(ThreadingMixIn, WSGIServer):
    """A server with a thread for each connection, since browsers open some in advance and say nothing.

    Args:
        home: the record.
        port: the port to listen at, 0 for any that is free.
        on_fault: receives what went wrong in the desk itself.

    Raises:
        OSError: the port cannot be listened at.
    """

    daemon_threads = True

    def __init__(self, home: Home, port: int, on_fault: Callable[[Exception], None]) -> None:
        super().__init__((HOST, port), _QuietHandler)
        guard = Guard(self.server_port)
        self.address = f"{guard.origin}/?token={guard.token}"
        self.first_address = f"{guard.origin}/?token={guard.ticket}"
        self.set_app(DeskApp(Desk(home), guard, on_fault))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over what concerns one connection only: a browser that went away."""


class _QuietHandler(WSGIRequestHandler):
    """A handler that writes no log and ends a connection that says nothing."""

    timeout = _SECONDS

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Write nothing: the token would stand in the log."""


def _to_json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()
