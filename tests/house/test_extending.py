"""What site/docs/developers/extending.md says is done to a copy of the tree, and its files are counted."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fixtures.record import article, meeting, write_record

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "site/docs/developers/extending.md"
LEFT_OUT = shutil.ignore_patterns(".*", "public", "dist", "node_modules", "articles", "*.db")
FIELD, KIND, NEW_PAGE, DOWNLOAD = re.findall(
    r"```diff\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL
)


def run(copy: Path, *command: str) -> str:
    """Run a command in the copy with the copy's own code; it must go well."""
    environment = os.environ | {"PYTHONPATH": str(copy / "src")}
    ended = subprocess.run(
        [sys.executable, *command], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr[-2000:]
    return ended.stdout


def contents(copy: Path) -> dict[str, bytes]:
    """The files of the copy that a developer keeps."""
    folders = ("schema", "migrations", "loaders", "site", "src", "tests")
    files = (file for folder in folders for file in (copy / folder).rglob("*") if file.is_file())
    return {
        str(file.relative_to(copy)): file.read_bytes() for file in files if "__pycache__" not in file.parts
    }


def apply(diff: str, copy: Path) -> None:
    """Change the copy as a diff of the page says; each hunk must fit."""
    command = ["patch", "-p1", "--no-backup-if-mismatch"]
    applied = subprocess.run(command, cwd=copy, input=diff, text=True, capture_output=True, check=False)
    assert applied.returncode == 0, applied.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the tree, without the articles and what can be made again."""
    folder = tmp_path / "tree"
    shutil.copytree(ROOT, folder, symlinks=True, ignore=LEFT_OUT)
    return folder


def test_a_field_and_a_kind_are_added_as_the_page_says(copy: Path) -> None:
    """A kind may touch eight files: these and the entry that is its example."""
    before = contents(copy)
    for diff, message, most in ((FIELD, "add announced", 4), (KIND, "create hearing", 7)):
        apply(diff, copy)
        run(copy, "-m", "communique.migrations.draft", *message.split())
        run(copy, "-m", "communique.cli", "schema", "--write")
        after = contents(copy)
        touched = sorted(name for name in before | after if before.get(name) != after.get(name))
        assert 0 < len(touched) <= most, touched
        before = after
    walk = "tests/roundtrip/test_every_field.py"
    models = "tests/migrations/test_steps.py::test_migrations_make_exactly_what_the_models_describe"
    run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", walk, models)
    assert contents(copy) == before


def test_a_page_and_a_download_are_added_as_the_page_says(copy: Path, tmp_path: Path) -> None:
    """The site has the page, and offers the file with the others."""
    apply(NEW_PAGE, copy)
    apply(DOWNLOAD, copy)
    home = tmp_path / "home"
    write_record(home, {"a": article(meeting(level="summit", date="2024-07-28"), meeting("talks-2024-08"))})
    run(copy, "-m", "communique.cli", "--home", str(home), "build")
    page = (home / "public/summits/index.html").read_text(encoding="utf-8")
    assert "Talks called talks-2024-07" in page
    assert "talks-2024-08" not in page
    rows = (home / "public/data/summits.csv").read_text(encoding="utf-8")
    assert rows == "id,date,title\ntalks-2024-07,2024-07-28,Talks called talks-2024-07\n"
    assert "summits.csv" in (home / "public/data/index.html").read_text(encoding="utf-8")
    assert "summits.csv" in (home / "public/data/SHA256SUMS").read_text(encoding="utf-8")
