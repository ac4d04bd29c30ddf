"""What site/docs/developers/extending.md says is done to a copy of the tree, and its files are counted."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "site/docs/developers/extending.md"
LEFT_OUT = shutil.ignore_patterns(".*", "public", "dist", "node_modules", "articles", "__pycache__", "*.db")
FIELD, KIND = re.findall(r"```diff\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def run(copy: Path, *command: str) -> str:
    """Run a command in the copy with the copy's own code; it must go well."""
    environment = os.environ | {"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
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


@pytest.mark.parametrize(
    ("diff", "message", "most"), [(FIELD, "add announced", 4), (KIND, "create hearing", 7)]
)
def test_the_page_is_true(diff: str, message: str, most: int, tmp_path: Path) -> None:
    """A kind may touch eight files: these and the entry that is its example."""
    copy = tmp_path / "tree"
    shutil.copytree(ROOT, copy, symlinks=True, ignore=LEFT_OUT)
    before = contents(copy)
    applied = subprocess.run(
        ["patch", "-p1", "--no-backup-if-mismatch"],
        cwd=copy,
        input=diff,
        text=True,
        capture_output=True,
        check=False,
    )
    assert applied.returncode == 0, applied.stdout
    run(copy, "-m", "communique.migrations.draft", *message.split())
    run(copy, "-m", "communique.cli", "schema", "--write")
    walk = "tests/roundtrip/test_every_field.py"
    models = "tests/migrations/test_steps.py::test_migrations_make_exactly_what_the_models_describe"
    run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", walk, models)
    after = contents(copy)
    touched = sorted(name for name in before | after if before.get(name) != after.get(name))
    assert len(touched) <= most, touched
