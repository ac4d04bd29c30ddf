"""The commands that read and load the record: what they say, where they say it, and how they end."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from communique import __version__
from communique.cli import app, command_reference
from fixtures.cli_home import wait_until
from fixtures.record import article, meeting

COMMANDS = command_reference.list_command_names()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(cli_home, name):
    answer = cli_home.run(*name.split(), "--help")
    assert answer.status == 0
    assert "Examples:" in answer.out
    assert f"communique {name.split()[0]}" in answer.out


def test_help_lists_every_command(cli_home):
    shown = cli_home.run("--help").out
    assert all(f" {name.split()[0]} " in shown for name in COMMANDS)


def test_version(cli_home):
    assert cli_home.run("--version").out == f"communique {__version__}\n"


def test_unknown_command_is_the_commands_fault(cli_home):
    answer = cli_home.run("chekc")
    assert answer.status == 2
    assert "check" in answer.err
    assert not answer.out


def test_check_of_a_right_record(cli_home):
    cli_home.record()
    answer = cli_home.run("check")
    assert answer.status == 0
    assert not answer.out
    assert answer.err.startswith("1 entry · 1 event · 0 errors · 0 warnings · 0 to rule on · ")


def test_check_tells_each_finding_on_a_line_that_an_editor_can_open(cli_home):
    cli_home.record({"a": article(meeting("talks-2024-07", place="tokio"))})
    answer = cli_home.run("check")
    assert answer.status == 1
    (line,) = answer.out.splitlines()
    place, _, said = line.partition(" ")
    path, row, column = place.split(":")
    text = Path(path).read_text(encoding="utf-8").splitlines()[int(row) - 1]
    assert text[int(column) - 1 :] == "tokio"
    assert said == (
        "events[0].place: unknown place 'tokio'; did you mean tokyo? Or is it new: communique new place tokio"
    )


def test_check_finds_its_home_from_elsewhere(cli_home, monkeypatch, tmp_path_factory):
    cli_home.record({"a": article(meeting("talks-2024-07", place="tokio"))})
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    answer = cli_home.run("--home", str(cli_home.home), "check")
    assert answer.out.startswith(f"{cli_home.home}/entries/articles/2024/a.yaml:")


def test_check_as_json(cli_home):
    cli_home.record({"a": article(meeting("talks-2024-07", place="tokio"))})
    answer = cli_home.run("check", "--json")
    assert answer.status == 1
    told = json.loads(answer.out)
    assert told["entries"] == told["errors"] == 1
    assert told["findings"][0]["where"] == "events[0].place"


def test_check_counts_what_waits_for_a_ruling(cli_home):
    one, other = (
        meeting("talks-2024-07", date="2024-07-27"),
        meeting("talks-2024-07", date="2024-07-28", title=None, summary=None),
    )
    cli_home.record({"a": article(one), "b": article(other, publisher="yonhap")})
    answer = cli_home.run("check")
    assert "1 to rule on" in answer.err
    assert "add to rulings.yaml: {event: talks-2024-07, field: date" in answer.out


class TestCheckOfNamedFiles:
    """Only their findings are told, but they are held against the whole record."""

    def test_other_files_findings_are_left_out(self, cli_home):
        cli_home.record({"a": article(meeting("one-2024", place="tokio")), "b": article(meeting("two-2024"))})
        answer = cli_home.run("check", "entries/articles/2024/b.yaml")
        assert answer.status == 0
        assert not answer.out

    def test_a_second_title_in_another_file_is_seen(self, cli_home):
        cli_home.record(
            {"a": article(meeting("one-2024")), "b": article(meeting("one-2024"), publisher="yonhap")}
        )
        answer = cli_home.run("check", "entries/articles/2024/b.yaml")
        assert answer.status == 1
        assert "articles/2024/a.yaml has written it" in answer.out

    def test_a_link_to_an_event_of_another_file_leads_somewhere(self, cli_home):
        linked = meeting("two-2024", links=[{"follows": "one-2024"}])
        cli_home.record({"a": article(meeting("one-2024")), "b": article(linked)})
        assert cli_home.run("check", "entries/articles/2024/b.yaml").status == 0

    def test_a_link_of_another_testimony_is_not_held_against_it(self, cli_home):
        far = meeting("three-2024", links=[{"follows": "one-2024"}])
        again = meeting("three-2024", title=None, summary=None)
        cli_home.record(
            {"a": article(meeting("one-2024")), "b": article(far), "c": article(again, publisher="yonhap")}
        )
        assert cli_home.run("check", "entries/articles/2024/c.yaml").status == 0

    def test_a_missing_link_says_what_was_meant(self, cli_home):
        linked = meeting("two-2024", links=[{"follows": "talks-2024-7"}])
        cli_home.record({"a": article(meeting("talks-2024-07")), "b": article(linked)})
        answer = cli_home.run("check", "entries/articles/2024/b.yaml")
        assert "did you mean talks-2024-07" in answer.out

    def test_the_same_address_elsewhere_is_seen(self, cli_home):
        url = "https://news.example/talks"
        cli_home.record(
            {"a": article(meeting("one-2024"), url=url), "b": article(meeting("two-2024"), url=url)}
        )
        assert "a.yaml has this address already" in cli_home.run("check", "entries/articles/2024/b.yaml").out

    def test_a_folder(self, cli_home):
        cli_home.record({"a": article(meeting("one-2024", place="tokio"))})
        assert cli_home.run("check", "entries/articles").status == 1
        answer = cli_home.run("check", "entries/registry")  # whose lack of the place is the other half
        assert (answer.status, "unknown place 'tokio'" in answer.out) == (1, True)

    def test_a_file_outside_the_record_is_the_commands_fault(self, cli_home):
        cli_home.record()
        answer = cli_home.run("check", "/etc/hostname")
        assert answer.status == 2
        assert "is not in the record" in answer.err

    def test_a_file_that_is_not_there(self, cli_home):
        cli_home.record()
        answer = cli_home.run("check", "entries/articles/2024/x.yaml")
        assert answer.status == 2
        assert "no such file" in answer.err


@pytest.mark.parametrize("words", [["check", "entries/articles/2024/a.yaml"], ["check"]])
def test_check_loads_no_database_layer(cli_home, words):
    """Bar of the start-up: a curator checks after each save, so checking imports nothing it does not use."""
    cli_home.record()
    code = (
        f"import sys; from communique.cli import main; main({words}); "
        "heavy = {'sqlalchemy', 'sqlmodel', 'alembic', 'mkdocs', 'jinja2', 'rich'}; "
        "print(sorted({name.partition('.')[0] for name in sys.modules} & heavy))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=cli_home.home, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("words", "gathered"),
    [
        (["check"], {"check"}),
        (["--home", "load", "check", "plan"], {"check"}),
        (["--home=load", "db", "upgrade"], {"db"}),
        (["site"], {"site"}),
        (["--help"], None),
        (["chekc"], None),
        (["--hoem", "x", "check"], None),
        ([], None),
    ],
)
def test_only_the_command_that_is_asked_for_is_gathered(words, gathered):
    every = {name for names in app.COMMANDS.values() for name in names}
    made = app.build_app(words)
    named = [one.callback.__name__ for one in made.registered_commands] + [
        one.typer_instance.info.name for one in made.registered_groups
    ]
    assert set(named) == (gathered or every)


def test_load_then_nothing_to_load(cli_home):
    cli_home.record()
    first = cli_home.run("load")
    assert first.status == 0
    assert "events: 1 added" in first.err
    state = cli_home.state()
    second = cli_home.run("load")
    assert "nothing changed" in second.err
    assert cli_home.state() == state


def test_load_as_json(cli_home):
    cli_home.record()
    told = json.loads(cli_home.run("load", "--json").out)
    assert told["events"] == {"talks-2024-07": "added"}
    assert told["counts"]["added"] == 1


def test_load_without_a_database_names_the_cure(cli_home):
    cli_home.record()
    (cli_home.home / "communique.db").unlink()
    answer = cli_home.run("load")
    assert answer.status == 1
    assert answer.err.count("\n") == 1
    assert "communique db upgrade" in answer.err
    assert not (cli_home.home / "communique.db").exists()
    assert cli_home.run("db", "upgrade").status == 0
    assert cli_home.run("load").status == 0


def test_an_older_database_is_not_loaded_into(cli_home):
    cli_home.record()
    cli_home.run("db", "downgrade", "0005")
    answer = cli_home.run("load")
    assert answer.status == 1
    assert "bring it up to date with `communique db upgrade`" in answer.err


def test_plan_tells_in_the_words_of_diff_what_a_load_would_change(cli_home):
    cli_home.record()
    new = cli_home.run("plan")
    assert new.out.splitlines()[:4] == [
        "NEW EVENTS",
        "",
        "Talks called talks-2024-07  [talks-2024-07]",
        "    new        meeting, undated, reported by 1 article",
    ]
    cli_home.run("load")
    talks = meeting("talks-2024-07", title="Talks", participants=[{"actor": "JP"}])
    cli_home.record({"a": article(talks)})
    assert cli_home.run("plan").out.splitlines()[:5] == [
        "CHANGED EVENTS",
        "",
        "Talks  [talks-2024-07]",
        "    corrected  title: Talks called talks-2024-07 → Talks  ← a",
        "    developed  + participant Japan as attendee  ← a",
    ]
    title = next(
        c for c in json.loads(cli_home.run("plan", "--json").out)["changes"] if c["field"] == "title"
    )
    assert (title["old"], title["new"]) == ("Talks called talks-2024-07", "Talks")
    cli_home.record({"b": article(meeting("other-2024"))})
    gone = cli_home.run("plan")
    assert "EVENTS THAT WENT" in gone.out
    assert "Talks called talks-2024-07  [talks-2024-07]" in gone.out
    assert "Talks called other-2024  [other-2024]" in gone.out
    assert "events: 1 added, 1 removed" in gone.err


def test_plan_tells_every_value_of_a_new_event_and_where_sources_come_to_disagree(cli_home):
    talks = meeting("talks-2024-07", date="2024-07-28", participants=[{"actor": "JP", "role": "host"}])
    cli_home.record({"a": article(talks)})
    new = cli_home.run("plan").out
    assert "    new        meeting, 28 July 2024, reported by 1 article" in new
    assert "    new        + participant Japan as host" in new
    cli_home.run("load")
    other = meeting("talks-2024-07", title=None, summary=None, date="2024-07-29")
    ruling = {
        "event": "talks-2024-07",
        "field": "date",
        "decision": "unresolved",
        "because": "Neither yields.",
    }
    cli_home.record(
        {"a": article(talks), "b": article(other, publisher="yonhap")}, rulings={"rulings": [ruling]}
    )
    lines = cli_home.run("plan").out.splitlines()
    assert any(line.startswith("    developed  + reported by b") for line in lines)
    assert "~ talks-2024-07: disagreement: none → unresolved" in lines


def test_plan_as_json_changes_nothing(cli_home):
    cli_home.record()
    state = cli_home.state()
    plan = json.loads(cli_home.run("plan", "--json").out)
    assert plan["events"] == {"talks-2024-07": "added"}
    assert {"sign": "+", "depth": 1, "text": "new        meeting, undated, reported by 1 article"} in plan[
        "lines"
    ]
    assert cli_home.state() == state


def test_plan_tells_of_the_registry(cli_home):
    cli_home.record()
    cli_home.run("load")
    text = (cli_home.home / "entries/registry/all.yaml").read_text(encoding="utf-8")
    cli_home.write("registry/all.yaml", text.replace("name: Freedom Edge", "name: Freedom Flag"))
    assert "    corrected  name: Freedom Edge → Freedom Flag" in cli_home.run("plan").out.splitlines()


def test_interrupted_load_says_what_was_done(cli_home):
    """A real Ctrl-C, at moments all over a run that takes its time."""
    cli_home.record({f"a{n}": article(meeting(f"talks-{n}-2024")) for n in range(150)})
    ended = []
    # It says that it has begun from within the run: a signal before that would be the test's own.
    begin = """
import gc, sys
from communique.cli import main
set_threshold = gc.set_threshold
gc.set_threshold = lambda *numbers: (set_threshold(*numbers), print("begun", flush=True))
sys.exit(main(["load"]))
"""
    for wait in (0.0, 0.1, 0.2, 0.4, 0.6, 0.9, 1.2):
        before = cli_home.events()
        process = subprocess.Popen(
            [sys.executable, "-c", begin],
            cwd=cli_home.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        process.stdout.readline()
        time.sleep(wait)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        ended.append(process.returncode)
        assert "Traceback" not in err
        said = err.splitlines()[-1]
        if process.returncode == 130 and said == "interrupted; nothing was changed":
            assert cli_home.events() == before
        else:
            over = process.returncode in {0, -signal.SIGINT}  # the latter while Python itself was going home
            assert over or said.startswith("interrupted; the database was "), (process.returncode, err)
            assert len(cli_home.events()) == 150
    assert 130 in ended


@pytest.mark.parametrize(
    "words", [["query", "select 1"], ["stats"], ["show", "x"], ["plan"], ["load"], ["site"]]
)
def test_a_file_that_is_no_database_is_told_in_one_line(cli_home, words):
    cli_home.record()
    (cli_home.home / "communique.db").write_bytes(b"no database at all, just some text " * 40)
    answer = cli_home.run(*words)
    assert answer.status == 1
    assert len(answer.err.splitlines()) == 1
    assert "is not a SQLite database" in answer.err


def test_check_watch_follows_what_is_saved(cli_home):
    cli_home.record()
    told = cli_home.home / "told.txt"
    with told.open("w") as stream:
        command = [sys.executable, "-u", "-m", "communique.cli", "check", "--watch"]
        process = subprocess.Popen(command, cwd=cli_home.home, stdout=stream, stderr=stream)
        try:
            wait_until(lambda: "Ctrl-C ends" in told.read_text(encoding="utf-8"), process)
            assert "0 errors" in told.read_text(encoding="utf-8")
            cli_home.write("articles/2024/b.yaml", "schema: [\n")
            wait_until(lambda: "b.yaml:2:1: " in told.read_text(encoding="utf-8"), process)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)
    assert process.returncode == 0
