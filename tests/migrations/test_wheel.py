"""The migrations work from the built package alone, without the source tree or an alembic.ini."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
import communique
from communique.database import SchemaState, connect, read_schema_state
from communique.migrations import commands

print(communique.__file__)
engine = connect(sys.argv[1])
commands.upgrade(engine)
assert read_schema_state(engine) is SchemaState.CURRENT
assert commands.check_models(engine) == []
commands.downgrade(engine, "base")
assert read_schema_state(engine) is SchemaState.MISSING
commands.upgrade(engine)
print(commands.current_revision(engine), *commands.head_revisions())
"""


def test_the_package_migrates(unpacked_wheel: Path, url: str, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT, url],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked_wheel)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    where, revisions = run.stdout.splitlines()
    assert Path(where).is_relative_to(unpacked_wheel)
    assert len(set(revisions.split())) == 1


def test_the_package_holds_every_step_and_the_template(unpacked_wheel: Path) -> None:
    ours = {path.name for path in (ROOT / "migrations" / "versions").glob("*.py")}
    assert {
        path.name for path in (unpacked_wheel / "communique" / "migrations" / "versions").glob("*.py")
    } == ours
    assert (unpacked_wheel / "communique" / "migrations" / "script.py.mako").exists()
