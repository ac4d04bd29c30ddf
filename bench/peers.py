"""Find the peer programs, and install them below ``.communique/bench/``: ``python -m bench.peers``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from bench import WORK


@dataclass(frozen=True)
class Peer:
    """A program that Communiqué is compared with.

    Args:
        name: what people call it.
        program: its file below ``.communique/bench/``.
        get: commands, run in its folder there, that bring it.
        version: the arguments that make it tell its version.
    """

    name: str
    program: str
    get: Sequence[Sequence[str]]
    version: Sequence[str] = ("--version",)

    @cached_property
    def command(self) -> str | None:
        """The path of the program: our installed one, else the machine's; None where there is none."""
        own = WORK / self.program
        return str(own) if own.exists() else shutil.which(own.name)

    @property
    def folder(self) -> Path:
        """The folder in which the commands of ``get`` install the program."""
        return WORK / Path(self.program).parts[0]

    @property
    def libraries(self) -> dict[str, str]:
        """The environment variable with which an unpacked program finds the libraries next to it."""
        folders = sorted({str(file.parent) for file in self.folder.glob("usr/lib/**/*.so*")})
        own = str(self.command).startswith(str(WORK))
        return {"LD_LIBRARY_PATH": ":".join(folders)} if folders and own else {}

    def describe_version(self) -> str:
        """Return its name and version, or that it is absent and how to install it."""
        if self.command is None:
            return f"{self.name} is absent; `python -m bench.peers` gets it: {self.install_commands()}"
        result = subprocess.run(
            [self.command, *self.version],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | self.libraries,
        )
        tokens = (result.stdout or result.stderr).replace(",", " ").split()
        number = next((token for token in tokens if any(c.isdigit() for c in token)), "of unknown version")
        return f"{self.name} {number.lstrip('v')}"

    def install_commands(self) -> str:
        """Return the commands that install it, to be run in its folder."""
        return " && ".join(" ".join(command) for command in self.get)


def _pip_commands(name: str, *packages: str) -> list[list[str]]:
    return [["python3", "-m", "venv", "."], ["bin/pip", "install", "--quiet", *packages]]


_DATASETTE = ("sqlite-utils==4.2.1", "datasette==0.65.5")
SQLITE_UTILS: Final = Peer("sqlite-utils", "python/bin/sqlite-utils", _pip_commands("python", *_DATASETTE))
DATASETTE: Final = Peer("Datasette", "python/bin/datasette", _pip_commands("python", *_DATASETTE))
ZENSICAL: Final = Peer("Zensical", "zensical/bin/zensical", _pip_commands("zensical", "zensical==0.0.73"))
ELEVENTY: Final = Peer(
    "Eleventy",
    "eleventy/node_modules/.bin/eleventy",
    [["npm", "install", "--silent", "--no-save", "--prefix", ".", "@11ty/eleventy@3.1.8"]],
)
HUGO: Final = Peer(
    "Hugo",
    "hugo/usr/bin/hugo",
    [
        ["apt-get", "download", "hugo", "libsass1"],
        ["sh", "-c", "for it in *.deb; do dpkg-deb -x $it .; done"],
    ],
    ("version",),
)
PEERS: Final = (SQLITE_UTILS, DATASETTE, HUGO, ELEVENTY, ZENSICAL)


def install_peers() -> list[str]:
    """Install every peer that is absent, and return the failures as messages."""
    failures = []
    for peer in PEERS:
        peer.__dict__.pop("command", None)
        if peer.command is not None:
            continue
        peer.folder.mkdir(parents=True, exist_ok=True)
        for command in peer.get:
            try:
                subprocess.run(command, cwd=peer.folder, check=True, capture_output=True, text=True)
            except (OSError, subprocess.CalledProcessError) as error:
                message = getattr(error, "stderr", "") or str(error)
                failures.append(f"{peer.name}: {' '.join(command)}: {message.strip()[-300:]}")
                break
        peer.__dict__.pop("command", None)
    return failures


if __name__ == "__main__":
    install_failures = install_peers()
    sys.stderr.write("".join(f"{line}\n" for line in install_failures))
    sys.stdout.write("".join(f"{peer.describe_version()}\n" for peer in PEERS))
    sys.exit(bool(install_failures))
