"""One file for each entry of the registry and each decision: the same record, and branches that merge."""

import pytest
import yaml

from communique.loaders.curation.split_files import decision_path
from fixtures.commits import commit, git
from fixtures.record import article, meeting

RULINGS = {
    "schema": 1,
    "rulings": [
        {"event": "talks-2024-07", "field": "date", "value": "2024-07-28", "because": "So."},
        {"event": "talks-2024-07", "field": "place", "decision": "unresolved", "because": "Nobody knows."},
    ],
    "redirects": [{"id": "talks-2024-7", "target": "talks-2024-07", "because": "One digit."}],
}
PEOPLE = ["abe-shinzo", "cho-tae-yul", "hayashi-yoshimasa", "kono-taro", "motegi-toshimitsu"]


def disagreeing(count):
    """Articles of two publishers that differ on the place of each of some talks."""
    return {
        publisher: article(
            *(
                meeting(
                    f"talks-2024-{n:02}",
                    place=place,
                    **({} if publisher == "a" else {"title": None, "summary": None}),
                )
                for n in range(1, count + 1)
            ),
            publisher=name,
        )
        for publisher, name, place in (("a", "jiji-press", "tokyo"), ("b", "yonhap", "sea-of-japan"))
    }


@pytest.mark.parametrize(
    ("section", "decision", "path"),
    [
        ("rulings", {"event": "x-2024", "field": "date"}, "rulings/x-2024/date.yaml"),
        ("rulings", {"event": "x-1", "field": "notes", "element": "A/b"}, "rulings/x-1/notes-a-b.yaml"),
        ("withdrawals", {"id": "x-2024"}, "rulings/x-2024/withdrawal.yaml"),
        ("distinct", {"events": ["a-1", "b-1"]}, "rulings/a-1/distinct.yaml"),
    ],
)  # fmt: skip
def test_a_decision_stands_in_the_folder_of_its_event(section, decision, path):
    assert decision_path(section, decision) == path


class TestCommand:
    """``communique fmt --split``."""

    def test_the_record_says_the_same_in_files_of_one_entry(self, cli_home):
        cli_home.record(
            {
                "a": article(meeting(date="2024-07-28")),
                "b": article(meeting(title=None, summary=None, date="2024-07-29", place="tokyo")),
            }
        )
        cli_home.write("rulings.yaml", yaml.safe_dump(RULINGS))
        assert cli_home.run("load").status == 0
        entries = cli_home.home / "entries"
        would = cli_home.run("fmt", "--split", "--check")
        assert (would.status, (entries / "rulings.yaml").exists()) == (1, True)
        assert cli_home.run("fmt", "--split").status == 0
        assert sorted(path.name for path in (entries / "rulings/talks-2024-07").iterdir()) == [
            "date.yaml",
            "place.yaml",
        ]
        assert (entries / "rulings/talks-2024-7/redirect.yaml").is_file()
        assert not (entries / "rulings.yaml").exists()
        assert (
            (entries / "registry/people/kihara-minoru.yaml")
            .read_text(encoding="utf-8")
            .startswith(
                "# yaml-language-server: $schema=../../../schema/registry.schema.json\n"
                "schema: 1\npeople:\n  kihara-minoru:\n"
            )
        )
        assert cli_home.run("fmt", "--check", "entries/registry", "entries/rulings").status == 0
        assert cli_home.run("fmt", "--split", "--check").status == 0
        assert cli_home.run("plan").out == ""
        again = cli_home.run("new", "topic", "missiles", "--name", "Missiles")
        assert again.out == "topic missiles in entries/registry/topics/missiles.yaml\n"
        assert cli_home.run("check").status == 0

    def test_a_comment_is_not_lost_unasked(self, cli_home):
        cli_home.record()
        cli_home.write("registry/more.yaml", "schema: 1\n# why\ntopics:\n  missiles: {name: Missiles}\n")
        answer = cli_home.run("fmt", "--split")
        assert (
            answer.status,
            "entries/registry/more.yaml:2:1: this comment would be lost: # why" in answer.err,
        ) == (1, True)
        assert not (cli_home.home / "entries/registry/topics").exists()
        assert cli_home.run("fmt", "--split", "--drop-comments").status == 0
        assert (cli_home.home / "entries/registry/topics/missiles.yaml").is_file()

    def test_what_is_said_twice_and_otherwise_is_refused(self, cli_home):
        cli_home.record()
        cli_home.write(
            "registry/more.yaml", "schema: 1\nseries:\n  freedom-edge: {name: Freedom, kind: exercise}\n"
        )
        answer = cli_home.run("fmt", "--split")
        assert (answer.status, "freedom-edge is described twice; keep one" in answer.err) == (1, True)

    def test_of_files_it_is_refused(self, cli_home):
        cli_home.record()
        assert cli_home.run("fmt", "--split", "entries/registry").status == 2


def test_five_branches_each_with_a_person_a_publisher_and_a_ruling_merge(cli_home):
    home = cli_home.home
    cli_home.record(disagreeing(5))
    cli_home.run("fmt", "--split")
    commit(home)
    for number, person in enumerate(PEOPLE, start=1):
        git(home, "checkout", "--quiet", "-b", f"branch-{number}", "main")
        family, _, given = person.partition("-")
        assert (
            cli_home.run("new", "person", person, "--name", f"{family} {given}", "--actor", "JP").status == 0
        )
        assert cli_home.run("new", "publisher", f"paper-{number}", "--name", f"Paper {number}").status == 0
        ruling = ("--field", "place", "--value", "tokyo", "--because", "The ministry gives it.")
        assert cli_home.run("new", "ruling", f"talks-2024-{number:02}", *ruling).status == 0
        commit(home, f"Branch {number}")
        git(home, "checkout", "--quiet", "main")
    for number in range(1, 6):
        git(home, "merge", "--quiet", "--no-edit", f"branch-{number}")
    assert cli_home.run("fmt", "--split", "--check").status == 0
    answer = cli_home.run("check")
    assert answer.status == 0, answer.out
    assert "0 to rule on" in answer.err
    assert len(list((home / "entries/registry/people").glob("*.yaml"))) == 2 + 5


class TestRuling:
    """``communique new ruling``."""

    def test_stands_at_the_end_of_its_section_and_comments_stay(self, cli_home):
        cli_home.record(disagreeing(2))
        before = (
            "# ours\nschema: 1\nrulings:\n  # first\n  - event: talks-2024-01\n    field: place\n    value: tokyo\n"
            "    because: So.\nredirects:\n  - {id: talks-2024-1, target: talks-2024-01, because: One digit.}\n"
        )
        cli_home.write("rulings.yaml", before)
        words = ("new", "ruling", "talks-2024-02", "--field", "place")
        answer = cli_home.run(*words, "--value", "tokyo", "--because", "It was there.")
        assert answer.out == "ruling on talks-2024-02 in entries/rulings.yaml\n"
        after = (cli_home.home / "entries/rulings.yaml").read_text(encoding="utf-8")
        head, _, tail = before.partition("redirects:")
        assert after.startswith(
            f"{head}  - {{event: talks-2024-02, field: place, value: tokyo, because: It was there., "
        )
        assert after.endswith(f"redirects:{tail}")
        assert cli_home.run("check").status == 0
        again = cli_home.run(*words, "--unresolved", "--because", "Nobody knows.")
        assert (again.status, "is ruled on already" in again.err) == (2, True)

    @pytest.mark.parametrize(
        ("words", "problem"),
        [
            (("talks-2024-09", "--value", "tokyo"), "did you mean talks-2024-01?"),
            (("talks-2024-01",), "write --value, or --unresolved"),
            (("talks-2024-01", "--value", "tokyo", "--unresolved"), "write --value, or --unresolved"),
            (("talks-2024-01", "--value", "{low: 1"), "--value {low: 1: "),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_refused_and_nothing_written(self, cli_home, words, problem):
        cli_home.record(disagreeing(1))
        answer = cli_home.run("new", "ruling", *words, "--field", "place", "--because", "So.")
        assert (answer.status, problem in answer.err) == (2, True), answer.err
        assert "talks" not in (cli_home.home / "entries/rulings.yaml").read_text(encoding="utf-8")
