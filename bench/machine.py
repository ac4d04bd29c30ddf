"""Describe what the figures were measured with: machine, versions and how busy the machine was."""

from __future__ import annotations

import datetime as dt
import os
import platform
import sqlite3
import subprocess
from importlib import metadata
from pathlib import Path

from bench import ROOT


def describe_machine() -> str:
    """Return the machine's processor, memory, system and load in one line."""
    return (
        f"{_processor_name()}, {os.cpu_count()} cores, {_memory_size()} of memory, {platform.system()} "
        f"{platform.release()}, load of {os.getloadavg()[0]:.1f} at the start"
    )


def describe_versions() -> str:
    """Return the project's commit and the versions of its libraries in one line."""
    parts = [
        f"Communiqué {_commit_label()}",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
    ]
    names = {
        "mkdocs": "MkDocs", "mkdocs-material": "Material", "pagefind-bin": "Pagefind", "PyYAML": "PyYAML",
        "SQLAlchemy": "SQLAlchemy", "pydantic": "Pydantic",
    }  # fmt: skip
    return ", ".join([*parts, *(f"{label} {metadata.version(name)}" for name, label in names.items())])


def current_date() -> str:
    """Return the day of the measurement as ISO 8601."""
    return dt.datetime.now(dt.UTC).date().isoformat()


def _commit_label() -> str:
    """Return the commit, with ``+`` if files differ from it."""
    git = ["git", "-C", str(ROOT)]
    result = subprocess.run(
        [*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    if result.returncode:
        return metadata.version("communique")
    changed = subprocess.run(
        [*git, "diff", "--quiet", "HEAD", "--", "loaders", "schema", "site", "src"], check=False
    )
    return result.stdout.strip() + ("+" if changed.returncode else "")


def _processor_name() -> str:
    about = Path("/proc/cpuinfo")
    if about.exists():
        for line in about.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory_size() -> str:
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GB"
