"""Where the peers are, and how to get them: ``python -m bench.peers`` puts them below ``.communique/bench/``."""

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
    """Another program.

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
        """The program to run: one's own, else the machine's; None where there is none."""
        own = WORK / self.program
        return str(own) if own.exists() else shutil.which(own.name)

    @property
    def folder(self) -> Path:
        """Where ``get`` puts it."""
        return WORK / Path(self.program).parts[0]

    @property
    def libraries(self) -> dict[str, str]:
        """The variable that lets a program which was only unpacked find the libraries beside it."""
        found = sorted({str(file.parent) for file in self.folder.glob("usr/lib/**/*.so*")})
        own = str(self.command).startswith(str(WORK))
        return {"LD_LIBRARY_PATH": ":".join(found)} if found and own else {}

    def told(self) -> str:
        """Its name and version, or that it is absent and how to get it."""
        if self.command is None:
            return f"{self.name} is absent; `python -m bench.peers` gets it: {self.how()}"
        said = subprocess.run(
            [self.command, *self.version],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | self.libraries,
        )
        words = (said.stdout or said.stderr).replace(",", " ").split()
        number = next((word for word in words if any(c.isdigit() for c in word)), "of unknown version")
        return f"{self.name} {number.lstrip('v')}"

    def how(self) -> str:
        """The commands that bring it, in its folder."""
        return " && ".join(" ".join(command) for command in self.get)


def _pip(name: str, *packages: str) -> list[list[str]]:
    return [["python3", "-m", "venv", "."], ["bin/pip", "install", "--quiet", *packages]]


_DATASETTE = ("sqlite-utils==4.2.1", "datasette==0.65.5")
SQLITE_UTILS: Final = Peer("sqlite-utils", "python/bin/sqlite-utils", _pip("python", *_DATASETTE))
DATASETTE: Final = Peer("Datasette", "python/bin/datasette", _pip("python", *_DATASETTE))
ZENSICAL: Final = Peer("Zensical", "zensical/bin/zensical", _pip("zensical", "zensical==0.0.73"))
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


def install() -> list[str]:
    """Get every peer that is not there; tells of those that could not be had."""
    trouble = []
    for peer in PEERS:
        peer.__dict__.pop("command", None)
        if peer.command is not None:
            continue
        peer.folder.mkdir(parents=True, exist_ok=True)
        for command in peer.get:
            try:
                subprocess.run(command, cwd=peer.folder, check=True, capture_output=True, text=True)
            except (OSError, subprocess.CalledProcessError) as error:
                said = getattr(error, "stderr", "") or str(error)
                trouble.append(f"{peer.name}: {' '.join(command)}: {said.strip()[-300:]}")
                break
        peer.__dict__.pop("command", None)
    return trouble


if __name__ == "__main__":
    found = install()
    sys.stderr.write("".join(f"{line}\n" for line in found))
    sys.stdout.write("".join(f"{peer.told()}\n" for peer in PEERS))
    sys.exit(bool(found))
