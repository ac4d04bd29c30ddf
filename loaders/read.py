"""From files to the record in memory: each entry validated, every node knowing its line and column."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml

from communique.errors import Finding, RecordError
from communique.loaders import kept
from communique.loaders.decisions import Decisions
from communique.loaders.entry import Article, Registry, Rulings
from communique.loaders.entry.value import Strict
from communique.loaders.files import RecordFile, list_files, read_file
from communique.loaders.ledger import Ledger
from communique.loaders.record import Located, Record
from communique.loaders.validate import validate
from communique.loaders.yaml.strict import Document, parse, parsed_before

M = TypeVar("M", bound=Strict)

ARTICLES, REGISTRY = "articles", "registry"

RULINGS, MORE_RULINGS = "rulings.yaml", "rulings"
"""The file of decisions, and the folder for those of a record that has too many for one file."""

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
        findings.extend(take_in(record, file, root))
    return record, findings


def take_in(record: Record, file: RecordFile, root: Path, keep: bool = True) -> list[Finding]:
    """Understand one file and put it in its place in the record; what is wrong with it leaves it out.

    Args:
        record: where it goes.
        file: as read.
        root: the record's folder.
        keep: remember it as it was understood, should it be asked for again.
    """
    findings: list[Finding] = []
    if file.path.startswith(f"{REGISTRY}/"):
        if registry := _model(Registry, file, findings, root, keep):
            findings.extend(record.registry.add(registry))
    elif decides(file.path):
        if decided := _model(Rulings, file, findings, root, keep):
            record.rulings = record.rulings.and_of(decided) if record.rulings else Decisions((decided,))
    elif article := _model(Article, file, findings, root, keep):
        record.articles[file.path] = article
    return findings


def hashes(root: Path) -> Mapping[str, str]:
    """The hash of every file of the record, without reading what they say.

    Raises:
        RecordError: a file cannot be read, or does not belong.
    """
    findings: list[Finding] = []
    paths = paths_of(root, findings)
    ledger = Ledger(root)
    found = ledger.digests(paths, findings)
    ledger.save(paths)
    if any(finding.severity == "error" for finding in findings):
        raise RecordError(findings)
    return found


def _files(
    root: Path, findings: list[Finding], articles: frozenset[str] | None = None
) -> Iterator[tuple[str, RecordFile]]:
    """The files of the record, read; of the articles only those named, where they are."""
    for path in paths_of(root, findings):
        if articles is not None and path not in articles and path.startswith(f"{ARTICLES}/"):
            continue
        try:
            yield path, read_file(root, Path(path))
        except RecordError as error:
            findings.extend(error)


def decides(path: str) -> bool:
    """Whether a file of the record holds decisions."""
    return path == RULINGS or path.startswith(f"{MORE_RULINGS}/")


def paths_of(root: Path, findings: list[Finding]) -> list[str]:
    """The files that belong to the record; what lies there and does not belong is told."""
    if not root.is_dir():
        what, cure = "there is no such folder", "run communique init to lay out an empty record"
        raise RecordError([Finding(str(root), 0, 0, "", what, cure)])
    listing = list_files(root)
    findings.extend(listing.findings)
    paths = []
    for path in listing.paths:
        if decides(path) or path.startswith((f"{ARTICLES}/", f"{REGISTRY}/")):
            paths.append(path)
        else:
            cure = f"move it to {ARTICLES}/ or {REGISTRY}/; decisions go in {RULINGS} or {MORE_RULINGS}/"
            findings.append(Finding(path, 0, 0, "", "this file is not part of the record's layout", cure))
    return paths


_UNDERSTOOD: dict[str, Located[Any]] = {}
"""Each file as last understood: a load reads the registry twice, and a preview the same record for hours."""


def _model(
    model: type[M], file: RecordFile, findings: list[Finding], root: Path, keep: bool
) -> Located[M] | None:
    known = _UNDERSTOOD.get(file.path)
    if known and known.sha256 == file.sha256 and isinstance(known.model, model):
        return known
    try:
        document = parse(file.text, file.path) if model is Article else _shared(file, root)
        understood = validate(model, document, file.path, file.sha256)
    except RecordError as error:
        findings.extend(error)
        return None
    if keep:
        _UNDERSTOOD[file.path] = understood
    return understood


def _shared(file: RecordFile, root: Path) -> Document:
    """A file that every run needs, whatever article it is about: its YAML is read once and its data kept.

    Raises:
        RecordError: it is no YAML that we read.
    """
    name = f"{file.path.replace('/', '.')}.json"
    key = f"{file.path} {file.sha256} {yaml.__version__} {yaml.__with_libyaml__}"
    if body := kept.kept(root, name, key):
        return parsed_before(json.loads(body), file.text, file.path)
    document = parse(file.text, file.path)
    kept.put(root, name, key, json.dumps(document.data, ensure_ascii=False))
    return document
