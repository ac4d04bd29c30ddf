"""``communique read``: a text becomes the draft of its entry, and never leaves the machine."""

import json

from communique.loaders.yaml.parser import parse_yaml
from fixtures.record import article, meeting
from fixtures.talks import KNOWN, TEXT

KNOWN_HEADLINE = "Kihara and Shin meet"


def read(cli_home, *arguments):
    cli_home.record({"a": article(KNOWN, title=KNOWN_HEADLINE)})
    file = cli_home.home / "text.txt"
    file.write_text(TEXT, encoding="utf-8")
    return cli_home.run(
        "read", str(file), "--publisher", "kyodo-news", "--published", "2024-07-28", *arguments
    )


def test_read_writes_a_draft_with_what_the_text_says_of_a_known_event(cli_home):
    answer = read(cli_home)
    assert answer.status == 0, answer.err
    written = cli_home.home / "entries/articles/2024/kyodo-news-2024-07-28.yaml"
    data = parse_yaml(written.read_text(encoding="utf-8"), "").data
    assert data["source"]["title"] == "Ministers meet again in Tokyo"
    event = data["events"][0]
    assert event["id"] == "talks-2024-07-28"
    assert event["date"] == {"value": "2024-07-28", "paragraphs": 1, "basis": "relative"}
    assert event["place"] == {"value": "tokyo", "paragraphs": 1}
    assert [p["people"] for p in event["participants"]] == [["kihara-minoru"], ["shin-won-sik"]]


def test_what_a_colleague_wrote_is_offered_with_its_words_and_never_vouched_for(cli_home):
    read(cli_home)
    text = (cli_home.home / "entries/articles/2024/kyodo-news-2024-07-28.yaml").read_text(encoding="utf-8")
    assert "notes" not in parse_yaml(text, "").data["events"][0]
    assert "#? - {id: more-often, paragraphs: 2" in text
    assert "#? Both sides agreed to speak more often." in text


def test_a_draft_whose_marks_are_taken_away_is_formatted(cli_home):
    read(cli_home)
    file = cli_home.home / "entries/articles/2024/kyodo-news-2024-07-28.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    taken = "".join(
        line.replace("#? - {id: more", "- {id: more").replace("#? notes:", "notes:") for line in lines
    )
    file.write_text(taken, encoding="utf-8")
    assert cli_home.run("fmt", str(file)).status == 0
    written = file.read_text(encoding="utf-8")
    assert "#?" not in written
    assert parse_yaml(written, "").data["events"][0]["notes"] == [{"id": "more-often", "paragraphs": 2}]


def test_the_text_stays_on_this_machine(cli_home):
    read(cli_home)
    texts = cli_home.home / ".communique/texts"
    assert (texts / "kyodo-news-2024-07-28.txt").read_text(encoding="utf-8") == TEXT
    assert (texts / ".gitignore").read_text(encoding="utf-8") == "*\n"
    written = "".join(
        file.read_text(encoding="utf-8") for file in (cli_home.home / "entries").rglob("*.yaml")
    )
    assert "both sides had agreed" not in written


def test_show_numbers_the_text_and_writes_nothing(cli_home):
    answer = read(cli_home, "--show")
    assert answer.status == 0, answer.err
    assert "           2  Kihara said that both sides had agreed to speak more often." in answer.out
    assert not (cli_home.home / "entries/articles/2024/kyodo-news-2024-07-28.yaml").exists()
    assert not (cli_home.home / ".communique/texts").exists()


def test_json_is_for_programs(cli_home):
    data = json.loads(read(cli_home, "--json").out)
    assert data["events"][0]["id"] == "talks-2024-07-28"
    assert {"headline", "1", "2"} <= {part["label"] for part in data["parts"]}


def test_read_from_standard_input_needs_a_text(cli_home):
    cli_home.record()
    answer = cli_home.run("read", str(cli_home.home / "absent.txt"))
    assert answer.status == 2
    assert "name a file that holds the article's text" in answer.err


def test_an_article_that_the_record_has_is_told_with_what_to_do(cli_home):
    assert read(cli_home).status == 0
    again = (
        "read",
        str(cli_home.home / "text.txt"),
        "--publisher",
        "kyodo-news",
        "--published",
        "2024-07-28",
    )
    answer = cli_home.run(*again)
    assert answer.status == 2
    assert "kyodo-news-2024-07-28.yaml is a draft of this article" in answer.err
    assert "--again" in answer.err
    assert cli_home.run(*again, "--again").status == 0
    written = cli_home.home / "entries/articles/2024"
    assert [file.name for file in written.glob("kyodo*")] == ["kyodo-news-2024-07-28.yaml"]
    (written / "kyodo-news-2024-07-28.yaml").unlink()
    entry = article(
        KNOWN, title="Ministers meet again in Tokyo", publisher="kyodo-news", published="2024-07-28"
    )
    cli_home.record({"b": entry})
    answer = cli_home.run(*again)
    assert answer.status == 2
    assert "b.yaml is of this article: it has the same publisher, headline and day" in answer.err
    assert "communique verify" in answer.err


def test_an_event_that_is_not_likely_is_written_out_when_it_is_asked_for(cli_home):
    other = meeting("talks-2001-02-03", title="Others meet elsewhere", date="2001-02-03", place="tokyo")
    cli_home.record({"a": article(KNOWN, title=KNOWN_HEADLINE), "b": article(other, title="Others")})
    file = cli_home.home / "text.txt"
    file.write_text(TEXT, encoding="utf-8")
    command = ("read", str(file), "--publisher", "kyodo-news", "--published", "2024-07-28", "--show")
    assert "#? - id: talks-2001-02-03" not in cli_home.run(*command).out
    assert "#? - id: talks-2001-02-03" in cli_home.run(*command, "--with", "talks-2001-02-03").out
    assert "have no event 'nothing'" in cli_home.run(*command, "--with", "nothing").err
