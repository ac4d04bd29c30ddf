"""Provide a synthetic dataset of the wanted size, loaded and built once for all sections that need it."""

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
from bench.measure import PYTHON, communique_command, measure_command
from bench.synthetic.generate import ENTRIES
from bench.synthetic.generate import HEADER as ENTRY_HEADER
from communique.loaders.curation.format_files import INLINE_KEYS
from communique.loaders.yaml.dump import dump_yaml
from communique.loaders.yaml.parser import parse_yaml

GENERATOR: Final = Path(__file__).parent / "synthetic"


@dataclass(frozen=True)
class Workspace:
    """A size and a seed, with the dataset generated from them below ``.communique/bench/``.

    Args:
        events: how many events.
        seed: of the generator.
    """

    events: int
    seed: int

    @cached_property
    def home(self) -> Path:
        """The home of the dataset, generated anew if the real dataset or the generator changed."""
        state = hashlib.blake2b(digest_size=4)
        for file in [*sorted(ENTRIES.rglob("*.yaml")), *sorted(GENERATOR.glob("*.py"))]:
            state.update(file.read_bytes())
        home = WORK / f"record-{self.events}-{self.seed}-{state.hexdigest()}"
        if not (home / "entries" / "rulings.yaml").exists():  # written last
            for old in WORK.glob(f"record-{self.events}-{self.seed}-*"):
                shutil.rmtree(old)
            measure_command(
                [PYTHON, "-m", "bench.synthetic.generate", str(self.events), "--seed", str(self.seed), home],
                ROOT,
            )
        return home

    def create_folder(self, name: str) -> Path:
        """Create an empty folder for something that is measured, and return it."""
        folder = WORK / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    @cached_property
    def database(self) -> Path:
        """The path of the dataset loaded into SQLite, not timed."""
        file = WORK / "loaded.db"
        remove_database(file)
        for arguments in (["db", "upgrade"], ["load"]):
            measure_command(
                communique_command(self.home, *arguments), ROOT, COMMUNIQUE_DATABASE=f"sqlite:///{file}"
            )
        with sqlite3.connect(file) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return file

    @cached_property
    def entry(self) -> Path:
        """The path of an entry that has an event's title, in the middle of the dataset."""
        files = sorted((self.home / "entries" / "articles").rglob("*.yaml"))
        middle = len(files) // 2
        return next(
            f for f in files[middle:] + files[:middle] if "\n    title: " in f.read_text(encoding="utf-8")
        )

    @contextmanager
    def edit_title(self) -> Iterator[None]:
        """Edit an event's title in ``entry``, and restore the file afterwards."""
        before = self.entry.read_text(encoding="utf-8")
        data = parse_yaml(before, "").data
        assert isinstance(data, dict)
        event = next(event for event in data["events"] if "title" in event)
        event["title"] = f"{event['title'][:290]} again"
        self.entry.write_text(dump_yaml(data, ENTRY_HEADER, INLINE_KEYS), encoding="utf-8")
        try:
            yield
        finally:
            self.entry.write_text(before, encoding="utf-8")


def remove_database(database: Path) -> None:
    """Remove a SQLite database with its WAL and shared-memory files."""
    for end in ("", "-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)
