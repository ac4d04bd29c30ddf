"""The commands that ask: find, show, query, stats, due, schema, db."""

import csv
import io
import json
import re

import pytest

from communique.loaders.curation import editor_schemas
from fixtures.record import article, meeting


@pytest.fixture
def loaded_home(cli_home):
    """A record of two testimonies on one meeting that disagree, ruled on, loaded."""
    one = meeting(
        "talks-2024-07", date="2024-07-27", place="tokyo", participants=[{"actor": "JP", "role": "host"}]
    )
    other = meeting("talks-2024-07", title=None, summary=None, date="2024-07-28", paragraphs=[4])
    ruling = {
        "event": "talks-2024-07",
        "field": "date",
        "value": "2024-07-28",
        "because": "The host says so.",
    }
    articles = {"a": article(one), "b": article(other, publisher="yonhap", title="Ministers talk")}
    cli_home.record(articles, rulings={"rulings": [ruling]})
    assert cli_home.run("load").status == 0
    return cli_home


class TestFind:
    """An id by whatever one remembers of it."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("kihara", "kihara-minoru"),
            ("木原", "kihara-minoru"),
            ("KIHARA MINORU", "kihara-minoru"),
            ("대한", "KR"),
            ("East Sea", "sea-of-japan"),
            ("tokio", "tokyo"),
            ("shin wonsik", "shin-won-sik"),
            ("talks called", "talks-2024-07"),
        ],
    )
    def test_first_hit(self, cli_home, text, expected):
        cli_home.record()
        hits = json.loads(cli_home.run("find", text, "--json").out)
        assert hits[0]["id"] == expected

    def test_nothing_fits(self, cli_home):
        cli_home.record()
        answer = cli_home.run("find", "zzzzzz")
        assert answer.status == 1
        assert answer.err.startswith("0 hits")

    def test_what_is_wrong_elsewhere_does_not_hinder(self, cli_home):
        cli_home.record()
        cli_home.write("articles/2024/b.yaml", "schema: [")
        answer = cli_home.run("find", "kihara")
        assert answer.status == 0
        assert "1 errors in the record" in answer.err


class TestShow:
    """An event in the terminal."""

    def test_values_with_sources_paragraphs_and_manner(self, loaded_home):
        said = loaded_home.run("show", "talks-2024-07").out
        assert "Talks called talks-2024-07" in said
        assert "  28 July 2024\n    [2] ¶ 4 · stated" in said
        assert "[2] Yonhap, 28 July 2024: Ministers talk" in said

    def test_disagreement_with_its_ruling(self, loaded_home):
        said = loaded_home.run("show", "talks-2024-07").out
        assert "Sources disagree on Date (settled)" in said
        assert "  → 28 July 2024 [2]" in said
        assert "The host says so." in said

    def test_json(self, loaded_home):
        assert json.loads(loaded_home.run("show", "talks-2024-07", "--json").out)["id"] == "talks-2024-07"

    def test_unknown_id(self, loaded_home):
        answer = loaded_home.run("show", "talks-2024-7")
        assert answer.status == 2
        assert answer.err == "communique: there is no event 'talks-2024-7'; did you mean talks-2024-07?\n"


class TestQuery:
    """Questions in SQL."""

    def test_plain(self, loaded_home):
        answer = loaded_home.run("query", "select kind, count(*) as n from event group by kind;")
        assert answer.out == "kind\tn\nmeeting\t1\n"
        assert answer.err.startswith("1 row · ")

    def test_csv(self, loaded_home):
        out = loaded_home.run("query", "select 'a,b' as x, null as y", "--csv").out
        assert list(csv.reader(io.StringIO(out))) == [["x", "y"], ["a,b", ""]]

    def test_json(self, loaded_home):
        assert json.loads(loaded_home.run("query", "select 1 as one, '東京' as two", "--json").out) == [
            {"one": 1, "two": "東京"}
        ]

    def test_limit_says_that_there_is_more(self, loaded_home):
        answer = loaded_home.run("query", "select id from source order by id", "--limit", "1")
        assert answer.out == "id\na\n"
        assert "there are more" in answer.err

    @pytest.mark.parametrize("form", [(), ("--csv",), ("--json",)])
    def test_what_goes_to_a_program_is_whole(self, loaded_home, form):
        numbers = (
            "with recursive n (i) as (select 1 union all select i + 1 from n where i < 10050) select i from n"
        )
        answer = loaded_home.run("query", numbers, *form)
        assert re.findall(r"\d+", answer.out)[-1] == "10050"
        assert answer.err.startswith("10,050 rows")

    @pytest.mark.parametrize(
        ("sql", "said"),
        [
            ("delete from event", "may only read"),
            ("drop table event", "may only read"),
            ("pragma journal_mode = delete", "may only read"),
            ("attach database 'x.db' as x", "may only read"),
            ("selec 1", "syntax error"),
            ("select * from evnt", "did you mean event"),
            ("select titel from event", "did you mean title"),
            ("select level from event", "no such column: level; see communique schema dictionary"),
            ("select 1; select 2", "one statement"),
            ("  ", "the question is empty"),
        ],
    )
    def test_refused_in_one_line(self, loaded_home, sql, said):
        state = loaded_home.state()
        answer = loaded_home.run("query", sql)
        assert answer.status in {1, 2}
        assert len(answer.err.splitlines()) == 1
        assert said in answer.err
        assert loaded_home.state() == state

    def test_a_question_that_runs_away_is_stopped(self, loaded_home):
        endless = "with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) from r"
        answer = loaded_home.run("query", endless, "--timeout", "0.2")
        assert answer.status == 1
        assert "no answer within 0.2 s; narrow the question or raise --timeout" in answer.err

    def test_one_call_that_runs_away_is_stopped(self, loaded_home):
        """SQLite looks for an interrupt between rows only, and this is one row that would take hours."""
        long = "replace(hex(zeroblob(10000000)), '00', 'ab')"
        slow = f"select instr({long}, substr({long}, 1, 10000000) || 'c')"
        answer = loaded_home.run("query", slow, "--timeout", "0.5")
        assert answer.status == 1
        assert "no answer within 0.5 s" in answer.err

    def test_a_question_that_takes_too_much_memory_is_stopped(self, loaded_home):
        answer = loaded_home.run("query", "select length(group_concat(hex(zeroblob(400000000)))) from event")
        assert answer.status == 1
        assert "too much memory" in answer.err
        assert len(answer.err.splitlines()) == 1

    def test_csv_or_json(self, loaded_home):
        assert loaded_home.run("query", "select 1", "--csv", "--json").status == 2


def test_stats_counts_the_database(loaded_home):
    counts = json.loads(loaded_home.run("stats", "--json").out)
    assert counts["entries"] == counts["events_with_two_or_more_independent_sources"] + 1 == 2
    assert counts["meetings"] == counts["events_on_which_sources_disagree"] == 1
    assert counts["rulings_left_unresolved"] == 0
    assert " 2 entries" in f" {loaded_home.run('stats').out}"


class TestSchema:
    """Schemas for editors and people."""

    @pytest.mark.parametrize("name", list(editor_schemas.MODELS))
    def test_json(self, cli_home, name):
        assert json.loads(cli_home.run("schema", "json", "--of", name).out) == editor_schemas.build_schema(
            name
        )

    def test_write_then_check(self, cli_home):
        assert cli_home.run("schema", "--check").status == 1
        assert cli_home.run("schema", "--write").status == 0
        assert cli_home.run("schema", "--check").status == 0
        (cli_home.home / "schema/entry.schema.json").write_text("{}", encoding="utf-8")
        stale = cli_home.run("schema", "--check")
        assert stale.status == 1
        assert stale.out == "schema/entry.schema.json: out of date; run communique schema --write\n"

    def test_ddl_and_dictionary(self, cli_home):
        assert "CREATE TABLE event (" in cli_home.run("schema", "ddl").out
        assert "tsvector" in cli_home.run("schema", "ddl", "--dialect", "postgresql").out
        assert "### `event`" in cli_home.run("schema", "dictionary").out


class TestDue:
    """What is to be followed up, counted or listed with reasons."""

    def test_sorts_are_counted_on_a_line_each(self, loaded_home):
        answer = loaded_home.run("due")
        assert answer.status == 0
        assert "    2 reading   Read once, as" in answer.out
        assert len(answer.out.splitlines()) < 10

    def test_questions_of_one_sort_are_listed(self, loaded_home):
        assert loaded_home.run("due", "reading").out.splitlines()[0].split("\t")[:2] == ["reading", "b"]

    def test_json_is_of_the_sorts_asked_for(self, loaded_home):
        answer = json.loads(loaded_home.run("due", "outcomes", "articles", "--json").out)
        assert {sort: len(found) for sort, found in answer["questions"].items()} == {
            "outcomes": 0,
            "articles": 1,
        }

    def test_no_such_sort(self, loaded_home):
        assert loaded_home.run("due", "everything").status == 2


class TestDb:
    """The database's own schema."""

    def test_current(self, cli_home):
        told = json.loads(cli_home.run("db", "current", "--json").out)
        assert told["state"] == "current"
        assert told["revision"] == told["head"]

    def test_down_and_up(self, cli_home):
        assert cli_home.run("db", "downgrade", "base").status == 0
        assert "revision none (missing)" in cli_home.run("db", "current").out
        assert cli_home.run("db", "upgrade").status == 0
        assert "(current)" in cli_home.run("db", "current").out

    def test_no_such_revision(self, cli_home):
        answer = cli_home.run("db", "upgrade", "9999")
        assert answer.status == 2
        assert "this Communiqué knows base, 0001 to" in answer.err

    def test_a_url_that_is_none(self, cli_home, monkeypatch):
        monkeypatch.setenv("COMMUNIQUE_DATABASE", "communique.db")
        answer = cli_home.run("db", "current")
        assert answer.status == 1
        assert "write `sqlite:///communique.db`" in answer.err
