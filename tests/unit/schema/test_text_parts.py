"""A claim cites paragraphs by number and other parts of a text by their word, and both read as a page does."""

from __future__ import annotations

import pytest

from communique.errors import RecordError
from communique.loaders.curation.format_files import format_text
from communique.schema.text_parts import format_passages, is_text_part, join_passages, parse_passages


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3", "¶ 3"),
        ("1,2,3,5", "¶ 1–3, 5"),
        ("headline", "headline"),
        ("headline,dateline,1,2,caption-1,caption-2", "headline, dateline, ¶ 1–2, caption 1, caption 2"),
        ("standfirst,subhead-2,correction-1", "standfirst, subhead 2, correction 1"),
    ],
)
def test_passages_in_words(text: str, words: str) -> None:
    assert format_passages(text) == words


def test_passages_are_stored_once_and_in_the_order_of_a_page() -> None:
    given = ["correction-1", "caption-10", "caption-2", 12, 3, "subhead-1", "byline", "headline", 3]
    joined = join_passages(given)
    assert joined == "headline,byline,3,12,subhead-1,caption-2,caption-10,correction-1"
    assert join_passages(parse_passages(joined)) == joined


@pytest.mark.parametrize(
    "text", ["caption", "caption-0", "caption-100", "headline-1", "margin", "Headline", "1", ""]
)
def test_what_is_no_part(text: str) -> None:
    assert not is_text_part(text)


ENTRY = """schema: 1
source:
  publisher: kyodo-news
  kind: wire
  title: Talks
  url: null
  published: 2024-07-28
  accessed: 2026-11-23
events:
  - {{id: talks-2024-07, kind: meeting, paragraphs: {}}}
"""


def test_an_entry_keeps_them_as_written() -> None:
    text = ENTRY.format("[headline, 1, caption-2]")
    assert format_text(text, "articles/a.yaml") == text
    assert format_text(ENTRY.format("[headline]"), "articles/a.yaml") == ENTRY.format("headline")


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("caption", r"'caption' is no part of a text; number it, as caption-1"),
        ("headlin", r"did you mean headline\?"),
        (
            "[1, margin]",
            r"events\[0\].paragraphs\[1\]: 'margin' is no part .*; write the number of a paragraph",
        ),
        ("'3'", "'3' is no part of a text; write the number of a paragraph, without quotes"),
        ("0", "0 is no part of a text"),
        ("true", "this is no part of a text"),
    ],
)
def test_what_is_no_part_is_refused_with_the_cure(written: str, what: str) -> None:
    with pytest.raises(RecordError, match=what):
        format_text(ENTRY.format(written), "articles/a.yaml")
