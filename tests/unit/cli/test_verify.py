"""``communique verify``: a second reader holds an entry against its text, and the entry remembers it."""

import copy
import hashlib
import json

import pytest

from communique.loaders.yaml.parser import parse_yaml
from fixtures.record import REGISTRY, article, meeting

TEXT = """\
Ministers meet

TOKYO, July 28 (Kyodo News) -- Kihara Minoru of Japan and Shin Won-sik of South Korea met in Tokyo on Sunday.

"We will speak more often," Kihara said. Some 300 people watched.
"""


def verify(cli_home, *arguments, said=TEXT, registry=REGISTRY, **fields):
    values = {
        "date": "2024-07-28",
        "place": "tokyo",
        "participants": [{"actor": "JP", "people": ["kihara-minoru"]}],
    }
    entry = article(meeting("talks-2024-07-28", **values | fields), title="Ministers meet")
    cli_home.record({"a": entry}, registry=registry)
    text = cli_home.home / "text.txt"
    text.write_text(said, encoding="utf-8")
    file = cli_home.home / "entries/articles/2024/a.yaml"
    return cli_home.run("verify", str(file), "--text", str(text), *arguments)


def test_an_entry_that_its_text_bears_out_has_no_findings(cli_home):
    answer = verify(cli_home)
    assert (answer.status, answer.out) == (0, ""), answer.out
    assert "4 values located · 0 not found where cited" in answer.err


def test_a_person_may_be_called_by_the_surname_alone(cli_home):
    said = "Ministers meet\n\nTOKYO, July 28 (Kyodo News) -- Japan sent Kihara to the talks in Tokyo on Sunday.\n"
    registry = copy.deepcopy(REGISTRY)
    registry["people"]["kihara-minoru"]["family_name"] = "Kihara"
    found = verify(cli_home, said=said, registry=registry)
    assert "4 values located · 0 not found where cited" in found.err
    missing = verify(cli_home, said=said.replace("Kihara", "Kiharada"), registry=registry)
    assert "the parts cited do not say kihara-minoru" in missing.out


@pytest.mark.parametrize(
    ("said", "finding"),
    [
        (
            "Some 300 people watched, Kihara Minoru said.",
            "2 passes this on as attributed, the entry states it; add mod",
        ),
        ("Kihara Minoru was glad. Some 300 people watched.", ""),
    ],
)
def test_a_figure_that_is_somebodys_word_is_not_the_texts_own(cli_home, said, finding):
    figures = {"personnel": {"value": 300, "paragraphs": 2}}
    answer = verify(cli_home, said=TEXT.partition('"')[0] + said + "\n", figures=figures)
    assert finding in answer.out
    assert ("passes this on" in answer.out) == bool(finding)


@pytest.mark.parametrize(
    ("fields", "finding"),
    [
        ({"date": "2024-07-27"}, "the parts cited do not say date 2024-07-27"),
        ({"place": "sea-of-japan"}, "the parts cited do not say place sea-of-japan"),
        (
            {"participants": [{"actor": "KR", "people": ["shin-won-sik"], "paragraphs": 2}]},
            "the parts cited do not say shin-won-sik; paragraph 1 does: cite that",
        ),
        (
            {"notes": [{"id": "n", "type": "context", "text": "Some 400 people watched.", "paragraphs": 2}]},
            "the parts cited lack what this says: 400",
        ),
        (
            {
                "notes": [
                    {"id": "n", "type": "context", "text": "The United States watched.", "paragraphs": 2}
                ]
            },
            "the parts cited lack what this says: United States",
        ),
        ({"figures": {"personnel": {"value": 200, "paragraphs": 2}}}, "do not say figures personnel"),
        (
            {"summary": "For the first time the two met in Tokyo. Some 300 people watched them talk there."},
            "nothing in the text says first: 'For the first time the two met in Tokyo.'",
        ),
        (
            {"participants": [{"actor": "JP", "people": ["kihara-minoru"], "role": "responder"}]},
            "the parts cited tell of no answer of JP; cite the part that does, or say role: announcer",
        ),
        (
            {
                "summary": "Kihara Minoru of Japan and Shin Won-sik of South Korea met there and talked for long."
            },
            "these words are the text's own: 'Kihara Minoru of Japan and Shin Won-sik of South Korea met'",
        ),
    ],
)
def test_what_the_parts_cited_do_not_say_is_found(cli_home, fields, finding):
    answer = verify(cli_home, **fields)
    assert finding in answer.out
    assert answer.status == 0


def test_a_note_that_is_taken_over_is_held_against_the_part_that_takes_it_over(cli_home):
    note = {"id": "n", "type": "context", "text": "They had met in Hiroshima.", "paragraphs": 1}
    borrowed = meeting("talks-2024-07-28", title=None, summary=None, notes=[{"id": "n", "paragraphs": 1}])
    texts = article(borrowed, title="Ministers meet"), article(meeting("talks-2024-07-28", notes=[note]))
    cli_home.record(dict(zip("ab", texts, strict=True)))
    text = cli_home.home / "text.txt"
    text.write_text(TEXT, encoding="utf-8")
    answer = cli_home.run("verify", str(cli_home.home / "entries/articles/2024/a.yaml"), "--text", str(text))
    assert "lack what this says: Hiroshima; this is taken over: 'They had met in Hiroshima.'" in answer.out


@pytest.mark.parametrize(
    ("fields", "finding"),
    [
        ({"place": {"value": "tokyo", "paragraphs": 7}}, "the text has no paragraph 7; it has 2 paragraphs"),
        (
            {"place": {"value": "tokyo", "quote": "speak more often", "paragraphs": 1}},
            "this quote does not stand in the part that it cites; cite 2",
        ),
        (
            {"place": {"value": "tokyo", "quote": "speak far more often", "paragraphs": 1}},
            "this quote does not stand in the part that it cites; copy the words exactly",
        ),
    ],
)
def test_a_part_that_is_not_there_and_a_false_quote_are_errors(cli_home, fields, finding):
    answer = verify(cli_home, **fields)
    assert finding in answer.out
    assert answer.status == 1


def test_the_entry_remembers_who_read_it_a_second_time(cli_home):
    answer = verify(cli_home, "--by", "Mio", place="sea-of-japan")
    assert "noted in the entry" in answer.err
    file = cli_home.home / "entries/articles/2024/a.yaml"
    reading = parse_yaml(file.read_text(encoding="utf-8"), "").data["source"]["read"]
    assert reading["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert reading["paragraphs"] == 2
    assert {k: v for k, v in reading["second"].items() if k != "on"} == {
        "by": "Mio",
        "located": 3,
        "missing": 1,
    }
    assert cli_home.run("check").status == 0
    before = file.read_text(encoding="utf-8")
    cli_home.run("verify", str(file), "--text", str(cli_home.home / "text.txt"), "--by", "Mio")
    assert file.read_text(encoding="utf-8") == before


def test_a_text_of_a_headline_alone_is_remembered_too(cli_home):
    assert "noted in the entry" in verify(cli_home, "--by", "Mio", said="Ministers meet\n").err
    answer = cli_home.run("check")
    assert answer.status == 0
    assert "paragraph 1 is cited of a text that was read with 0" in answer.out


def test_a_text_that_is_not_on_this_machine_is_asked_for(cli_home):
    cli_home.record()
    answer = cli_home.run("verify", str(cli_home.home / "entries/articles/2024/a.yaml"))
    assert answer.status == 2
    assert "name it with --text FILE" in answer.err


def test_json_is_for_programs(cli_home):
    data = json.loads(verify(cli_home, "--json", place="sea-of-japan").out)
    assert (data["located"], data["missing"], len(data["findings"])) == (3, 1, 1)
