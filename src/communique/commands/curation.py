"""Begin a record, look up ids in it, and write its files in their canonical form."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from communique.commands.record import Home, resolve_dataset_paths, resolve_settings
from communique.commands.signals import uninterruptible
from communique.errors import Finding, RecordError, UsageError

if TYPE_CHECKING:
    from communique.loaders.curation.archived_copies import UnsavedSource
    from communique.loaders.curation.find_ids import IdMatch


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record that was laid out: the files written, and those that were there already."""

    home: Path
    written: tuple[Path, ...]
    existing: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class FoundIds:
    """The matches of a look-up, best first, and how many errors hid parts of the record."""

    matches: tuple[IdMatch, ...]
    error_count: int


@dataclass(frozen=True, slots=True)
class FormattedFiles:
    """The outcome of formatting.

    Args:
        changed: the files that were rewritten, or would be.
        unchanged_count: how many are as they should be.
        findings: why other files were left alone.
        is_refused: nothing was rewritten, because a format takes all files or none.
    """

    changed: tuple[Path, ...]
    unchanged_count: int
    findings: tuple[Finding, ...]
    is_refused: bool


@dataclass(frozen=True, slots=True)
class ArchivedSource:
    """An article with the saved copy that was found: its file, both addresses, and the day of the copy."""

    path: str
    url: str
    archived_url: str
    saved: dt.date


@dataclass(slots=True)
class ArchivedSources:
    """The outcome of looking up saved copies.

    Args:
        copies: the articles that have one.
        unsaved: file and address of those that the archive does not have.
        failed: file, address and reason where the archive answered with an error.
        asked: for how many it was asked.
        total: how many were to be asked for.
        unreachable: why the archive could not be reached, and what to do; "" where it could.
    """

    copies: list[ArchivedSource]
    unsaved: list[tuple[str, str]]
    failed: list[tuple[str, str, str]]
    asked: int
    total: int
    unreachable: str = ""


def init(home: Home, folder: Path | None = None, *, states: bool = False) -> NewRecord:
    """Lay out an empty record; what is there already stays as it is.

    Args:
        home: the settings to lay it out by.
        folder: where, if not in the home folder.
        states: write the states of today into the registry, with their names and codes.

    Raises:
        UsageError: the folder is a file.
    """
    from communique.loaders.curation.known_states import iter_state_files
    from communique.loaders.curation.project_template import (
        build_template,
        leave_layout,
        write_missing_files,
    )

    settings = resolve_settings(home)
    target = settings.home if folder is None else folder.expanduser()
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file; name a folder")
    is_inside = settings.entries.is_relative_to(settings.home)
    entries = settings.entries.relative_to(settings.home).as_posix() if is_inside else "entries"
    template = build_template(entries) | (dict(iter_state_files(entries)) if states else {})
    files = leave_layout(target, template, entries)
    written, existing = write_missing_files(target, files)
    return NewRecord(
        target, tuple(target / path for path in written), tuple(target / path for path in existing)
    )


def find(home: Home, text: str, limit: int = 12) -> FoundIds:
    """Look through ids, names, aliases and titles of the record, forgiving slips."""
    from communique.loaders.curation.find_ids import find_ids
    from communique.loaders.read import read_with_findings

    dataset, findings = read_with_findings(resolve_settings(home).entries)
    errors = sum(finding.severity == "error" for finding in findings)
    return FoundIds(tuple(find_ids(text, dataset, limit)), errors)


def fmt(
    home: Home,
    paths: Iterable[Path] = (),
    *,
    check: bool = False,
    drop_comments: bool = False,
    to: int | None = None,
) -> FormattedFiles:
    """Write files of the record in their canonical form, all or none; what they say stays the same.

    Args:
        home: the record.
        paths: files or folders; all by default.
        check: write nothing.
        drop_comments: let go of comments between the data.
        to: the format to bring files of past formats to, all of them or none.

    Raises:
        UsageError: a path is not in the record, or there is no such format.
    """
    from communique.pipeline.save_texts import save_texts

    root = resolve_settings(home).entries
    findings: list[Finding] = []
    texts: dict[Path, str] = {}
    unchanged_count = 0
    for name in _select_files(root, paths):
        try:
            before, after = _format_file(root, name, to, drop_comments)
        except RecordError as error:
            findings += error
            continue
        if after == before:
            unchanged_count += 1
        else:
            texts[root / name] = after
    is_refused = bool(to is not None and findings)
    if not is_refused and not check:
        with uninterruptible(
            "the files were formatted" if to is None else f"the files were brought to format {to}"
        ):
            save_texts(root, texts)
    return FormattedFiles(tuple(texts), unchanged_count, tuple(findings), is_refused)


def split(home: Home, *, check: bool = False, drop_comments: bool = False) -> FormattedFiles:
    """Give every entry of the registry and every decision a file of its own, all or none; return what changes.

    Args:
        home: the record.
        check: write nothing.
        drop_comments: let go of comments, which have no place among many files.
    """
    from communique.loaders.curation.split_files import split_files
    from communique.pipeline.save_texts import save_texts

    root = resolve_settings(home).entries
    layout = split_files(root, drop_comments=drop_comments)
    is_refused = bool(layout.findings)
    if not is_refused and not check:
        with uninterruptible("every entry of the registry and every decision has its own file"):
            save_texts(
                root,
                {root / path: text for path, text in layout.texts.items()},
                [root / path for path in layout.removed],
            )
    changed = sorted([*layout.texts, *layout.removed])
    return FormattedFiles(
        tuple(root / path for path in changed), layout.unchanged_count, tuple(layout.findings), is_refused
    )


def archive(
    home: Home,
    paths: Iterable[Path] = (),
    *,
    timemap: str | None = None,
    dry_run: bool = False,
    limit: int | None = None,
    pause: float = 1.0,
) -> ArchivedSources:
    """Look up saved copies of the articles that have none yet, and write their addresses into the entries.

    Each file is written in one step as soon as its copy is known, so what was found before an archive fails stays.

    Args:
        home: the record.
        paths: files or folders; all articles by default.
        timemap: where an archive has its TimeMaps, ``{url}`` for a text's address; the Internet Archive's by default.
        dry_run: write nothing.
        limit: how many articles to ask for; all by default.
        pause: seconds between two questions, since archives turn away who asks too often.

    Raises:
        UsageError: a path is not in the record, or the address of TimeMaps is none.
        RecordError: a file is wrong, or not laid out so that something can be added.
    """
    from communique.loaders.curation import mementos
    from communique.loaders.curation.archived_copies import iter_unsaved_sources
    from communique.loaders.layout import is_article

    root = resolve_settings(home).entries
    address = mementos.check_timemap(timemap or mementos.TIMEMAP)
    unsaved = list(iter_unsaved_sources(root, tuple(filter(is_article, _select_files(root, paths)))))[:limit]
    result = ArchivedSources([], [], [], asked=0, total=len(unsaved))
    for source in unsaved:
        if result.asked:
            time.sleep(pause)
        result.asked += 1
        try:
            _look_up_copy(root, source, address, result, dry_run)
        except mementos.ArchiveUnreachableError as error:
            result.unreachable = str(error)
            break
    return result


def _look_up_copy(
    root: Path, source: UnsavedSource, timemap: str, result: ArchivedSources, dry_run: bool
) -> None:
    """Ask for the copy of one article, write it into its entry, and add to the result what came of it."""
    from communique.loaders.curation import mementos
    from communique.loaders.curation.archived_copies import insert_archived_url
    from communique.pipeline.save_texts import save_text

    try:
        copy = mementos.choose_memento(mementos.fetch_mementos(source.url, timemap), source.published)
    except mementos.ArchiveAnswerError as error:
        result.failed.append((source.path, source.url, str(error)))
        return
    if copy is None:
        result.unsaved.append((source.path, source.url))
        return
    text = insert_archived_url(source.text, source.path, copy.url)
    if not dry_run:
        save_text(root / source.path, text, root=root)
    result.copies.append(ArchivedSource(source.path, source.url, copy.url, copy.saved.date()))


def _format_file(root: Path, name: str, to: int | None, drop_comments: bool) -> tuple[str, str]:
    """Return the text of a file, and what it should be."""
    from communique.loaders.curation.format_files import convert_text, format_text
    from communique.loaders.entry_files import read_file

    file = read_file(root, Path(name))
    try:
        if to is None:
            return file.text, format_text(file.text, name, drop_comments=drop_comments)
        return file.text, convert_text(file.text, name, _check_format(to), drop_comments=drop_comments)
    except RecordError:
        if not file.is_draft:
            raise
        return (
            file.text,
            file.text,
        )  # half done: `check FILE` says what is wrong, and nobody else needs to hear it


def _select_files(root: Path, paths: Iterable[Path]) -> Iterator[str]:
    """Yield the files of the record that were asked for."""
    from communique.loaders.entry_files import list_files

    selected = resolve_dataset_paths(root, tuple(paths) or (root,))
    for name in list_files(root).paths:
        if any(name == folder or folder == "." or name.startswith(f"{folder}/") for folder in selected):
            yield name


def _check_format(to: int) -> int:
    """Return a format unchanged if files can be brought to it.

    Raises:
        UsageError: there is none of that number, or it is of a later Communiqué.
    """
    from communique.loaders.entry_format.article import FORMAT
    from communique.loaders.entry_format.upgrades import STEPS

    if to in STEPS or to == FORMAT:
        return to
    later = "; update Communiqué" if to > FORMAT else ""
    raise UsageError(f"there is no format {to} here: this Communiqué writes format {FORMAT}{later}")
