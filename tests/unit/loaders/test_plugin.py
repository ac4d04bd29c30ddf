"""A loader of somebody's own, the example of the documentation, brings in what no map can say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fixtures.cli_home import CliHome

PAGE = Path(__file__).parents[3] / "site/docs/importing.md"
CODE, DECLARATION = (
    re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[-1]
    for language in ("python", "toml")
)
LINES = "1994-10-12 tokyo US Call on the prime minister\n1995-01-03 tokyo KR Call on the foreign minister\n"


@pytest.fixture
def home(cli_home: CliHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliHome:
    """A record, and a package with the page's loader."""
    packages = tmp_path / "packages"
    declared = packages / "logbook-1.dist-info"
    declared.mkdir(parents=True)
    (packages / "logbook.py").write_text(CODE, encoding="utf-8")
    (declared / "METADATA").write_text("Metadata-Version: 2.1\nName: logbook\nVersion: 1\n")
    name, target = re.findall(r'^(\w+) = "(\w+:\w+)"$', DECLARATION, re.MULTILINE)[0]
    (declared / "entry_points.txt").write_text(f"[communique.loaders]\n{name} = {target}\n")
    monkeypatch.syspath_prepend(packages)
    cli_home.record()
    (cli_home.home / "visits.txt").write_text(LINES)
    return cli_home


def entry(home: CliHome, day: str) -> Path:
    return home.home / f"entries/articles/logbook/logbook-{day}.yaml"


def test_the_example_brings_its_lines_in_as_entries(home: CliHome) -> None:
    tried = home.run("import", "plugin", "logbook", "visits.txt", "--dry-run")
    assert (tried.status, entry(home, "1994-10-12").exists()) == (0, False)
    assert "would write articles/logbook/logbook-1994-10-12.yaml" in tried.out
    assert "2 files written" in home.run("import", "plugin", "logbook", "visits.txt").err
    assert home.run("check").status == 0, home.run("check").out
    assert home.run("load").status == 0
    assert {"logbook-1994-10-12", "logbook-1995-01-03"} < set(home.events())
    assert "0 files written" in home.run("import", "plugin", "logbook", "visits.txt").err


def test_what_changed_since_is_written_and_what_went_is_named(home: CliHome) -> None:
    home.run("import", "plugin", "logbook", "visits.txt")
    (home.home / "visits.txt").write_text(LINES.splitlines()[1].replace("Call on", "Visit to"))
    answer = home.run("import", "plugin", "logbook", "visits.txt")
    assert "logbook-1994-10-12 has no row any more" in answer.err
    assert "Visit to the foreign minister" in entry(home, "1995-01-03").read_text()
    assert not entry(home, "1994-10-12").exists()
    entry(home, "1995-01-03").write_text(entry(home, "1995-01-03").read_text() + "# mine\n")
    (home.home / "visits.txt").write_text(LINES)
    assert "--overwrite" in home.run("import", "plugin", "logbook", "visits.txt").err
    assert not entry(home, "1994-10-12").exists()


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        (
            "logbok",
            "",
            "no package offers a loader 'logbok' (entry point communique.loaders); did you mean logbook",
        ),
        ("logbook", "1994-10-12 tokyo", "the loader 'logbook' failed on visits.txt: ValueError("),
        ("logbook", "1994-10-45 tokyo US Call", "articles/logbook/logbook-1994-10-45.yaml"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_written(home: CliHome, name: str, line: str, said: str) -> None:
    (home.home / "visits.txt").write_text(f"{LINES}{line}\n")
    answer = home.run("import", "plugin", name, "visits.txt")
    assert answer.status in (1, 2)
    assert said in answer.err
    assert "Traceback" not in answer.err
    assert not entry(home, "1994-10-12").parent.exists()


def test_an_entry_stays_in_the_folder_of_its_loader(home: CliHome) -> None:
    module = home.home / "packages/escaping.py"
    module.write_text("def read_outside(file):\n    yield '../../../escaped', {}\n")
    declared = home.home / "packages/logbook-1.dist-info/entry_points.txt"
    declared.write_text("[communique.loaders]\nescaping = escaping:read_outside\n")
    answer = home.run("import", "plugin", "escaping", "visits.txt")
    assert answer.status == 1
    assert "the entry's name '../../../escaped' is no id; let the loader name entries" in answer.err
    assert not list(home.home.parent.rglob("escaped*"))
