"""Downloads: one record in every format, read back by the formats' own readers, the same bytes each time."""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from communique.database import SchemaState, connect, read_schema_state
from communique.pipeline.cache import BuildCache
from communique.schema import Event, Meeting, Redirect, metadata
from communique.schema.search import build_search_query
from communique.schema.views import VIEWS, WIDE_VIEWS
from communique.site.contents import render_site_files
from communique.site.downloads.all_downloads import build_downloads
from communique.site.downloads.tables import EXCLUDED_TABLES
from communique.site.site_metadata import SiteMetadata
from fixtures.database import content
from fixtures.small_record import populate
from golden.gathering import gather, lines
from golden.hostile import hostile
from golden.record import record
from golden.rows import dates, session

PUBLICATION = SiteMetadata(name="Test", description="A record.", address="https://record.example/x/")


def made(opened: Session) -> dict[str, bytes]:
    """Every file of data by path."""
    with TemporaryDirectory() as folder:
        paths = lines(opened, Path(folder)), Path(folder)
        files = build_downloads(opened, gather(opened), PUBLICATION, *paths, BuildCache(), {})
        return {file.path: file.data for file in files}


@pytest.fixture
def small(engine: Engine) -> Iterator[Session]:
    """The small record, which has a row in every table, in a real database."""
    populate(engine)
    with Session(engine) as opened:
        yield opened


@pytest.fixture
def file(small: Session, tmp_path: Path) -> Path:
    """Its SQLite file, as a reader saves it."""
    path = tmp_path / "taken.sqlite"
    path.write_bytes(made(small)["data/communique.sqlite"])
    return path


def test_the_database_file_holds_every_row_and_is_one_of_ours(file: Path, engine: Engine) -> None:
    taken = connect(f"sqlite:///{file}", read_only=True)
    assert read_schema_state(taken) is SchemaState.CURRENT
    assert content(taken) == content(engine)
    taken.dispose()


def test_the_database_file_is_sound_and_compact(file: Path) -> None:
    opened = sqlite3.connect(file)
    assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    assert opened.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert opened.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert opened.execute("SELECT count(*) FROM sqlite_stat1").fetchone() > (0,)
    opened.close()


def test_the_database_file_has_search_and_views(file: Path, engine: Engine) -> None:
    taken = connect(f"sqlite:///{file}", read_only=True)
    with taken.connect() as there, engine.connect() as here:
        for query in ("ministers", "korea", "北朝鮮"):
            asked = build_search_query("sqlite", query)
            found = [list(one.execute(text(asked.sql), asked.parameters).scalars()) for one in (there, here)]
            assert found[0] == found[1] != [], query
        for view in VIEWS:
            rows = [
                sorted(map(repr, one.execute(text(f"SELECT * FROM {view.name}")))) for one in (there, here)
            ]
            assert rows[0] == rows[1] != [], view.name
    taken.dispose()


def test_either_database_gives_the_same_bytes(small: Session, migrated_postgresql_url: str) -> None:
    other = connect(migrated_postgresql_url)
    populate(other)
    with Session(other) as opened:
        assert made(opened) == made(small)
    other.dispose()


def test_the_order_of_rows_and_the_hour_change_nothing() -> None:
    rows = [*record(), *hostile()]
    with session(rows) as opened:
        first = {page.path: page.data for page in render_site_files(opened, PUBLICATION)}
    random.Random(1).shuffle(rows)
    with session(rows) as opened:
        assert {page.path: page.data for page in render_site_files(opened, PUBLICATION)} == first


def test_what_is_not_published_is_in_no_file() -> None:
    hidden = [
        Event(
            id="secret-plan",
            kind="meeting",
            title="Secret",
            summary="Secret.",
            status="planned",
            record_status="withdrawn",
            **dates("2024"),
        ),
        Meeting(event_id="secret-plan"),
        Redirect(id="secret-old", target_id="secret-plan", because="Secret"),
    ]
    with session(record()) as without, session([*record(), *hidden]) as opened:
        assert made(opened) == made(without)


def test_json_lines_are_the_events_own_json() -> None:
    with session([*record(), *hostile()]) as opened:
        everything = {page.path: page.data for page in render_site_files(opened, PUBLICATION)}
    lines = everything["data/events.jsonl"].splitlines()
    validator = Draft202012Validator(json.loads(everything["data/event.schema.json"]))
    documents = {one["id"]: one for one in map(json.loads, lines)}
    assert len(lines) == len(documents) > 1
    for key, document in documents.items():
        assert document == json.loads(everything[f"events/{key}.json"])
        assert not list(validator.iter_errors(document))


def test_checksums_are_of_the_files_that_are_published() -> None:
    with session(record()) as opened:
        everything = {page.path: page.data for page in render_site_files(opened, PUBLICATION)}
    told = dict(reversed(line.split("  ")) for line in everything["data/SHA256SUMS"].decode().splitlines())
    assert {"communique.sqlite", "communique-csv.zip", "events.jsonl", "events.ics", "csv/event.csv"} <= set(
        told
    )
    for name, digest in told.items():
        assert hashlib.sha256(everything[f"data/{name}"]).hexdigest() == digest
    page = everything["data/index.md"].decode()
    assert {name for name, digest in told.items() if digest in page} == {
        name for name in told if "/" not in name
    }


def test_the_archive_holds_the_same_files_and_no_clock() -> None:
    with session(record()) as opened:
        files = made(opened)
    packed = zipfile.ZipFile(BytesIO(files["data/communique-csv.zip"]))
    assert packed.testzip() is None
    assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    loose = {path for path in files if path.startswith("data/csv/")} | {"data/datapackage.json"}
    assert {f"data/{name}": packed.read(name) for name in packed.namelist()} == {p: files[p] for p in loose}


def test_an_empty_record_has_every_file() -> None:
    with session([]) as opened:
        files = made(opened)
    assert {"data/communique.sqlite", "data/datapackage.json", "data/events.jsonl", "data/events.ics"} <= set(
        files
    )
    assert {path for path in files if path.startswith("data/csv/")} == {
        f"data/csv/{name}.csv"
        for name in (*metadata.tables, *(view.name for view in WIDE_VIEWS), "codebook")
        if name not in EXCLUDED_TABLES
    }


def test_no_two_files_have_one_path() -> None:
    with session(record()) as opened:
        paths = [page.path.casefold() for page in render_site_files(opened, PUBLICATION)]
    assert len(set(paths)) == len(paths)
