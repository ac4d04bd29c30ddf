"""From files to the record in memory: each entry validated, every node knowing its line and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from communique.errors import Finding, RecordError
from communique.loaders.entry import Article, Registry, Rulings
from communique.loaders.entry.value import Strict
from communique.loaders.files import RecordFile, list_files, read_file
from communique.loaders.record import Located, Record
from communique.loaders.validate import validate
from communique.loaders.yaml.strict import parse

M = TypeVar("M", bound=Strict)

ARTICLES, REGISTRY, RULINGS = "articles", "registry", "rulings.yaml"

RELEASES = "releases"
"""The folder beside the record's own that holds what was released."""


def read(root: Path, paths: Iterable[str] | None = None) -> Record:
    """Read the registry, the rulings, and all articles or only those named.

    Args:
        root: the record's folder.
        paths: articles to read, as POSIX paths relative to root; all of them by default.

    Raises:
        RecordError: with every finding of every file.
    """
    record, findings = gather(root, paths)
    if any(finding.severity == "error" for finding in findings):
        raise RecordError(findings)
    return record


def gather(root: Path, paths: Iterable[str] | None = None) -> tuple[Record, list[Finding]]:
    """What can be read, as ``read`` does, and what is wrong with the rest: a file that is wrong is left out.

    Raises:
        RecordError: there is no such folder.
    """
    findings: list[Finding] = []
    files = dict(_files(root, findings, None if paths is None else frozenset(paths)))
    record = Record(hashes={path: file.sha256 for path, file in files.items()})
    for file in files.values():
        findings.extend(take_in(record, file))
    return record, findings


def take_in(record: Record, file: RecordFile, keep: bool = True) -> list[Finding]:
    """Understand one file and put it in its place in the record; what is wrong with it leaves it out.

    Args:
        record: where it goes.
        file: as read.
        keep: remember it as it was understood, should it be asked for again.
    """
    findings: list[Finding] = []
    if file.path.startswith(f"{REGISTRY}/"):
        if registry := _model(Registry, file, findings, keep):
            findings.extend(record.registry.add(registry))
    elif file.path == RULINGS:
        record.rulings = _model(Rulings, file, findings, keep)
    elif article := _model(Article, file, findings, keep):
        record.articles[file.path] = article
    return findings


def hashes(root: Path) -> Mapping[str, str]:
    """The hash of every file of the record, without reading what they say.

    Raises:
        RecordError: a file cannot be read, or does not belong.
    """
    findings: list[Finding] = []
    files = {path: file.sha256 for path, file in _files(root, findings)}
    if any(finding.severity == "error" for finding in findings):
        raise RecordError(findings)
    return files


def _files(
    root: Path, findings: list[Finding], articles: frozenset[str] | None = None
) -> Iterator[tuple[str, RecordFile]]:
    """The files of the record, read; of the articles only those named, where they are."""
    if not root.is_dir():
        what, cure = "there is no such folder", "run communique init to lay out an empty record"
        raise RecordError([Finding(str(root), 0, 0, "", what, cure)])
    listing = list_files(root)
    findings.extend(listing.findings)
    for path in listing.paths:
        if path != RULINGS and not path.startswith((f"{ARTICLES}/", f"{REGISTRY}/")):
            cure = f"move it to {ARTICLES}/ or {REGISTRY}/; decisions go in {RULINGS}"
            findings.append(Finding(path, 0, 0, "", "this file is not part of the record's layout", cure))
            continue
        if articles is not None and path not in articles and path.startswith(f"{ARTICLES}/"):
            continue
        try:
            yield path, read_file(root, Path(path))
        except RecordError as error:
            findings.extend(error)


_UNDERSTOOD: dict[str, Located[Any]] = {}
"""Each file as last understood: a load reads the registry twice, and a preview the same record for hours."""


def _model(model: type[M], file: RecordFile, findings: list[Finding], keep: bool) -> Located[M] | None:
    known = _UNDERSTOOD.get(file.path)
    if known and known.sha256 == file.sha256 and isinstance(known.model, model):
        return known
    try:
        understood = validate(model, parse(file.text, file.path), file.path, file.sha256)
    except RecordError as error:
        findings.extend(error)
        return None
    if keep:
        _UNDERSTOOD[file.path] = understood
    return understood
