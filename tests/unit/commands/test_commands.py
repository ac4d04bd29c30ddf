"""What the command line offers is done from Python by a home folder alone: results come back, nothing is printed."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from communique import commands
from communique.commands.new_entries import ArticleRequest
from communique.errors import BuildError, DatabaseError, RecordError, UsageError
from fixtures.cli_home import CliHome
from fixtures.record import article, meeting
from fixtures.repository import ROOT

TALKS = meeting("talks-2024-07", title="Talks in Tokyo", date="2024-07-28", place="tokyo")


class Steps(list[str]):
    """A progress callback that remembers the steps that ended."""

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        yield
        self.append(step)


@pytest.fixture
def home(
    cli_home: CliHome, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """The home of a small record, seen from elsewhere; whoever prints fails."""
    cli_home.record({"a": article(TALKS)})
    (cli_home.home / "elsewhere").mkdir()
    monkeypatch.chdir(cli_home.home / "elsewhere")
    yield cli_home.home
    assert capfd.readouterr() == ("", "")


def add_unknown_place(home: Path) -> Path:
    file = home / "entries/articles/2024/a.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("place: tokyo", "place: tokio"), encoding="utf-8"
    )
    return file


def test_every_name_is_a_function_that_importing_its_module_does_not_hide() -> None:
    code = (
        "from communique import commands\n"
        "for _ in range(2):\n"
        "    for name in commands.__all__:\n"
        "        assert getattr(commands, name).__name__ == name\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_editors_are_told_of_every_function() -> None:
    stub = Path(commands.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
    assert sorted(re.findall(r"(\w+) as \1\b", stub)) == sorted(commands.__all__)


def test_the_guide_names_only_what_there_is() -> None:
    page = (ROOT / "site/docs/querying.md").read_text(encoding="utf-8")
    section = page.partition("## Commands from Python\n")[2].partition("\n## ")[0]
    named = {*re.findall(r"commands\.(\w+)\(", section), *re.findall(r"`([a-z_]+)`(?:,| and)", section)}
    assert len(named) > 10
    assert named <= set(commands.__all__)


def test_plan_load_and_load_again(home: Path) -> None:
    steps = Steps()
    assert commands.plan(home, progress=steps).affected_events() == {"talks-2024-07": "added"}
    result = commands.load(home, progress=steps)
    assert result.affected_events() == {"talks-2024-07": "added"}
    assert not commands.load(home, progress=steps)
    assert steps == ["reading the record", "loading the record"]
    assert commands.load(str(home), rebuild=True).affected_events() == {"talks-2024-07": "added"}


def test_a_load_makes_views_of_another_communique_anew(home: Path) -> None:
    commands.load(home)
    (database,) = home.glob("*.db")
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript("DROP VIEW dyad_year; CREATE VIEW dyad_year AS SELECT 1 AS year")
    file = home / "entries/articles/2024/a.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Talks in", "Talks of"), encoding="utf-8")
    commands.load(home)
    with closing(sqlite3.connect(database)) as connection:
        assert len(connection.execute("SELECT * FROM dyad_year").description) > 1


def test_a_wrong_record_is_raised_with_every_finding_and_nothing_is_loaded(home: Path) -> None:
    add_unknown_place(home)
    with pytest.raises(RecordError) as caught:
        commands.load(home)
    assert ["tokio" in finding.what for finding in caught.value] == [True]
    assert commands.stats(home).counts["events"] == 0


def test_check_all_of_it_and_one_file(home: Path) -> None:
    result = commands.check(home)
    assert (result.entry_count, result.event_count, result.findings) == (1, 1, ())
    file = add_unknown_place(home)
    result = commands.check(home, [file])
    assert (result.event_count, result.error_count, result.has_errors_elsewhere) == (None, 1, False)
    assert result.findings[0].path == "articles/2024/a.yaml"
    assert commands.check(home, [home / "entries/registry"]).findings == result.findings  # its other half
    assert commands.check(home, [home / "entries/rulings.yaml"]).has_errors_elsewhere
    with pytest.raises(UsageError):
        commands.check(home, [home / "entries/none.yaml"])


def test_a_saved_file_is_noticed(home: Path) -> None:
    changes = commands.watch_changes(home)
    next(changes)
    add_unknown_place(home)
    next(changes)
    assert commands.check(home, is_long_running=True).error_count == 1


def test_find(home: Path) -> None:
    answer = commands.find(home, "木原")
    assert ([match.id for match in answer.matches], answer.error_count) == (["kihara-minoru"], 0)


def test_fmt_says_what_it_would_write_and_writes_it(home: Path) -> None:
    commands.fmt(home)
    file = home / "entries/articles/2024/a.yaml"
    canonical = file.read_text(encoding="utf-8")
    file.write_text(canonical.replace("title: Talks in Tokyo", 'title: "Talks in Tokyo"'), encoding="utf-8")
    assert commands.fmt(home, check=True).changed == (file,)
    assert file.read_text(encoding="utf-8") != canonical
    assert commands.fmt(home, [file]).changed == (file,)
    assert file.read_text(encoding="utf-8") == canonical
    file.write_text("[", encoding="utf-8")
    result = commands.fmt(home, to=1)
    assert result.is_refused
    assert [finding.path for finding in result.findings] == ["articles/2024/a.yaml"]


def test_init_and_what_is_new(home: Path) -> None:
    begun = commands.init(home / "baltic")
    assert home / "baltic/entries/articles/.gitkeep" in begun.written
    assert commands.init(home / "baltic").written == ()

    added = commands.new_registry_entry(
        home,
        "publishers",
        "daily",
        {"name": "The Daily", "kind": "newspaper", "url": "https://daily.example"},
    )
    assert (added.path.name, added.label, added.count) == ("publishers.yaml", "publisher", 4)
    existing = article(TALKS)["source"]["title"]
    request = ArticleRequest("https://daily.example/x", title=existing, events=("talks-2024-07",))
    entry = commands.new_article(home, request)
    assert (entry.event_count, [path.name for path, _ in entry.duplicates]) == (1, ["a.yaml"])
    assert entry.source_id == entry.path.stem
    with pytest.raises(UsageError, match="has this address already"):
        commands.new_article(home, request)


def test_ask_what_was_loaded(home: Path) -> None:
    commands.load(home)
    result = commands.show(home, "talks-2024-07")
    assert (result.page.title, result.redirect) == ("Talks in Tokyo", "")
    with pytest.raises(UsageError, match="talks-2024-07"):
        commands.show(home, "talks-2024-08")
    answer = commands.query(home, "select id, kind from event")
    assert (answer.columns, answer.rows) == (("id", "kind"), (("talks-2024-07", "meeting"),))
    assert commands.query(home, "select 1 union select 2", limit=1).is_truncated
    with pytest.raises(DatabaseError, match="read"):
        commands.query(home, "delete from event")
    statistics = commands.stats(home)
    assert (statistics.counts["meetings"], statistics.first_year) == (1, "2024")


def test_walk_the_database_along_its_migrations(home: Path) -> None:
    assert commands.read_database_status(home).state == "current"
    older = commands.downgrade_database(home, "0005")
    assert (older.revision, older.state) == ("0005", "older")
    with pytest.raises(DatabaseError):
        commands.load(home)
    newest = commands.upgrade_database(home)
    assert newest.revision == newest.head == commands.read_database_status(home).revision


def test_schemas_for_editors(home: Path) -> None:
    stale = commands.check_schemas(home).stale
    assert [file.name for file in stale] == [
        f"{name}.schema.json" for name in ("entry", "registry", "rulings", "dossier")
    ]
    assert commands.write_schemas(home).stale == stale
    assert commands.check_schemas(home).stale == ()


def test_build_from_nothing_with_what_changed_for_a_host(home: Path) -> None:
    (home / "communique.db").unlink()
    steps, loaded = Steps(), []
    built = commands.build(home, on_loaded=loaded.append, progress=steps)
    assert steps == ["loading the record", "building the site"]
    assert [result.affected_events() for result in loaded] == [{"talks-2024-07": "added"}]
    assert (built.report.public, built.event_count, built.source_count) == (home / "public", 1, 1)
    reference = (home / "public/commands/index.html").read_text(encoding="utf-8")
    assert "communique check --watch" in reference

    before, no_delta = commands.compare_deployed(home / "public", home / "sent.json", None)
    assert no_delta is None
    (home / "public/extra.txt").write_text("x")
    _, delta = commands.compare_deployed(home / "public", None, before)
    assert delta is not None
    assert delta.upload == {"extra.txt": 1}
    with pytest.raises(BuildError):
        commands.compare_deployed(home / "nowhere", None, None)
