"""Editors complete a record's own ids and underline what is none, by the schemas that it is given."""

import json
import re

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from communique.loaders.curation.editor_schemas import build_schema
from communique.loaders.curation.record_schemas import restrict_to_record
from communique.loaders.read import read_dataset
from communique.schema.dates import is_valid_date
from communique.schema.dates.grammar import EDTF_PATTERN
from communique.schema.vocabulary import Kind, Role
from fixtures import entries
from fixtures.record import article, meeting, write_record
from fixtures.yaml_language_server import open_editor

HEADER = "# yaml-language-server: $schema=../../../schema/entry.schema.json\n"
ENTRY = """\
schema: 1
source:
  publisher: yonhap
  kind: wire
  title: Ministers meet
  url: null
  published: 2024-07-28
  accessed: 2026-11-23
events:
  - id: talks-2024-07
    kind: meeting
    paragraphs: 1
"""


@pytest.fixture(scope="module")
def schemas(tmp_path_factory):
    """Validators of each file, for the smallest record."""
    home = write_record(tmp_path_factory.mktemp("home"), {"a": article(meeting("talks-2024-07"))})
    dataset = read_dataset(home if home.name == "entries" else home / "entries")
    return {
        name: Draft202012Validator(restrict_to_record(build_schema(name), dataset))
        for name in ("entry", "registry", "rulings")
    }


@pytest.mark.parametrize(
    ("fields", "is_right"),
    [
        ({"place": "tokyo"}, True),
        ({"place": "tokio"}, False),
        ({"place": {"value": "tokio", "paragraphs": 2}}, False),
        ({"place": [{"value": "tokyo"}, {"value": "sea-of-japan"}]}, True),
        ({"topics": ["trilateral-cooperation"]}, True),
        ({"topics": ["trilateral"]}, False),
        ({"series": "freedom-egde"}, False),
        ({"participants": [{"actor": "JP", "people": ["kihara-minoru"]}]}, True),
        ({"participants": [{"actor": "JP", "people": ["kihara"]}]}, False),
        ({"participants": [{"actor": "JP", "people": [{"person": "kihara", "paragraphs": 2}]}]}, False),
        ({"participants": [{"actor": "XX"}]}, False),
        ({"attributed_to": "XX"}, False),
        ({"date": "2024-07-28"}, True),
        ({"date": {"value": "2024-13-28", "paragraphs": 1}}, False),
        ({"date": "28 July 2024"}, False),
        ({"id": "new-talks-2024"}, True),
        ({"id": "New talks"}, False),
        ({"links": [{"follows": "event-of-this-file"}]}, True),
        ({"figures": {"ships": 3}}, True),
        ({"figures": {"boats": 3}}, False),
    ],
)
def test_an_entry_may_name_what_the_record_has(schemas, fields, is_right):
    assert schemas["entry"].is_valid(article(meeting() | fields)) is is_right


@pytest.mark.parametrize(
    ("name", "data", "is_right"),
    [
        ("rulings", {"rulings": [{"event": "talks-2024-07", "field": "date", "value": 1, "because": "So."}]}, True),
        ("rulings", {"rulings": [{"event": "talks-2024-7", "field": "date", "value": 1, "because": "So."}]}, False),
        ("rulings", {"redirects": [{"id": "old-2024", "target": "talks-2024-07", "because": "So."}]}, True),
        ("registry", {"places": {"x": {"name": "X", "precision": "site", "parent": "tokyo", "actor": "JP"}}}, True),
        ("registry", {"places": {"x": {"name": "X", "precision": "site", "parent": "JP"}}}, False),
        ("registry", {"actors": {"x": {"name": "X", "kind": "unit", "parent": "JP", "memberships": ["XX"]}}}, False),
    ],
)  # fmt: skip
def test_registry_and_rulings_likewise(schemas, name, data, is_right):
    assert schemas[name].is_valid({"schema": 1} | data) is is_right


@given(entries.dates)
def test_every_date_that_is_accepted_fits_the_pattern(date):
    assert re.search(EDTF_PATTERN, date)


@pytest.mark.parametrize("date", [
    "2024-07-28", "2018-12~", "201X", "2024-21", "/2017", "2017/", "2017/..", "../2017-06%", "2018-XX-XX",
])  # fmt: skip
def test_the_pattern_lets_pass_what_is_a_date(date):
    assert is_valid_date(date)
    assert re.search(EDTF_PATTERN, date)


@pytest.mark.parametrize("date", [
    "2024-13", "2024-07-32", "28.7.2024", "2024/7", "2024-7-28", "July 2024", "..", "../..", "2024-07-28T10:00",
])  # fmt: skip
def test_the_pattern_stops_what_is_none(date):
    assert not is_valid_date(date)
    assert not re.search(EDTF_PATTERN, date)


def test_the_command_writes_them_and_new_adds_to_them(cli_home):
    cli_home.record()
    assert cli_home.run("schema", "--record").out.count("schema.json") == 4
    assert "0 files written" in cli_home.run("schema", "--record").err
    file = cli_home.home / "schema/entry.schema.json"
    before = json.loads(file.read_text(encoding="utf-8"))["$defs"]["PersonId"]
    assert before["enumDescriptions"][before["enum"].index("kihara-minoru")] == "Kihara Minoru"
    assert cli_home.run("new", "person", "abe-shinzo", "--name", "Abe Shinzo").status == 0
    after = json.loads(file.read_text(encoding="utf-8"))["$defs"]["PersonId"]
    assert after["enum"] == ["abe-shinzo", *before["enum"]]
    assert cli_home.run("schema", "--check").status == 1
    assert cli_home.run("schema", "--record", "--write").status == 2


def test_the_language_server_completes_and_underlines(cli_home, language_server_command):
    cli_home.record()
    assert cli_home.run("schema", "--record").status == 0
    folder = "entries/articles/2024"
    with open_editor(language_server_command, cli_home.home) as editor:
        assert editor.open(folder, HEADER + ENTRY) == []
        for wrong, line in (
            ("tokio", "place: tokio"),
            ("2024-13", "date: 2024-13"),
            ("kihara", "participants: [{actor: JP, people: [kihara]}]"),
            ("hots", "participants: [{actor: JP, role: hots}]"),
        ):
            underlined = editor.open(folder, f"{HEADER}{ENTRY}    {line}\n")
            assert [text for text, _ in underlined if wrong in text], (line, underlined)
        for field, offered, meaning in (
            ("place: |", "tokyo", "Tokyo"),
            ("series: |", "freedom-edge", "Freedom Edge"),
            ("attributed_to: |", "JP", "Japan"),
            ("topics: [|]", "trilateral-cooperation", "Trilateral cooperation"),
            ("participants:\n      - actor: JP\n        people: [|]", "kihara-minoru", "Kihara Minoru"),
            ("participants:\n      - actor: JP\n        role: |", Role.HOST.value, Role.HOST.meaning),
            ("figures:\n      |", "ships", "ships taking part"),
        ):
            answer = editor.complete(folder, f"{HEADER}{ENTRY}    {field}\n")
            assert offered in answer, (field, sorted(answer))
            assert meaning in answer[offered], (field, answer[offered])
        publishers = editor.complete(folder, HEADER + ENTRY.replace("publisher: yonhap", "publisher: |"))
        assert publishers["jiji-press"] == "Jiji Press"
        events = editor.complete(folder, HEADER + ENTRY.replace("id: talks-2024-07", "id: |"))
        assert "talks-2024-07" in events
        begun = editor.complete(folder, HEADER + ENTRY + "  - |")
        assert begun[Kind.MEETING.value].startswith(Kind.MEETING.meaning)
