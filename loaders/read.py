"""Read entry files into a dataset: each validated, with the line and column of every value."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml

from communique.errors import Finding, RecordError
from communique.loaders import file_index
from communique.loaders.dataset import Dataset, EditorialDecisions, ParsedFile
from communique.loaders.entry_files import DatasetFile, list_files, read_file
from communique.loaders.entry_format.annotated_value import EntryModel
from communique.loaders.entry_format.article import Article
from communique.loaders.entry_format.dossier import DossierEntry
from communique.loaders.entry_format.registry import Registry
from communique.loaders.entry_format.rulings import Rulings
from communique.loaders.entry_format.validate import validate_document
from communique.loaders.file_index import FileIndex
from communique.loaders.layout import (
    ARTICLES,
    DOSSIERS,
    REGISTRY,
    RULINGS_FILE,
    RULINGS_FOLDER,
    describe_file_name,
    is_article,
    is_dataset_file,
    is_decision_file,
    is_dossier,
    is_registry_file,
)
from communique.loaders.yaml.parser import YamlDocument, parse_yaml, restore_document

M = TypeVar("M", bound=EntryModel)


def read_dataset(root: Path, paths: Iterable[str] | None = None) -> Dataset:
    """Return the registry, the rulings, and all articles or only those named, as a dataset.

    Args:
        root: the record's folder.
        paths: articles to read, as POSIX paths relative to root; all of them by default.

    Raises:
        RecordError: with every finding of every file.
    """
    dataset, findings = read_with_findings(root, paths)
    if any(finding.severity == "error" for finding in findings):
        raise RecordError(findings)
    return dataset


def read_with_findings(root: Path, paths: Iterable[str] | None = None) -> tuple[Dataset, list[Finding]]:
    """Return what can be read as a dataset, and findings on the rest; invalid files are left out.

    Raises:
        RecordError: there is no such folder.
    """
    findings: list[Finding] = []
    files = dict(_read_files(root, findings, None if paths is None else frozenset(paths)))
    dataset = Dataset(hashes={path: file.sha256 for path, file in files.items()})
    for file in files.values():
        findings.extend(add_to_dataset(dataset, file, root))
    return dataset, findings


def add_to_dataset(
    dataset: Dataset, file: DatasetFile, root: Path, use_cache: bool = True, *, with_drafts: bool = False
) -> list[Finding]:
    """Parse one file and add it to the dataset; return findings, with which it is left out.

    Args:
        dataset: where it goes.
        file: as read.
        root: the record's folder.
        use_cache: remember it as it was understood, should it be asked for again.
        with_drafts: take a draft as an article like any other, where otherwise it is left out.
    """
    findings: list[Finding] = []
    if is_registry_file(file.path):
        if registry := _parse_file(Registry, file, findings, root, use_cache):
            findings.extend(dataset.registry.add_file(registry))
    elif is_decision_file(file.path):
        if decisions := _parse_file(Rulings, file, findings, root, use_cache):
            dataset.rulings = (
                dataset.rulings.with_file(decisions) if dataset.rulings else EditorialDecisions((decisions,))
            )
    elif is_dossier(file.path):
        if dossier := _parse_file(DossierEntry, file, findings, root, use_cache):
            dataset.dossiers[file.path] = dossier
    elif file.is_draft and not with_drafts:
        pass
    elif article := _parse_file(Article, file, findings, root, use_cache):
        if article.model.draft and not file.is_draft:
            what, cure = "draft is read only on a line of its own", "write draft: true at the start of a line"
            return [*findings, article.create_finding(("draft",), what, cure)]
        dataset.articles[file.path] = article
    return findings


def hash_dataset(root: Path) -> Mapping[str, str]:
    """Return the hash of every file of the dataset without parsing any.

    Raises:
        RecordError: a file cannot be read, or does not belong.
    """
    findings: list[Finding] = []
    paths = list_dataset_files(root, findings)
    index = FileIndex(root)
    file_hashes = index.hash_files(paths, findings)
    index.save(paths)
    if any(finding.severity == "error" for finding in findings):
        raise RecordError(findings)
    return file_hashes


def _read_files(
    root: Path, findings: list[Finding], articles: frozenset[str] | None = None
) -> Iterator[tuple[str, DatasetFile]]:
    """Yield the path and content of each file of the dataset; of articles only those named."""
    for path in list_dataset_files(root, findings):
        if articles is not None and path not in articles and is_article(path):
            continue
        try:
            yield path, read_file(root, Path(path))
        except RecordError as error:
            findings.extend(error)


def list_dataset_files(root: Path, findings: list[Finding]) -> list[str]:
    """Return the paths of the dataset's files, adding a finding for each file that does not belong."""
    if not root.is_dir():
        what, cure = "there is no such folder", "run communique init to lay out an empty record"
        raise RecordError([Finding(str(root), 0, 0, "", what, cure)])
    listing = list_files(root)
    findings.extend(listing.findings)
    paths = []
    for path in listing.paths:
        if is_dataset_file(path):
            if fault := describe_file_name(path):
                findings.append(Finding(path, 0, 0, "", *fault))
            paths.append(path)
        else:
            cure = (
                f"move it to {ARTICLES}/, {REGISTRY}/ or {DOSSIERS}/; "
                f"decisions go in {RULINGS_FILE} or {RULINGS_FOLDER}/"
            )
            findings.append(Finding(path, 0, 0, "", "this file is not part of the record's layout", cure))
    return paths


_PARSED_FILES: dict[str, ParsedFile[Any]] = {}
"""Each file as last understood: a load reads the registry twice, and a preview the same record for hours."""


def _parse_file(
    model: type[M], file: DatasetFile, findings: list[Finding], root: Path, use_cache: bool
) -> ParsedFile[M] | None:
    cached = _PARSED_FILES.get(file.path)
    if cached and cached.sha256 == file.sha256 and isinstance(cached.model, model):
        return cached
    try:
        document = parse_yaml(file.text, file.path) if model is Article else _parse_with_cache(file, root)
        parsed = validate_document(model, document, file.path, file.sha256)
    except RecordError as error:
        findings.extend(error)
        return None
    if use_cache:
        _PARSED_FILES[file.path] = parsed
    return parsed


def _parse_with_cache(file: DatasetFile, root: Path) -> YamlDocument:
    """Return the document of a file that every run needs; its data and remarks are cached.

    Raises:
        RecordError: it is no YAML that we read.
    """
    name = f"{file.path.replace('/', '.')}.json"
    key = f"{file.path} {file.sha256} {yaml.__version__} {yaml.__with_libyaml__}"
    if body := file_index.read_cached(root, name, key):
        data, remarks = json.loads(body)
        return restore_document(data, remarks, file.text, file.path)
    document = parse_yaml(file.text, file.path)
    content = json.dumps([document.data, document.remarks], ensure_ascii=False)
    file_index.write_cached(root, name, key, content)
    return document
