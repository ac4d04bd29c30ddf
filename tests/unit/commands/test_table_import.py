"""A table becomes entries by its map and a curator's answers; a second run changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from communique import commands
from communique.commands.table_import import TableImport, import_table
from communique.errors import RecordError, UsageError
from communique.loaders.read import read_dataset
from fixtures.record import REGISTRY, article, meeting, write_record

TABLES = Path(__file__).parents[1] / "loaders/table_import/tables"
VISITS = """\
id,start,end,visitor,from,description
131,1970-10-24,1970-10-24,President A. B.,Finland,Attended a dinner.
132,1970-10-25,1970-10-26,Chancellor C. D.,"Germany, Federal Republic of",Informal talks.
133,1971-11-02,1971-11-02,Foreign Minister E. F.,Yugoslavia,Met the President.
"""
PERSON = {"column": "visitor", "names": "people", "create": True}
MAP: dict[str, Any] = {
    "schema": 1,
    "id": "visits",
    "source": {"publisher": "jiji-press", "title": "Visits", "accessed": "2026-11-29"},
    "row_id": "id",
    "events": [
        {
            "kind": "meeting",
            "title": {"text": "{visitor} visits"},
            "summary": {"text": "{visitor} of {from} came."},
            "date": {"column": "start", "until": "end"},
            "participants": [
                {"actor": "US", "role": "host"},
                {
                    "actor": {"column": "from", "names": "actors", "create": True, "required": True},
                    "people": [
                        {"column": "visitor", "names": "people", "create": True, "pattern": "(\\w\\. \\w\\.)"}
                    ],
                },
            ],
            "notes": [{"id": "remark", "type": "context", "text": {"column": "description"}}],
        }
    ],
}
ANSWERS = {
    "schema": 1,
    "names": {"actors": {"Germany, Federal Republic of": "DE", "Yugoslavia": "sfry"}},
}


class Desk:
    """A record, a table and its map, and what an import of them does."""

    def __init__(self, home: Path) -> None:
        self.home, self.table, self.map = home, home / "visits.csv", home / "visits.yaml"
        registry = REGISTRY | {
            "actors": REGISTRY["actors"] | {"sfry": {"kind": "state", "name": "Socialist Yugoslavia"}}
        }
        write_record(home, {"a": article(meeting())}, registry=registry)
        self.write(VISITS, MAP)

    def write(self, table: str = "", table_map: dict[str, Any] | None = None, answers: Any = None) -> None:
        """Write what is given, and leave the rest."""
        if table:
            self.table.write_text(table, encoding="utf-8")
        if table_map:
            self.map.write_text(yaml.safe_dump(table_map), encoding="utf-8")
        if answers:
            self.worklist.write_text(yaml.safe_dump(answers), encoding="utf-8")

    @property
    def worklist(self) -> Path:
        """The answers beside the map."""
        return self.home / "visits.names.yaml"

    def run(self, **options: Any) -> TableImport:
        """Import the table."""
        return import_table(self.home, self.table, self.map, **options)

    def files(self) -> dict[str, bytes]:
        """Every file of the record."""
        root = self.home / "entries"
        return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*.yaml")}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with the table of three visits."""
    return Desk(tmp_path)


def test_a_name_that_nobody_knows_stops_the_import_and_is_asked_about_once(desk: Desk) -> None:
    """Nothing is written but the worklist, in which the likeliest ids stand."""
    before = desk.files()
    result = desk.run()
    assert (result.row_count, result.refused_count, result.is_written) == (3, 2, False)
    cure = "answer it in the worklist, which says what it may mean"
    assert [(finding.line, finding.where, finding.what, finding.cure) for finding in result.findings] == [
        (3, "from", "'Germany, Federal Republic of' is not known among the actors", cure),
        (4, "from", "'Yugoslavia' is not known among the actors", cure),
    ]
    assert desk.files() == before
    lines = desk.worklist.read_text(encoding="utf-8").splitlines()
    germany = next(line for line in lines if "Germany" in line)
    assert germany.startswith(
        "    Germany, Federal Republic of:  # 1 row, first in line 3; perhaps DE (100 %)"
    )


def test_answered_rows_become_entries_that_the_record_takes(desk: Desk) -> None:
    """Every row is one event of the year's file, cited by its own number; states and people come with it."""
    desk.write(answers=ANSWERS)
    result = desk.run()
    assert result.is_written
    assert not result.questions
    assert result.created == {"actors": ("DE", "FI"), "people": ("a-b", "c-d", "e-f")}
    dataset = read_dataset(desk.home / "entries")
    first = dataset.articles["articles/visits/visits-1970.yaml"].model
    assert first.source.kind == "dataset"
    assert first.source.title == "Visits, 1970"
    assert [(event.id, event.date[0].value, event.paragraphs) for event in first.events] == [
        ("visits-131", "1970-10-24", ("row-131",)),
        ("visits-132", "1970-10-25/1970-10-26", ("row-132",)),
    ]
    assert [(p.actor, [person.person for person in p.people]) for p in first.events[1].participants] == [
        ("US", []),
        ("DE", ["c-d"]),
    ]
    assert first.events[0].notes[0].text == "Attended a dinner."
    assert not [finding for finding in commands.check(desk.home).findings if finding.severity == "error"]


def test_a_second_run_changes_nothing_and_a_dry_one_neither(desk: Desk) -> None:
    """An import is the same whenever it is done."""
    desk.write(answers=ANSWERS)
    before = desk.files()
    assert len(desk.run(dry_run=True).changes.written) == 2
    assert desk.files() == before
    desk.run()
    after = desk.files()
    again = desk.run()
    assert desk.files() == after
    assert (again.changes.written, again.changes.unchanged_count) == ({}, 2)


def test_a_changed_table_changes_only_what_changed_and_tells_what_is_gone(desk: Desk) -> None:
    """The file of the other year stays; an event without a row is named."""
    desk.write(answers=ANSWERS)
    desk.run()
    untouched = desk.files()["articles/visits/visits-1970.yaml"]
    lines = VISITS.splitlines(keepends=True)
    desk.write("".join([*lines[:3], "140,1971-11-03,,President G. H.,Finland,\n"]))
    result = desk.run()
    assert list(result.changes.written) == ["articles/visits/visits-1971.yaml"]
    assert (result.changes.added, result.changes.withdrawn) == (("visits-140",), ("visits-133",))
    assert desk.files()["articles/visits/visits-1970.yaml"] == untouched
    desk.write("".join(lines[:3]))
    result = desk.run()
    assert result.changes.removed == ("articles/visits/visits-1971.yaml",)
    assert "articles/visits/visits-1971.yaml" not in desk.files()


def test_a_file_changed_by_hand_is_not_written_over(desk: Desk) -> None:
    """Unless that is asked for."""
    desk.write(answers=ANSWERS)
    desk.run()
    file = desk.home / "entries/articles/visits/visits-1971.yaml"
    edited = file.read_text(encoding="utf-8").replace("Foreign Minister", "Minister")
    file.write_text(edited, encoding="utf-8")
    result = desk.run()
    assert "was changed since it was imported" in result.findings[0].what
    assert file.read_text(encoding="utf-8") == edited
    assert desk.run(overwrite=True).is_written
    assert file.read_text(encoding="utf-8") != edited


def test_rows_are_entries_or_refused_or_left_out_and_none_is_lost(desk: Desk) -> None:
    """With the line and the reason of each."""
    rows = "134,soon,,I. J.,Finland,\n131,1972-01-01,,K. L.,Finland,\n,1972-01-02,,X. Y.,Finland,\n"
    desk.write(VISITS + rows, MAP | {"only": {"from": ["Finland", "Yugoslavia"]}}, ANSWERS)
    result = desk.run(skip_refused=True)
    assert result.row_count == result.event_count + result.refused_count + result.left_out_count == 6
    assert [(finding.line, finding.what) for finding in result.findings] == [
        (5, "'soon' is no date written as iso"),
        (6, "event visits-131 stands in line 2 already"),
        (7, "'' names no row"),
    ]
    assert result.is_written


def test_an_event_that_the_record_has_is_asked_about_and_becomes_its_second_source(desk: Desk) -> None:
    """The curator says whether it is the same."""
    known = meeting("finland-1970", date="1970-10-24", participants=[{"actor": "US"}, {"actor": "FI"}])
    registry = REGISTRY | {
        "actors": REGISTRY["actors"]
        | {"FI": {"kind": "state", "name": "Finland"}, "sfry": {"kind": "state", "name": "Yugoslavia"}}
    }
    write_record(desk.home, {"a": article(known)}, registry=registry)
    desk.write(answers=ANSWERS)
    likeness = desk.run(dry_run=True).likenesses[0]
    assert (likeness.imported, likeness.known, likeness.reasons) == (
        "visits-131",
        "finland-1970",
        "the same day, FI, US",
    )
    desk.write(answers=ANSWERS | {"events": {"visits-131": "finland-1970"}})
    desk.run()
    entry = read_dataset(desk.home / "entries").articles["articles/visits/visits-1970.yaml"].model
    assert (entry.events[0].id, entry.events[0].title) == ("finland-1970", None)


def test_a_namesake_is_asked_about_and_not_made_a_second_person(desk: Desk) -> None:
    """Only a person whose family name nobody of the country has is certain to be new."""
    table = "id,start,end,visitor,from,description\n1,2024-01-01,,Minister Kihara M.,Japan,\n"
    table_map = yaml.safe_load(yaml.safe_dump(MAP))
    table_map["events"][0]["participants"][1]["people"] = [PERSON | {"pattern": "Minister (.+)"}]
    desk.write(table, table_map)
    question = desk.run(dry_run=True).questions[0]
    assert (question.name, question.candidates[0][0]) == ("Kihara M.", "kihara-minoru")
    desk.write(answers={"schema": 1, "names": {"people": {"Kihara M.": "new"}}})
    assert desk.run(dry_run=True).created["people"] == ("kihara-m",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"row_id": "nummer"}, "has no column 'nummer'; it has id, start"),
        ({"row_id": "visitr"}, "has no column 'visitr'; did you mean visitor?"),
        ({"source": MAP["source"] | {"publisher": "nobody"}}, "publisher 'nobody' is not in the registry"),
        ({"events": []}, "events"),
        ({"encoding": "utf-99"}, "there is no encoding 'utf-99'"),
    ],
)
def test_a_wrong_map_is_told(change: dict[str, Any], said: str, desk: Desk) -> None:
    """With what it may have meant."""
    desk.write(table_map=MAP | change)
    with pytest.raises((UsageError, RecordError)) as caught:
        desk.run()
    assert said in str(caught.value)


@pytest.mark.parametrize(("name", "events"), [("us-state-visits", 9), ("us-state-travels", 6)])
def test_the_packaged_maps_fit_their_tables(name: str, events: int, desk: Desk) -> None:
    """A sample of each table of the United States Department of State comes in whole."""
    registry = REGISTRY | {
        "publishers": REGISTRY["publishers"]
        | {"us-state-department-historian": {"name": "Office of the Historian", "kind": "dataset"}}
    }
    write_record(desk.home, {"a": article(meeting())}, registry=registry)
    desk.map = desk.home / f"{name}.yaml"
    desk.table = shutil.copy(TABLES / f"{name.replace('-', '_')}.csv", desk.home)
    commands.write_packaged_map(desk.map, name)
    answers = {
        "Germany, Federal Republic of": "DE",
        "Korea": "KR",
        "Korea, South": "KR",
        "Korea, Republic of": "KR",
    }
    worklist = yaml.safe_dump({"schema": 1, "names": {"actors": answers}})
    desk.map.with_suffix(".names.yaml").write_text(worklist, encoding="utf-8")
    result = import_table(desk.home, Path(desk.table), desk.map)
    assert result.is_written, result.findings
    assert result.event_count == result.row_count == events
    assert not [finding for finding in commands.check(desk.home).findings if finding.severity == "error"]
