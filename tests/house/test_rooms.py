"""The rooms are where the plan says, small, explained, shut to the wrong neighbour, and all in the wheel."""

from __future__ import annotations

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import grimp

from fixtures.repository import ROOMS, ROOT, files_below, project_files

PYTHON_FILES = files_below(*ROOMS, "src", "tests", suffix=".py")
LIMIT = 400


def test_no_python_file_is_too_long() -> None:
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in PYTHON_FILES}
    assert {str(path): lines for path, lines in lengths.items() if lines > LIMIT} == {}


def test_every_module_says_why_it_exists() -> None:
    modules = {path: ast.parse((ROOT / path).read_text(encoding="utf-8")) for path in PYTHON_FILES}
    assert [str(path) for path, tree in modules.items() if not ast.get_docstring(tree)] == []


def test_the_only_links_are_the_front_doors_and_the_configuration() -> None:
    links = {
        str(path): str((ROOT / path).readlink()) for path in project_files() if (ROOT / path).is_symlink()
    }
    # The site's configuration stands at the top, where MkDocs looks, and inside the room that the wheel carries.
    configuration = {"site/mkdocs.yml": "../mkdocs.yml"}
    assert links == {f"src/communique/{room}": f"../../{room}" for room in ROOMS} | configuration


def test_import_contract() -> None:
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 broken" in run.stdout


def test_import_contract_sees_every_module() -> None:
    """The links must not hide a room from the import linter, which reads the same graph."""
    seen = grimp.build_graph("communique", cache_dir=None).modules
    rooms = [Path("communique", *path.parts) for path in files_below(*ROOMS, suffix=".py")]
    front = [Path(*path.parts[1:]) for path in files_below("src", suffix=".py")]
    modules = {".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in rooms + front}
    # Alembic's version files start with a digit and are loaded by path, so no module can import them.
    assert {name for name in modules if all(map(str.isidentifier, name.split(".")))} <= seen


def test_the_wheel_carries_its_terms(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist() if ".dist-info/" in name}
    (metadata,) = (text for name, text in files.items() if name.endswith("/METADATA"))
    assert "\nLicense-Expression: MIT\n" in metadata
    terms = {Path(name).name for name in files if "/licenses/" in name}
    assert terms == {"LICENSE", "LICENSE-DATA"}


def test_wheel_holds_every_room_whole(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    doors = {
        Path(*path.parts[1:]).as_posix() for path in files_below("src") if not (ROOT / path).is_symlink()
    }
    rooms = {Path("communique", path).as_posix() for path in files_below(*ROOMS)}
    assert (doors | rooms) - held == set()
    assert {name.split("/")[1] for name in held if name.startswith("communique/")} >= set(ROOMS)


def test_wheel_holds_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"communique"}
