"""What the environment may set: read once at the door and handed on, so that no room reads it by itself."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, what holds without it, and what it means."""

    name: str
    default: str
    description: str


HOME = Setting(
    "COMMUNIQUE_HOME", ".", "the record's home folder, which the paths below are relative to; itself to cwd"
)
ENTRIES = Setting(
    "COMMUNIQUE_ENTRIES", "entries", "the folder of entry files and registry that check and load read"
)
DATABASE = Setting(
    "COMMUNIQUE_DATABASE",
    "sqlite:///communique.db",
    "the database as a SQLAlchemy URL: `sqlite:///file.db` or `postgresql+psycopg://user@host/name`",
)
SITE = Setting(
    "COMMUNIQUE_SITE", "public", "the folder that the finished site is built into; it is replaced as a whole"
)

SETTINGS: tuple[Setting, ...] = (HOME, ENTRIES, DATABASE, SITE)
"""Every setting, in the order in which the documentation lists them."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the record is, where its database is and where its site goes.

    Args:
        home: the record's home folder, absolute.
        entries: the folder of entry files, absolute.
        database: the database's URL as written; ``communique.database`` reads it and judges it.
        site: the folder of the finished site, absolute.
    """

    home: Path
    entries: Path
    database: str
    site: Path

    @property
    def releases(self) -> Path:
        """The folder of what was released; it has no setting, for it belongs to its record and moves with it."""
        return self.home / "releases"

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
        """The settings of this run.

        An empty variable counts as not set, as an unset one in a shell script or a CI form often is.

        Args:
            environment: the variables; those of the process where None.
            folder: what a relative home is relative to; the current folder where None.
        """
        variables = os.environ if environment is None else environment

        def value(setting: Setting) -> str:
            return variables.get(setting.name, "").strip() or setting.default

        home = (folder or Path.cwd()) / Path(value(HOME)).expanduser()
        return cls(
            home=home,
            entries=home / Path(value(ENTRIES)).expanduser(),
            database=value(DATABASE),
            site=home / Path(value(SITE)).expanduser(),
        )
