"""What the figures were measured with: machine, versions and how busy the machine was."""

from __future__ import annotations

import datetime as dt
import os
import platform
import sqlite3
import subprocess
from importlib import metadata
from pathlib import Path

from bench import ROOT


def machine() -> str:
    """The machine in one line."""
    return (
        f"{_processor()}, {os.cpu_count()} cores, {_memory()} of memory, {platform.system()} "
        f"{platform.release()}, load of {os.getloadavg()[0]:.1f} at the start"
    )


def versions() -> str:
    """The project's state and the versions of what it is made with, in one line."""
    parts = [
        f"Communiqué {_commit()}",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
    ]
    names = {
        "mkdocs": "MkDocs", "mkdocs-material": "Material", "pagefind-bin": "Pagefind", "PyYAML": "PyYAML",
        "SQLAlchemy": "SQLAlchemy", "pydantic": "Pydantic",
    }  # fmt: skip
    return ", ".join([*parts, *(f"{word} {metadata.version(name)}" for name, word in names.items())])


def today() -> str:
    """The day of the measurement."""
    return dt.datetime.now(dt.UTC).date().isoformat()


def _commit() -> str:
    """The commit, with ``+`` if files differ from it."""
    git = ["git", "-C", str(ROOT)]
    done = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    if done.returncode:
        return metadata.version("communique")
    changed = subprocess.run(
        [*git, "diff", "--quiet", "HEAD", "--", "loaders", "schema", "site", "src"], check=False
    )
    return done.stdout.strip() + ("+" if changed.returncode else "")


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    if about.exists():
        for line in about.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GB"
