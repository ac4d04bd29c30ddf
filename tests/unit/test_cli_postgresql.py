"""The same commands on PostgreSQL: only the setting is another."""

import json

import pytest

from fixtures.record import article, meeting


@pytest.fixture
def served(door, monkeypatch, postgresql_url):
    """A home whose database is on a server of PostgreSQL."""
    (door.home / "communique.db").unlink()
    monkeypatch.setenv("COMMUNIQUE_DATABASE", postgresql_url)
    door.record({"a": article(meeting("talks-2024-07", date="2024-07-28", place="tokyo"))})
    return door


def test_from_nothing_to_answers(served):
    missing = served.ask("load")
    assert missing.status == 1
    assert "communique db upgrade" in missing.err
    assert served.ask("db", "upgrade").status == 0
    assert "events: 1 added" in served.ask("load").err
    assert "nothing changed" in served.ask("load").err
    assert served.ask("plan").out == ""
    assert "28 July 2024" in served.ask("show", "talks-2024-07").out
    assert json.loads(served.ask("stats", "--json").out)["meetings"] == 1
    assert (
        served.ask("query", "select kind, count(*) from event group by kind").out
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
def test_questions_that_are_refused(served, sql, said):
    served.ask("db", "upgrade")
    served.ask("load")
    answer = served.ask("query", sql, "--timeout", "0.2")
    assert answer.status == 1
    assert len(answer.err.splitlines()) == 1
    assert said in answer.err
    assert served.ask("query", "select id from event").out == "id\ntalks-2024-07\n"
