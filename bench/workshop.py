"""What the sections share: a synthetic record of the wanted size, loaded and built once for all that need it."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from bench import ROOT, WORK
from bench.generate import ENTRIES
from bench.generate import HEADER as ENTRY_HEADER
from bench.measure import PYTHON, communique, run
from communique.loaders.curating.fmt import INLINE
from communique.loaders.yaml.dump import dump
from communique.loaders.yaml.strict import parse

GENERATOR: Final = ("generate", "shapes", "words", "nouns", "world", "calm")


@dataclass(frozen=True)
class Workshop:
    """A size and a seed, and what is made of them below ``.communique/bench/``.

    Args:
        events: how many events.
        seed: of the generator.
    """

    events: int
    seed: int

    @cached_property
    def home(self) -> Path:
        """A record's home, generated if the real record or the generator changed since the last time."""
        state = hashlib.blake2b(digest_size=4)
        sources = [Path(__file__).with_name(f"{name}.py") for name in GENERATOR]
        for file in [*sorted(ENTRIES.rglob("*.yaml")), *sources]:
            state.update(file.read_bytes())
        home = WORK / f"record-{self.events}-{self.seed}-{state.hexdigest()}"
        if not (home / "entries" / "rulings.yaml").exists():  # written last
            for old in WORK.glob(f"record-{self.events}-{self.seed}-*"):
                shutil.rmtree(old)
            run([PYTHON, "-m", "bench.generate", str(self.events), "--seed", str(self.seed), home], ROOT)
        return home

    def empty(self, name: str) -> Path:
        """A new folder for something that is measured."""
        folder = WORK / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    @cached_property
    def database(self) -> Path:
        """The record loaded into SQLite, not timed."""
        file = WORK / "loaded.db"
        clear(file)
        for words in (["db", "upgrade"], ["load"]):
            run(communique(self.home, *words), ROOT, COMMUNIQUE_DATABASE=f"sqlite:///{file}")
        with sqlite3.connect(file) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return file

    @cached_property
    def entry(self) -> Path:
        """An entry that tells an event's title, in the middle of the record."""
        files = sorted((self.home / "entries" / "articles").rglob("*.yaml"))
        middle = len(files) // 2
        return next(
            f for f in files[middle:] + files[:middle] if "\n    title: " in f.read_text(encoding="utf-8")
        )

    @contextmanager
    def edited(self) -> Iterator[None]:
        """A curator adds a word to an event's title; afterwards the file is as it was."""
        before = self.entry.read_text(encoding="utf-8")
        data = parse(before, "").data
        assert isinstance(data, dict)
        event = next(event for event in data["events"] if "title" in event)
        event["title"] = f"{event['title'][:290]} again"
        self.entry.write_text(dump(data, ENTRY_HEADER, INLINE), encoding="utf-8")
        try:
            yield
        finally:
            self.entry.write_text(before, encoding="utf-8")


def clear(database: Path) -> None:
    """Remove a SQLite database with what lies beside it."""
    for end in ("", "-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)
