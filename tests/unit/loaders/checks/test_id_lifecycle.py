"""What became of event ids: redirects, splits, withdrawals and returns, and what old ids in entries lead to."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys

import pytest
from sqlalchemy import select

from communique.database import connect
from communique.errors import RecordError
from communique.loaders.load import sync_database
from communique.loaders.read import read_dataset
from communique.schema import metadata
from fixtures.database import content
from fixtures.reconciled import read_and_check
from fixtures.record import article, meeting, write_record
from fixtures.released import cut_release

A = {"a": article(meeting("one-2024")), "b": article(meeting("two-2024"), publisher="yonhap")}


def moved(old, new="one-2024", **rest):
    return {"id": old, "target": new, "because": "It is the same."} | rest


def split(old, *parts, **rest):
    return {"id": old, "targets": list(parts), "because": "They were two."} | rest


def gone(old):
    return {"id": old, "because": "It never happened."}


def said(tmp_path, rulings, articles=None):
    """What a check says, as path, words and severity, without line numbers."""
    folder = write_record(tmp_path, articles or A, rulings)
    return [(f"{f.path} {f.where}: {f.what}; {f.cure}", f.severity) for f in read_and_check(folder)[1]]


@pytest.fixture
def rows(tmp_path, engine):
    """Load a record and ask for rows of a table, as plain tuples."""

    def ask(table, rulings, articles=None, columns=()):
        with engine.begin() as connection:
            sync_database(write_record(tmp_path, articles or A, rulings), connection)
            columns = [metadata.tables[table].c[name] for name in columns] or [metadata.tables[table]]
            found = connection.execute(select(*columns))
            return sorted((tuple(map(str, row)) for row in found), key=repr)

    return ask


def test_a_split_is_kept_with_its_parts(rows):
    decided = split("both-2024", "two-2024", "one-2024", decided="2026-11-23")
    assert rows("split", {"splits": [decided]}) == [("both-2024", "They were two.", "2026-11-23")]
    assert rows("split_target", {"splits": [decided]}) == [
        ("both-2024", "one-2024"),
        ("both-2024", "two-2024"),
    ]
    assert rows("split_target", {}) == []


def test_a_decision_may_change_while_what_hangs_on_it_stays(rows):
    decided = {"splits": [split("both-2024", "one-2024", "two-2024")], "withdrawals": [gone("hoax-2024")]}
    rows("split", decided)
    decided["splits"][0]["because"] = decided["withdrawals"][0]["because"] = "For another reason."
    assert rows("split", decided)[0][1] == "For another reason."
    assert rows("withdrawal", decided)[0][1] == "For another reason."


def test_parts_of_a_split_are_followed_to_what_they_are_now(rows):
    articles = {**A, "c": article(meeting("three-2024"))}
    decided = {
        "splits": [split("all-2024", "one-2024", "rest-2024"), split("rest-2024", "old-2024", "three-2024")],
        "redirects": [moved("old-2024", "older-2024"), moved("older-2024", "two-2024")],
    }
    targets = rows("split_target", decided, articles)
    assert {target for old, target in targets if old == "all-2024"} == {"one-2024", "two-2024", "three-2024"}
    assert {target for old, target in targets if old == "rest-2024"} == {"two-2024", "three-2024"}
    assert {row[1] for row in rows("redirect", decided, articles)} == {"two-2024"}


def test_an_old_id_is_followed_and_told(tmp_path, rows):
    articles = {
        "a": article(meeting("one-2024")),
        "b": article(meeting("old-2024", title=None, summary=None, date="2024-07-28"), publisher="yonhap"),
        "c": article(meeting("three-2024", links=[{"follows": "old-2024"}])),
    }
    decided = {
        "redirects": [moved("old-2024")],
        "rulings": [{"event": "old-2024", "field": "date", "value": "2024-07-28", "because": "So it was."}],
    }
    hints = [
        "articles/2024/b.yaml events[0].id: old-2024 is now one-2024; write one-2024",
        "articles/2024/c.yaml events[0].links[0]: old-2024 is now one-2024; write one-2024",
        "rulings.yaml rulings[0].event: old-2024 is now one-2024; write one-2024",
    ]
    told = said(tmp_path, decided, articles)
    assert set(told) >= {(hint, "warning") for hint in hints}
    assert "error" not in {severity for _, severity in told}
    assert rows("event", decided, articles, ["id"]) == [("one-2024",), ("three-2024",)]
    assert rows("event_link", decided, articles) == [("three-2024", "follows", "one-2024")]
    assert ("one-2024", "date") in rows("claim", decided, articles, ["event_id", "field"])
    assert rows("ruling", decided, articles, ["event_id"]) == [("one-2024",)]


@pytest.mark.parametrize(
    ("decided", "told"),
    [
        (
            {"splits": [split("old-2024", "one-2024", "two-2024")]},
            "old-2024 is split into one-2024 and two-2024; write one-2024 or two-2024",
        ),
        (
            {"withdrawals": [gone("old-2024")]},
            "old-2024 is withdrawn: It never happened; remove it here, or its withdrawal from rulings.yaml",
        ),
        (
            {"redirects": [moved("old-2024", "older-2024")], "withdrawals": [gone("older-2024")]},
            "old-2024 is withdrawn: It never happened; remove it here, or its withdrawal from rulings.yaml",
        ),
    ],
)
def test_an_id_that_leads_to_no_single_event_is_refused_wherever_it_stands(tmp_path, decided, told):
    entry = meeting("three-2024", links=[{"follows": "old-2024"}])
    articles = {**A, "c": article(entry, meeting("old-2024"))}
    ruling = {"event": "old-2024", "field": "date", "value": "2024", "because": "So it was."}
    found = said(tmp_path, decided | {"rulings": [ruling]}, articles)
    for place in (
        "articles/2024/c.yaml events[0].links[0]",
        "articles/2024/c.yaml events[1].id",
        "rulings.yaml rulings[0].event",
    ):
        assert (f"{place}: {told}", "error") in found


PAIR = ["one-2024", "two-2024"]


@pytest.mark.parametrize(
    ("decided", "told"),
    [
        (
            {"redirects": [moved("old-2024", "elsewhere")]},
            "redirects[0].target: redirect to a missing event 'elsewhere'; redirect to a published event",
        ),
        (
            {"redirects": [moved("x-2024", "y-2024"), moved("y-2024", "x-2024")]},
            "redirects[0]: a cycle of redirects: x-2024 → y-2024 → x-2024; let one of them lead to a published event",
        ),
        (
            {"redirects": [moved("old-2024", "x-2024")], "splits": [split("x-2024", "one-2024", "two-2024")]},
            "redirects[0].target: x-2024 is split into one-2024 and two-2024; write one-2024 or two-2024",
        ),
        (
            {"splits": [split("old-2024", "one-2024", "two-2023")]},
            "splits[0].targets[1]: a part of a split is missing: 'two-2023'; did you mean two-2024 or one-2024?",
        ),
        (
            {"splits": [split("old-2024", "one-2024", "x-2024")], "withdrawals": [gone("x-2024")]},
            "splits[0].targets[1]: x-2024 is withdrawn: It never happened; leave it out",
        ),
        (
            {"splits": [split("old-2024", "one-2024", "x-2024")], "redirects": [moved("x-2024")]},
            (
                "splits[0]: the events that old-2024 was split into are one by now: one-2024; "
                "write a redirect to one-2024 in its place"
            ),
        ),
        (
            {"splits": [split("x-2024", "y-2024", "one-2024"), split("y-2024", "x-2024", "two-2024")]},
            (
                "splits[0]: a cycle of splits: x-2024 → y-2024 → x-2024; "
                "let each part be an event that the record reports"
            ),
        ),
        (
            {"splits": [split("x-2024", "one-2024", "two-2024")], "redirects": [moved("x-2024")]},
            "splits[0].id: x-2024 is decided on twice; first under redirects[0]; keep one of the two",
        ),
        (
            {"withdrawals": [gone("x-2024"), gone("x-2024")]},
            "withdrawals[1].id: x-2024 is decided on twice; first under withdrawals[0]; keep one of the two",
        ),
        (
            {
                "redirects": [moved("old-2024")],
                "distinct": [{"events": ["old-2024", "one-2024"], "because": "Alike."}],
            },
            (
                "distinct[0]: old-2024 and one-2024 are told apart here and are one by a redirect; "
                "remove the one or the other"
            ),
        ),
        (
            {"restored": [{"id": "old-2024", "because": "It happened after all."}]},
            "restored[0].id: old-2024 is restored and not reported; write an entry that reports it, or remove this",
        ),
        (
            {"rulings": [{"event": "one-2023", "field": "date", "value": "2024", "because": "So."}]},
            "rulings[0].event: ruling on a missing event 'one-2023'; did you mean one-2024 or two-2024?",
        ),
        (
            {"distinct": [{"events": ["one-2024", "one-2023"], "because": "Alike."}]},
            (
                "distinct[0].events[1]: a missing event 'one-2023' is told apart from others; "
                "did you mean one-2024 or two-2024?"
            ),
        ),
        (
            {"distinct": [{"events": order, "because": "Alike."} for order in (PAIR, PAIR[::-1])]},
            (
                "distinct[1]: two-2024 and one-2024 are told apart twice; first in distinct[0]; "
                "keep one of the two"
            ),
        ),
        *(
            ({"rulings": [{"event": "one-2024", "because": "So."} | ruling]}, f"rulings[0].{told}")
            for ruling, told in (
                (
                    {"field": "titel", "value": "x"},
                    "field: a meeting has no field 'titel' that can be ruled on; did you mean time?",
                ),
                (
                    {"field": "participants", "element": "KR/host", "value": "KR"},
                    "value: a ruling on participants says whether KR/host is one of them; write true or false",
                ),
                (
                    {"field": "place", "value": "tokio"},
                    "value: unknown place 'tokio'; did you mean tokyo? Or is it new: communique new place tokio",
                ),
            )
        ),
    ],
)
def test_decisions_that_do_not_fit_are_told(tmp_path, decided, told):
    assert (f"rulings.yaml {told}", "error") in said(tmp_path, decided)


def test_a_ruling_is_not_looked_at_again_before_it_was_made(tmp_path):
    ruling = {"event": "one-2024", "field": "date", "value": "2024", "because": "So."}
    with pytest.raises(RecordError, match="review is before decided; give a day"):
        said(tmp_path, {"rulings": [ruling | {"decided": "2026-11-20", "review": "2026-11-19"}]})


def test_a_chain_of_redirects_of_any_length_leads_to_its_end(tmp_path):
    names = [*(f"old-{n}" for n in range(2000)), "one-2024"]
    dataset = read_dataset(
        write_record(
            tmp_path,
            {"a": article(meeting("one-2024"))},
            {"redirects": [moved(a, b) for a, b in itertools.pairwise(names)]},
        )
    )
    assert set(dataset.resolve_redirects().values()) == {"one-2024"}


def test_a_split_has_two_parts_at_least(tmp_path):
    with pytest.raises(RecordError, match=r"splits\[0\].targets: "):
        said(tmp_path, {"splits": [split("old-2024", "one-2024")]})


ENDINGS = {
    "withdrawals": [gone("two-2024")],
    "redirects": [moved("two-2024")],
    "splits": [split("two-2024", "one-2024", "three-2024")],
}


@pytest.fixture
def released_home(tmp_path, engine):
    """A record with one release, whose database is up to date."""
    write_record(tmp_path, A)
    cut_release(tmp_path, "2026.11", engine)
    return tmp_path


@pytest.mark.parametrize("section", ENDINGS)
def test_a_released_id_goes_only_with_a_word_and_comes_back_only_with_one(released_home, engine, section):
    left = {"a": A["a"], "c": article(meeting("three-2024"))}
    folder = write_record(released_home, left)
    vanished = "the released event 'two-2024' has vanished"
    assert [finding.what for finding in read_and_check(folder)[1]] == [vanished]
    with pytest.raises(RecordError, match=vanished), engine.begin() as connection:
        sync_database(folder, connection)
    write_record(released_home, left, {section: ENDINGS[section]})
    assert read_and_check(folder)[1] == []
    cut_release(released_home, "2026.12", engine)

    back = {**A, "c": article(meeting("three-2024"))}
    write_record(released_home, back)
    returned = "two-2024 was given up in release 2026.12 and is reported again"
    assert [finding.what for finding in read_and_check(folder)[1]] == [returned]
    with pytest.raises(RecordError, match=returned), engine.begin() as connection:
        sync_database(folder, connection)
    write_record(released_home, back, {"restored": [{"id": "two-2024", "because": "It happened after all."}]})
    assert read_and_check(folder)[1] == []
    cut_release(released_home, "2027.01", engine)
    write_record(released_home, back)  # the newest release has it again: nothing more to say
    assert read_and_check(folder)[1] == []


def test_an_incremental_load_sees_a_return_too(released_home, engine, blank_database):
    left, decided = {"a": A["a"]}, {"withdrawals": ENDINGS["withdrawals"]}
    write_record(released_home, left, decided)
    cut_release(released_home, "2026.12", engine)
    folder = write_record(released_home, left)  # without its withdrawal it has vanished, though long ago
    with pytest.raises(RecordError, match="'two-2024' has vanished"), engine.begin() as connection:
        sync_database(folder, connection)
    restored = {"restored": [{"id": "two-2024", "because": "It happened after all."}]}
    write_record(released_home, A, restored)
    with engine.begin() as connection:
        assert sync_database(folder, connection).affected_events() == {"two-2024": "added"}
    young = released_home / "young.db"
    shutil.copy(blank_database, young)
    other = connect(f"sqlite:///{young}")
    with other.begin() as connection:
        sync_database(folder, connection)
    assert content(other) == content(engine)
    other.dispose()


def test_show_tells_what_became_of_an_id(cli_home):
    decided = {
        "redirects": [moved("old-2024")],
        "splits": [split("both-2024", "two-2024", "one-2024")],
        "withdrawals": [gone("hoax-2024")],
    }
    cli_home.record(A, rulings=decided)
    assert cli_home.run("load").status == 0
    answer = cli_home.run("show", "old-2024")
    assert answer.status == 0
    assert "old-2024 is now one-2024: It is the same." in answer.err
    for event, told in (
        ("both-2024", "both-2024 was split into one-2024, two-2024: They were two."),
        ("hoax-2024", "hoax-2024 was withdrawn: It never happened."),
    ):
        answer = cli_home.run("show", event)
        assert (answer.status, told in answer.err) == (2, True)


def test_the_commands_read_releases_too(cli_home, engine):
    cli_home.record(A)
    cut_release(cli_home.home, "2026.11", engine)
    assert "1 row of release" in cli_home.run("plan").out
    answer = cli_home.run("load", "--rebuild")
    assert answer.status == 0
    assert "files · 0 unchanged" in answer.err
    before = content(engine)
    assert "nothing changed" in cli_home.run("load").err
    assert content(engine) == before
    cli_home.record({"a": A["a"]})
    for command in (["check"], ["plan"], ["load"], ["load", "--rebuild"]):
        answer = cli_home.run(*command)
        assert answer.status == 1
        assert any("the released event 'two-2024' has vanished" in line for line in answer.lines)
    assert content(engine) == before
    (cli_home.home / "releases" / "2026.11" / "manifest.json").unlink()
    for command in (["check"], ["plan"], ["load"]):
        answer = cli_home.run(*command)
        assert answer.status == 1
        assert "manifest.json is missing; restore releases/ from git" in answer.err


def test_a_check_reads_releases_without_the_database_layer():
    modules = "sys, communique.loaders.checks.check_dataset, communique.loaders.released_ids"
    asked = f"import {modules}; print('sqlalchemy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert said.stdout == "False\n"
