"""The migrations work from the built package alone, without the source tree or an alembic.ini."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
import communique
from communique.database import State, connect, state
from communique.migrations import commands

print(communique.__file__)
engine = connect(sys.argv[1])
commands.upgrade(engine)
assert state(engine) is State.CURRENT
assert commands.check(engine) == []
commands.downgrade(engine, "base")
assert state(engine) is State.MISSING
commands.upgrade(engine)
print(commands.current(engine), *commands.heads())
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content, unpacked; built from a copy, because a build leaves files in its tree."""
    folder = tmp_path_factory.mktemp("wheel")
    ignored = shutil.ignore_patterns(
        *(".*", "*.db*", "__pycache__", "*.egg-info"),
        *("build", "dist", "public", "entries", "tests", "node_modules"),
    )
    shutil.copytree(ROOT, folder / "tree", symlinks=True, ignore=ignored)
    build = "import setuptools.build_meta as build; print(build.build_wheel('..'))"
    run = subprocess.run(
        [sys.executable, "-c", build], cwd=folder / "tree", capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    shutil.rmtree(folder / "tree")
    return folder / "installed"


def test_the_package_migrates(package: Path, url: str, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT, url],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(package)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    where, revisions = run.stdout.splitlines()
    assert Path(where).is_relative_to(package)
    assert len(set(revisions.split())) == 1


def test_the_package_holds_every_step_and_the_template(package: Path) -> None:
    ours = {path.name for path in (ROOT / "migrations" / "versions").glob("*.py")}
    assert {path.name for path in (package / "communique" / "migrations" / "versions").glob("*.py")} == ours
    assert (package / "communique" / "migrations" / "script.py.mako").exists()
