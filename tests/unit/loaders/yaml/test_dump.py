"""What is written is read back as it was, and reads as a curator would have written it."""

from __future__ import annotations

import datetime
import enum
import itertools
import math

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from communique.loaders.yaml import constructor as yaml_reader
from communique.loaders.yaml.dump import FLOW_WIDTH, TEXT_WIDTH, dump_yaml, extract_header
from communique.loaders.yaml.parser import parse_yaml
from communique.loaders.yaml.scalar_style import MAX_INTEGER, MIN_INTEGER

PIECES = [
    *(
        "a",
        "Ω",
        "日本",
        "🙂",
        "e\u0301",
        "NO",
        "null",
        "~",
        "12:30",
        "010",
        "0x1",
        "1_000",
        "1e5",
        ".inf",
        "<<",
    ),
    *(" ", "  ", "\n", "\n\n", "\t", "\r", "\x85", "\u2028", "\u2029", "\ufeff", "\xa0", "\u200b", "\u202e"),
    *(":", ": ", "::", " #", "#", "-", "- ", "---", "...", "? ", "?", "!", "!!str ", "&", "*", "%", "@", "`"),
    *(
        "'",
        "''",
        '"',
        "\\",
        "\\n",
        "|",
        ">",
        ">-",
        "[",
        "]",
        "{",
        "}",
        ",",
        ", ",
        "=",
        "/",
        "$",
        "long " * 30,
    ),
]
characters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff").filter(
    lambda character: not yaml_reader.unprintable_pattern().match(character)
)
texts = st.text(characters, max_size=40) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
scalars = (
    texts | st.integers(MIN_INTEGER, MAX_INTEGER) | st.floats(allow_nan=True) | st.booleans() | st.none()
)
keys = texts.filter(lambda text: len(text) < 150)
documents = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=15,
)


def shown(data: object) -> str:
    """Equality that tells 1 from True and 1.0, and takes a NaN for itself."""
    return repr(data)


@given(documents)
@example("")
@example("---")
@example("... x")
@example({"": {"": ""}})
@example([[[]], [{}], {"a": []}, [[1, "\n"]]])
@example({"a": "x\n\n\n" + "word " * 40 + "end\n"})
@example([{"a": "x?", "b": ["c: d", "[", "y, z"]}])
def test_what_is_dumped_is_read_back_and_dumped_the_same(data):
    text = dump_yaml(data)
    again = parse_yaml(text, "x.yaml").data
    assert shown(again) == shown(data)
    assert dump_yaml(again) == text
    assert text.endswith("\n")


@given(documents)
def test_pure_python_reads_the_same(data):
    text = dump_yaml(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_reader, "PARSER", yaml.SafeLoader)
        assert shown(parse_yaml(text, "x.yaml").data) == shown(data)


@given(texts)
def test_a_yaml_1_1_reader_sees_text_too_but_for_dates_and_norway(text):
    data = yaml.safe_load(dump_yaml([text]))
    assert data == [text] or isinstance(data[0], datetime.date) or text == "NO"


@given(st.lists(st.text("abc", min_size=1, max_size=12), min_size=60).map(" ".join))
def test_long_text_keeps_to_its_width(text):
    top, first, *lines = dump_yaml({"events": [{"summary": text}]}).splitlines()
    assert (top, first) == ("events:", "  - summary: >-")
    assert all(len(line) <= TEXT_WIDTH for line in lines)
    # Each line is as full as it can be: the next one's first word would not have fitted.
    for line, after in itertools.pairwise(lines):
        assert len(line) + 1 + len(after.split()[0]) > TEXT_WIDTH


ENTRY = {
    "schema": 1,
    "source": {"publisher": "arab-news-japan", "title": "Japan, U.S., S. Korea: “unity”", "url": None},
    "published": "2024-07-28T12:07:32+09:00",
    "time": "12:30",
    "truth": "yes",
    "NO": "NO",
    "edtf": ["2018-12~", "../2017", "2024-06-27/2024-06-29"],
    "events": [
        {
            "id": "trilateral-2024-07",
            "title": 'Is it "unity"? It\'s [so]',
            "summary": " ".join(["Ministers of Japan and the United States met"] * 4),
            "participants": [
                {"actor": "JP", "people": ["kihara-minoru"]},
                {"actor": "NO", "note": "why, now?"},
            ],
            "links": [{"produced": "memorandum-2024"}],
            "paragraphs": [1, 2, 3],
            "date": {"value": "2018-12", "paragraph": 12},
            "poem": "one\ntwo\n",
        },
        {"id": "short", "share": 0.5},
    ],
    "empty": {"list": [], "group": {}, "text": ""},
}
ENTRY_TEXT = """\
# yaml-language-server: $schema=x
# by hand
schema: 1
source:
  publisher: arab-news-japan
  title: "Japan, U.S., S. Korea: “unity”"
  url: null
published: 2024-07-28T12:07:32+09:00
time: "12:30"
truth: "yes"
NO: NO
edtf: [2018-12~, ../2017, 2024-06-27/2024-06-29]
events:
  - id: trilateral-2024-07
    title: Is it "unity"? It's [so]
    summary: >-
      Ministers of Japan and the United States met Ministers of Japan and the United States met
      Ministers of Japan and the United States met Ministers of Japan and the United States met
    participants:
      - {actor: JP, people: [kihara-minoru]}
      - {actor: NO, note: "why, now?"}
    links:
      - {produced: memorandum-2024}
    paragraphs: [1, 2, 3]
    date:
      value: 2018-12
      paragraph: 12
    poem: |
      one
      two
  - {id: short, share: 0.5}
empty:
  list: []
  group: {}
  text: ""
"""


def test_an_entry_reads_as_a_curator_would_write_it():
    assert dump_yaml(ENTRY, "# yaml-language-server: $schema=x\nby hand\n") == ENTRY_TEXT


def test_the_header_survives_a_round():
    assert extract_header(ENTRY_TEXT) == "# yaml-language-server: $schema=x\n# by hand"
    assert dump_yaml(parse_yaml(ENTRY_TEXT, "").data, extract_header(ENTRY_TEXT)) == ENTRY_TEXT
    spaced = "# one\n\n# two\na: 1\n"
    assert dump_yaml({"a": 1}, extract_header(spaced)) == spaced
    assert extract_header("a: 1 # not a header\n# nor this\n") == ""


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("it's", "it's"),
        ("'tis", '"\'tis"'),
        ('"so" he said', "'\"so\" he said'"),
        ("back\\slash", "back\\slash"),
        ("@home", '"@home"'),
        ("-5 degrees", "-5 degrees"),
        ("- item", '"- item"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("a#b", "a#b"),
        (" padded", '" padded"'),
        ("tab\there", '"tab\\there"'),
        ("line\u2028end", '"line\\u2028end"'),
        ("🙂 ok", "🙂 ok"),
        ("9" * 30, f'"{"9" * 30}"'),
        ("null", '"null"'),
        ("2024-07", "2024-07"),
        ("https://x.org/a?b=1&c=2#d", "https://x.org/a?b=1&c=2#d"),
        (1e16, "1.0e+16"),
        (1.5e-9, "1.5e-09"),
        (-math.inf, "-.inf"),
        (None, "null"),
        (True, "true"),
        ("two \n", '"two \\n"'),
        ("one\n", "|\n  one"),
    ],
)
def test_a_value_is_quoted_only_where_it_must_be(value, line):
    assert dump_yaml({"k": value}) == f"k: {line}\n"


def test_brackets_give_way_when_the_line_is_full():
    prefix = len("a: []")
    fitting = ["x" * 10] * 2 + ["y" * (FLOW_WIDTH - prefix - 24)]
    assert dump_yaml({"a": fitting}).count("\n") == 1
    fitting[2] += "y"
    assert dump_yaml({"a": fitting}).splitlines()[:2] == ["a:", "  - xxxxxxxxxx"]
    group = [{"a": "x" * 50, "b": "y" * 60}]
    assert dump_yaml(group).splitlines()[0] == f"- a: {'x' * 50}"
    assert dump_yaml([{"a": {"b": 1}}, {"a": [[1]]}, {"a": "b\nc"}]).count("{") == 0


@pytest.mark.parametrize(
    "data", [{1: "a"}, {None: 1}, (1,), {1, 2}, b"x", datetime.date(2024, 7, 28), [object()]]
)
def test_what_is_not_plain_is_refused(data):
    with pytest.raises(TypeError):
        dump_yaml(data)


def test_derived_types_are_not_plain():
    class Level(enum.StrEnum):
        SUMMIT = "summit"

    with pytest.raises(TypeError, match="Level"):
        dump_yaml({"level": Level.SUMMIT})


def test_what_could_not_be_read_back_is_refused():
    deep: list = []
    for _ in range(20):
        deep = [deep]
    ring: list = []
    ring.append(ring)
    for data in (deep, ring, "x" * 10_001, "a\x00", "\ud800", 2**63, {"k" * 1100: 1}):
        with pytest.raises(ValueError, match="cannot be written"):
            dump_yaml(data)
    with pytest.raises(ValueError, match="cannot be written"):
        dump_yaml({"a": 1}, header="\x00")
