"""``communique diff`` between releases, files, git revisions and the entries as they are."""

import json
import shutil

import pytest

from communique.releases.apply import apply_changes, replay
from communique.releases.snapshot import SnapshotChange, snapshot_sha256
from communique.releases.store import list_releases
from fixtures.commits import commit, git
from fixtures.record import article, meeting
from fixtures.repository import ROOT

FIRST = {
    "a": article(meeting("talks-2024-07", date="2024-07", paragraphs=[1, 2])),
    "b": article(meeting("summit-2024", date="2024-05")),
    "c": article(meeting("double-2024", date="2024-07")),
    "d": article(meeting("rumour-2024")),
    "e": article(meeting("two-in-one-2024", date="2024-04")),
    "f": article(meeting("oldname-2024", date="2024-06", links=[{"follows": "talks-2024-07"}])),
}
SECOND = {
    "a": article(meeting("talks-2024-07", date="2024-07", paragraphs=[1, 3])),
    "b": article(meeting("summit-2024", date="2024-05")),
    "c": article(meeting("talks-2024-07", title=None, summary=None, date="2024-07-28")),
    "e": article(meeting("one-2024", date="2024-04"), meeting("other-2024", date="2024-04")),
    "f": article(meeting("newname-2024", date="2024-06", links=[{"follows": "talks-2024-07"}])),
    "g": article(meeting("summit-2024", title=None, summary=None, place="tokyo"), published="2026-11-30"),
}
RULED = {
    "redirects": [
        {"id": "double-2024", "target": "talks-2024-07", "because": "Both tell of one meeting."},
        {"id": "oldname-2024", "target": "newname-2024", "because": "Named by its series."},
    ],
    "splits": [{"id": "two-in-one-2024", "targets": ["one-2024", "other-2024"], "because": "Two rooms."}],
    "withdrawals": [{"id": "rumour-2024", "because": "It never happened."}],
}
TOLD = {
    "talks-2024-07": {"developed"},
    "double-2024": {"merged"},
    "oldname-2024": {"renamed"},
    "two-in-one-2024": {"split"},
    "one-2024": {"new"},
    "other-2024": {"new"},
    "rumour-2024": {"withdrawn"},
    "summit-2024": {"developed"},
}


@pytest.fixture
def released_home(cli_home):
    """A record with a release, and edits of every sort after it, committed."""
    cli_home.record(FIRST)
    commit(cli_home.home)
    assert cli_home.run("release", "2026.11").status == 0
    commit(cli_home.home, "Release")
    cli_home.record(SECOND, rulings=RULED)
    commit(cli_home.home, "Edits")
    return cli_home


def changes(answer):
    assert answer.status == 0, answer.err
    return json.loads(answer.out)["changes"]


def types(found):
    return {
        event: {
            one["type"] for one in found if one["id"] == event and one["field"] not in {"claims", "sources"}
        }
        for event in TOLD
    }


def test_from_the_newest_release_to_now_by_default(released_home):
    found = changes(released_home.run("diff", "--json"))
    told = types(found)
    assert told["talks-2024-07"] == {
        "corrected"
    }  # the finer day was there to be read in an article known before
    assert {**told, "talks-2024-07": {"developed"}} == TOLD
    (merged,) = [one for one in found if one["id"] == "double-2024"]
    assert (merged["target"], merged["old"]["date"]) == ("talks-2024-07", "2024-07")


def test_the_same_is_said_in_words(released_home):
    answer = released_home.run("diff")
    assert answer.out.startswith("From release 2026.11 of 23 November 2026 to the entries as they are\n")
    lines = answer.out.splitlines()
    for line in (
        "Talks called double-2024  [double-2024]",
        "    merged     is now “Talks called talks-2024-07” (talks-2024-07): Both tell of one meeting.  ← c",
        "    renamed    is now “Talks called newname-2024” (newname-2024): Named by its series.  ← f",
        "    withdrawn  was taken out of the record: It never happened.  ← d",
        "    developed  + place: Tokyo  ← g",
        "    corrected  a: paragraphs 1, 2 → 1, 3: the report as a whole, date",
    ):
        assert line in lines
    assert "9 events affected: " in answer.err
    marked = released_home.run("diff", "--markdown").out
    assert "- **Talks called double-2024** (`double-2024`)\n    - *merged*: is now " in marked


def test_what_a_release_and_its_changes_make_is_the_next_release(released_home):
    assert released_home.run("release", "2026.12").status == 0
    one, two = list_releases(released_home.home / "releases")
    first, second = replay([one]), replay([one, two])
    found = [
        SnapshotChange.from_json_line(json.dumps(data))
        for data in changes(released_home.run("diff", "2026.11", "2026.12", "--json"))
    ]
    assert snapshot_sha256(apply_changes(first, found)) == snapshot_sha256(second) == two.manifest.state
    back = [
        SnapshotChange.from_json_line(json.dumps(data))
        for data in changes(released_home.run("diff", "2026.12", "2026.11", "--json"))
    ]
    assert snapshot_sha256(apply_changes(second, back)) == one.manifest.state
    said = (released_home.home / "releases/2026.12/CHANGES.md").read_text(encoding="utf-8")
    assert "Since release 2026.11: 9 events affected: " in said
    assert (
        "- *merged*: is now “Talks called talks-2024-07” (talks-2024-07): Both tell of one meeting." in said
    )
    assert changes(released_home.run("diff", "2026.12", "now", "--json")) == []
    assert "no difference" in released_home.run("diff").err


def test_chains_of_redirects_are_collapsed(released_home):
    assert released_home.run("release", "2026.12").status == 0
    commit(released_home.home)
    second = {name: one for name, one in SECOND.items() if name != "f"}
    released_home.record(
        second | {"f": article(meeting("last-2024", date="2024-06", links=[{"follows": "talks-2024-07"}]))},
        rulings=RULED
        | {
            "redirects": [
                *RULED["redirects"],
                {"id": "newname-2024", "target": "last-2024", "because": "Again."},
            ]
        },
    )
    found = [
        one
        for one in changes(released_home.run("diff", "--json"))
        if one["id"] in {"oldname-2024", "newname-2024"}
    ]
    assert {(one["id"], one["type"], one["target"]) for one in found} == {
        ("oldname-2024", "renamed", "last-2024"),
        ("newname-2024", "renamed", "last-2024"),
    }


def test_a_database_file_says_what_the_release_says(released_home):
    frozen = released_home.home / "dist/2026.11/communique.sqlite"
    before = frozen.read_bytes()
    assert changes(released_home.run("diff", str(frozen), "2026.11", "--json")) == []
    assert changes(released_home.run("diff", "2026.11", str(frozen), "--json")) == []
    assert frozen.read_bytes() == before


def test_a_database_in_use_is_read_with_its_log_and_left_alone(released_home):
    assert released_home.run("load").status == 0
    assert changes(released_home.run("diff", "communique.db", "now", "--json")) == []


def test_a_git_revision_says_what_the_record_said_then(released_home):
    assert changes(released_home.run("diff", "HEAD~1", "2026.11", "--json")) == []
    assert changes(released_home.run("diff", "2026.11", "HEAD", "--json")) == changes(
        released_home.run("diff", "--json")
    )
    git(released_home.home, "tag", "then", "HEAD~2")
    short = git(released_home.home, "rev-parse", "then")[:10]
    assert (
        f"From git revision {short} (then) to release 2026.11"
        in released_home.run("diff", "then", "2026.11").out
    )


FORMATS = ROOT / "tests/fixtures/formats"

MISTAKES = {
    ("2026.10",): (2, "no release, database file or git revision is called '2026.10'; releases: 2026.11"),
    ("2026.11", "HEAD~99"): (2, "no release, database file or git revision is called 'HEAD~99'"),
    ("entries/rulings.yaml",): (1, "entries/rulings.yaml is not a SQLite database; name a database file"),
    ("--json", "--markdown"): (2, "--json and --markdown exclude each other; choose one"),
}


@pytest.mark.parametrize("words", MISTAKES, ids=" ".join)
def test_mistakes_have_cures(released_home, words):
    status, said = MISTAKES[words]
    answer = released_home.run("diff", *words)
    assert (answer.status, answer.out) == (status, "")
    assert said in answer.err


def test_before_the_first_release(cli_home):
    cli_home.record(FIRST)
    assert (
        "there is no release yet to compare with; name a database file or a git revision"
        in cli_home.run("diff").err
    )
    assert "releases: there is none yet" in cli_home.run("diff", "2026.11").err


def test_a_foreign_database_is_refused_by_its_own_name(released_home):
    (released_home.home / "empty.db").write_bytes(b"SQLite format 3\0" + b"\0" * 84)
    answer = released_home.run("diff", "empty.db")
    assert answer.status == 1
    assert "empty.db" in answer.err
    assert "copy.db" not in answer.err


def test_a_revision_that_is_wrong_is_not_taken_for_the_entries_as_they_are(released_home):
    released_home.write("articles/2024/a.yaml", "schema: 1")
    git(released_home.home, "tag", "wrong", commit(released_home.home))
    released_home.record(SECOND, rulings=RULED)
    answer = released_home.run("diff", "wrong")
    assert answer.status == 1
    assert answer.err.startswith("communique: git revision ")
    assert " (wrong) cannot be loaded by this Communiqué: articles/2024/a.yaml:1" in answer.err


def test_a_revision_in_the_draft_format_is_upgraded_in_a_copy(cli_home):
    shutil.copytree(FORMATS / "0" / "entries", cli_home.home / "entries")
    commit(cli_home.home)
    git(cli_home.home, "tag", "draft")
    shutil.copytree(FORMATS / "1" / "entries", cli_home.home / "entries", dirs_exist_ok=True)
    assert changes(cli_home.run("diff", "draft", "--json")) == []


def test_a_revision_without_a_record(released_home):
    shutil.rmtree(released_home.home / "entries")
    git(released_home.home, "commit", "--quiet", "--all", "--message", "No entries")
    git(released_home.home, "tag", "bare")
    git(released_home.home, "checkout", "--quiet", "HEAD~1")
    answer = released_home.run("diff", "bare")
    assert answer.status == 1
    assert "holds no entries/; name a later one" in answer.err
