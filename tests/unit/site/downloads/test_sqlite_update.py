"""Downloads that are made out of those of the last build: the same bytes as those made from nothing."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from communique.pipeline.output_folder import sync_folder
from communique.site.contents import render_site_files
from communique.site.downloads.sqlite_file import SqliteFile
from communique.site.downloads.sqlite_update import SqliteUpdate
from communique.site.downloads.tables import exported_tables, read_chunks, read_unpublished_ids
from communique.site.downloads.zip import write_zip
from communique.site.site_metadata import SiteMetadata
from fixtures.small_record import populate

EDITS = {
    "a value": ["UPDATE event SET title = title || ' again' WHERE id = (SELECT min(id) FROM event)"],
    "a value that search shows": ["UPDATE event_search SET title = 'Other words', body = '' WHERE rowid = 1"],
    "a day, from which summaries are counted": ["UPDATE event SET start_earliest = '1999-01-02'"],
    "the first row goes": ["DELETE FROM event WHERE id = (SELECT min(id) FROM event)"],
    "the last row goes": ["DELETE FROM event WHERE id = (SELECT max(id) FROM event)"],
    "all rows go": ["DELETE FROM note"],
    "a row comes between others": [
        "INSERT INTO topic (id, name) SELECT min(id) || '-a', 'New' FROM topic",
        "INSERT INTO topic (id, name) VALUES ('zz', 'Last')",
    ],
    "events that search finds come and go": [
        "DELETE FROM event_search WHERE event_id = (SELECT min(event_id) FROM event_search)"
    ],
    "nothing": [],
}


@pytest.fixture
def record(engine: Engine) -> Iterator[Session]:
    """A small record in a file, without the rules that would keep an edit from standing alone."""
    populate(engine)
    free = create_engine(engine.url)
    with free.connect() as connection, Session(connection) as session:
        session.execute(text("PRAGMA ignore_check_constraints = ON"))
        yield session
    free.dispose()


def made(session: Session, file: SqliteFile) -> bytes:
    """The file of a record."""
    with file:
        for table in exported_tables():
            for _ in file.write_table(table, read_chunks(session, table, read_unpublished_ids(session))):
                pass
        return file.finish().read_bytes()


@pytest.mark.parametrize("edit", EDITS)
def test_a_database_put_right_is_the_one_made_from_nothing(
    record: Session, tmp_path: Path, edit: str
) -> None:
    for folder in ("last", "again", "anew"):
        (tmp_path / folder).mkdir()
    last = tmp_path / "last/kept.sqlite"
    before = made(record, SqliteFile(tmp_path / "last"))
    last.write_bytes(before)
    for statement in EDITS[edit]:
        record.execute(text(statement))
    anew = made(record, SqliteFile(tmp_path / "anew"))
    assert made(record, SqliteUpdate(tmp_path / "again", last)) == anew
    assert (anew != before) == bool(EDITS[edit])
    assert last.read_bytes() == before


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """An archive of two files."""
    write_zip({"a.csv": b"one\n" * 1000, "b.csv": b"two\n" * 1000}, tmp_path / "last.zip")
    return tmp_path / "last.zip"


def test_an_archive_takes_over_what_is_packed_already_and_is_the_same_to_a_byte(packed: Path) -> None:
    files = {"a.csv": b"other\n" * 900, "b.csv": b"two\n" * 1000, "c.csv": b""}
    anew, again = packed.with_name("anew.zip"), packed.with_name("again.zip")
    write_zip(files, anew)
    write_zip(files, again, last=packed, same={"b.csv"})
    assert again.read_bytes() == anew.read_bytes()
    with zipfile.ZipFile(again) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == files


def test_only_what_is_said_to_be_the_same_is_taken_over(
    packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew: list[str] = []
    real = zipfile.ZipFile.open

    def opened(self: zipfile.ZipFile, entry: zipfile.ZipInfo, mode: str) -> object:
        anew.append(entry.filename)
        return real(self, entry, mode)  # type: ignore[arg-type]  # one of its two modes

    monkeypatch.setattr(zipfile.ZipFile, "open", opened)
    files = {"a.csv": b"one\n" * 1000, "b.csv": b"two\n" * 1000}
    write_zip(files, packed.with_name("again.zip"), last=packed, same={"a.csv"})
    assert anew == ["b.csv"]


PUBLICATION = SiteMetadata(name="Test", address="https://record.example/")


def built(session: Session, work: Path) -> dict[str, bytes]:
    """What a build makes of a record, after any that it finds there."""
    work.mkdir(exist_ok=True)
    sync_folder(render_site_files(session, PUBLICATION, None, None, work), work / "pages")
    return {
        str(path.relative_to(work)): path.read_bytes()
        for path in (work / "pages").rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    "spoilt", ["", "data/communique.sqlite", "data/communique-csv.zip", "data/csv/topic.csv"]
)
def test_a_build_makes_its_downloads_out_of_the_last_ones_unless_somebody_touched_them(
    record: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: str
) -> None:
    again: list[Path] = []
    real = SqliteUpdate.__enter__

    def entered(self: SqliteUpdate) -> SqliteUpdate:
        again.append(self._previous)
        return real(self)

    monkeypatch.setattr(SqliteUpdate, "__enter__", entered)
    built(record, tmp_path / "lived")
    if spoilt:
        file = tmp_path / "lived/pages" / spoilt
        file.write_bytes(bytes(file.stat().st_size))
    record.execute(text("UPDATE topic SET name = 'Other words'"))
    assert built(record, tmp_path / "lived") == built(record, tmp_path / "young")
    assert bool(again) == (spoilt != "data/communique.sqlite")


@pytest.mark.parametrize(
    "path", ["feeds/events.atom", "countries/jp.feed.json", "countries/jp.ics", "data/events.ics"]
)
def test_a_feed_or_calendar_that_was_spoilt_is_made_anew(record: Session, tmp_path: Path, path: str) -> None:
    first = built(record, tmp_path / "lived")
    (tmp_path / "lived/pages" / path).write_bytes(b"spoilt")
    assert built(record, tmp_path / "lived") == first


def test_an_edit_makes_the_feeds_and_calendars_anew_that_tell_of_it(record: Session, tmp_path: Path) -> None:
    built(record, tmp_path / "lived")
    record.execute(text("UPDATE event SET title = 'Other words'"))
    anew = built(record, tmp_path / "lived")
    told_of_it = [
        path for path, data in anew.items() if path.endswith((".atom", ".ics")) and b"Other words" in data
    ]
    assert len(told_of_it) > 2
    assert anew == built(record, tmp_path / "young")
