"""The preview: single pages are those of a whole build to the byte, and the rest follows in the background."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from subprocess import Popen
from threading import Event
from unittest.mock import Mock

import pytest

from communique.commands.previewing import SitePreview
from communique.commands.record import resolve_settings
from communique.errors import BuildError
from communique.pipeline.output_file import OutputFile
from communique.site.preview.page_preview import PagePreviewer
from communique.site.preview.rebuild_loop import BackgroundBuild
from fixtures.cli_home import CliHome, free_port, wait_until
from fixtures.record import article, meeting
from fixtures.site import made, pages_of, site

B = '<h1>B</h1>\n<p>Other words, and <a href="../../events/a/">A</a>.</p>\n'


def test_a_page_shown_alone_is_that_of_a_whole_build(home: Path) -> None:
    made(home)
    before = pages_of(home)
    press = PagePreviewer(home, home / "public", {})
    changed = [OutputFile("events/b.md", B), OutputFile("events/a.json", '{"a": 1}')]
    assert press.publish_pages(changed) == 2
    shown = pages_of(home)
    assert {path for path in before if before[path] != shown[path]} == {
        "events/b/index.html",
        "events/a.json",
    }
    assert press.publish_pages(changed) == 0
    made(home, *[page for page in site(events__b=B) if page.path != "events/a.json"], changed[1])
    assert pages_of(home) == shown


def test_new_pages_may_lead_to_each_other(home: Path) -> None:
    made(home)
    new = [
        OutputFile("events/c.md", '<a href="../../events/d/">D</a>, <a href="../../events/a/">A</a>\n'),
        OutputFile("events/d.md", '<a href="../../events/c/">C</a>\n'),
    ]
    assert PagePreviewer(home, home / "public", {}).publish_pages(new) == 2
    shown = pages_of(home)
    made(home, *site(), *new)
    whole = pages_of(home)
    assert {path: whole[path] for path in shown if path != "sitemap.xml"} == {
        path: shown[path] for path in shown if path != "sitemap.xml"
    }


def test_a_page_is_rendered_for_the_desk_though_it_leads_to_none_yet(home: Path) -> None:
    made(home)
    before = pages_of(home)
    press = PagePreviewer(home, home / "public", {})
    rendered = press.render_pages([OutputFile("events/c.md", '<h1>C</h1>\n<a href="../../missing/">x</a>\n')])
    assert b"<h1" in rendered["events/c/index.html"]
    assert pages_of(home) == before
    with pytest.raises(BuildError):  # it is not taken for a page that is there
        press.publish_pages([OutputFile("events/b.md", '<a href="../../events/c/">C</a>\n')])


@pytest.mark.parametrize(
    "text", ['<a href="../../missing/">x</a>', '<a href="#nowhere">x</a>', "---\ntitle: [\n---\n"]
)
def test_a_page_that_cannot_stand_alone_changes_nothing(home: Path, text: str) -> None:
    made(home)
    before = pages_of(home)
    press = PagePreviewer(home, home / "public", {})
    with pytest.raises(BuildError):
        press.publish_pages([OutputFile("events/a.json", "{2}"), OutputFile("events/b.md", text)])
    assert pages_of(home) == before
    assert press.publish_pages([OutputFile("events/b.md", B)]) == 1


def test_a_saved_entry_shows_what_a_whole_build_makes_of_it(cli_home: CliHome) -> None:
    """Through all rooms: an edit, a new entry that links to an old event, and an event that goes."""
    first = meeting("talks-2024-07", title="Talks in Tokyo", date="2024-07-28", place="tokyo")
    other = meeting("talks-2024-05", title="Earlier talks", date="2024-05-02")
    cli_home.record({"a": article(first), "b": article(other)})
    assert cli_home.run("build").status == 0
    desk = SitePreview(resolve_settings(cli_home.home), Mock())
    desk.on_build_finished()
    assert desk.on_save() is False

    third = meeting(
        "talks-2024-06", title="Third talks", date="2024-06-02", links=[{"follows": "talks-2024-07"}]
    )
    cli_home.record(
        {"a": article(first | {"title": "Talks at night"}), "b": article(other), "c": article(third)}
    )
    before = pages_of(cli_home.home)
    assert desk.on_save() is True
    shown = pages_of(cli_home.home)
    new = {path for path in shown if shown[path] != before.get(path)}
    assert {"events/talks-2024-07/index.html", "events/talks-2024-07.json"} <= new
    assert {"events/talks-2024-06/index.html", "sources/c/index.html"} <= new
    assert b"Talks at night" in shown["events/talks-2024-07/index.html"]

    assert cli_home.run("site").status == 0
    whole = pages_of(cli_home.home)
    assert {path for path in new if whole[path] != shown[path]} == set()
    assert whole["events/index.html"] != shown["events/index.html"]

    desk.on_build_finished()
    cli_home.record({"a": article(first | {"title": "Talks at night"}), "b": article(other)})
    (cli_home.home / "entries/articles/2024/c.yaml").unlink(missing_ok=True)
    assert desk.on_save() is True


def test_a_follow_up_says_how_it_ended_once() -> None:
    ended = Event()
    following = BackgroundBuild([sys.executable, "-c", "import sys; sys.exit('no disk')"], ended.set)
    following.start()
    assert ended.wait(60)
    assert following.pop_result() == (1, "no disk")
    assert following.pop_result() is None
    assert following.stop() is False


def test_a_stopped_follow_up_takes_its_children_with_it(tmp_path: Path) -> None:
    """As a build's search indexer: left alone it would write into the next build's folder."""
    child = tmp_path / "child"
    program = (
        "import subprocess, sys, time, pathlib\n"
        "made = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"pathlib.Path({str(child)!r}).write_text(str(made.pid))\ntime.sleep(600)\n"
    )
    ended = Event()
    following = BackgroundBuild([sys.executable, "-c", program], ended.set)
    following.start()
    while not child.exists() or not child.read_text():
        time.sleep(0.01)
    assert following.stop() is True
    while _alive(int(child.read_text())):
        time.sleep(0.01)
    assert following.pop_result() is None
    assert not ended.is_set()


def _alive(process: int) -> bool:
    """Whether a process runs; one that nobody has waited for yet (a zombie) does not."""
    try:
        os.kill(process, 0)
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False


def _read(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return str(answer.read().decode())


LINKED = ("/public/", "/.communique/pages/")
"""Folders whose files a build replaces and never writes over."""


def _link_page_or_copy(source: str, target: str) -> None:
    """Copy a file, or link a page: the cache knows pages by their number on the disk, and nothing is made anew."""
    (os.link if any(folder in source for folder in LINKED) else shutil.copy2)(source, target)


def test_a_save_in_the_real_record_shows_in_the_browser(cli_home: CliHome, record_home: Path) -> None:
    """The whole record, a real process, a real save, and Ctrl-C while the rest follows. The time is told, not judged.

    That the rest is what a whole build makes is shown with a small record: right after a data release it is every
    page of this one, since each says that the record has changed since.
    """
    shutil.copytree(record_home, cli_home.home, dirs_exist_ok=True, copy_function=_link_page_or_copy)
    entry = cli_home.home / "entries/articles/2024/arab-news-japan-2024-07-28.yaml"
    text = entry.read_text(encoding="utf-8")
    old, new = "It was the first time that", "It was, after long talks, the first time that"
    assert old in text
    told, port = cli_home.home / "told.txt", free_port()
    with told.open("w") as stream:
        process = Popen(
            [sys.executable, "-m", "communique.cli", "serve", "--port", str(port)],
            cwd=cli_home.home, stdout=stream, stderr=stream,
        )  # fmt: skip
        try:
            with suppress(AssertionError):  # what it said tells more than that it ended
                wait_until(lambda: "Ctrl-C ends" in told.read_text(encoding="utf-8"), process)
            assert "Ctrl-C ends" in told.read_text(encoding="utf-8")
            page = f"http://127.0.0.1:{port}/events/trilateral-defense-ministerial-2024-07-28/"
            assert old in _read(page)
            time.sleep(1)  # the watcher takes its first look
            started = time.perf_counter()
            entry.write_text(text.replace(old, new), encoding="utf-8")
            wait_until(lambda: new in _read(page), process)
            print(f"\na saved entry showed after {time.perf_counter() - started:.1f} s")  # noqa: T201 - asked for
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)
    assert process.returncode == 0, told.read_text(encoding="utf-8")
    assert "Traceback" not in told.read_text(encoding="utf-8")
