"""Dossiers: loaded after the events that they name, checked with every load, and cheap to change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine, text

from communique.commands import list_other_changes
from communique.errors import RecordError
from communique.loaders.checks import run_checks
from communique.loaders.curation.format_files import format_text
from communique.loaders.load import make_plan, sync_database
from communique.loaders.read import read_with_findings
from fixtures.reconciled import read_and_check
from fixtures.record import article, meeting, write_record

ARTICLES = {
    "a": article(meeting("one-2024", date="2024-07-28")),
    "b": article(meeting("two-2024", date="2019-01-01"), publisher="yonhap"),
}
DOSSIER = {"schema": 1, "title": "Talks", "question": "What was agreed?", "events": ["one-2024"]}


def written(
    tmp_path: Path, dossier: dict[str, Any], rulings: dict[str, Any] | None = None, name: str = "talks"
) -> Path:
    folder = write_record(tmp_path, ARTICLES, rulings)
    file = folder / "dossiers" / f"{name}.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(yaml.safe_dump(dossier, sort_keys=False), encoding="utf-8")
    return folder


def findings(folder: Path) -> list[tuple[str, str]]:
    found = read_and_check(folder)[1]
    return [(f"{f.path} {f.where}: {f.what}; {f.cure}", f.severity) for f in found if "dossiers" in f.path]


def load(folder: Path, engine: Engine) -> Any:
    with engine.begin() as connection:
        return sync_database(folder, connection)


def scope(engine: Engine) -> list[tuple[str, str]]:
    with engine.connect() as connection:
        query = "SELECT dossier_id, event_id FROM dossier_scope ORDER BY event_id"
        return [tuple(row) for row in connection.execute(text(query))]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (
            {"events": ["one-2023"]},
            "events[0]: the record reports no event 'one-2023'; did you mean one-2024 or two-2024?",
        ),
        ({"series": ["freedom-edg"]}, "series[0]: unknown series 'freedom-edg'; did you mean freedom-edge?"),
        ({"topics": ["trilateral-coop"]}, "topics[0]: unknown topic 'trilateral-coop'"),
        (
            {"introduction": [{"text": "They met.", "events": ["three-2024"]}]},
            "introduction[0].events[0]: the record reports no event 'three-2024'",
        ),
    ],
)
def test_unknown_ids_are_told_where_they_stand_with_a_cure(
    tmp_path: Path, more: dict[str, Any], told: str
) -> None:
    ((finding, severity),) = findings(written(tmp_path, DOSSIER | more))
    assert finding.startswith(f"dossiers/talks.yaml {told}")
    assert severity == "error"


def test_an_id_that_moved_is_a_warning_and_leads_to_the_event(tmp_path: Path, engine: Engine) -> None:
    moved = {"redirects": [{"id": "first-2024", "target": "one-2024", "because": "It is the same."}]}
    folder = written(tmp_path, DOSSIER | {"events": ["first-2024"]}, moved)
    told = ("dossiers/talks.yaml events[0]: first-2024 is now one-2024; write one-2024", "warning")
    assert told in findings(folder)
    load(folder, engine)
    assert scope(engine) == [("talks", "one-2024")]


def test_a_dossier_needs_something_that_it_takes_in_and_a_name_that_is_an_id(tmp_path: Path) -> None:
    _, empty = read_with_findings(written(tmp_path, DOSSIER | {"events": []}))
    assert ["it takes in nothing" in finding.what for finding in empty] == [True]
    _, named = read_with_findings(written(tmp_path, DOSSIER, name="Talks_Of_July"))
    assert any("a dossier is called by it" in finding.what for finding in named)


def test_a_changed_dossier_touches_no_event(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(written(tmp_path, DOSSIER), engine)
    monkeypatch.setattr(run_checks, "reconcile_event", lambda *_: pytest.fail("an event was read again"))
    introduction = [{"text": "They met.", "events": ["two-2024"]}]
    plan = load(written(tmp_path, DOSSIER | {"introduction": introduction}), engine)
    assert not plan.affected_events()
    assert {name for name, change in plan.tables.items() if change} == {
        "entry_file",
        "dossier_event",
        "dossier_paragraph",
        "dossier_citation",
    }
    assert scope(engine) == [("talks", "one-2024"), ("talks", "two-2024")]
    (tmp_path / "entries" / "dossiers" / "talks.yaml").unlink()
    load(tmp_path / "entries", engine)
    assert scope(engine) == []


def test_an_event_that_a_dossier_names_cannot_go_unnoticed(tmp_path: Path, engine: Engine) -> None:
    folder = written(tmp_path, DOSSIER)
    load(folder, engine)
    (folder / "articles" / "2024" / "a.yaml").unlink()
    with pytest.raises(RecordError, match="the record reports no event 'one-2024'"):
        load(folder, engine)


def test_a_dossier_has_one_canonical_form() -> None:
    given = "schema: 1\nquestion: What was agreed?\ntitle: Talks\nevents:\n- one-2024\n"
    formatted = format_text(given, "dossiers/talks.yaml")
    assert formatted == "schema: 1\ntitle: Talks\nquestion: What was agreed?\nevents: [one-2024]\n"
    assert format_text(formatted, "dossiers/talks.yaml") == formatted


def test_a_plan_names_the_dossiers_that_a_load_changes(tmp_path: Path, engine: Engine) -> None:
    def plan(dossier: dict[str, Any], name: str = "talks") -> list[tuple[str, str]]:
        folder = written(tmp_path, dossier, name=name)
        with engine.connect() as connection:
            changes = list_other_changes(make_plan(folder, connection))
            return [(it.sign, it.text) for it in changes if it.text.startswith("dossier")]

    assert plan(DOSSIER) == [("+", "dossier talks")]
    folder = written(tmp_path, DOSSIER)
    load(folder, engine)
    assert plan(DOSSIER) == []
    assert plan(DOSSIER | {"question": "What came of it?"}) == [("~", "dossier talks")]
    assert plan(DOSSIER | {"events": ["one-2024", "two-2024"]}) == [("~", "dossier talks")]
    (folder / "dossiers/talks.yaml").unlink()
    assert plan(DOSSIER, name="agreements") == [("+", "dossier agreements"), ("-", "dossier talks")]
