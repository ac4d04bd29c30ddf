"""The same commands on PostgreSQL: only the setting is another."""

import json

import pytest

from fixtures.record import article, meeting


@pytest.fixture
def postgresql_home(cli_home, monkeypatch, postgresql_url):
    """A home whose database is on a server of PostgreSQL."""
    (cli_home.home / "communique.db").unlink()
    monkeypatch.setenv("COMMUNIQUE_DATABASE", postgresql_url)
    cli_home.record({"a": article(meeting("talks-2024-07", date="2024-07-28", place="tokyo"))})
    return cli_home


def test_from_nothing_to_answers(postgresql_home):
    missing = postgresql_home.run("load")
    assert missing.status == 1
    assert "communique db upgrade" in missing.err
    assert postgresql_home.run("db", "upgrade").status == 0
    assert "events: 1 added" in postgresql_home.run("load").err
    assert "nothing changed" in postgresql_home.run("load").err
    assert postgresql_home.run("plan").out == ""
    assert "28 July 2024" in postgresql_home.run("show", "talks-2024-07").out
    assert json.loads(postgresql_home.run("stats", "--json").out)["meetings"] == 1
    assert (
        postgresql_home.run("query", "select kind, count(*) from event group by kind").out
        == "kind\tcount\nmeeting\t1\n"
    )


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("delete from event", "may only read"),
        ("commit; delete from event", ""),
        ("select * from evnt", "did you mean event"),
        ("select pg_sleep(20)", "no answer within 0.2 s"),
    ],
)
def test_questions_that_are_refused(postgresql_home, sql, said):
    postgresql_home.run("db", "upgrade")
    postgresql_home.run("load")
    answer = postgresql_home.run("query", sql, "--timeout", "0.2")
    assert answer.status == 1
    assert len(answer.err.splitlines()) == 1
    assert said in answer.err
    assert postgresql_home.run("query", "select id from event").out == "id\ntalks-2024-07\n"
