"""The small record makes exactly these pages. COMMUNIQUE_UPDATE_GOLDEN=1 writes them anew: then read the diff."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from communique.schema import Base
from communique.site.pages.all_pages import build_views
from communique.site.render import render_views
from golden.hostile import hostile
from golden.record import record
from golden.rows import session

EXPECTED = Path(__file__).parent / "expected"


def pages(rows: list[Base]) -> dict[str, str]:
    """Every page of a record by path."""
    with session(rows) as opened:
        return {page.path: page.data.decode() for page in render_views(build_views(opened))}


def expected() -> dict[str, str]:
    """The reviewed pages by path."""
    files = (path for path in EXPECTED.rglob("*") if path.is_file())
    return {path.relative_to(EXPECTED).as_posix(): path.read_bytes().decode() for path in files}


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """The pages that the code makes now; written as expected where that is asked for, never in CI."""
    now = pages(record())
    if os.environ.get("COMMUNIQUE_UPDATE_GOLDEN") and "CI" not in os.environ:
        shutil.rmtree(EXPECTED, ignore_errors=True)
        for path, text in now.items():
            file = EXPECTED / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
    return now


def test_the_same_pages_are_made(made: dict[str, str]) -> None:
    assert sorted(made) == sorted(expected())


@pytest.mark.parametrize("path", sorted(expected()))
def test_page_is_as_reviewed(made: dict[str, str], path: str) -> None:
    assert made[path] == expected()[path]


def test_pages_do_not_depend_on_the_order_of_rows() -> None:
    rows = [*record(), *hostile()]
    first = pages(rows)
    for seed in (1, 2, 3):
        shuffled = rows.copy()
        random.Random(seed).shuffle(shuffled)
        assert pages(shuffled) == first
