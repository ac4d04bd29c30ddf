"""A record that a site offers is downloaded once, opened for reading, and never another file than was meant."""

from __future__ import annotations

import hashlib
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import communique
from communique.database.remote_file import find_cache_folder
from communique.errors import DatabaseError, UsageError


class Site(ThreadingHTTPServer):
    """A server on this machine that offers one file, and notes what it was asked for and what it sent."""

    content = b""
    etag = '"first"'
    location = ""
    cut = False
    status = 200
    log: list[tuple[str, int]]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.log = []


class Handler(BaseHTTPRequestHandler):
    """Answers as a plain file server does."""

    server: Site

    def do_GET(self) -> None:
        site, known = self.server, self.headers.get("If-None-Match")
        status = 302 if site.location else 304 if known == site.etag else site.status
        self.send_response(status)
        if site.location:
            self.send_header("Location", site.location)
        self.send_header("ETag", site.etag)
        body = site.content if status == 200 else b""
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "text/html" if body.startswith(b"<") else "application/vnd.sqlite3")
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if site.cut else body)
        site.log.append((self.path, status))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the library's own name)
        """Say nothing."""


@contextmanager
def serve(context: ssl.SSLContext | None = None) -> Iterator[tuple[Site, str]]:
    site = Site()
    if context:
        site.socket = context.wrap_socket(site.socket, server_side=True)
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        scheme = "https" if context else "http"
        yield site, f"{scheme}://localhost:{site.server_port}/data/communique.sqlite"
    finally:
        site.shutdown()
        thread.join()
        site.server_close()


@pytest.fixture
def site(blank_database: Path) -> Iterator[tuple[Site, str]]:
    with serve() as (site, url):
        site.content = blank_database.read_bytes()
        yield site, url


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of localhost's with its key, made for this run."""
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", *subject,
         "-keyout", str(file), "-out", str(file.with_suffix(".crt"))],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return file


def count_events(url: str, cache: Path, **options: str | int) -> int:
    with communique.open(url, cache=cache, **options) as record:  # type: ignore[arg-type]  # each has its own type
        return len(record.query("SELECT id FROM event"))


def test_a_file_travels_again_only_when_it_has_changed(site: tuple[Site, str], tmp_path: Path) -> None:
    server, url = site
    assert count_events(url, tmp_path) == 0
    assert count_events(url, tmp_path) == 0
    server.etag = '"second"'
    assert count_events(url, tmp_path) == 0
    assert [status for _, status in server.log] == [200, 304, 200]


def test_a_damaged_copy_is_fetched_anew(site: tuple[Site, str], tmp_path: Path) -> None:
    server, url = site
    count_events(url, tmp_path)
    (copy,) = tmp_path.rglob("*.sqlite")
    copy.write_bytes(copy.read_bytes()[:-1])
    assert count_events(url, tmp_path) == 0
    assert [status for _, status in server.log] == [200, 200]


def test_a_copy_with_the_digest_that_is_asked_for_needs_no_server(
    site: tuple[Site, str], tmp_path: Path
) -> None:
    server, url = site
    digest = hashlib.sha256(server.content).hexdigest()
    count_events(url, tmp_path, sha256=digest)
    count_events(url, tmp_path, sha256=digest.upper())
    assert len(server.log) == 1
    with pytest.raises(DatabaseError, match="it is another file"):
        count_events(url, tmp_path, sha256="0" * 64)


def other_file(site: Site) -> None:
    site.content = b"<!doctype html><title>Moved</title>"


def cut_short(site: Site) -> None:
    site.cut = True


def missing(site: Site) -> None:
    site.status = 404


def foreign(site: Site) -> None:
    site.location = "file:///etc/hostname"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (other_file, "is no SQLite database but text/html"),
        (cut_short, r"broke off after \d[\d,]* of \d+ bytes"),
        (missing, "was refused: 404"),
        (foreign, "was refused: 302"),
    ],
)
def test_what_is_no_whole_record_is_refused_and_the_copy_stays(
    change: Callable[[Site], None], message: str, site: tuple[Site, str], tmp_path: Path
) -> None:
    server, url = site
    count_events(url, tmp_path)
    before = sorted(tmp_path.rglob("*"))
    server.etag = '"other"'
    change(server)
    with pytest.raises(DatabaseError, match=message):
        count_events(url, tmp_path)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_may_not_be_larger_than_is_said(site: tuple[Site, str], tmp_path: Path) -> None:
    server, url = site
    with pytest.raises(DatabaseError, match="larger than 1,000 bytes"):
        count_events(url, tmp_path, max_bytes=1000)
    assert count_events(url, tmp_path, max_bytes=len(server.content)) == 0


def test_a_server_that_is_not_there_is_named_with_the_copy(blank_database: Path, tmp_path: Path) -> None:
    """The copy may be opened by its name; an old state is never given for the newest in silence."""
    with serve() as (site, url):
        site.content = blank_database.read_bytes()
        count_events(url, tmp_path)
    with pytest.raises(DatabaseError, match=r"cannot be had: .*; the copy of last time is .*\.sqlite"):
        count_events(url, tmp_path)


def test_encryption_is_checked_and_never_left(
    certificate: Path, blank_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.with_suffix(".crt"), certificate)
    with serve(context) as (site, url):
        site.content = blank_database.read_bytes()
        with pytest.raises(DatabaseError, match="CERTIFICATE_VERIFY_FAILED"):
            count_events(url, tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
        assert count_events(url, tmp_path) == 0
        site.location = "http://localhost:9/communique.sqlite"
        site.etag = '"second"'
        with pytest.raises(DatabaseError, match="not encrypted"):
            count_events(url, tmp_path)


def test_what_concerns_downloads_is_refused_elsewhere(blank_database: Path) -> None:
    with pytest.raises(UsageError, match="for a file that is downloaded"):
        communique.open(blank_database, sha256="0" * 64)


@pytest.mark.parametrize(
    ("system", "environment", "folder"),
    [
        ("linux", {}, "~/.cache/communique"),
        ("linux", {"XDG_CACHE_HOME": "/cache"}, "/cache/communique"),
        ("darwin", {"XDG_CACHE_HOME": "/cache"}, "~/Library/Caches/communique"),
        ("win32", {}, "~/AppData/Local/communique/Cache"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/communique/Cache"),
    ],
)
def test_copies_are_kept_where_the_system_keeps_caches(
    system: str, environment: dict[str, str], folder: str
) -> None:
    assert find_cache_folder(system, environment) == Path(folder).expanduser()
