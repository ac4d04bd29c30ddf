"""Look up saved copies by the Memento protocol (RFC 7089): a TimeMap lists the mementos of an address."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from communique.errors import CommuniqueError, UsageError

TIMEMAP: Final = "https://web.archive.org/web/timemap/link/{url}"
"""The TimeMaps of the Internet Archive; ``{url}`` is where the address stands."""

MAX_SIZE: Final = 4_000_000
"""Bytes of a TimeMap that are read; each memento takes some 120."""

TIMEOUT: Final = 30
"""Seconds until an archive that says nothing is given up."""

_LINK = re.compile(r'<([^>\s]+)>((?:\s*;\s*[\w-]+\s*=\s*(?:"[^"]*"|[^\s;,"]+))*)')
_PARAMETER = re.compile(r';\s*([\w-]+)\s*=\s*"?([^";]*)"?')
_NOT_SAVED: Final = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Memento:
    """A saved copy of an address: where it is, and when it was saved."""

    url: str
    saved: dt.datetime


class ArchiveUnreachableError(CommuniqueError):
    """An archive that cannot be reached at all, as without a network."""


class ArchiveAnswerError(CommuniqueError):
    """An archive that answers, but not with a TimeMap."""


def check_timemap(address: str) -> str:
    """Return the address of a server's TimeMaps if an address can be put into it.

    Raises:
        UsageError: it is no web address, or does not say where the address of the text stands.
    """
    if urlsplit(address).scheme not in {"http", "https"} or "{url}" not in address:
        raise UsageError(f"{address!r} is no address of TimeMaps; name one as {TIMEMAP}")
    return address


def fetch_mementos(url: str, timemap: str) -> tuple[Memento, ...]:
    """Return the mementos of an address that an archive lists, the oldest first; none if it saved nothing.

    Args:
        url: the address.
        timemap: where the archive has TimeMaps (see ``check_timemap``).

    Raises:
        ArchiveUnreachableError: nobody answers there.
        ArchiveAnswerError: the answer is an error, or no TimeMap.
    """
    address = timemap.replace("{url}", quote(url, safe=":/?&=%#+,;@~!$'()*[]"))
    host = urlsplit(timemap).netloc
    request = Request(address, headers={"Accept": "application/link-format", "User-Agent": "communique"})  # noqa: S310 - checked to be http(s)
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - checked to be http(s)
            body = answer.read(MAX_SIZE).decode("utf-8", "replace")
    except HTTPError as error:
        if error.code in _NOT_SAVED:
            return ()
        raise ArchiveAnswerError(f"{host} answered {error.code} {error.reason}") from error
    except (URLError, HTTPException, OSError) as error:
        reason = getattr(error, "reason", error)
        raise ArchiveUnreachableError(
            f"{host} cannot be reached ({reason}); check the network, or name another archive with --timemap"
        ) from error
    if body.strip() and not any("rel=" in parameters for _, parameters in _LINK.findall(body)):
        raise ArchiveAnswerError(f"{host} answered with something that is no TimeMap")
    return tuple(sorted(parse_timemap(body), key=lambda memento: memento.saved))


def parse_timemap(text: str) -> Iterator[Memento]:
    """Yield the mementos of a TimeMap in link format (RFC 6690), leaving out what has no readable day."""
    for target, parameters in _LINK.findall(text):
        values = {name.lower(): value for name, value in _PARAMETER.findall(parameters)}
        if "memento" not in values.get("rel", "").split() or urlsplit(target).scheme not in {"http", "https"}:
            continue
        try:
            saved = parsedate_to_datetime(values.get("datetime", ""))
        except ValueError:
            continue
        yield Memento(target, saved if saved.tzinfo else saved.replace(tzinfo=dt.UTC))


def choose_memento(mementos: tuple[Memento, ...], published: dt.date | None) -> Memento | None:
    """Return the copy that is most likely the text as it was read: the first since the day of publication.

    Args:
        mementos: the oldest first.
        published: the day of publication; None where it is not known, and then the first copy is taken.

    Returns:
        The last copy of all where none was saved since that day; None where there is none.
    """
    since = (memento for memento in mementos if published is None or memento.saved.date() >= published)
    return next(since, mementos[-1] if mementos else None)
