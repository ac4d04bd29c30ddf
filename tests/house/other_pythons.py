"""Run the unit tests on every other Python that is supported and installed here; none is downloaded."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from ast import literal_eval
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = ROOT / ".venv" / "bin"
OWN = f"{sys.version_info.major}.{sys.version_info.minor}"
CLASSIFIER = "Programming Language :: Python :: 3."
TESTS = [f"tests/unit/{room}" for room in ("cli", "database", "loaders", "releases", "schema")]
"""What reads, checks and stores; how pages look does not hang on the interpreter."""


def supported_versions() -> list[str]:
    """Return the versions that the package's metadata names, oldest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [text.rpartition(" ")[2] for text in project["classifiers"] if text.startswith(CLASSIFIER)]


def find_interpreters() -> dict[str, str]:
    """Return the newest interpreter of each version that is installed, by version."""
    path = os.get_exec_path()
    if shutil.which("pyenv"):  # its commands on PATH answer only for the version that is switched on
        root = Path(
            subprocess.run(["pyenv", "root"], check=True, capture_output=True, text=True).stdout.strip()
        )
        path = [
            *map(str, root.glob("versions/*/bin")),
            *(each for each in path if Path(each) != root / "shims"),
        ]
    command = [BIN / "uv", "python", "list", "--only-installed", "--no-python-downloads", "--no-config"]
    listed = subprocess.run(
        [*command, "--output-format", "json"],
        env=os.environ | {"PATH": os.pathsep.join(path)},
        check=True,
        capture_output=True,
    )
    installed = [python for python in json.loads(listed.stdout) if python["implementation"] == "cpython"]
    installed.sort(key=lambda python: python["version_parts"]["patch"])
    return {"{major}.{minor}".format(**python["version_parts"]): python["path"] for python in installed}


def index_options() -> list[str]:
    """Return uv's options for the package registry that pip is set up for: uv does not read pip's settings."""
    listed = subprocess.run(
        [BIN / "python", "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    )
    settings = [line.partition("=") for line in listed.stdout.splitlines()]
    options = ["--index-strategy", "unsafe-best-match"]  # as pip looks; what is taken is held by its hash
    for option, name in (("--default-index", ".index-url"), ("--index", ".extra-index-url")):
        values = [literal_eval(value) for key, _, value in settings if key.endswith(name)]
        options += [word for value in values for url in value.split() for word in (option, url)]
    return options


def prepare_environment(interpreter: str, folder: Path) -> Path:
    """Return the interpreter of an environment with what requirements/dev.txt pins, made if need be."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([BIN / "uv", "venv", "--quiet", "--python", interpreter, folder], check=True)
    uv_pip = [BIN / "uv", "pip"]
    options = ["--quiet", "--python", python, *index_options()]
    lock = ROOT / "requirements" / "dev.txt"
    subprocess.run([*uv_pip, "sync", "--require-hashes", *options, lock], check=True)
    build = ["--no-deps", "--no-build-isolation", "--editable", ROOT]
    subprocess.run([*uv_pip, "install", *options, *build], check=True)
    return python


def main(arguments: list[str]) -> int:
    """Test on each Python and return 1 where a test failed on any; the arguments are for pytest."""
    installed, status = find_interpreters(), 0
    for version in supported_versions():
        if version == OWN:
            say(f"Python {version} is that of `make test`")
        elif version not in installed:
            say(f"Python {version} is not installed here, so nothing is tested on it")
        else:
            say(f"Python {version} runs the unit tests")
            python = prepare_environment(installed[version], ROOT / ".venv" / "pythons" / version)
            status |= subprocess.run(
                [python, "-m", "pytest", *arguments, *TESTS], cwd=ROOT, check=False
            ).returncode
    return int(bool(status))


def say(line: str) -> None:
    """Print a line at once, before what a child process prints."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
