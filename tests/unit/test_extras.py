"""Without extras the package reads, checks and answers; what needs more says which extra brings it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import PathDistribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from communique import commands
from communique.commands.record import resolve_settings
from communique.extras import EXTRAS
from fixtures.record import article, meeting, write_record

MAX_SIZE = 40_000_000
"""Bytes of an installation without extras, compiled modules apart."""
READING = """
import sys, communique
record = communique.open(sys.argv[1])
print([event.title for event in record.events(kind="meeting")], len(record.query("SELECT * FROM event")))
"""


def find_requirements(requirements: list[str]) -> set[str]:
    """Return the names of the distributions that these need, and that those need."""
    names: set[str] = set()
    for text in requirements:
        requirement = Requirement(text)
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if name not in names and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
            names |= {name} | find_requirements(distribution(name).requires or [])
    return names


@pytest.fixture(scope="session")
def small_install(build_once: Callable[[str, Callable[[Path], None]], Path], unpacked_wheel: Path) -> Path:
    """A folder with the wheel and what it requires without extras, and nothing else of this environment."""

    def build(folder: Path) -> None:
        (metadata,) = unpacked_wheel.glob("*.dist-info")
        folder.mkdir()
        for name in find_requirements(PathDistribution(metadata).requires or []):
            installed = distribution(name)
            for part in {file.parts[0] for file in installed.files or [] if file.parts[0] != ".."}:
                (folder / part).symlink_to(Path(str(installed.locate_file(part))))
        for part in unpacked_wheel.iterdir():
            (folder / part.name).symlink_to(part)

    return build_once("small-install", build)


def run_python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with nothing but its own library and a folder of packages."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-S", *arguments], env=environment, capture_output=True, text=True, check=False
    )


def run_command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the small installation."""
    return run_python(
        folder, "-c", "import sys; from communique.cli import main; sys.exit(main())", *arguments
    )


def test_a_record_is_checked_read_and_asked(small_install: Path, tmp_path: Path) -> None:
    """None of the extras can be imported there."""
    write_record(tmp_path, {"a": article(meeting())})
    commands.upgrade_and_load(resolve_settings(tmp_path))
    database = resolve_settings(tmp_path).home / "communique.db"
    home = ("--home", str(tmp_path))
    checked = run_command(small_install, *home, "check")
    assert (checked.returncode, "1 event" in checked.stdout + checked.stderr) == (0, True), checked.stderr
    asked = run_command(small_install, *home, "query", "SELECT count(*) AS events FROM event")
    assert (asked.returncode, "events" in asked.stdout) == (0, True), asked.stderr
    shown = run_command(small_install, *home, "show", "talks-2024-07")
    assert (shown.returncode, "Talks called" in shown.stdout) == (0, True), shown.stderr
    due = run_command(small_install, *home, "due")
    assert (due.returncode, "question" in due.stdout + due.stderr) == (0, True), due.stderr
    read = run_python(small_install, "-c", READING, str(database))
    assert read.stdout.endswith(" 1\n"), read.stderr
    modules = sorted({module for modules in EXTRAS.values() for module in modules})
    sought = f"from importlib.util import find_spec; print([m for m in {modules} if find_spec(m)])"
    assert run_python(small_install, "-c", sought).stdout == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (("build",), "site"),
        (("site",), "site"),
        (("serve",), "site"),
        (("db", "upgrade"), "load"),
        (("read", "text.txt", "--publisher", "jiji-press"), "reading"),
        (("import", "table", "t.csv", "--map", "t.yaml"), "tables"),
        (("export", "parquet", "new"), "parquet"),
    ],
)
def test_what_lacks_an_extra_says_which(
    arguments: tuple[str, ...], extra: str, small_install: Path, tmp_path: Path
) -> None:
    """In one sentence, as a command that was wrong."""
    write_record(tmp_path, {"a": article(meeting())})
    (tmp_path / "text.txt").write_text("Ministers met in Geneva on 1 May 2024.\n", encoding="utf-8")
    run = run_command(
        small_install,
        "--home",
        str(tmp_path),
        *(str(tmp_path / part) if part == "text.txt" else part for part in arguments),
    )
    assert run.returncode == 2, run.stdout + run.stderr
    assert run.stderr.count("communique: ") == 1
    assert f"needs the extra `{extra}`; pip install 'communique[{extra}]'" in run.stderr


def test_an_installation_without_extras_is_small(small_install: Path) -> None:
    """Counted by what each file holds."""
    sizes = [
        (Path(folder) / name).stat().st_size
        for folder, _, names in os.walk(small_install, followlinks=True)
        for name in names
        if not name.endswith(".pyc")
    ]
    assert sum(sizes) <= MAX_SIZE
