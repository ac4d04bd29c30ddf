"""What a release says of itself: number, day, what it was made from, what it holds, and the hashes that seal it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

from communique.history.versions import Version, parse


@dataclass(frozen=True, slots=True)
class FrozenFile:
    """A file of a release: its name in ``dist/<version>/``, its size in bytes, its SHA-256 in hexadecimal."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A release's ``manifest.json``.

    Args:
        version: its number.
        released: the day.
        previous: the number of the release before; None for the first.
        commit: the git commit whose entries it holds; None where the record is in no repository.
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

    @property
    def number(self) -> Version:
        """Its version, to be compared with others."""
        return parse(self.version)

    def as_data(self) -> dict[str, Any]:
        """All of it as plain JSON, in the order in which it is read."""
        return {
            "version": self.version,
            "released": self.released.isoformat(),
            "previous": self.previous,
            "commit": self.commit,
            "database_schema": self.database_schema,
            "entry_format": self.entry_format,
            "state": self.state,
            "counts": self.counts,
            "changes": self.changes,
            "files": [{"path": one.path, "bytes": one.bytes, "sha256": one.sha256} for one in self.files],
        }

    def text(self) -> str:
        """The file's text."""
        return json.dumps(self.as_data(), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def of(cls, text: str) -> Manifest:
        """Read a manifest back.

        Raises:
            ValueError: the text is none.
        """
        try:
            data = json.loads(text)
            released = dt.date.fromisoformat(data.pop("released"))
            files = tuple(FrozenFile(**one) for one in data.pop("files"))
            found = cls(released=released, files=files, **data)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{error} in a manifest") from error
        return found
