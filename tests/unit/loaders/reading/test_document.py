"""A text comes apart into the parts that an entry cites, and only paragraphs of the body are numbered."""

import pytest

from communique.loaders.reading.document import read_document, split_sentences

TEXT = """\
Ministers agree on joint patrols

By Jane Writer

Guards of three countries line up at the quay. (Reuters)

BUSAN, July 28 (Agency) -- Ministers of two countries met in Busan on Sunday.

They agreed on patrols.

Next steps

A third meeting will follow next year.

(END)
Read more: Other news
"""


def labels(text, **known):
    return [(part.label, part.text) for part in read_document(text, **known).cited]


def test_only_paragraphs_of_the_body_are_numbered():
    assert labels(TEXT) == [
        ("headline", "Ministers agree on joint patrols"),
        ("byline", "By Jane Writer"),
        ("caption-1", "Guards of three countries line up at the quay. (Reuters)"),
        ("1", "BUSAN, July 28 (Agency) -- Ministers of two countries met in Busan on Sunday."),
        ("2", "They agreed on patrols."),
        ("subhead-1", "Next steps"),
        ("3", "A third meeting will follow next year."),
    ]


def test_a_known_headline_is_not_looked_for():
    document = read_document("They met.\n\nThey parted.", title="Ministers meet")
    assert [part.label for part in document.cited] == ["headline", "1", "2"]


def test_lines_that_were_wrapped_by_hand_are_joined_again():
    wrapped = (
        "Ministers meet\n\nThe ministers of the two countries met on Sunday and spoke of\n"
        "patrols in the waters between them, which had been put off.\n\nThey will meet again before the end of the\n"
        "year, a spokesman said on the same day.\n"
    )
    assert [part.label for part in read_document(wrapped).cited] == ["headline", "1", "2"]


def test_a_caption_that_stands_several_times_counts_once():
    caption = "At the quay. (Ministry of Defense)"
    text = f"Ministers meet\n\n{caption}\n{caption}\n\nThey met on Sunday."
    assert [part.label for part in read_document(text).cited] == ["headline", "caption-1", "1"]


def test_a_standfirst_stands_before_the_dateline():
    text = (
        "Ministers meet\n\nTwo ministers met on Sunday, and agreed to meet again before the year ends\n\n"
        "BUSAN, July 28 (Agency) -- Ministers of two countries met in Busan on Sunday."
    )
    assert [part.label for part in read_document(text).cited] == ["headline", "standfirst", "1"]


def test_a_name_with_a_hyphen_is_no_dateline():
    text = "Talks begin in Tokyo\n\nThey met.\n\nIISS-Asia's director told of it.\n\nThey parted.\n"
    assert [part.label for part in read_document(text).cited] == ["headline", "1", "2", "3"]


def test_an_item_of_a_list_is_no_dateline():
    paragraphs = "\n\n".join(f"The ministers met for the {n}th time." for n in range(4, 9))
    text = f"Talks begin in Tokyo\n\n{paragraphs}\n\nU.S.A.: a ship came with five aircraft on board.\n"
    assert [part.label for part in read_document(text).cited] == ["headline", *"123456"]


def test_speakers_of_a_transcript_are_no_datelines():
    text = (
        "Ministers meet\n\nThe ministers spoke to reporters.\n\nMODERATOR: Welcome.\n\nMINISTER: Thank you."
    )
    assert [part.label for part in read_document(text).cited] == ["headline", "1", "2", "3"]


def test_a_note_of_correction_can_be_cited():
    text = "Ministers meet\n\nThey met on Sunday.\n\nCorrection: An earlier version gave the wrong day."
    assert [part.label for part in read_document(text).cited] == ["headline", "1", "correction-1"]


def test_a_saved_page_gives_its_article_alone():
    page = """<!doctype html><html lang="en"><head><title>Ministers meet | News</title></head><body>
    <nav><a href="/">Home</a><a href="/w">World</a></nav><article><h1>Ministers meet in Busan</h1>
    <p>Ministers of two countries met in Busan on Sunday and agreed on joint patrols in the strait.</p>
    <figure><img src="a.jpg"><figcaption>Ministers shake hands.</figcaption></figure>
    <p>They will meet again next year in Tokyo, a spokesman of the ministry told reporters after the talks.</p>
    <p>The patrols had been put off twice, and neither side would say when the first of them will begin.</p>
    </article><footer>© News</footer></body></html>"""
    parts = dict(labels(page))
    assert parts["headline"] == "Ministers meet in Busan"
    assert parts["1"].startswith("Ministers of two countries met")
    assert parts["2"].startswith("They will meet again")
    assert parts["caption-1"] == "Ministers shake hands."
    assert not any("Home" in text or "©" in text for text in parts.values())


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The U.S. Navy came. It left.", 2),
        ("Gen. Paul Roe spoke at 7 a.m. on Nov. 3 in Seoul. He left.", 2),
        ('"We came." He left.', 2),
        ("防衛相が会談した。次回は来年。", 2),
    ],
)
def test_sentences_do_not_end_at_abbreviations(text, count):
    assert len(split_sentences(text)) == count


def test_a_line_of_many_digits_or_months_is_read_at_once() -> None:
    for line in (
        "6" * 5_000 + "]",
        "jan" * 2_000 + "]",
    ):  # each might be split in more ways than can be tried
        assert read_document(f"\n{line}").parts


def test_a_line_of_two_clocks_is_no_paragraph():
    text = "They talk\n\nPublished: 30 Sep. 2025, 19:55 Updated: 30 Sep. 2025, 20:10\n\n"
    text += "The two leaders met in the city and spoke."
    assert [part.text for part in read_document(text).paragraphs] == [
        "The two leaders met in the city and spoke."
    ]
