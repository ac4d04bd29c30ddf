"""``communique release``: refused where it would break a promise, whole or not at all, the same bytes anywhere."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from functools import partial

import pytest

from communique.commands import release_verification
from communique.commands.release_verification import verify_release
from communique.releases import store
from fixtures.commits import commit, git
from fixtures.record import article, meeting

LATER = "2026-12-01T12:00:00+00:00"
RULED = {"redirects": [], "withdrawals": []}


@pytest.fixture
def record(cli_home):
    """A record of two meetings, committed."""
    cli_home.record(
        {"a": article(meeting("talks-2024-07", date="2024-07")), "b": article(meeting("summit-2024"))}
    )
    commit(cli_home.home)
    return cli_home


def manifest(home, version):
    return json.loads((home / "releases" / version / "manifest.json").read_text(encoding="utf-8"))


def files(folder):
    """What a folder holds, but for what may be learnt anew at any time."""
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name: (folder / name).read_bytes() for name in names if not name.startswith(".communique/")}


def released(record, version="2026.11"):
    answer = record.run("release", version)
    assert answer.status == 0, answer.err
    commit(record.home, f"Release {version}")
    return answer


def test_a_release_is_told_and_holds_what_its_manifest_seals(record):
    answer = record.run("release", "2026.11")
    assert answer.status == 0, answer.err
    assert "Release 2026.11 of 23 November 2026, the first" in answer.out
    assert "holds    2 events, 2 articles, " in answer.out
    assert 'next: git add releases/2026.11 && git commit -m "Release 2026.11"' in answer.err
    made = manifest(record.home, "2026.11")
    assert made["commit"] == git(record.home, "rev-parse", "HEAD")
    assert made["counts"]["event"] == 2
    assert made["previous"] is None
    for one in made["files"]:
        data = (record.home / "dist/2026.11" / one["path"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (one["bytes"], one["sha256"])
    assert {one["path"] for one in made["files"]} == {
        "communique.sqlite",
        "communique-csv.zip",
        "events.jsonl",
    }
    assert (
        "# Release 2026.11 of 23 November 2026" in (record.home / "releases/2026.11/CHANGES.md").read_text()
    )


def test_the_frozen_database_holds_the_release_itself(record):
    released(record)
    with closing(sqlite3.connect(record.home / "dist/2026.11/communique.sqlite")) as frozen:
        rows = frozen.execute("SELECT version, released, sha256, event_count FROM release").fetchall()
        assert rows == [("2026.11", "2026-11-23", manifest(record.home, "2026.11")["state"], 2)]
        assert frozen.execute("SELECT count(*) FROM released_event").fetchone() == (2,)
        assert frozen.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not frozen.execute("SELECT path FROM entry_file WHERE path LIKE 'releases%'").fetchall()


def test_the_frozen_package_is_one_that_any_library_packs_alike(record):
    released(record)
    with zipfile.ZipFile(record.home / "dist/2026.11/communique-csv.zip") as package:
        assert package.testzip() is None
        assert {one.compress_type for one in package.infolist()} == {zipfile.ZIP_STORED}
        assert json.loads(package.read("datapackage.json"))["version"] == "2026.11"


def test_the_long_lived_database_follows_and_needs_not_be_there(record):
    (record.home / "communique.db").unlink()
    released(record)
    assert not (record.home / "communique.db").exists()
    for words in (("db", "upgrade"), ("load",)):
        assert record.run(*words).status == 0
    assert "2026.11" in record.run("query", "SELECT version FROM release").out


ANYWHERE = [
    {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANG": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "2",
        "COLUMNS": "20",
    },
]


def test_the_same_record_gives_the_same_bytes_anywhere(record, tmp_path):
    released(record)
    record.record(
        {"a": article(meeting("talks-2024-07", date="2024-07-28")), "b": article(meeting("summit-2024"))}
    )
    commit(record.home)
    made = []
    for number, environment in enumerate(ANYWHERE):
        home = tmp_path / ("x" * (number * 40 + 1)) / "clone of it"
        git(tmp_path, "clone", "--quiet", str(record.home), str(home))
        command = [sys.executable, "-m", "communique.cli", "release", "2026.11.1"]
        run = subprocess.run(command, cwd=home, env=os.environ | environment, capture_output=True)
        assert run.returncode == 0, run.stderr
        made.append(files(home / "releases") | files(home / "dist"))
    assert made[0] == made[1]
    assert len(made[0]) == 9


def test_the_settled_database_does_not_tell_which_sqlite_wrote_it(record):
    released(record)
    head = (record.home / "dist/2026.11/communique.sqlite").read_bytes()[:100]
    assert int.from_bytes(head[96:100], "big") == 3_040_000
    assert head[24:28] == head[92:96]  # else SQLite would not trust the size in the header


def test_a_dry_run_says_it_all_and_writes_nothing(record):
    before = files(record.home)
    answer = record.run("release", "2026.11", "--dry-run")
    assert answer.status == 0
    assert "Would be release 2026.11" in answer.out
    assert "# Release 2026.11 of 23 November 2026" in answer.out
    assert "nothing was written" in answer.err
    assert files(record.home) == before


def refused(record, *words, status=1):
    before = files(record.home)
    answer = record.run("release", *words)
    assert answer.status == status, answer.out + answer.err
    after = files(record.home)
    assert {name for name in before | after if before.get(name) != after.get(name)} == set()
    return answer.err


def test_an_error_in_the_record_is_told_like_any_other(record):
    record.record({"a": article(meeting("talks-2024-07", place="tokio"))})
    commit(record.home)
    said = refused(record, "2026.11")
    assert "entries/articles/2024/a.yaml:" in said
    assert "tokyo" in said


def test_a_warning_is_shown_and_does_not_stop(record):
    late = {"actor": "JP", "people": ["kihara-minoru"]}
    record.record({"a": article(meeting("talks-2024-07", date="2023-07", participants=[late]))})
    commit(record.home)
    answer = released(record)
    assert "held no office of the registry on that day" in answer.err


def test_uncommitted_entries_are_named(record):
    record.write("articles/2024/c.yaml", "x")
    said = refused(record, "2026.11")
    assert "not committed yet: entries/articles/2024/c.yaml; commit it (or take it back)" in said


def test_an_uncommitted_release_is_named(record):
    assert record.run("release", "2026.11").status == 0
    assert "not committed yet: releases/2026.11/CHANGES.md" in refused(record, "2026.12")


@pytest.mark.parametrize(
    ("version", "words"),
    [
        (
            "2026.11",
            "release 2026.11 exists already, and a number is never used twice; write a higher number, as 2026.11.1",
        ),
        ("2026.10", "release 2026.10 would come after 2026.11; write a higher number, as 2026.11.1"),
        ("2026.13", "'2026.13' is no release number; write year and month as 2026.11"),
        ("next", "'next' is no release number"),
    ],
)
def test_numbers_only_go_up(record, version, words):
    released(record)
    assert words in refused(record, version, status=2)


def test_days_only_go_up(record):
    released(record)
    record.record({"a": article(meeting("talks-2024-07"))}, rulings={"withdrawals": [GONE]})
    commit(record.home)
    said = refused(record, "2026.12", "--date", "2026-11-22", status=2)
    assert "2026-11-22 is before 2026-11-23, the day of release 2026.11; write a later --date" in said
    assert "--date 'yesterday' is no day; write it as 2026-11-30" in refused(
        record, "2026.12", "--date", "yesterday", status=2
    )


def test_a_release_of_nothing_new_is_none(record):
    released(record)
    assert "nothing has changed since release 2026.11" in refused(record, "2026.12")


def test_outside_git_the_day_must_be_said(cli_home):
    cli_home.record()
    assert "say it, as --date 2026-11-30" in refused(cli_home, "2026.11", status=2)
    assert cli_home.run("release", "2026.11", "--date", "2026-11-30").status == 0
    made = manifest(cli_home.home, "2026.11")
    assert (made["released"], made["commit"]) == ("2026-11-30", None)
    answer = cli_home.run("release", "--verify", "2026.11")
    assert answer.status == 0
    assert "bytes  not proved: it was made outside git" in answer.out


GONE = {"id": "summit-2024", "because": "It never happened.", "decided": "2026-11-30"}


def test_a_released_id_may_not_vanish(record):
    released(record)
    record.record({"a": article(meeting("talks-2024-07"))})
    commit(record.home)
    assert "the released event 'summit-2024' has vanished; restore it, or add a redirect" in refused(
        record, "2026.12"
    )
    record.record({"a": article(meeting("talks-2024-07"))}, rulings={"withdrawals": [GONE]})
    commit(record.home)
    released(record, "2026.12")
    assert manifest(record.home, "2026.12")["changes"]["withdrawn"] == 2  # with its only article
    record.record({"a": article(meeting("talks-2024-07", date="2024"))})
    commit(record.home)
    assert "'summit-2024' has vanished" in refused(record, "2026.12.1")


def test_a_damaged_release_stops_the_next(record):
    released(record)
    file = record.home / "releases/2026.11/changes.jsonl"
    file.write_text(file.read_text().replace("talks-2024-07", "talks-2024-08"))
    commit(record.home)
    assert "do not make the state that its manifest seals; restore" in refused(record, "2026.12")


def test_a_release_that_cannot_be_written_leaves_no_half_of_it(record, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device", "releases")

    with monkeypatch.context() as full:  # undoing all would leave the record's folder
        full.setattr(store.Path, "rename", fail)
        answer = record.run("release", "2026.11")
    assert answer.status == 1
    assert not [*record.home.glob("*/.2026*"), *record.home.glob(".releases*")]
    assert "no space left on device; free some space on the disk" in answer.err
    assert not (record.home / "releases/2026.11").exists()
    released(record)
    assert not [*record.home.glob("*/.2026*"), *record.home.glob(".releases*")]


@pytest.fixture
def proves_by_this_python(monkeypatch):
    """Nothing is installed; the code of its time is what this checkout has."""
    installs_nothing = partial(verify_release, install=lambda code, folder: sys.executable)
    monkeypatch.setattr(release_verification, "verify_release", installs_nothing)


def test_a_release_in_a_repository_without_code_is_proved_by_half(record, proves_by_this_python):
    released(record)
    edit_manifest(record.home, code=None)
    answer = record.run("release", "--verify", "2026.11")
    assert answer.status == 0, answer.out
    made = manifest(record.home, "2026.11")
    state, files = answer.out.splitlines()
    assert state == (
        f"state  proved: its {sum(made['changes'].values())} changes make the state that its manifest seals, "
        f"and so do the entries of {made['commit'][:10]}"
    )
    assert files == (
        "bytes  not proved: its manifest names no commit of the code, and none is in the record's repository"
    )
    assert "release 2026.11: its state, not its bytes, is proved" in answer.err


def test_what_differs_from_a_release_is_an_error(record, proves_by_this_python):
    released(record)
    edit_manifest(record.home, code=None)
    (record.home / "dist/2026.11/events.jsonl").write_text("{}")
    answer = record.run("release", "--verify", "2026.11")
    assert answer.status == 1
    assert "  dist/2026.11/events.jsonl: this is not what was released; remove it\n" in answer.out
    assert "release 2026.11 · 1 difference" in answer.err


def test_a_release_that_is_not_there_or_damaged_is_told(record):
    released(record)
    assert "leave out --date" in record.run("release", "--verify", "2026.11", "--dry-run").err
    answer = record.run("release", "--verify", "2026.12")
    assert (answer.status, "there is no release 2026.12; releases: 2026.11" in answer.err) == (2, True)
    edit_manifest(record.home, state="0" * 64)
    assert "do not make the state" in refused(record, "--verify", "2026.11")


def edit_manifest(home, **values):
    made = manifest(home, "2026.11") | values
    (home / "releases/2026.11/manifest.json").write_text(json.dumps(made))


def test_a_release_is_tagged_and_one_that_git_does_not_tag_is_complete(record):
    answer = record.run("release", "2026.11")
    assert "tagged: release/2026.11; git push origin release/2026.11 takes it along" in answer.err
    assert git(record.home, "rev-parse", "release/2026.11") == git(record.home, "rev-parse", "HEAD")
    commit(record.home)
    git(record.home, "tag", "release/2026.12", "HEAD~1")
    record.record({"a": article(meeting("talks-2024-07", date="2024"))}, rulings={"withdrawals": [GONE]})
    commit(record.home)
    answer = record.run("release", "2026.12")
    assert answer.status == 0
    assert "not tagged as release/2026.12: git tag: fatal: tag 'release/2026.12' already exists" in answer.err
    assert manifest(record.home, "2026.12")["counts"]["event"] == 1
