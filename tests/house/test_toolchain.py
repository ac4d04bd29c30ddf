"""The two commands stand on what is pinned here: locks, Makefile, and nothing that ties us to one machine."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from fixtures.repository import ROOT, project_files
from house.other_pythons import supported_versions

# Written in parts, so that this file does not hold what it forbids.
REGISTRY_HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("conda", "anaconda", "org"),
    )
]
MACHINE_PATHS = re.compile(rf"(?<![\w.:/-])(?:{re.escape(str(ROOT))}|/root|/(?:home|Users)/\w+)/".encode())
PIN = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?: ; (?P<marker>[^\\]+?))? \\\n(?P<rest>(?: +.*\n)+)", re.M
)


def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def declared(lock: str) -> list[Requirement]:
    """What pyproject.toml asks for in the lock of that name."""
    table = project()
    words = list(table["project"]["dependencies"])
    if lock == "dev":
        words += table["project"]["optional-dependencies"]["postgresql"] + table["dependency-groups"]["dev"]
    return [Requirement(word) for word in words]


def pinned(lock: str) -> list[tuple[str, str, Marker | None, int]]:
    """Name, version, marker and number of hashes of every pin."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    pins = [
        (
            canonicalize_name(found["name"]),
            found["version"],
            Marker(found["marker"]) if found["marker"] else None,
            len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", found["rest"])),
        )
        for found in PIN.finditer(text)
    ]
    starts = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(pins) == len(starts), f"requirements/{lock}.txt holds a line that is no pin: run make lock"
    return pins


@pytest.mark.parametrize("lock", ["runtime", "dev"])
def test_lock_pins_every_dependency_within_its_bounds(lock: str) -> None:
    versions: dict[str, set[str]] = {}
    for name, version, _, _ in pinned(lock):
        versions.setdefault(name, set()).add(version)
    for requirement in declared(lock):
        found = versions.get(canonicalize_name(requirement.name))
        assert found, f"{requirement.name} is not in requirements/{lock}.txt: run make lock"
        outside = [version for version in found if version not in requirement.specifier]
        assert not outside, f"requirements/{lock}.txt pins {requirement.name} {outside}: run make lock"


@pytest.mark.parametrize("lock", ["runtime", "dev"])
def test_every_pin_is_hash_checked(lock: str) -> None:
    assert [name for name, _, _, hashes in pinned(lock) if hashes == 0] == []


@pytest.mark.parametrize("lock", ["runtime", "dev"])
@pytest.mark.parametrize("python", ["3.11.0", "3.12.0", "3.13.0", "3.14.0"])
def test_lock_has_one_version_for_each_python(lock: str, python: str) -> None:
    environment = {"python_full_version": python, "python_version": python.rpartition(".")[0]}
    chosen = [name for name, _, marker, _ in pinned(lock) if marker is None or marker.evaluate(environment)]
    assert len(chosen) == len(set(chosen))


def test_metadata_names_each_python_from_the_oldest_that_installs() -> None:
    versions = supported_versions()
    first, last = (int(version.removeprefix("3.")) for version in (versions[0], versions[-1]))
    assert versions == [f"3.{minor}" for minor in range(first, last + 1)]
    assert project()["project"]["requires-python"] == f">={versions[0]}"


def test_tests_run_on_the_versions_that_readers_install() -> None:
    runtime = {(name, version) for name, version, _, _ in pinned("runtime")}
    assert runtime <= {(name, version) for name, version, _, _ in pinned("dev")}


@pytest.mark.parametrize(
    "name", ["requirements/runtime.txt", "requirements/dev.txt", "Makefile", ".ci/run", "pyproject.toml"]
)
def test_toolchain_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace("https://communique.example/", "")
    for word in ("://", "file:", "find-links", "index-url ", "trusted-host"):
        assert word not in text.replace("--no-emit-index-url ", ""), f"{name} holds {word!r}"


def test_no_file_names_a_registry_or_this_machine() -> None:
    hosts = re.compile("|".join(map(re.escape, REGISTRY_HOSTS)).encode())
    found = []
    for path in project_files():
        if (ROOT / path).is_symlink():
            continue
        for number, line in enumerate((ROOT / path).read_bytes().split(b"\n"), 1):
            found += [f"{path}:{number}: {hit.group().decode()}" for hit in hosts.finditer(line)]
            found += [f"{path}:{number}: {hit.group().decode()}" for hit in MACHINE_PATHS.finditer(line)]
    assert found == []


def make(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *arguments], cwd=folder, capture_output=True, text=True)


def test_make_help_lists_every_target() -> None:
    shown = re.findall(r"^make ([\w-]+) {2,}\S", make("help").stdout, re.M)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.M)
    assert phony
    assert sorted(shown) == sorted(phony[1].split())
    assert make().stdout == make("help").stdout
    for target in shown:
        dry = make("--dry-run", target)
        assert dry.returncode == 0, dry.stderr


def test_make_names_the_cure_for_an_old_python(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "src" / "communique" / "schema").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "requirements/dev.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    run = make("setup", "PYTHON=false", folder=tmp_path)
    assert run.returncode != 0
    assert "needs Python 3.11 or newer" in run.stderr
    assert not (tmp_path / ".venv").exists()


def test_ci_script_is_executable_and_well_formed() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", str(script)], capture_output=True).returncode == 0
