"""What a curator writes is read as they meant it, and what they cannot have meant is named with its place."""

from __future__ import annotations

import math

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.errors import RecordError
from communique.loaders.yaml import constructor as yaml_reader
from communique.loaders.yaml.parser import MAX_FILE_LENGTH, parse_yaml
from communique.loaders.yaml.positions import format_location


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def _parser(request, monkeypatch):
    """Both of PyYAML's parsers: the record must not depend on how PyYAML was built."""
    if not hasattr(yaml, request.param):
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(yaml_reader, "PARSER", getattr(yaml, request.param))


pytestmark = pytest.mark.usefixtures("_parser")


def complaints(text: str) -> list[str]:
    with pytest.raises(RecordError) as caught:
        parse_yaml(text, "x.yaml")
    return [str(finding) for finding in caught.value]


def only_complaint(text: str) -> str:
    (complaint,) = complaints(text)
    assert "; " in complaint, "a finding without a cure"
    return complaint


WORDS = {
    "NO": "NO",
    "yes": "yes",
    "on": "on",
    "12:30": "12:30",
    "2024-07-28": "2024-07-28",
    "2024-07-28T12:07:32+09:00": "2024-07-28T12:07:32+09:00",
    "1_000": "1_000",
    "0b1": "0b1",
    "nUll": "nUll",
    "+": "+",
    ".": ".",
    "1.2.3": "1.2.3",
    "+0x1F": "+0x1F",
    "": None,
    "~": None,
    "null": None,
    "NULL": None,
    "true": True,
    "False": False,
    "TRUE": True,
    "010": 10,
    "+7": 7,
    "-12": -12,
    "0": 0,
    "-0": 0,
    "0x1F": 31,
    "0o17": 15,
    "9223372036854775807": 2**63 - 1,
    "-9223372036854775808": -(2**63),
    "0" * 5000 + "1": 1,
    "1.50": 1.5,
    "-.5": -0.5,
    "3.": 3.0,
    "1e3": 1000.0,
    ".inf": math.inf,
    "-.INF": -math.inf,
}


@pytest.mark.parametrize(("word", "value"), WORDS.items())
def test_plain_words_follow_the_core_schema(word, value):
    data = parse_yaml(f"key: {word}\nlist: [a, {word or '~'}]\n", "x.yaml").data
    assert repr(data) == repr({"key": value, "list": ["a", value]})


def test_not_a_number_and_quoted_words():
    data = parse_yaml("""{a: .nan, b: "null", c: '12', d: "", e: "<<"}""", "x.yaml").data
    assert math.isnan(data.pop("a"))
    assert data == {"b": "null", "c": "12", "d": "", "e": "<<"}


@pytest.mark.parametrize("start", ["", "\ufeff", "---\n", "# a comment\n---\n"])
def test_a_byte_order_mark_a_comment_and_one_dashed_line_are_passed_over(start):
    document = parse_yaml(start + "a: [1]\n", "x.yaml")
    assert document.data == {"a": [1]}
    assert document.position_of(("a",)) == (1 + start.count("\n"), 4)


def test_windows_line_ends_are_line_ends():
    document = parse_yaml("a: 1\r\nb:\r\n  - x\r\n", "x.yaml")
    assert document.data == {"a": 1, "b": ["x"]}
    assert document.position_of(("b", 0)) == (3, 5)


MARKED = """\
# comment
source:
  title: été 🙂
  none:
events:
  - id: a
    list: [1, {x: 2}]
    text: >-
      folded
"""


def test_marks_of_values_and_keys():
    document = parse_yaml(MARKED, "x.yaml")
    assert dict(document.positions) == {
        (): (2, 1),
        ("source",): (3, 3),
        ("source", "title"): (3, 10),
        ("source", "none"): (4, 8),
        ("events",): (6, 3),
        ("events", 0): (6, 5),
        ("events", 0, "id"): (6, 9),
        ("events", 0, "list"): (7, 11),
        ("events", 0, "list", 0): (7, 12),
        ("events", 0, "list", 1): (7, 15),
        ("events", 0, "list", 1, "x"): (7, 19),
        ("events", 0, "text"): (8, 11),
    }
    assert document.key_positions["events", 0, "list"] == (7, 5)
    assert document.key_positions["source",] == (2, 1)
    assert ("events", 0) not in document.key_positions
    assert len(document.key_positions) == len(document.positions) - 4  # the top and three items


def test_mark_falls_back_to_what_is_known():
    document = parse_yaml(MARKED, "x.yaml")
    assert document.position_of(("events", 0, "date")) == document.position_of(("events", 0)) == (6, 5)
    assert document.position_of(("events", 7, "date", "value")) == (6, 3)
    assert document.position_of(("events", 7), of_key=True) == (5, 1)
    assert document.position_of(("events", 0, "list", 1), of_key=True) == (7, 15)
    assert document.position_of(("nothing",), of_key=True) == (2, 1)


def test_marks_do_not_follow_changes_to_the_data():
    document = parse_yaml(MARKED, "x.yaml")
    document.data.clear()
    assert document.position_of(("events", 0, "id"), of_key=True) == (6, 5)


def test_columns_count_characters_not_bytes():
    assert parse_yaml("été 🙂: {a: 🙂, b: 1}\n", "x.yaml").position_of(("été 🙂", "b")) == (1, 18)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: b: c", "1:5", "in quotes"),
        ("a: @x", "1:4", "cannot begin with '@'"),
        ("a: `x`", "1:4", "cannot begin with '`'"),
        ("a: 50\nb: %x", "2:4", "cannot begin with '%'"),
        ("a: 'x", "1:4", "never closed"),
        ('a: "x\n---\ny"', "1:4", "never closed"),
        ("a: 1\nb: 'it's'", "2:8", "text follows a closing quotation mark"),
        ('a: "\\xzz"', "1:7", "backslash"),
        ("a: [1, 2\nb: 1", "1:4", "lacks its ']'"),
        ("a: {b: 1", "1:4", "lacks its '}'"),
        ("a: [b]]", "1:7", "']' stands here"),
        ("a: 1\n b: 2", "2:3", "line the key up"),
        ("a:b\nc: d", "1:3", "a colon without a space"),
        ("a: 1\nb\nc: 2", "2:1", "add ': '"),
        ("a: 1\nb:2", "2:1", "add ': '"),
        ("a: |x\n  b", "1:4", "begin the text on the next line"),
        ("- a\nb: 1", "2:1", "does not belong to the list"),
        ("a: *", "1:5", "cannot begin with '*'"),
        ("a: *важно*", "1:5", "cannot begin with '*'"),
        ("a: !x!y z", "1:4", "cannot begin with '!'"),
        ("a: - b", "1:4", "a list cannot begin on the line of its key"),
        ("a: ? b", "1:4", "question mark"),
        ("a:\n  b: 1\n c: 2", "3:2", "does not line up"),
        (": a", "1:1", "a key is missing"),
        ("a: 1\n: 2", "2:1", "a key is missing"),
        ("a: , b", "1:4", "cannot begin with ','"),
        ("a:\n  - b\n   - c: d", "3:7", "line the key up"),
    ],
)
def test_what_is_not_yaml_is_said_in_plain_words(text, place, words):
    complaint = only_complaint(text)
    assert complaint.startswith(f"x.yaml:{place}")
    assert words in complaint
    for jargon in ("token", "scalar", "mapping", "block", "node", "flow", "stream", "simple key"):
        assert jargon not in complaint


@pytest.mark.parametrize("text", ["a:\n\t- b\n\tc: d", "\ta: 1", "a: |\n  x\n \ty", "a: 'x\n\ty'"])
def test_a_tab_in_indentation(text):
    assert "a tab is used for indentation" in only_complaint(text)


def test_tabs_are_counted_and_allowed_inside_a_line():
    assert only_complaint("a:\n\t- b\n\t- c\n \t- d").startswith(
        "x.yaml:2:1: a tab is used for indentation, and in 2 more places; use spaces"
    )
    assert parse_yaml("a: b # \t\nc: 'd\te'\n", "x.yaml").data == {"a": "b", "c": "d\te"}
    assert only_complaint("- \ta: b").startswith("x.yaml:1:3: a tab stands")


def test_every_duplicate_key_is_found_in_one_go():
    assert complaints("a: 1\na: 2\nb: {c: 1, c: [{d: 1, d: 2}]}\na: 3\n'b': 4") == [
        "x.yaml:2:1: the key 'a' stands already at line 1, column 1; keep one of the two",
        "x.yaml:3:11 b: the key 'c' stands already at line 3, column 5; keep one of the two",
        "x.yaml:3:22 b.c[0]: the key 'd' stands already at line 3, column 16; keep one of the two",
        "x.yaml:4:1: the key 'a' stands already at line 1, column 1; keep one of the two",
        "x.yaml:5:1: the key 'b' stands already at line 3, column 1; keep one of the two",
    ]


@pytest.mark.parametrize("key", ["2024", "0x1F", "1.5", "true", "null", "~", ".inf", "9" * 30])
def test_a_key_that_is_no_text_is_refused_with_its_cure(key):
    assert f'put it in quotes: "{key}"' in only_complaint(f"{key}: x")


@pytest.mark.parametrize("text", ["? [a]\n: b", "{a: b}: c", "? {a: [b, {c: d}]}\n: e", "[[a, b]: c]"])
def test_a_key_that_is_no_word_is_refused(text):
    assert "used as a key" in only_complaint(text)


def test_anchors_aliases_tags_and_merge_keys_are_refused_all_at_once():
    found = complaints("a: &x {b: 1}\nc: *x\n<<: *x\nd: !!str 1\ne: ! f\n&k g: !python/object:os.x []\n")
    assert [complaint.split("; ")[0] for complaint in found] == [
        "x.yaml:1:4 a: the anchor '&x' is not read",
        "x.yaml:2:4 c: the alias '*x' is not read",
        "x.yaml:3:1: the merge key '<<' is not read",
        "x.yaml:3:5 <<: the alias '*x' is not read",
        "x.yaml:4:4 d: the tag '!!str' is not read",
        "x.yaml:5:4 e: the tag '!' is not read",
        "x.yaml:6:1: the anchor '&k' is not read",
        "x.yaml:6:7 g: the tag '!python/object:os.x' is not read",
    ]


def test_an_alias_as_a_key_is_refused():
    assert any("used as a key" in complaint for complaint in complaints("a: &x y\n*x : z"))


def test_an_alias_bomb_is_refused_unexploded():
    lines = ["a0: &a0 [lol, lol]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 200)]
    assert len(complaints("\n".join(lines))) == 200 + 2 * 199


def test_what_was_found_before_a_break_is_told_with_it():
    assert [complaint.split(":")[1] for complaint in complaints("a: 1\na: 2\nb: 'x")] == ["2", "3"]


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "---\n", "\ufeff", "---\n...\n"])
def test_an_empty_document_is_refused(text):
    assert "empty" in only_complaint(text)


@pytest.mark.parametrize(
    ("text", "line"), [("a: 1\n---\nb: 2\n---\nc: 3", 2), ("a: 1\n...\nb: 2", 3), ("a: 1\n---\n", 2)]
)
def test_a_second_document_is_refused(text, line):
    assert only_complaint(text).startswith(f"x.yaml:{line}:1: a second document")


@pytest.mark.parametrize("directive", ["%YAML 1.2", "%YAML 2.0", "%TAG ! x", "%FOO"])
def test_directives_are_refused(directive):
    assert only_complaint(f"# c\n\n{directive}\n---\na: 1").startswith("x.yaml:3:1: a line beginning with %")


def test_the_search_for_directives_does_not_wander():
    assert parse_yaml("\n" * 5000 + " # c\n" * 5000 + "a: 1", "x.yaml").position_of(()) == (10001, 1)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_nesting_ends_at_twenty_levels(opening, closing):
    assert parse_yaml(opening * 20 + "x" + closing * 20, "x.yaml").data
    assert "nested deeper than 20" in only_complaint(opening * 21 + "x" + closing * 21)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_a_tower_of_brackets_is_refused_at_once(opening):
    assert "nested deeper than 20" in only_complaint(opening * 50_000)


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x80", "\x9f", "\ufffe", "\ud800"])
def test_what_cannot_be_printed_is_refused_bare_and_escaped(character):
    bare = only_complaint(f"a: 1\nb: x{character}\nc: {character}")
    assert bare.startswith(
        f"x.yaml:2:5: the invisible character U+{ord(character):04X} stands here, and in 1 more"
    )
    escaped = only_complaint(f'a: "x\\u{ord(character):04x}"')
    assert "x.yaml:1:" in escaped


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029", "\ufeff"])
def test_what_only_some_see_as_a_line_must_be_escaped(character):
    assert f'write it as "\\u{ord(character):04X}"' in only_complaint(f"a: x{character}y")
    assert parse_yaml(f'a: "x\\u{ord(character):04X}y"', "x.yaml").data == {"a": f"x{character}y"}


def test_very_long_text_and_files_are_refused():
    assert parse_yaml("a: " + "x" * 10_000, "x.yaml").data
    for long in ("x" * 10_001, f"'{'x' * 10_001}'", "|\n " + "x" * 10_001, "1" + "_" * 10_000):
        assert only_complaint(f"a: {long}").startswith(
            "x.yaml:1:4 a: a text of 10,001 characters is too long"
        )
    assert "longer than 1,048,576" in only_complaint("#" * (MAX_FILE_LENGTH + 1))


@pytest.mark.parametrize(
    "number", ["9223372036854775808", "-9223372036854775809", "1e999", "1" * 9000, "0x" + "f" * 17]
)
def test_a_number_no_database_keeps_is_refused(number):
    complaint = only_complaint(f"a: [{number}]")
    assert complaint.startswith("x.yaml:1:5 a[0]: the number ")
    assert "quotes" in complaint
    assert len(complaint) < 200


SIGNS = [
    *"ab1:-?#&*!|>'\"%@`{}[],~<.\\\n \t",
    "\n  ",
    "\n- ",
    ": ",
    "a: ",
    "---\n",
    "<<: ",
    "\\u",
    "\x00",
    "\u2028",
    "é",
]


@given(st.lists(st.sampled_from(SIGNS), max_size=30).map("".join))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the same parser for all examples
def test_any_text_is_read_or_refused_with_a_place_and_a_cure(text):
    try:
        document, findings = parse_yaml(text, "x.yaml"), ()
    except RecordError as error:
        document, findings = None, error.findings
    lines = len(text.replace("\u2028", "").splitlines()) + 1
    assert all(finding.what and finding.cure and 0 <= finding.line <= lines for finding in findings)
    if document is None:
        assert findings
    else:
        assert set(document.key_positions) < set(document.positions)


def test_spell():
    assert format_location(()) == ""
    assert format_location(("events", 1, "date", 0, 2, "x")) == "events[1].date[0][2].x"
