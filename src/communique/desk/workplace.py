"""Draft, check, preview and save one entry that is not saved yet: what a curator's desk does, whoever shows it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from communique import commands
from communique.commands.record import resolve_settings
from communique.errors import Finding, RecordError, UsageError

if TYPE_CHECKING:
    from communique.commands.record import Home
    from communique.loaders.dataset import Dataset
    from communique.loaders.drafting.draft import Draft
    from communique.loaders.drafting.statements import DraftEvent
    from communique.loaders.reading.document import ReadingRequest

Rulings = Sequence[Mapping[str, Any]]

COPY_FOLDER: Final = ".communique/desk"
"""The folder below a home with a copy of the record, in which an entry is tried before it is saved."""

_ENTRY_PATH: Final = re.compile(r"articles/[0-9]{4}/[a-z0-9-]{1,120}\.yaml")
_DRAFT_LINE: Final = re.compile(r"^draft:.*\n", re.MULTILINE)
_FORMAT_LINE: Final = re.compile(r"^schema:.*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DeskDraft:
    """A text that was read at the desk.

    Args:
        draft: what is proposed, with all that was recognised.
        events: every event that the text may report, best first: those of the draft, then its candidates.
        source: the fields of the source.
        path: where the entry belongs, relative to the record's folder.
        existing: the entry that the article has already; "" where there is none.
    """

    draft: Draft
    events: tuple[DraftEvent, ...]
    source: dict[str, Any]
    path: str
    existing: str


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """An entry file as it was opened, and the digest by which a later change by somebody else is noticed."""

    path: str
    text: str
    digest: str


class Desk:
    """A place to work on one entry at a time; the record itself is only changed by ``save_entry``.

    Check and preview are those of the command line. They run on a copy of the record that has the entry as it stands.
    """

    def __init__(self, home: Home) -> None:
        self.settings = resolve_settings(home)
        folder = self.settings.home / COPY_FOLDER
        self.copy = replace(
            self.settings,
            home=folder,
            entries=folder / "entries",
            database=f"sqlite:///{folder / 'desk.db'}",
            site=folder / "public",
        )
        self.previewed_files: Mapping[str, bytes] = {}
        self._signatures: dict[str, str] = {}
        self._dataset: Dataset | None = None

    def read_dataset(self) -> Dataset:
        """Return the record as far as it can be read, anew where a file of it has changed."""
        from communique.loaders.read import read_with_findings
        from communique.pipeline.filesystem import stat_tree

        signatures = stat_tree(self.settings.entries)
        if self._dataset is None or signatures != self._signatures:
            self._dataset, _ = read_with_findings(self.settings.entries)
            self._signatures = signatures
        return self._dataset

    def draft_text(self, request: ReadingRequest) -> DeskDraft:
        """Read a text and draft its entry.

        Raises:
            UsageError: the text is empty, or the publisher is unknown.
        """
        draft, source, existing, _ = commands.draft_article(request, self.read_dataset())
        events = commands.list_draft_events(draft)
        return DeskDraft(draft, events, source, existing or self.suggest_path(source), existing)

    def suggest_path(self, source: Mapping[str, Any]) -> str:
        """Return the free path at which an entry of a source belongs."""
        year = dt.date.today().year  # noqa: DTZ011 - the curator's own day
        path = commands.choose_path(source, self.read_dataset(), year)
        return path if _ENTRY_PATH.fullmatch(path) else f"articles/{year}/undated.yaml"

    def check_entry(self, path: str, text: str, rulings: Rulings = ()) -> tuple[Finding, ...]:
        """Return every finding that an entry causes, as ``communique check`` would when it is saved and no draft.

        Args:
            path: where it belongs, relative to the record's folder.
            text: the entry.
            rulings: on what it disagrees about, to be saved with it.

        Raises:
            UsageError: no entry can have that path, or a ruling has a wrong field.
        """
        self._update_copy(path, text, rulings)
        return commands.check(self.copy, [self.copy.entries / path], is_long_running=True).findings

    def preview_entry(self, path: str, text: str, rulings: Rulings = ()) -> tuple[str, ...]:
        """Render the pages of an entry's events and of its source, as ``communique serve`` would show them.

        Returns:
            The paths of the pages; they and the files beside them are in ``previewed_files`` until the next preview.

        Raises:
            UsageError: no entry can have that path, or the site was never built.
            RecordError: the record with this entry is wrong.
            BuildError: a build is running.
        """
        self._update_copy(path, text, rulings)
        self.previewed_files = commands.preview_entry(self.settings, self.copy, path)
        return tuple(name for name in self.previewed_files if name.endswith(".html"))

    def open_entry(self, path: str) -> OpenedEntry:
        """Return an entry file as it stands.

        Raises:
            UsageError: no entry can have that path.
            RecordError: it cannot be read.
        """
        from communique.loaders.entry_files import read_file

        self._locate_entry(path)
        file = read_file(self.settings.entries, Path(path))
        return OpenedEntry(path, file.text, file.sha256)

    def save_entry(
        self,
        path: str,
        text: str,
        *,
        digest: str = "",
        is_draft: bool = False,
        article: str = "",
        rulings: Rulings = (),
    ) -> OpenedEntry:
        """Write an entry file and the rulings on it, all or none, and return the entry.

        Args:
            path: where, relative to the record's folder.
            text: the entry.
            digest: of the file as it was opened; "" for a new one.
            is_draft: it is half done, and is kept out of load and build.
            article: the text that was read, which is kept on this machine.
            rulings: on what it disagrees about; a draft is no part of the record, so with one none is written.

        Raises:
            UsageError: no entry can have that path, a ruling has a wrong field, or another file is there.
            RecordError: it is wrong, and no draft.
        """
        from communique.pipeline.save_texts import save_text, save_texts

        target = self._locate_entry(path)
        findings = self.check_entry(path, text, rulings)
        if not is_draft and any(finding.severity == "error" for finding in findings):
            raise RecordError(findings)
        if digest and (not target.is_file() or _hash_file(target) != digest):
            raise UsageError(f"{path} was changed or removed by somebody else; open it again")
        if not digest and target.exists():
            raise UsageError(f"{path} is there already; open it, or change publisher or day")
        entry = mark_draft(text, is_draft=is_draft)
        decisions = {} if is_draft else _insert_rulings(self.settings.entries, rulings)
        try:
            if decisions:
                save_texts(self.settings.entries, {**decisions, target: entry})
            else:
                save_text(target, entry, new=not digest, root=self.settings.entries)
        except FileExistsError:
            raise UsageError(f"{path} is there already; open it, or change publisher or day") from None
        if article:
            commands.store_text(self.settings.home, target.stem, article)
        return OpenedEntry(path, entry, _hash_file(target))

    def _locate_entry(self, path: str) -> Path:
        """Return the file of an entry, which lies in the record's folder whatever the path says."""
        from communique.loaders.layout import describe_file_name

        fault = None if _ENTRY_PATH.fullmatch(path) else ("this is no path of an entry", "")
        fault = fault or describe_file_name(path)
        target = self.settings.entries / path
        if not fault and not target.parent.resolve().is_relative_to(self.settings.entries.resolve()):
            fault = ("the folder leads out of the record", "")
        if not fault and target.is_symlink():
            fault = ("the file is a link", "")
        if fault:
            raise UsageError(f"{path[:200]!r}: {fault[0]}; name it articles/<year>/<publisher>-<day>.yaml")
        return target

    def _update_copy(self, path: str, text: str, rulings: Rulings) -> None:
        """Bring the copy of the record up to date, and put the entry into it as it stands, and rulings on it."""
        from communique.pipeline.filesystem import mirror_folder, write_with_parents

        self._locate_entry(path)
        mirror_folder(self.settings.entries, self.copy.entries)
        mirror_folder(self.settings.releases, self.copy.releases)
        write_with_parents(mark_draft(text, is_draft=False).encode(), self.copy.entries / path)
        for file, decisions in _insert_rulings(self.copy.entries, rulings).items():
            write_with_parents(decisions.encode(), file)

    @cached_property
    def terms(self) -> dict[str, Any]:
        """The words of the lists with what they mean, and the fields of each kind."""
        from communique.desk.lists import describe_terms

        return describe_terms()

    def list_ids(self) -> dict[str, dict[str, str]]:
        """Return the ids of each section of the registry, of events and of entry files, each with its name."""
        from communique.loaders.curation.record_schemas import list_record_ids
        from communique.loaders.layout import is_article

        dataset = self.read_dataset()
        entries = {path: "" for path in sorted(dataset.hashes) if is_article(path)}
        return {**list_record_ids(dataset), "entries": entries}


def mark_draft(text: str, *, is_draft: bool) -> str:
    """Return an entry that says that it is a draft, or no longer says so.

    Raises:
        UsageError: it has no line to say so behind.
    """
    text = _DRAFT_LINE.sub("", text)
    if not is_draft:
        return text
    if not _FORMAT_LINE.search(text):
        raise UsageError("a draft needs a line that says schema: 1; write it at the top")
    return _FORMAT_LINE.sub(r"\g<0>draft: true\n", text, count=1)


def _insert_rulings(root: Path, rulings: Rulings) -> dict[Path, str]:
    from communique.loaders.curation.decision_insert import insert_rulings

    return insert_rulings(root, map(commands.complete_ruling, rulings))


def _hash_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
