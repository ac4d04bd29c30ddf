"""However the generated files came about, edit by edit, they are those made from nothing of the same database."""

from __future__ import annotations

import shutil
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from communique.pipeline import workers
from communique.pipeline.output_file import WriteReport, sync_folder
from communique.site.contents import render_site_files
from communique.site.formats.release_files import ReleaseIndex
from communique.site.site_metadata import SiteMetadata
from property.test_histories import ARTICLES, EDITS, RULINGS, SLOW, engine_of, refusals

PUBLICATION = SiteMetadata(name="Test", address="https://record.example/")
SPOILT = st.lists(
    st.sampled_from(
        ["", "", "pages.json", "pages/events/one-2024.json", "pages/data/events.jsonl", "pages/events"]
    ),
    min_size=8,
    max_size=8,
)
"""What somebody does to the files between two builds: mostly nothing."""


def generated(home: Path, folder: Path, work: Path | None) -> WriteReport:
    """Write the pages of the database of a home into a folder."""
    engine = engine_of(home / "lived.db")
    try:
        with engine.connect() as connection, Session(connection) as session:
            archive = ReleaseIndex.from_folder(home / "releases", home / "dist", connection)
            return sync_folder(render_site_files(session, PUBLICATION, None, archive, work), folder)
    finally:
        engine.dispose()


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def spoil(path: Path) -> None:
    """Lose a folder, or put something else into a file, of the same size."""
    if path.is_dir():
        shutil.rmtree(path)
    elif path.is_file():
        path.write_bytes(bytes(path.stat().st_size))


@settings(max_examples=5, deadline=None, suppress_health_check=SLOW)
@given(first=ARTICLES, rulings=RULINGS, edits=st.lists(EDITS, min_size=1, max_size=4), spoilt=SPOILT)
def test_files_that_were_kept_are_those_made_from_nothing(
    first, rulings, edits, spoilt, blank_database, tmp_path
):
    work = tmp_path / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    with mock.patch.object(workers, "FEW", 2):  # so that a handful of events is enough for two processes
        steps = refusals(first, rulings, edits, blank_database, tmp_path)
        for refused, damage in zip(steps, spoilt, strict=False):
            if refused:
                continue
            if damage:
                spoil(work / damage)
            generated(tmp_path, work / "pages", work)
            shutil.rmtree(tmp_path / "cold", ignore_errors=True)
            with mock.patch.object(workers, "FEW", 10_000):
                generated(tmp_path, tmp_path / "cold", None)
            assert tree(work / "pages") == tree(tmp_path / "cold")
            assert not any(path.name.startswith("making-") for path in work.iterdir())


def test_an_unchanged_record_touches_no_file(blank_database: Path, tmp_path: Path) -> None:
    from property.test_histories import PLAIN

    for _ in refusals(PLAIN, [], [], blank_database, tmp_path):
        pass
    work = tmp_path / "work"
    work.mkdir()
    made = generated(tmp_path, work / "pages", work)
    before = {path: (work / "pages" / path).stat().st_mtime_ns for path in made.added}
    with mock.patch(
        "communique.site.build_events.render_event_output",
        side_effect=AssertionError("an event was made again"),
    ):
        again = generated(tmp_path, work / "pages", work)
    assert (again.added, again.changed, again.removed) == ((), (), ())
    assert again.unchanged == made.added
    kept = [path for path in made.added if path.startswith(("events/", "data/csv/", "countries/"))]
    assert {path: (work / "pages" / path).stat().st_mtime_ns for path in kept} == {
        path: before[path] for path in kept
    }


def test_one_edit_makes_the_files_of_its_events_anew_and_no_other_events(
    blank_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from communique.site import build_events
    from fixtures.record import article, meeting
    from property.test_histories import PLAIN

    work, made = tmp_path / "work", []
    work.mkdir()
    real = build_events.render_event_output
    monkeypatch.setattr(
        build_events, "render_event_output", lambda view, about: made.append(view.id) or real(view, about)
    )
    edit = ("article", "b", article(meeting("two-2024", summary="Other words.")))
    for step, _ in enumerate(refusals(PLAIN, [], [edit], blank_database, tmp_path)):
        made.clear()
        report = generated(tmp_path, work / "pages", work)
        if step:
            assert made == ["two-2024"]
            assert "events/two-2024.md" in report.changed
            assert not {
                path for path in report.changed if path.startswith("events/") and "two-2024" not in path
            } - {"events/index.md"}
