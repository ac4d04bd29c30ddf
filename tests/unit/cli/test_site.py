"""The commands that publish: build, site and serve, from entries to pages, by a real process."""

import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from fixtures.cli_home import free_port, wait_until
from fixtures.record import article, meeting

PAGE = "public/events/talks-2024-07/index.html"


@pytest.fixture
def articles():
    return {"a": article(meeting("talks-2024-07", title="Talks in Tokyo", date="2024-07-28", place="tokyo"))}


def test_build_from_nothing_then_site(cli_home, articles):
    """A missing database is made, the record loaded, the site built; what it holds is told."""
    (cli_home.home / "communique.db").unlink()
    cli_home.record(articles)
    answer = cli_home.run("build")
    assert answer.status == 0, answer.err
    assert answer.out == "public/index.html: 1 event from 1 article\n"
    assert "events: 1 added" in answer.err.splitlines()[0]
    page = (cli_home.home / PAGE).read_text(encoding="utf-8")
    assert "Talks in Tokyo" in page
    assert (cli_home.home / "public/commands/index.html").is_file()
    again = cli_home.run("site")
    assert again.status == 0
    assert (cli_home.home / PAGE).read_text(encoding="utf-8") == page


def test_an_older_database_is_brought_up_to_date_by_build(cli_home, articles):
    cli_home.record(articles)
    cli_home.run("db", "downgrade", "0005")
    assert cli_home.run("site").status == 1
    assert cli_home.run("build").status == 0


def test_a_wrong_record_leaves_the_site_as_it_was(cli_home, articles):
    cli_home.record(articles)
    assert cli_home.run("build").status == 0
    before = cli_home.state()
    cli_home.write("articles/2024/b.yaml", "schema: [\n")
    assert cli_home.run("build").status == 1
    assert cli_home.state() == before


def test_serve_follows_the_record_and_ends_with_ctrl_c(cli_home, articles):
    cli_home.record(articles)
    port = free_port()
    told = cli_home.home / "told.txt"
    with told.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "communique.cli", "serve", "--port", str(port)],
            cwd=cli_home.home, stdout=errors, stderr=errors,
        )  # fmt: skip
        try:
            wait_until(lambda: "Ctrl-C ends" in told.read_text(encoding="utf-8"), process)
            address = f"http://127.0.0.1:{port}/events/talks-2024-07/"
            with urllib.request.urlopen(address) as answer:
                assert "Talks in Tokyo" in answer.read().decode()
            with pytest.raises(urllib.error.HTTPError, match="400"):
                urllib.request.urlopen(f"{address}%00")
            file = Path(cli_home.home / "entries/articles/2024/a.yaml")
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace("Talks in Tokyo", "Talks at night"), encoding="utf-8")
            wait_until(
                lambda: "Talks at night" in (cli_home.home / PAGE).read_text(encoding="utf-8"), process
            )
            file.write_text(text.replace("kind: meeting", "kind: party"), encoding="utf-8")
            wait_until(lambda: "is no kind of event" in told.read_text(encoding="utf-8"), process)
            assert "Talks at night" in (cli_home.home / PAGE).read_text(encoding="utf-8")
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in told.read_text(encoding="utf-8")
