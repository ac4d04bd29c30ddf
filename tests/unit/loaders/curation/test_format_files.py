"""One way to write each file: what fmt changes, what it leaves alone, and what it will not lose."""

from pathlib import Path

import pytest

from communique.errors import RecordError
from communique.loaders.curation.format_files import format_text
from communique.loaders.yaml.comments import find_comments
from fixtures.record import article, meeting

UNTIDY = """\
# yaml-language-server: $schema=../../../schema/entry.schema.json
# kept: read twice
events:
- kind: meeting
  paragraphs: [1]
  links:
  - paragraphs: [2]
    follows: "other-2024"
  participants: [{actor: "NO", role: attendee}, {people: [kihara-minoru], paragraphs: [3, 4], role: host, actor: JP}]
  date: {paragraphs: 1, value: "2024-07-28", modality: stated}
  edition: "31"
  level: ministerial
  id: talks-2024-07
  summary: >-
    They met
    and talked.
  title: 'Ministers meet'
- {id: other-2024, kind: exercise, paragraphs: 2}
source:
  {publisher: yonhap, language: en, kind: wire, title: "A: B", url: null, published: 2024-07-28, accessed: 2026-11-23}
schema: 1
"""

TIDY = """\
# yaml-language-server: $schema=../../../schema/entry.schema.json
# kept: read twice
schema: 1
source:
  publisher: yonhap
  kind: wire
  title: "A: B"
  url: null
  published: 2024-07-28
  accessed: 2026-11-23
events:
  - id: talks-2024-07
    kind: meeting
    title: Ministers meet
    summary: They met and talked.
    paragraphs: 1
    date: {value: 2024-07-28, paragraphs: 1, modality: stated}
    edition: "31"
    level: ministerial
    participants:
      - {actor: NO}
      - {actor: JP, role: host, people: [kihara-minoru], paragraphs: [3, 4]}
    links:
      - {follows: other-2024, paragraphs: 2}

  - {id: other-2024, kind: exercise, paragraphs: 2}
"""

PATH = "articles/2024/a.yaml"


def test_untidy_becomes_tidy():
    assert format_text(UNTIDY, PATH) == TIDY


def test_tidy_stays():
    assert format_text(TIDY, PATH) == TIDY


class TestComments:
    """Comments are no data; fmt never loses one unasked."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a: 1 # x\n# y\nb: 2\n", [(1, 6, "# x"), (2, 1, "# y")]),
            ('a: "x # y"\n', []),
            ("a: 'x # y' # z\n", [(1, 12, "# z")]),
            ("a: x#y\n", []),
            ("a: >- # h\n  x # y\n  # z\n# after\n", [(1, 7, "# h"), (4, 1, "# after")]),
            ("a:\n  - x # y\n  - [1, 2] # z\n", [(2, 7, "# y"), (3, 12, "# z")]),
        ],
    )
    def test_where_they_are(self, text, expected):
        assert list(find_comments(text)) == expected

    def test_one_between_the_data_is_not_lost(self):
        text = TIDY.replace("  url: null", "  # why\n  url: null")
        with pytest.raises(RecordError) as refused:
            format_text(text, PATH)
        (finding,) = refused.value.findings
        assert (finding.line, finding.column) == (8, 3)
        assert str(finding).endswith("or let it go with --drop-comments")
        assert "# why" not in format_text(text, PATH, drop_comments=True)

    def test_hints_go_and_the_header_stays(self):
        text = TIDY.replace("  url: null", "  #? why\n  url: null")
        assert "#?" not in format_text(text, PATH)
        assert "# kept: read twice" in format_text(text, PATH)


def test_registry_and_rulings():
    registry = "schema: 1\nplaces:\n  x: {latitude: 64.0, longitude: 1.5, precision: site, name: X}\n"
    assert format_text(registry, "registry/places.yaml") == (
        "schema: 1\nplaces:\n  x:\n    name: X\n    precision: site\n    latitude: 64\n    longitude: 1.5\n"
    )
    rulings = "rulings:\n- {because: So., field: date, event: x-2024, value: 2024}\nschema: 1\n"
    assert format_text(rulings, "rulings.yaml") == (
        "schema: 1\nrulings:\n  - {event: x-2024, field: date, value: 2024, because: So.}\n"
    )


class TestCommand:
    """``communique fmt``."""

    def test_check_changes_nothing_and_says_what_would(self, cli_home):
        cli_home.record()
        before = {path: path.read_bytes() for path in Path("entries").rglob("*.yaml")}
        answer = cli_home.run("fmt", "--check")
        assert answer.status == 1
        assert "entries/articles/2024/a.yaml" in answer.out.splitlines()
        assert {path: path.read_bytes() for path in Path("entries").rglob("*.yaml")} == before

    def test_then_everything_is_as_it_should_be_and_means_the_same(self, cli_home):
        cli_home.record({"a": article(meeting(figures={"ships": {"low": 1, "high": 2.5}}, date="2024-07"))})
        cli_home.run("load")
        assert cli_home.run("fmt").status == 0
        assert cli_home.run("fmt", "--check").status == 0
        assert cli_home.run("plan").out == ""

    def test_only_what_is_named(self, cli_home):
        cli_home.record()
        answer = cli_home.run("fmt", "entries/articles")
        assert answer.out == "entries/articles/2024/a.yaml\n"

    def test_a_wrong_file_is_left_alone_and_told(self, cli_home):
        cli_home.record()
        cli_home.write("articles/2024/b.yaml", "schema: [\n")
        answer = cli_home.run("fmt")
        assert answer.status == 1
        assert "entries/articles/2024/b.yaml:2:1: " in answer.err
        assert "1 left alone" in answer.err
        assert (cli_home.home / "entries/articles/2024/b.yaml").read_text(encoding="utf-8") == "schema: [\n"
