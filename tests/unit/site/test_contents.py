"""Files of a build that found those of the last one: the same bytes as those made from nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from communique.pipeline.output_file import sync_folder
from communique.site.contents import render_site_files
from communique.site.site_metadata import SiteMetadata
from fixtures.small_record import populate

PUBLICATION = SiteMetadata(name="Test", address="https://record.example/")


@pytest.fixture
def record(engine: Engine) -> Iterator[Session]:
    """A small record in a file, without the rules that would keep an edit from standing alone."""
    populate(engine)
    free = create_engine(engine.url)
    with free.connect() as connection, Session(connection) as session:
        session.execute(text("PRAGMA ignore_check_constraints = ON"))
        yield session
    free.dispose()


def built(session: Session, work: Path) -> dict[str, bytes]:
    """What a build makes of a record, after any that it finds there."""
    work.mkdir(exist_ok=True)
    sync_folder(render_site_files(session, PUBLICATION, None, None, work), work / "pages")
    return {
        str(path.relative_to(work)): path.read_bytes()
        for path in (work / "pages").rglob("*")
        if path.is_file()
    }


def test_downloads_after_an_edit_are_those_made_from_nothing(record: Session, tmp_path: Path) -> None:
    built(record, tmp_path / "lived")
    record.execute(text("UPDATE topic SET name = 'Other words'"))
    assert built(record, tmp_path / "lived") == built(record, tmp_path / "young")


def test_what_was_spoilt_is_made_anew(record: Session, tmp_path: Path) -> None:
    """Files of the same size with other bytes, and files of another size; an edit may have come besides."""
    first = built(record, tmp_path / "lived")
    pages = tmp_path / "lived/pages"
    for path in ("feeds/events.atom", "countries/jp.feed.json", "countries/jp.ics", "data/events.ics"):
        (pages / path).write_bytes(b"spoilt")
    assert built(record, tmp_path / "lived") == first
    for path in ("data/communique.sqlite", "data/communique-csv.zip", "data/csv/topic.csv"):
        (pages / path).write_bytes(bytes((pages / path).stat().st_size))
    record.execute(text("UPDATE topic SET name = 'Other words'"))
    assert built(record, tmp_path / "lived") == built(record, tmp_path / "young")


def test_an_edit_makes_the_feeds_and_calendars_anew_that_tell_of_it(record: Session, tmp_path: Path) -> None:
    built(record, tmp_path / "lived")
    record.execute(text("UPDATE event SET title = 'Other words'"))
    anew = built(record, tmp_path / "lived")
    told_of_it = [
        path for path, data in anew.items() if path.endswith((".atom", ".ics")) and b"Other words" in data
    ]
    assert len(told_of_it) > 2
    assert anew == built(record, tmp_path / "young")
