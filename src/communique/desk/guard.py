"""Decide whether a request may be answered: only the desk's own page, on this machine, with its secret."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final

HOST: Final = "127.0.0.1"
"""The desk listens here and nowhere else."""

MAX_BODY: Final = 4 * 1024 * 1024
"""Bytes of a request; a saved page of HTML may have some hundred thousand."""


class RefusedRequestError(Exception):
    """A request that is not answered, with the HTTP status and the reason."""

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass(frozen=True)
class Guard:
    """The rules by which requests are let in.

    A page elsewhere cannot know the token, send the cookie (SameSite), or the header of the page's own requests;
    a name that was made to lead here (DNS rebinding) is no host of ours.

    Args:
        port: at which the desk listens.
        token: what the printed address holds, and the cookie then.
        page_token: what the page itself sends with each request.
        ticket: what opens the desk once, in the token's place: others may see how a browser is started.
    """

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    page_token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _used_tickets: set[str] = field(default_factory=set)

    @property
    def origin(self) -> str:
        """The origin of the desk's page."""
        return f"http://{HOST}:{self.port}"

    @property
    def cookie(self) -> str:
        """The name of the cookie; cookies know no ports, so it holds the port."""
        return f"communique-desk-{self.port}"

    def check_host(self, environ: Mapping[str, Any]) -> None:
        """Refuse a request that was sent to another name.

        Raises:
            RefusedRequestError: it was.
        """
        if environ.get("HTTP_HOST") != f"{HOST}:{self.port}":
            raise RefusedRequestError("421 Misdirected Request", f"the desk is at {self.origin} only")

    def check_first_token(self, given: str) -> None:
        """Refuse what is neither the token nor the ticket; the ticket is used up.

        Raises:
            RefusedRequestError: it is neither.
        """
        is_ticket = hmac.compare_digest(given.encode("utf-8", "replace"), self.ticket.encode())
        if is_ticket and self.ticket not in self._used_tickets:
            self._used_tickets.add(self.ticket)
            return
        self.check_token(given)

    def check_token(self, given: str) -> None:
        """Refuse a wrong token.

        Raises:
            RefusedRequestError: it is.
        """
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode()):
            reason = "open the address that communique desk printed: it holds the token"
            raise RefusedRequestError("403 Forbidden", reason)

    def check_cookie(self, environ: Mapping[str, Any]) -> None:
        """Refuse a request of a browser that never opened the printed address.

        Raises:
            RefusedRequestError: it did not.
        """
        try:
            morsel = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(self.cookie)
        except CookieError:
            morsel = None
        self.check_token(morsel.value if morsel else "")

    def check_page_request(self, environ: Mapping[str, Any]) -> int:
        """Refuse a request that the desk's own page did not send; return the length of its body.

        Raises:
            RefusedRequestError: it did not, or the body is too long.
        """
        is_own = environ.get("HTTP_ORIGIN") == self.origin
        is_own = is_own and environ.get("HTTP_SEC_FETCH_SITE", "same-origin") == "same-origin"
        given = str(environ.get("HTTP_X_DESK_TOKEN", "")).encode("utf-8", "replace")
        if not is_own or not hmac.compare_digest(given, self.page_token.encode()):
            raise RefusedRequestError(
                "403 Forbidden", "this was not sent by the desk's own page; load it anew"
            )
        if str(environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower() != "application/json":
            raise RefusedRequestError("415 Unsupported Media Type", "the desk takes JSON only")
        length = str(environ.get("CONTENT_LENGTH") or "")
        if not (length.isascii() and length.isdigit()):
            raise RefusedRequestError("411 Length Required", "the request does not say how long it is")
        if len(length) > 12 or int(length) > MAX_BODY:
            reason = (
                f"more than {MAX_BODY // 1024**2} MiB; save the page without its pictures, or paste the text"
            )
            raise RefusedRequestError("413 Content Too Large", reason)
        return int(length)
