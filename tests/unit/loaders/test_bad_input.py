"""A curator's mistakes, one by one: each ends in one clear line with its cure, and nothing has changed."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy

from communique.database import connect
from communique.loaders import apply as applying
from fixtures.record import SUMMARY, article, meeting, write_record
from fixtures.released import cut_release

PLACED = re.compile(r"entries/[^ :]+:\d+:\d+:? ")

GOOD = """\
schema: 1
source:
  publisher: yonhap
  kind: wire
  title: Ministers meet
  url: null
  published: 2024-07-28
  accessed: 2026-11-23
events:
  - id: new-talks-2024-07
    kind: meeting
    title: Two ministers meet
    summary: Two ministers met and talked of what both of their governments had agreed on in the year before.
    paragraphs: [1]
    date: 2024-07-28
"""
"""An entry that is right; each case spoils one thing of it. Its last line is the 15th."""


@pytest.fixture
def published_home(cli_home):
    """A record that was loaded, and a site that was published."""
    cli_home.record({"a": article(meeting("talks-2024-07", date="2024-07-28"))})
    assert cli_home.run("load").status == 0
    (cli_home.home / "public").mkdir()
    (cli_home.home / "public" / "index.html").write_text("the site as it was", encoding="utf-8")
    return cli_home


def refused(cli_home, *said, placed=True, command="build"):
    """Hold that a command refuses the record in one line, which says all this, and leaves everything alone."""
    before = cli_home.state()
    answer = cli_home.run(command)
    assert answer.status == 1
    told = answer.err.splitlines()
    assert len(told) == 2, answer.err
    line, summary = told
    assert bool(PLACED.match(line)) == placed, line
    for words in said:
        assert words in line
    assert re.search(r"; .*\w", line), f"no cure in: {line}"
    assert summary.startswith("1 error · nothing was changed · ")
    assert "Traceback" not in answer.err
    assert cli_home.state() == before
    return line


def spoiled(old, new):
    """The good entry with one thing changed."""
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def event(**fields):
    """The good entry's event under other fields, as an article of its own."""
    return article(meeting("new-talks-2024-07", **fields), publisher="yonhap")


class TestYaml:
    """What is not YAML, or more of it than an entry needs."""

    @pytest.mark.parametrize(
        ("old", "new", "place", "said"),
        [
            ("title: Two ministers meet\n    s", "title: Two ministers: meet\n    s", "12:25", "colon"),
            ("paragraphs: [1]", "paragraphs: [1", "14:17", "lacks its ']'"),
            (
                "title: Two ministers meet\n    s",
                'title: "Two ministers meet\n    s',
                "12:12",
                "never closed",
            ),
            ("    paragraphs: [1]", "\tparagraphs: [1]", "14:1", "tab"),
            ("    date:", "    kind: meeting\n    date:", "15:5", "stands already at line 11, column 5"),
            ("date: 2024-07-28\n", "date: 2024-07-28\n---\nschema: 1\n", "16:1", "second document"),
            ("title: Two ministers meet\n    s", "title: &a Two ministers meet\n    s", "12:12", "anchor"),
            ("paragraphs: [1]", "paragraphs: !!python/object/apply:os.system [ls]", "14:17", "tag"),
        ],
    )
    def test_refused_with_its_place(self, published_home, old, new, place, said):
        published_home.write("articles/2024/b.yaml", spoiled(old, new))
        refused(published_home, f"entries/articles/2024/b.yaml:{place}", said)

    def test_alias_bomb(self, published_home):
        """A few lines that would grow to gigabytes; the first anchor already ends it."""
        lines = [f"{new}: &{new} [*{old}, *{old}]" for old, new in zip("abcdefghi", "bcdefghij", strict=True)]
        bomb = "\n".join(["a: &a [x, x]", *lines])
        published_home.write("articles/2024/b.yaml", bomb)
        before = published_home.state()
        answer = published_home.run("build")
        assert answer.status == 1
        assert answer.err.startswith("entries/articles/2024/b.yaml:1:4 a: the anchor '&a' is not read; ")
        assert published_home.state() == before

    def test_nested_too_deep(self, published_home):
        published_home.write("articles/2024/b.yaml", "a: " + "[" * 5000)
        refused(published_home, "entries/articles/2024/b.yaml:1:", "nested deeper than")

    def test_empty_file(self, published_home):
        published_home.write("articles/2024/b.yaml", "# nothing yet\n")
        refused(published_home, "entries/articles/2024/b.yaml", "is empty", placed=False)


class TestEntry:
    """Values that the entry format refuses."""

    @pytest.mark.parametrize(
        ("old", "new", "place", "said"),
        [
            ("    date:", "    plaec: tokyo\n    date:", "15:5", "unknown key 'plaec'; did you mean place?"),
            ("    date:", "    place: tokio\n    date:", "15:12", "unknown place 'tokio'; did you mean tokyo?"),
            ("    date:", "    place: oslo\n    date:", "15:12", "communique new place oslo"),
            ("    date:", "    series: freedom-egde\n    date:", "15:13", "did you mean freedom-edge?"),
            ("    date:", "    series: balikatan\n    date:", "15:13", "communique new series balikatan"),
            ("    date:", "    participants: [{actor: XX}]\n    date:", "15:28", "communique new organisation XX"),
            (
                "    date:", "    participants: [{actor: JP, people: [kihara-minor]}]\n    date:", "15:41",
                "unknown person 'kihara-minor'; did you mean kihara-minoru?",
            ),
            (
                "    date:", "    participants: [{actor: JP, people: [ishiba-shigeru]}]\n    date:", "15:41",
                "communique new person ishiba-shigeru",
            ),
            ("publisher: yonhap", "publisher: yonhapp", "3:14", "did you mean yonhap?"),
            ("date: 2024-07-28", "date: 2023-02-29", "15:11", "2023"),
            ("date: 2024-07-28", "date: 2024-13", "15:11", "13"),
            ("date: 2024-07-28", "date: 2024-07-28/2024-07-27", "15:11", "before"),
            ("published: 2024-07-28", "published: 2024-07-28T12:07:32", "7:14", "without a zone"),
            ("    date:", "    time: 07:22\n    date:", "15:11", "without a zone; add the offset"),
            ("url: null", "url: javascript:alert(1)", "6:8", "is no web address"),
            ("url: null", "url: file:///etc/passwd", "6:8", "is no web address"),
            ("url: null", "url: https://u:p@news.example/", "6:8", "leave out user names"),
            ("id: new-talks-2024-07", "id: new/talks", "10:9", "'new/talks' is no id"),
            ("id: new-talks-2024-07", "id: ../../etc", "10:9", "is no id"),
            ("kind: meeting", "kind: meting", "10:5", "'meting' is no kind of event"),
            ("schema: 1", "schema: 2", "1:9", "format 2, and this Communiqué knows formats up to 1; update"),
            ("kind: wire", "kind: wires", "4:9", "did you mean wire?"),
        ],
    )  # fmt: skip
    def test_refused_with_its_place(self, published_home, old, new, place, said):
        published_home.write("articles/2024/b.yaml", spoiled(old, new))
        refused(published_home, f"entries/articles/2024/b.yaml:{place}", said)

    def test_a_long_quote(self, published_home):
        quote = " ".join(["word"] * 26)
        text = spoiled("date: 2024-07-28", f'date: {{value: 2024-07-28, quote: "{quote}"}}')
        published_home.write("articles/2024/b.yaml", text)
        refused(published_home, "b.yaml:15:38 ", "a quote of 26 words; quote at most 25")

    def test_norway_needs_no_quotes(self, published_home):
        registry = (published_home.home / "entries/registry/all.yaml").read_text(encoding="utf-8")
        norway = "actors:\n  NO: {kind: state, name: Norway}\n"
        published_home.write("registry/all.yaml", registry.replace("actors:\n", norway))
        published_home.write("articles/2024/b.yaml", GOOD + "    participants:\n      - {actor: NO}\n")
        assert published_home.run("load").status == 0
        assert published_home.run(
            "query", "select name from participation_overview join actor using (name) limit 1"
        ).status
        found = published_home.run("query", "select actor_id from participation").out
        assert found == "actor_id\nNO\n"


class TestAcrossFiles:
    """What is wrong only between files."""

    def test_one_id_as_two_kinds(self, published_home):
        again = meeting("talks-2024-07", title=None, summary=None, kind="incident")
        write_record(
            published_home.home,
            {"a": article(meeting("talks-2024-07")), "b": article(again, publisher="yonhap")},
        )
        refused(
            published_home,
            "b.yaml:",
            "talks-2024-07 is of kind incident here and of kind meeting in articles/2024/a.yaml",
        )

    def test_two_titles_for_one_event(self, published_home):
        published_home.write("articles/2024/b.yaml", spoiled("id: new-talks-2024-07", "id: talks-2024-07"))
        refused(
            published_home,
            "b.yaml:12:12 ",
            "a second title for talks-2024-07; articles/2024/a.yaml has written it",
        )

    def test_a_released_id_that_vanished(self, published_home, engine):
        cut_release(published_home.home, "2026.11", engine)
        write_record(published_home.home, {"b": event()})
        line = refused(published_home, "the released event 'talks-2024-07' has vanished", placed=False)
        assert "add a redirect, a split or a withdrawal" in line

    def test_a_link_to_a_missing_event(self, published_home):
        published_home.write("articles/2024/b.yaml", GOOD + "    links: [{follows: talks-2024-7}]\n")
        refused(
            published_home,
            "b.yaml:16:13 ",
            "link to a missing event 'talks-2024-7'; did you mean talks-2024-07",
        )

    def test_a_cycle_of_parts(self, published_home):
        one = meeting("one-2024", links=[{"part-of": "two-2024"}])
        two = meeting("two-2024", links=[{"part-of": "one-2024"}])
        write_record(published_home.home, {"a": article(one), "b": article(two, publisher="yonhap")})
        refused(published_home, "a cycle of part-of: one-2024 → two-2024 → one-2024; remove one")

    def test_a_cycle_of_redirects(self, published_home):
        pairs = (("x-2024", "y-2024"), ("y-2024", "x-2024"))
        moved = [{"id": old, "target": new, "because": "a merger"} for old, new in pairs]
        write_record(
            published_home.home, {"a": article(meeting("talks-2024-07"))}, rulings={"redirects": moved}
        )
        refused(published_home, "entries/rulings.yaml:", "a cycle of redirects: x-2024 → y-2024 → x-2024")

    def test_a_source_older_than_what_it_reports_as_past(self, published_home):
        published_home.write(
            "articles/2024/b.yaml", spoiled("published: 2024-07-28", "published: 2024-07-20")
        )
        refused(
            published_home, "b.yaml:15:11 ", "reports as past what began on 2024-07-28; ", "status: planned"
        )

    def test_a_disagreement_without_ruling_shows_every_claim_and_the_ruling_to_fill_in(self, published_home):
        other = spoiled("id: new-talks-2024-07", "id: talks-2024-07").replace("2024-07-28\n", "2024-07-27\n")
        other = other.replace("    title: Two ministers meet\n", "").replace(f"    summary: {SUMMARY}\n", "")
        published_home.write("articles/2024/b.yaml", other)
        line = refused(
            published_home,
            "sources disagree on date of talks-2024-07",
            "add to rulings.yaml: {event: talks-2024-07",
        )
        assert "2024-07-28 in articles/2024/a.yaml:" in line
        assert "2024-07-27 in articles/2024/b.yaml:" in line


class TestFiles:
    """Files that cannot or must not be read."""

    def test_not_utf8(self, published_home):
        published_home.write(
            "articles/2024/b.yaml", GOOD.replace("Ministers meet", "Señor meets", 1).encode("latin-1")
        )
        refused(published_home, "entries/articles/2024/b.yaml:5:12", "not UTF-8", "save it as UTF-8")

    def test_fifty_megabytes(self, published_home):
        published_home.write("articles/2024/b.yaml", "# x\n" * (50 * 1024 * 256))
        refused(
            published_home,
            "entries/articles/2024/b.yaml: the file is larger than 1,048,576 bytes",
            placed=False,
        )

    def test_a_link_out_of_the_record(self, published_home, tmp_path_factory):
        secret = tmp_path_factory.mktemp("elsewhere") / "secret.yaml"
        secret.write_text("password: hunter2\n", encoding="utf-8")
        (published_home.home / "entries/articles/2024/b.yaml").symlink_to(secret)
        line = refused(published_home, "leads out of the record's folder", placed=False)
        assert "hunter2" not in line

    def test_an_unreadable_file(self, published_home):
        file = published_home.write("articles/2024/b.yaml", GOOD)
        file.chmod(0)
        if os.access(file, os.R_OK):  # root reads everything; a socket is as unreadable to it
            file.unlink()
            os.mkfifo(file)
        refused(published_home, "entries/articles/2024/b.yaml: ", placed=False)

    def test_no_record_at_all(self, published_home):
        (published_home.home / "entries").rename(published_home.home / "elsewhere")
        refused(published_home, "there is no such folder; run communique init", placed=False)

    def test_everything_wrong_is_told_at_once(self, published_home):
        published_home.write("articles/2024/b.yaml", "schema: [")
        published_home.write("articles/2024/c.yaml", spoiled("date: 2024-07-28", "date: 2024-02-30"))
        published_home.write("articles/2024/d.yaml", spoiled("url: null", "url: ftp://x/"))
        answer = published_home.run("check")
        assert [line.split(":")[0][-6:] for line in answer.out.splitlines()] == ["b.yaml", "c.yaml", "d.yaml"]


class TestLoading:
    """What can go wrong while the database is being written."""

    @pytest.mark.parametrize("step", range(1, 9))
    def test_ctrl_c_while_writing(self, published_home, monkeypatch, step):
        """The interruption comes between any two statements of the load."""
        write_record(published_home.home, {"b": event(place="tokyo", participants=[{"actor": "JP"}])})
        insert, left = applying._insert_rows, [step]

        def interrupted(*arguments):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGINT)
            insert(*arguments)

        monkeypatch.setattr(applying, "_insert_rows", interrupted)
        events, before = published_home.events(), published_home.state()
        answer = published_home.run("load")
        assert answer.status == 130
        assert answer.err == "interrupted; nothing was changed\n"
        assert published_home.events() == events
        assert published_home.state() == before

    def test_disk_full_while_loading(self, published_home, monkeypatch):
        """The database may not grow: SQLite then says what it says on a full disk."""

        def small(*arguments, **options):
            engine = connect(*arguments, **options)
            sqlalchemy.event.listen(
                engine, "connect", lambda driver, _: driver.execute("PRAGMA max_page_count = 1")
            )
            return engine

        write_record(published_home.home, {f"b{n}": article(meeting(f"talks-{n}-2024")) for n in range(200)})
        before = published_home.state()
        with monkeypatch.context() as patched:
            patched.setattr("communique.database.connect", small)
            answer = published_home.run("load")
        assert answer.status == 1
        assert answer.err.count("\n") == 1
        assert "is full; free some space and run this again, nothing was changed" in answer.err
        assert published_home.state() == before
        assert published_home.run("load").status == 0
        assert len(published_home.events()) == 200

    def test_a_disk_that_refuses_to_write(self, published_home):
        """A process whose files may not grow any more, as over a quota."""
        write_record(published_home.home, {f"b{n}": article(meeting(f"talks-{n}-2024")) for n in range(200)})
        events = published_home.events()
        code = textwrap.dedent("""
            import resource, signal, sys
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
            from communique.cli import main
            sys.exit(main(["load"]))
        """)
        command = [sys.executable, "-B", "-c", code]
        done = subprocess.run(command, cwd=published_home.home, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
        assert "could not be read or written" in done.stderr
        assert published_home.events() == events
        assert published_home.run("load").status == 0

    def test_two_loads_at_once(self, published_home):
        """Both end well or one says that it must wait; nothing is lost or doubled."""
        write_record(published_home.home, {f"b{n}": article(meeting(f"talks-{n}-2024")) for n in range(60)})
        command = [sys.executable, "-m", "communique.cli", "load"]
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        both = [subprocess.Popen(command, cwd=published_home.home, **streams) for _ in range(2)]
        ended = [(process.communicate(timeout=120), process.returncode) for process in both]
        for (_, err), status in ended:
            assert status == 0 or "another command is writing" in err
        assert 0 in {status for _, status in ended}
        assert len(published_home.events()) == 60
        assert "nothing changed" in published_home.run("load").err

    def test_a_writer_that_does_not_end(self, published_home, monkeypatch):
        transaction = "communique.database.connection.write_transaction"
        monkeypatch.setattr(f"{transaction}.__wrapped__.__defaults__", (0.05,))
        write_record(published_home.home, {"b": event()})
        with closing(sqlite3.connect(published_home.home / "communique.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            answer = published_home.run("load")
            other.execute("ROLLBACK")
        assert answer.status == 1
        assert answer.err.count("\n") == 1
        assert "another command is writing to it; let that end, then run this again" in answer.err

    def test_a_full_disk_while_an_entry_is_written(self, published_home, monkeypatch):
        def full(self, target):
            raise OSError(28, "No space left on device", str(target))

        monkeypatch.setattr(Path, "replace", full)
        before = sorted((published_home.home / "entries").rglob("*"))
        answer = published_home.run("new", "person", "endo-ai", "--name", "Endo Ai")
        assert answer.status == 1
        assert "no space left on device; free some space on the disk" in answer.err
        assert sorted((published_home.home / "entries").rglob("*")) == before
