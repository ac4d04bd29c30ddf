"""The page for SQL in the browser: its questions, its listing, and what it says where SQLite could not be had."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from communique.schema.ddl import statements
from communique.site import javascript
from communique.site.downloads import Download
from communique.site.javascript import LOCKED, WEB, packages
from communique.site.page import Page
from communique.site.query_page import FILES, PACKAGE, Engine, engine, query_page, relations
from communique.site.questions import QUESTIONS
from communique.site.render import markdown

DATABASE = Download.of(Page("data/communique.sqlite", b"bytes"))
NPM = """#!/bin/sh
echo "$@" >> "$NPM_LOG"
folder=node_modules/{package}/dist
mkdir -p $folder
echo '{{"version": "3.0.0-build1"}}' > $folder/../package.json
for name in {files}; do echo $name > $folder/$name; done
"""


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    packages.cache_clear()
    yield
    packages.cache_clear()


def npm(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """An npm of one's own that writes down how it was called; gives that file."""
    program = folder / "bin" / "npm"
    program.parent.mkdir()
    program.write_text(script)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("NPM_LOG", str(folder / "log"))
    return folder / "log"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.title)
def test_each_question_fits_the_schema(question) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in statements("sqlite"):
            connection.execute(statement)
        assert connection.execute(question.sql).description
    assert "\n".join(" " * indent + line for indent, line in question.lines) == question.sql


def test_ten_questions_are_ready() -> None:
    assert len({question.title for question in QUESTIONS}) == 10


def test_the_listing_begins_with_views_and_has_every_table_of_the_dictionary() -> None:
    found = {one.name: one for one in relations()}
    assert next(iter(found)) == "event_overview"
    assert {"event", "claim", "source", "event_search_fts"} <= set(found)
    assert found["event_search_fts"].kind == "full text"
    assert ("event_id", "text") in [
        (name, re.sub(r"varchar.*", "text", kind)) for name, kind in found["claim"].columns
    ]
    assert all(one.words and one.columns for one in found.values())


def test_the_page_asks_with_the_engine_and_says_so_without_it() -> None:
    there = markdown(query_page(DATABASE, "5 bytes", Engine("3.0.0-build1", "assets/sqlite-3.0.0-build1")))
    missing = markdown(query_page(DATABASE, "5 bytes", Engine()))
    assert 'data-engine="assets/sqlite-3.0.0-build1/sqlite3.js"' in there
    assert '"query/main"' in there
    assert "<form" not in missing
    assert '"query/main"' not in missing
    assert "SQL in the browser is not part of this build" in missing
    for text in (there, missing):
        assert "data/communique.sqlite" in text
        assert text.count("data-question=") == len(QUESTIONS)


def test_the_lock_pins_by_checksum_and_names_no_address() -> None:
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((WEB / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert lock["lockfileVersion"] == 3
    for path, one in lock["packages"].items():
        if path:
            assert one["integrity"].startswith("sha512-")
            assert "resolved" not in one
    assert lock["packages"][f"node_modules/{PACKAGE}"]["version"] == wanted[PACKAGE]


def test_npm_runs_once_and_its_files_are_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = npm(tmp_path, monkeypatch, NPM.format(package=PACKAGE, files=" ".join(FILES)))
    for _ in range(2):
        packages.cache_clear()  # as another process
        found = engine(tmp_path / "work")
    (call,) = log.read_text().splitlines()
    assert call.startswith("ci --ignore-scripts ")
    assert found.missing == ""
    assert [page.path for page in found.files] == [
        "assets/sqlite-3.0.0-build1/sqlite3.js",
        "assets/sqlite-3.0.0-build1/sqlite3.wasm",
    ]
    (kept,) = (tmp_path / "work" / "web").iterdir()
    assert {path.name for path in kept.iterdir()} == {*LOCKED, "node_modules"}


def test_what_npm_complains_of_is_told_and_nothing_half_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (
        "#!/bin/sh\nmkdir node_modules\n"
        "echo 'npm error code ENOTFOUND\nnpm error network is not there' >&2\nexit 1\n"
    )
    npm(tmp_path, monkeypatch, script)
    found = engine(tmp_path / "work")
    assert found.missing == "npm could not fetch it (network is not there); build again with a network"
    assert found.files == ()
    assert list((tmp_path / "work" / "web").iterdir()) == []


def test_without_any_npm_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(javascript, "find_spec", lambda name: None)
    assert "install Node.js" in engine(tmp_path / "work").missing
