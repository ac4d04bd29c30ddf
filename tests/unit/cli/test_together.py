"""What several people who work on one record need of the command line: what is uncommitted, and ids to complete."""

import json

import pytest

from communique import commands
from fixtures.commits import commit
from fixtures.record import article, meeting


def test_plan_tells_what_changed_since_the_last_commit_once_it_is_loaded(cli_home):
    cli_home.record({"a": article(meeting("talks-2024-07", place="tokyo"))})
    commit(cli_home.home)
    assert cli_home.run("load").status == 0
    assert cli_home.run("plan").out == ""
    cli_home.record({"a": article(meeting("talks-2024-07", place="sea-of-japan"))})
    assert "talks-2024-07" in cli_home.run("plan").out
    assert cli_home.run("load").status == 0
    answer = cli_home.run("plan")
    assert "since the last commit" in answer.err
    assert "place: Tokyo → Sea of Japan" in answer.out
    (change,) = (
        c for c in json.loads(cli_home.run("plan", "--json").out)["since_commit"] if c["field"] == "place"
    )
    assert (change["old"], change["new"]) == ("tokyo", "sea-of-japan")
    commit(cli_home.home)
    assert cli_home.run("plan").out == ""


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("show talks", "talks-2024-07"),
        ("new article --place to", "tokyo"),
        ("new article --publisher yo", "yonhap"),
        ("new person x --actor J", "JP"),
        ("new ruling talks", "talks-2024-07"),
    ],
)
def test_a_shell_completes_ids(cli_home, monkeypatch, line, offered):
    cli_home.record({"a": article(meeting("talks-2024-07"))})
    assert cli_home.run("load").status == 0
    monkeypatch.setenv("_COMMUNIQUE_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", f"communique {line}")
    monkeypatch.setenv("COMP_CWORD", str(len(line.split())))
    assert cli_home.run().out.splitlines() == [offered]


def test_without_a_database_nothing_is_completed(cli_home):
    cli_home.record()
    assert commands.list_ids(cli_home.home, "event") == {}
    (cli_home.home / "communique.db").unlink()
    assert commands.list_ids(cli_home.home, "event") == {}
