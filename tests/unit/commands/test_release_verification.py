"""Releases outlive the schema: the state is proved by today's code, the bytes by the code of the release's time."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from communique.commands.record import resolve_settings
from communique.commands.release_rebuild import (
    NotAtHandError,
    find_rebuild_source,
    install_locked_requirements,
)
from communique.commands.release_verification import verify_release
from communique.releases.store import list_releases
from fixtures.commits import commit, git
from fixtures.record import article, meeting, write_record
from fixtures.repository import ROOT, project_files

VERSION = "2026.12"
CODE = (
    "src",
    "schema",
    "loaders",
    "site",
    "migrations",
    "requirements",
    "pyproject.toml",
    "mkdocs.yml",
    ".gitignore",
)


def install_nothing(code: Path, folder: Path) -> Path:
    """This run's own Python has the packages already; all else is real: git, the code of then, its command."""
    return Path(sys.executable)


def lay_code(folder: Path) -> None:
    """The code of this checkout, which the record's repository holds beside the record."""
    for path in project_files():
        if path.parts[0] in CODE:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, folder / path, follow_symlinks=False)


def run(home: Path, *words: str) -> None:
    """Run the code that the record's repository holds."""
    command = [sys.executable, "-m", "communique.cli", *words]
    done = subprocess.run(
        command, cwd=home, env=os.environ | {"PYTHONPATH": str(home / "src")}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A repository of code and record with a release; its code makes other lines of events since."""
    home = tmp_path_factory.mktemp("released")
    write_record(home, {"a": article(meeting("talks-2024-07", date="2024-07"))})
    lay_code(home)
    commit(home, "Record")
    git(home, "add", "--all")
    git(home, "commit", "--quiet", "--message", "Code")
    run(home, "release", VERSION)
    commit(home, "Release")
    file = home / "site/formats/event_lines.py"
    file.write_text(file.read_text() + "\n\ndef encode_event_line(document):\n    return b'later'\n")
    write_record(home, {"a": article(meeting("talks-2024-07", date="2024-07-28"))})
    git(home, "commit", "--quiet", "--all", "--message", "Later code, later record")
    return home


@pytest.fixture
def home(released, tmp_path):
    """A copy that a test may harm."""
    return Path(shutil.copytree(released, tmp_path / "home", symlinks=True))


def read_manifest(home):
    return json.loads((home / "releases" / VERSION / "manifest.json").read_text())


def edit_manifest(home, **values):
    (home / "releases" / VERSION / "manifest.json").write_text(json.dumps(read_manifest(home) | values))


def verify(home):
    return verify_release(str(home), VERSION, install=install_nothing)


def test_a_manifest_names_the_commits_of_record_and_code_and_a_tag_holds_them(released):
    manifest = read_manifest(released)
    assert manifest["code"] == git(released, "rev-parse", f"release/{VERSION}^{{commit}}")
    assert manifest["commit"] == git(released, "rev-parse", f"{manifest['code']}~1")


def test_both_halves_are_proved_although_the_code_of_today_makes_other_bytes(home):
    dist = home / "dist" / VERSION
    released = {file.name: file.read_bytes() for file in dist.iterdir()}
    shutil.rmtree(dist)
    found = verify(home)
    manifest = read_manifest(home)
    assert (found.state.differences, found.files.differences) == ((), ())
    assert found.state.detail.endswith(f"seals, and so do the entries of {manifest['commit'][:10]}")
    assert found.files.is_proved, found.files.detail
    assert f"the code of {manifest['code'][:10]} makes every file again" in found.files.detail
    assert found.rewritten == dist
    assert {file.name: file.read_bytes() for file in dist.iterdir()} == released


def test_a_manifest_from_before_code_was_named_is_made_again_from_the_commit_that_added_it(home):
    edit_manifest(home, code=None)
    settings = resolve_settings(str(home))
    (stored,) = list_releases(settings.releases)
    source = find_rebuild_source(stored, settings)
    assert source.code_commit == git(home, "rev-parse", "HEAD~1")


def test_what_differs_is_named(home):
    manifest = read_manifest(home)
    manifest["files"][0]["sha256"] = "0" * 64
    edit_manifest(home, files=manifest["files"], database_schema="0001")
    (home / "releases" / VERSION / "CHANGES.md").write_text("Nothing.")
    (home / "dist" / VERSION / "events.jsonl").write_text("{}")
    found = verify(home)
    assert (found.state.differences, found.files.is_proved, found.rewritten) == ((), False, None)
    said = "\n".join(found.files.differences)
    assert f"communique.sqlite: released as {'0' * 64}, made again as " in said
    assert f"releases/{VERSION}/CHANGES.md: its commit makes another text; restore it with git" in said
    assert "manifest.json database_schema: released as 0001, its commit makes " in said
    assert f"dist/{VERSION}/events.jsonl: this is not what was released; remove it" in said
    assert len(found.files.differences) == 5  # communique.sqlite in dist/ is not as the altered manifest says


def test_entries_that_make_another_state_are_told_by_what_differs(home):
    edit_manifest(home, commit=git(home, "rev-parse", "HEAD"))
    found = verify(home)
    assert not found.state.is_proved
    assert "event talks-2024-07: date: July 2024 → 28 July 2024" in found.state.differences


def test_entries_that_todays_rules_refuse_leave_the_proof_to_the_sealed_changes(home):
    write_record(home, {"a": article(meeting("talks-2024-07", place="nowhere-at-all"))})
    git(home, "commit", "--quiet", "--all", "--message", "Wrong")
    edit_manifest(home, commit=git(home, "rev-parse", "HEAD"))
    found = verify(home)
    assert found.state.is_proved
    assert "no longer takes the entries of" in found.state.detail
    assert found.files.differences  # the code of then refuses them too


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"commit": None}, "it was made outside git"),
        ({"commit": "f" * 40}, f"commit {'f' * 40} or its past is not here; fetch it"),
        ({"code": "f" * 40}, f"no code at commit {'f' * 40} here"),
    ],
)
def test_a_commit_that_is_not_at_hand_leaves_the_bytes_unproved(home, values, words):
    edit_manifest(home, **values)
    found = verify(home)
    assert (found.state.is_proved, found.files.is_proved) == (True, False)
    assert (found.state.differences, found.files.differences) == ((), ())
    assert words in found.files.detail


def test_outside_git_the_sealed_changes_prove_the_state(home):
    shutil.rmtree(home / ".git")
    found = verify(home)
    assert found.state.is_proved
    assert "the entries that it was made from are not at hand" in found.state.detail
    assert "in no git repository here" in found.files.detail


def test_a_shallow_clone_says_what_to_fetch(home, tmp_path):
    git(tmp_path, "clone", "--quiet", "--depth=1", home.as_uri(), "shallow")
    assert "git fetch --unshallow" in verify(tmp_path / "shallow").files.detail


def test_packages_that_are_not_at_hand_leave_the_bytes_unproved(home, monkeypatch):
    def install(code, folder):
        raise NotAtHandError("its packages cannot be installed: no route to the registry")

    found = verify_release(str(home), VERSION, install=install)
    assert (found.state.is_proved, found.files.is_proved, found.files.differences) == (True, False, ())
    assert "no route to the registry" in found.files.detail


@pytest.fixture
def code(tmp_path):
    """Code that needs no package, with an empty lock."""
    package = tmp_path / "code/src/communique/cli"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (tmp_path / "code/requirements").mkdir()
    (tmp_path / "code/requirements/runtime.txt").write_text("# nothing\n")
    return tmp_path / "code"


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """The folder of one environment for all tests: making it is most of their time."""
    return tmp_path_factory.mktemp("environment") / "of-then"


def test_the_environment_is_the_codes_own(code, environment):
    python = install_locked_requirements(code, environment)
    question = "import sys, importlib.util as u; print(sys.prefix, u.find_spec('sqlalchemy'))"
    answer = subprocess.run([python, "-c", question], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == [str(environment), "None"]


def test_code_that_cannot_be_installed_is_refused_with_the_reason(code, environment, monkeypatch):
    lock = code / "requirements/runtime.txt"
    (code / "src/communique/cli/__init__.py").write_text("import sqlalchemy\n")
    with pytest.raises(NotAtHandError, match="its code does not run here: ModuleNotFoundError"):
        install_locked_requirements(code, environment)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    lock.write_text(f"sqlalchemy-that-is-not==1 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(NotAtHandError, match="its packages cannot be installed: ERROR: No matching"):
        install_locked_requirements(code, environment)
    lock.unlink()
    with pytest.raises(NotAtHandError, match=r"no requirements/runtime\.txt"):
        install_locked_requirements(code, environment)
