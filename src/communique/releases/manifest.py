"""The manifest of a release: number, day, origin, contents, and the hashes that seal it."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from typing import Any

from communique.errors import UsageError


@dataclass(frozen=True, slots=True)
class FrozenFile:
    """A file of a release: its name in ``dist/<version>/``, its size in bytes, its SHA-256 in hexadecimal."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of a release's ``manifest.json``.

    Args:
        version: its number.
        released: the day.
        previous: the number of the release before; None for the first.
        commit: the git commit whose entries it holds; None where the record is in no repository.
        code: the git commit of the code that made it; None where that is not known, as before 2026.12.
        database_schema: the Alembic revision of its database.
        entry_format: the format of its entry files.
        state: SHA-256 of its state as canonical JSON Lines.
        counts: how many of each entity it holds; ``gone`` are event ids that went.
        changes: how many changes against the release before, by type.
        files: what is frozen of it.
    """

    version: str
    released: dt.date
    previous: str | None
    commit: str | None
    database_schema: str
    entry_format: int
    state: str
    counts: dict[str, int] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)
    files: tuple[FrozenFile, ...] = ()
    code: str | None = None

    @property
    def number(self) -> ReleaseVersion:
        """The version, to be compared with others."""
        return parse_version(self.version)

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as values that JSON can hold, in the order in which people read it.

        An unknown ``code`` is left out, so that manifests from before it are written as they were.
        """
        return {
            "version": self.version,
            "released": self.released.isoformat(),
            "previous": self.previous,
            "commit": self.commit,
            **({"code": self.code} if self.code else {}),
            "database_schema": self.database_schema,
            "entry_format": self.entry_format,
            "state": self.state,
            "counts": self.counts,
            "changes": self.changes,
            "files": [{"path": file.path, "bytes": file.bytes, "sha256": file.sha256} for file in self.files],
        }

    def to_json(self) -> str:
        """Return the text of the file."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Return the manifest that a JSON text states.

        Raises:
            ValueError: the text is none.
        """
        try:
            data = json.loads(text)
            released = dt.date.fromisoformat(data.pop("released"))
            files = tuple(FrozenFile(**file) for file in data.pop("files"))
            manifest = cls(released=released, files=files, **data)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{error} in a manifest") from error
        return manifest


_match_version = re.compile(r"([1-9][0-9]{3})\.(0[1-9]|1[0-2])(?:\.([1-9][0-9]{0,3}))?").fullmatch


@dataclass(frozen=True, order=True, slots=True)
class ReleaseVersion:
    """A version number: ``2026.11``, or ``2026.11.1`` for the next in that month; ordered by time."""

    year: int
    month: int
    micro: int = 0

    def __str__(self) -> str:
        """Return the version as it is written."""
        return f"{self.year}.{self.month:02}" + (f".{self.micro}" if self.micro else "")

    def next_in_month(self) -> ReleaseVersion:
        """Return the next version in the same month."""
        return ReleaseVersion(self.year, self.month, self.micro + 1)


def is_version(text: str) -> bool:
    """Return whether a text is a version number."""
    return _match_version(text) is not None


def parse_version(text: str) -> ReleaseVersion:
    """Return the version that a text states.

    Raises:
        UsageError: it is not written as one.
    """
    matched = _match_version(text)
    if not matched:
        raise UsageError(
            f"{text!r} is no release number; write year and month as 2026.11, or 2026.11.1 for the next in that month"
        )
    return ReleaseVersion(int(matched[1]), int(matched[2]), int(matched[3] or 0))
