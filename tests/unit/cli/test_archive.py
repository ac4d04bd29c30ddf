"""``communique archive``: saved copies are looked up by TimeMaps and written into the entries, at their place."""

import datetime as dt
import json
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from communique.loaders.curation.archived_copies import insert_archived_url
from communique.loaders.curation.format_files import format_text
from communique.loaders.curation.mementos import Memento, choose_memento, parse_timemap
from fixtures.cli_home import free_port
from fixtures.record import article, meeting

TEXT = "https://news.example/talks?id=1&lang=en"
SAVED = [("20240101000000", "Mon, 01 Jan 2024 00:00:00 GMT"), ("20240729101112", "Mon, 29 Jul 2024 10:11:12 GMT"),
         ("20250101000000", "Wed, 01 Jan 2025 00:00:00 GMT")]  # fmt: skip
COPY = f"https://archive.example/web/20240729101112/{TEXT}"


def timemap(url):
    links = [f'<{url}>; rel="original"', f'<https://archive.example/timemap/{url}>; rel="self"; type="x"']
    links += [
        f'<https://archive.example/web/{at}/{url}>; rel="memento"; datetime="{day}"' for at, day in SAVED
    ]
    return ",\n".join(links)


class Archive(BaseHTTPRequestHandler):
    """Has a TimeMap of each address that does not say otherwise."""

    def __init__(self, asked, *rest):
        self.asked = asked
        super().__init__(*rest)

    def do_GET(self):
        url = self.path.removeprefix("/timemap/link/")
        self.asked.append(url)
        status = 404 if "missing" in url else 503 if "busy" in url else 200
        body = (timemap(url) if "page" not in url else "<html>").encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def asked():
    return []


@pytest.fixture
def archive(cli_home, asked):
    """Runs the command against an archive of our own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Archive, asked)) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/timemap/link/{{url}}"
        yield lambda *words: cli_home.run("archive", "--timemap", address, "--pause", "0", *words)
        server.shutdown()


def record(cli_home, **urls):
    """A record with an article for each address, in canonical form and with a comment at the top."""
    folder = cli_home.record({name: article(meeting(f"talks-{name}"), url=url) for name, url in urls.items()})
    files = {name: folder / f"articles/2024/{name}.yaml" for name in urls}
    for file in files.values():
        file.write_text("# seen\n" + format_text(file.read_text(), "articles/2024/a.yaml"), encoding="utf-8")
    return files


def test_the_first_copy_since_publication_is_written_behind_the_address(cli_home, archive, asked):
    (file,) = record(cli_home, a=TEXT).values()
    before = file.read_text()
    answer = archive()
    assert (answer.status, answer.out) == (0, f"entries/articles/2024/a.yaml\t2024-07-29\t{COPY}\n"), (
        answer.err
    )
    assert asked == [TEXT]
    after = file.read_text()
    added = [line for line in after.splitlines() if line not in before.splitlines()]
    assert added == [f"  archived_url: {COPY}"]
    assert after.splitlines().index(added[0]) == before.splitlines().index(f"  url: {TEXT}") + 1
    assert after == format_text(after, "articles/2024/a.yaml")
    assert "0 of 0 articles" in archive().err
    assert asked == [TEXT]


def test_nothing_is_written_where_only_asked(cli_home, archive):
    (file,) = record(cli_home, a=TEXT).values()
    before = file.read_text()
    answer = archive("--dry-run", "--json")
    assert json.loads(answer.out)["found"] == [
        {"file": "articles/2024/a.yaml", "url": TEXT, "archived_url": COPY, "saved": "2024-07-29"}
    ]
    assert json.loads(answer.out)["written"] is False
    assert file.read_text() == before


def test_what_is_not_saved_and_what_fails_is_told_apart(cli_home, archive):
    files = record(
        cli_home,
        a="https://x.example/busy",
        b="https://x.example/missing",
        c=TEXT,
        d="https://x.example/page",
    )
    answer = archive("--json")
    told = json.loads(answer.out)
    assert answer.status == 1
    assert [it["file"] for it in told["failed"]] == ["articles/2024/a.yaml", "articles/2024/d.yaml"]
    assert "answered 503" in told["failed"][0]["reason"]
    assert [it["url"] for it in told["unsaved"]] == ["https://x.example/missing"]
    assert [name for name, file in files.items() if "archived_url" in file.read_text()] == ["c"]


def test_without_a_network_it_says_so_and_changes_nothing(cli_home):
    (file,) = record(cli_home, a=TEXT).values()
    before = file.read_text()
    answer = cli_home.run("archive", "--timemap", f"http://127.0.0.1:{free_port()}/{{url}}")
    assert answer.status == 1
    assert "cannot be reached" in answer.err
    assert "check the network" in answer.err
    assert file.read_text() == before


@pytest.mark.parametrize("address", ["file:///etc/passwd?{url}", "https://archive.example/"])
def test_an_address_that_is_none_of_timemaps_is_refused(cli_home, address):
    answer = cli_home.run("archive", "--timemap", address)
    assert (answer.status, "is no address of TimeMaps" in answer.err) == (2, True)


ENTRY = """\
schema: 1
source:
  publisher: jiji-press  # who else
  kind: wire
  title: Ministers meet
  url: {}
  # of its own
  published: 2024-07-28
  accessed: 2026-11-23
events:
  - {{id: a-b, kind: meeting, title: Talks, summary: Two ministers met and talked of the year., paragraphs: [1]}}
"""


@pytest.mark.parametrize("address", [TEXT, f'"{TEXT}"', f">-\n    {TEXT}", f"{TEXT}  # read there"])
def test_comments_and_layout_stay(address):
    after = insert_archived_url(ENTRY.format(address), "a.yaml", COPY)
    assert after == ENTRY.format(f"{address}\n  archived_url: {COPY}")


def test_an_empty_address_of_a_copy_is_filled():
    before = ENTRY.format(f"{TEXT}\n  archived_url: null")
    assert insert_archived_url(before, "a.yaml", COPY) == ENTRY.format(f"{TEXT}\n  archived_url: {COPY}")


def test_a_copy_is_chosen_by_the_day_of_publication():
    copies = tuple(parse_timemap(timemap(TEXT)))
    assert [copy.saved.date().isoformat() for copy in copies] == ["2024-01-01", "2024-07-29", "2025-01-01"]
    assert choose_memento(copies, dt.date(2024, 7, 28)) == copies[1]
    assert choose_memento(copies, None) == copies[0]
    assert choose_memento(copies, dt.date(2026, 1, 1)) == copies[2]
    assert choose_memento((), None) is None
    assert tuple(parse_timemap('<https://a.example/x>; rel="first memento"; datetime="soon"')) == ()
    assert tuple(parse_timemap(f'<{COPY}>; datetime="{SAVED[0][1]}"; rel="first memento"')) == (
        Memento(COPY, dt.datetime(2024, 1, 1, tzinfo=dt.UTC)),
    )
