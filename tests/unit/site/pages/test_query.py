"""The page for SQL in the browser: its questions, its listing, and what it says where SQLite could not be had."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from communique.pipeline.output_file import OutputFile
from communique.schema.ddl import ddl_statements
from communique.site import npm_assets
from communique.site.downloads.dcat import Download
from communique.site.example_queries import EXAMPLE_QUERIES
from communique.site.npm_assets import LOCK_FILES, WEB_FOLDER, install_packages
from communique.site.pages.query import (
    FILES,
    PACKAGE,
    SqliteEngine,
    build_query_page,
    describe_relations,
    load_sqlite_engine,
)
from communique.site.render import render_view

DATABASE = Download.from_file(OutputFile("data/communique.sqlite", b"bytes"))
NPM = """#!/bin/sh
echo "$@" >> "$NPM_LOG"
folder=node_modules/{package}/dist
mkdir -p $folder
echo '{{"version": "3.0.0-build1"}}' > $folder/../package.json
for name in {files}; do echo $name > $folder/$name; done
"""


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    install_packages.cache_clear()
    yield
    install_packages.cache_clear()


def npm(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """An npm of one's own that writes down how it was called; gives that file."""
    program = folder / "bin" / "npm"
    program.parent.mkdir()
    program.write_text(script)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("NPM_LOG", str(folder / "log"))
    return folder / "log"


@pytest.mark.parametrize("question", EXAMPLE_QUERIES, ids=lambda question: question.title)
def test_each_question_fits_the_schema(question) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in ddl_statements("sqlite"):
            connection.execute(statement)
        assert connection.execute(question.sql).description
    assert "\n".join(" " * indent + line for indent, line in question.lines) == question.sql


def test_ten_questions_are_ready() -> None:
    assert len({question.title for question in EXAMPLE_QUERIES}) == 10


def test_the_listing_begins_with_views_and_has_every_table_of_the_dictionary() -> None:
    found = {one.name: one for one in describe_relations()}
    assert next(iter(found)) == "event_overview"
    assert {"event", "claim", "source", "event_search_fts"} <= set(found)
    assert found["event_search_fts"].kind == "full text"
    assert ("event_id", "text") in [
        (name, re.sub(r"varchar.*", "text", kind)) for name, kind in found["claim"].columns
    ]
    assert all(one.text and one.columns for one in found.values())


def test_the_page_asks_with_the_engine_and_says_so_without_it() -> None:
    there = render_view(
        build_query_page(
            DATABASE,
            "5 bytes",
            SqliteEngine("3.0.0-build1", "assets/sqlite-3.0.0-build1"),
            tuple(EXAMPLE_QUERIES),
        )
    )
    missing = render_view(build_query_page(DATABASE, "5 bytes", SqliteEngine(), tuple(EXAMPLE_QUERIES)))
    assert 'data-engine="assets/sqlite-3.0.0-build1/sqlite3.js"' in there
    assert '"query/main"' in there
    assert "<form" not in missing
    assert '"query/main"' not in missing
    assert "SQL in the browser is not part of this build" in missing
    for text in (there, missing):
        assert "data/communique.sqlite" in text
        assert text.count("data-question=") == len(EXAMPLE_QUERIES)


def test_the_lock_pins_by_checksum_and_names_no_address() -> None:
    lock = json.loads((WEB_FOLDER / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((WEB_FOLDER / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert lock["lockfileVersion"] == 3
    for path, one in lock["packages"].items():
        if path:
            assert one["integrity"].startswith("sha512-")
            assert "resolved" not in one
    assert lock["packages"][f"node_modules/{PACKAGE}"]["version"] == wanted[PACKAGE]


def test_npm_runs_once_and_its_files_are_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = npm(tmp_path, monkeypatch, NPM.format(package=PACKAGE, files=" ".join(FILES)))
    for _ in range(2):
        install_packages.cache_clear()  # as another process
        found = load_sqlite_engine(tmp_path / "work")
    (call,) = log.read_text().splitlines()
    assert call.startswith("ci --ignore-scripts ")
    assert found.missing == ""
    assert [page.path for page in found.files] == [
        "assets/sqlite-3.0.0-build1/sqlite3.js",
        "assets/sqlite-3.0.0-build1/sqlite3.wasm",
    ]
    (kept,) = (tmp_path / "work" / "web").iterdir()
    assert {path.name for path in kept.iterdir()} == {*LOCK_FILES, "node_modules"}


def test_what_npm_complains_of_is_told_and_nothing_half_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (
        "#!/bin/sh\nmkdir node_modules\n"
        "echo 'npm error code ENOTFOUND\nnpm error network is not there' >&2\nexit 1\n"
    )
    npm(tmp_path, monkeypatch, script)
    found = load_sqlite_engine(tmp_path / "work")
    assert found.missing == "npm could not fetch it (network is not there); build again with a network"
    assert found.files == ()
    assert list((tmp_path / "work" / "web").iterdir()) == []


def test_without_any_npm_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(npm_assets, "find_spec", lambda name: None)
    assert "install Node.js" in load_sqlite_engine(tmp_path / "work").missing
