"""Style, types and the import contract: `make lint`, beside the other tests, as two processors have time for both."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fixtures.repository import ROOT


@pytest.mark.parametrize("words", ["ruff check", "ruff format --check", "mypy", "lint-imports"])
def test_nothing_is_found(words: str) -> None:
    program, *options = words.split()
    command = [str(Path(sys.executable).with_name(program)), *options]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
