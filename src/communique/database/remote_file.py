"""Download a record's SQLite file and keep the copy, so that it travels again only when it has changed."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final
from urllib import request
from urllib.error import HTTPError, URLError

from communique.errors import DatabaseError

MAX_BYTES: Final = 2 * 1024**3
"""How large a file may be, where a caller says nothing else."""

TIMEOUT: Final = 30.0
"""Seconds that a server may stay silent."""

_CHUNK: Final = 1 << 20
_MAGIC: Final = b"SQLite format 3\x00"
_NOTE: Final = "download.json"
_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class StoredDownload:
    """What is known of a file that was downloaded before: its digest, and by what the server tells versions apart."""

    url: str
    sha256: str
    etag: str | None
    last_modified: str | None


class _SecureRedirects(request.HTTPRedirectHandler):
    """Follows a server elsewhere, but never from an encrypted address to one that is not."""

    def redirect_request(
        self,
        req: request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> request.Request | None:
        """Return the request for the other address, or refuse it."""
        if req.full_url.startswith("https:") and not newurl.startswith("https:"):
            raise DatabaseError(
                f"{req.full_url} leads to {newurl}, which is not encrypted; ask its publisher"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def find_cache_folder(system: str = sys.platform, environment: Mapping[str, str] = os.environ) -> Path:
    """Return Communiqué's folder among the user's own caches, where the system keeps these."""
    if system == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "communique/Cache"
    if system == "darwin":
        return Path.home() / "Library/Caches/communique"
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "communique"


def download_database(
    url: str, cache: Path | None = None, *, max_bytes: int = MAX_BYTES, sha256: str | None = None
) -> Path:
    """Return a local copy of a SQLite file that a server offers.

    A copy that is there is taken if the server says that the file is still the same, by its ETag or its date, and if
    the copy still has the digest that it was stored with. A file is stored under its name only when it is whole.

    Args:
        url: its address, ``https://…`` or ``http://…``.
        cache: the folder for copies; by default Communiqué's in the user's own folder for caches.
        max_bytes: how large the file may be.
        sha256: its SHA-256 in hexadecimal, where it is known: no other file is taken, and a copy that has it is
            taken without asking the server.

    Raises:
        DatabaseError: there is no such file, it is none of SQLite's, too large, cut short, or another one; or the
            server cannot be reached. What was stored before stays as it was.
    """
    folder = (cache or find_cache_folder()) / hashlib.sha256(url.encode()).hexdigest()[:32]
    stored = _read_stored(folder, url)
    if stored and sha256 and stored.sha256 == sha256.lower():
        return _copy_path(folder, stored.sha256)
    headers = {"User-Agent": "communique", "Accept-Encoding": "identity"}
    if stored and stored.etag:
        headers["If-None-Match"] = stored.etag
    elif stored and stored.last_modified:
        headers["If-Modified-Since"] = stored.last_modified
    try:
        with _build_opener().open(request.Request(url, headers=headers), timeout=TIMEOUT) as answer:  # noqa: S310 - HTTP alone
            return _store(answer, url, folder, max_bytes, sha256)
    except HTTPError as error:
        with error:
            if error.code == http.HTTPStatus.NOT_MODIFIED and stored:
                _check_digest(url, stored.sha256, sha256)
                return _copy_path(folder, stored.sha256)
            raise DatabaseError(
                f"{url} was refused: {error.code} {error.reason}; correct the address"
            ) from error
    except (OSError, http.client.HTTPException) as error:
        reason = error.reason if isinstance(error, URLError) else error
        copy = f"; the copy of last time is {_copy_path(folder, stored.sha256)}" if stored else ""
        raise DatabaseError(f"{url} cannot be had: {reason or type(error).__name__}{copy}") from error


def _build_opener() -> request.OpenerDirector:
    """Return an opener that knows HTTP alone: an address read somewhere opens no file of this machine."""
    opener = request.OpenerDirector()
    for handler in (
        *(request.ProxyHandler, request.HTTPHandler, request.HTTPSHandler, request.UnknownHandler),
        *(request.HTTPDefaultErrorHandler, request.HTTPErrorProcessor, _SecureRedirects),
    ):
        opener.add_handler(handler())
    return opener


def _read_stored(folder: Path, url: str) -> StoredDownload | None:
    """Return what was stored, if the copy is there and undamaged."""
    try:
        stored = StoredDownload(**json.loads((folder / _NOTE).read_text(encoding="utf-8")))
        with _copy_path(folder, stored.sha256).open("rb") as copy:
            digest = hashlib.file_digest(copy, "sha256").hexdigest()
    except (OSError, ValueError, TypeError):
        return None
    return stored if (stored.url, stored.sha256) == (url, digest) else None


def _copy_path(folder: Path, sha256: str) -> Path:
    return folder / f"{sha256}.sqlite"


def _store(
    answer: http.client.HTTPResponse, url: str, folder: Path, max_bytes: int, sha256: str | None
) -> Path:
    """Write an answer's body below a name of its own, check it, and give it its name in the cache."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, part = tempfile.mkstemp(prefix=".part-", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            digest = _copy_body(answer, url, file, max_bytes)
        _check_digest(url, digest, sha256)
        Path(part).replace(_copy_path(folder, digest))
    finally:
        Path(part).unlink(missing_ok=True)
    stored = StoredDownload(url, digest, answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
    _save_note(folder, stored)
    return _copy_path(folder, digest)


def _copy_body(answer: http.client.HTTPResponse, url: str, file: IO[bytes], max_bytes: int) -> str:
    """Write the body to a file and return its SHA-256."""
    length = answer.headers.get("Content-Length")
    too_large = f"{url} is larger than {max_bytes:,} bytes; pass a larger max_bytes if it is to be"
    if length and length.isdigit() and int(length) > max_bytes:
        raise DatabaseError(too_large)
    digest, size = hashlib.sha256(), 0
    while chunk := answer.read(_CHUNK):
        if not size and not chunk.startswith(_MAGIC):
            kind = answer.headers.get("Content-Type", "something else")
            raise DatabaseError(f"{url} is no SQLite database but {kind}; correct the address")
        size += len(chunk)
        if size > max_bytes:
            raise DatabaseError(too_large)
        digest.update(chunk)
        file.write(chunk)
    if not size or (length and length.isdigit() and size != int(length)):
        raise DatabaseError(f"{url} broke off after {size:,} of {length or 'some'} bytes; try again")
    return digest.hexdigest()


def _check_digest(url: str, digest: str, expected: str | None) -> None:
    if expected and digest != expected.lower():
        raise DatabaseError(f"{url} has the SHA-256 {digest}, not {expected}: it is another file")


def _save_note(folder: Path, stored: StoredDownload) -> None:
    """Write what is known of the copy, and remove copies of over a day ago, which nobody is about to open."""
    fields: Mapping[str, str | None] = asdict(stored)
    descriptor, part = tempfile.mkstemp(prefix=".part-", dir=folder)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(fields, file)
    Path(part).replace(folder / _NOTE)
    for copy in folder.glob("*.sqlite"):
        try:
            if copy.stem != stored.sha256 and time.time() - copy.stat().st_mtime > _DAY:
                copy.unlink()
        except OSError:  # on Windows, where somebody reads it
            continue
