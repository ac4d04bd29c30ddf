"""The fixtures that other tests lean on give what they promise, and a skip cannot hide in CI."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import create_engine, text

TESTS = Path(__file__).parents[1]


def scalar(url: str, statement: str) -> object:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            result = connection.execute(text(statement))
            return result.scalar() if result.returns_rows else None
    finally:
        engine.dispose()


def test_postgresql_is_a_real_server_in_utf8(postgresql_url: str) -> None:
    assert str(scalar(postgresql_url, "select version()")).startswith("PostgreSQL ")
    assert scalar(postgresql_url, "show server_encoding") == "UTF8"
    assert scalar(postgresql_url, "select lower('ÉMIGRÉ')") == "émigré"


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_empty_database_of_its_own(postgresql_url: str, turn: int) -> None:
    count = "select count(*) from information_schema.tables where table_name = 'mark'"
    assert scalar(postgresql_url, count) == 0
    scalar(postgresql_url, "create table mark (turn integer)")
    assert scalar(postgresql_url, count) == 1


def test_chromium_opens_a_served_page(page: Page, site_server: Callable[[Path], str], tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Communiqué</title>'
        "<script>document.title += ' ' + (2 + 3)</script>",
        encoding="utf-8",
    )
    response = page.goto(site_server(tmp_path))
    assert response is not None
    assert response.ok
    assert page.title() == "Communiqué 5"


def test_chromium_cannot_leave_this_machine(
    page: Page, site_server: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text('<!doctype html><img src="http://elsewhere.example/picture.png">')
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(f"{request.url} {request.failure}"))
    page.goto(site_server(tmp_path))
    assert "http://elsewhere.example/picture.png net::ERR_NAME_NOT_RESOLVED" in failed


SKIPS = """
import pytest

@pytest.mark.skip(reason="by its mark")
def test_mark(): pass

def test_body(): pytest.skip("in its body")

@pytest.fixture
def server(): pytest.skip("in its fixture")

def test_fixture(server): pass

@pytest.mark.xfail(strict=True)
def test_expected_failure(): assert False

def test_passes(): pass
"""
MODULE = "import pytest\npytest.skip('the whole module', allow_module_level=True)\n"


def run_pytest(folder: Path, ci: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")} | {
        "CI": ci,
        "PYTHONPATH": str(TESTS),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "fixtures.skips", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, "--rootdir", str(folder), *arguments, str(folder)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_skip_is_a_failure_in_ci(tmp_path: Path, workers: str) -> None:
    (tmp_path / "test_skips.py").write_text(SKIPS)
    (tmp_path / "test_module.py").write_text(MODULE)
    run = run_pytest(tmp_path, "true", "--numprocesses", workers, "--continue-on-collection-errors")
    assert run.returncode == 1, run.stdout + run.stderr
    for reason in ("by its mark", "in its body", "in its fixture", "the whole module"):
        assert f"skipped in CI, where nothing may be: Skipped: {reason}" in run.stdout.replace(
            "unconditional", ""
        )
    closing = run.stdout.splitlines()[-1]
    assert "1 passed" in closing
    assert "1 xfailed" in closing
    assert "skipped" not in closing


def test_a_skip_is_only_a_skip_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "test_skips.py").write_text(SKIPS)
    (tmp_path / "test_module.py").write_text(MODULE)
    run = run_pytest(tmp_path, "")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "1 passed, 4 skipped, 1 xfailed" in run.stdout.splitlines()[-1]


def test_a_test_of_pure_functions_imports_nothing_slow() -> None:
    slow = {
        *("alembic", "asyncio", "filelock", "hypothesis", "mkdocs", "playwright", "psycopg", "pydantic"),
        *("sqlalchemy", "typer", "yaml"),
    }
    code = f"import pytest, sys; print(pytest.main(sys.argv[1:]), sorted({slow} & sys.modules.keys()))"
    arguments = ["-p", "no:cacheprovider", "unit/schema/dates/test_parse.py"]
    run = subprocess.run([sys.executable, "-c", code, *arguments], cwd=TESTS, capture_output=True, text=True)
    assert run.stdout.splitlines()[-1] == "0 []"
