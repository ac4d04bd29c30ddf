"""What a Windows machine lacks is not needed: neither by the wheel, nor without a word by a clone without links."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fixtures.cli_home import CliHome
from fixtures.record import article, meeting
from fixtures.repository import ROOT

WITHOUT = """
import sys

for module in ("fcntl", "resource", "pwd", "grp", "termios", "syslog", "readline", "_posixshmem"):
    sys.modules[module] = None  # importing it fails from now on

import multiprocessing.context, os, signal

for name in (
    "fork", "forkpty", "register_at_fork", "getuid", "geteuid", "getgid", "getegid", "setsid", "killpg", "getpgid",
    "fchown", "chown", "lchown", "mkfifo", "sched_getaffinity", "posix_spawn", "wait4", "getpriority",
    "O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "O_CLOEXEC", "O_SYNC",
):
    delattr(os, name)
for name in (
    "SIGHUP", "SIGALRM", "SIGKILL", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGCHLD", "SIGPIPE", "pthread_sigmask", "alarm",
    "setitimer", "sigwait", "SIG_BLOCK", "SIG_SETMASK", "SIG_UNBLOCK",
):
    delattr(signal, name)
for name in ("ForkContext", "ForkProcess", "ForkServerContext", "ForkServerProcess"):
    delattr(multiprocessing.context, name)
multiprocessing.context._concrete_contexts = {"spawn": multiprocessing.context.SpawnContext()}
multiprocessing.get_all_start_methods = lambda: ["spawn"]
"""
"""Takes away, in a process of its own, what Python has on other systems only."""

RUN = (
    WITHOUT
    + """
import communique
from communique.cli import main

assert communique.__file__.startswith(sys.argv[1]), communique.__file__
for line in sys.argv[2:]:
    print(">", line)
    status = main(line.split())
    assert status == 0, (line, status)
"""
)
"""Runs commands, each an argument, from the package in the folder that the first argument names."""

IMPORT_ALL = (
    WITHOUT
    + """
import importlib
import pathlib

root = pathlib.Path(sys.argv[1])
for file in sorted((root / "communique").rglob("*.py")):
    name = ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
    if all(map(str.isidentifier, name.split("."))) and not name.endswith(("__main__", "migrations.env")):
        importlib.import_module(name)
"""
)


def run_python(script: str, folder: Path, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, str(folder), *arguments],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_curator_can_work_there(unpacked_wheel: Path, cli_home: CliHome) -> None:
    cli_home.record({"a": article(meeting("talks-2024-07", title="Talks in Tokyo"))})
    (cli_home.home / "communique.db").unlink()

    commands = (
        "check",
        "check entries/articles/2024/a.yaml",
        "fmt",
        "fmt --check",
        "find Tokyo",
        "db upgrade",
        "plan",
        "load",
        "load",
        "show talks-2024-07",
    )
    done = run_python(RUN, unpacked_wheel, *commands, home=cli_home.home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 entry · 1 event · 0 errors" in done.stderr
    assert "3 files as they should be · 0 to be rewritten" in done.stderr
    assert "event     talks-2024-07  Talks in Tokyo" in done.stdout
    assert "events: 1 added" in done.stderr
    assert "nothing changed" in done.stderr
    assert cli_home.events() == ["talks-2024-07"]


def test_every_module_of_the_wheel_is_imported_there(unpacked_wheel: Path, tmp_path: Path) -> None:
    done = run_python(IMPORT_ALL, unpacked_wheel, home=tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("room", ["schema", "site"])
def test_a_link_that_is_a_text_says_what_to_do(room: str, tmp_path: Path) -> None:
    package = tmp_path / "communique"
    shutil.copytree(ROOT / "src/communique", package, symlinks=True)
    (package / room).unlink()
    (package / room).write_text(f"../../{room}")
    done = run_python("import communique", tmp_path, home=tmp_path)
    message = done.stderr.splitlines()[-1]
    assert message.startswith(f"ImportError: {package / room} is a text file and should be a link")
    assert "git config core.symlinks true" in message
    assert "wheel" in message


def test_setup_says_so_too_before_it_does_anything(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "requirements/dev.txt", "src/communique/schema"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(
            (ROOT / name).read_bytes() if (ROOT / name).is_file() else b"../../schema"
        )
    done = subprocess.run(["make", "setup"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "git config core.symlinks true" in done.stderr
    assert not (tmp_path / ".venv").exists()
