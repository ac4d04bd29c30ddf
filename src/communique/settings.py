"""The settings from the environment, read once at the start and passed on to everything else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Setting:
    """An environment variable: its name, its default and its meaning."""

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

# Read with mkdocs.yml, one of whose settings it stands for, and so no part of `Settings`.
SITE_URL = Setting(
    "COMMUNIQUE_SITE_URL",
    "",
    "the address that the site is published at, in place of `site_url` in mkdocs.yml; releases do not read it",
)

SETTINGS: tuple[Setting, ...] = (HOME, ENTRIES, DATABASE, SITE, SITE_URL)
"""Every setting, in the order in which the documentation lists them."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The locations of the record, its database and its site.

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
        """The folder of releases, which always belongs to the home folder and so has no setting."""
        return self.home / "releases"

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] | None = None, folder: Path | None = None
    ) -> Settings:
        """Return the settings of this run, read from environment variables.

        An empty variable counts as not set, as an unset one in a shell script or a CI form often is.

        Args:
            environment: the variables; those of the process where None.
            folder: what a relative home is relative to; the current folder where None.
        """
        variables = os.environ if environment is None else environment

        def read_variable(setting: Setting) -> str:
            return variables.get(setting.name, "").strip() or setting.default

        home = (folder or Path.cwd()) / Path(read_variable(HOME)).expanduser()
        return cls(
            home=home,
            entries=home / Path(read_variable(ENTRIES)).expanduser(),
            database=read_variable(DATABASE),
            site=home / Path(read_variable(SITE)).expanduser(),
        )
