"""Check selected files, finding related files by their bytes instead of parsing every file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from communique.errors import Finding, RecordError
from communique.loaders.checks.check_dataset import CheckReport, check_dataset
from communique.loaders.checks.references import find_unknown_references
from communique.loaders.checks.run_checks import run_checks, select_errors
from communique.loaders.dataset import Dataset, DatasetContext, derive_source_id, index_terms
from communique.loaders.entry_files import MAX_FILE_SIZE, list_files, read_file
from communique.loaders.file_index import FileIndex
from communique.loaders.layout import is_article
from communique.loaders.read import add_to_dataset


def check_files(root: Path, paths: Iterable[str]) -> CheckReport:
    """Check some entry files, with all that they refer to, as a check of the whole dataset would.

    Every file in which one of their events, links or addresses stands is read with them. What only the whole
    record can show, such as a cycle through files that were not read, is left to ``check_dataset``. What is wrong
    with a draft is a warning, since it prevents nothing.

    Args:
        root: the record's folder.
        paths: articles, as POSIX paths relative to root.

    Returns:
        What was read, and what is wrong with the files named.

    """
    selected, dataset, findings = set(paths), Dataset(), list[Finding]()

    drafts: set[str] = set()

    def read_files(names: Iterable[str]) -> None:
        for name in sorted(names):
            try:
                file = read_file(root, Path(name))
                drafts.update({name} if file.is_draft and name in selected else ())
                findings.extend(add_to_dataset(dataset, file, root, with_drafts=name in selected))
            except RecordError as error:
                findings.extend(error)

    all_paths = list_files(root).paths
    others = {path for path in all_paths if is_article(path) and path not in selected}
    read_files(path for path in all_paths if path not in others)
    related = _related_files(root, others, _related_terms(dataset))
    read_files(related)
    dataset.scope = frozenset(_reported_events(dataset, selected))
    if select_errors(findings):
        findings += find_unknown_references(dataset) if dataset.registry.actors else []
    else:
        unread = {derive_source_id(path): path for path in others if path not in related}
        findings += run_checks(
            dataset, DatasetContext(kinds=_events_outside(dataset, selected), sources=unread)
        )
    findings = sorted(finding for finding in findings if finding.path in selected)
    if any(
        ".links[" in finding.where for finding in findings
    ):  # the whole record tells which event was meant
        findings = [finding for finding in check_dataset(root).findings if finding.path in selected]
    events = {event.id for article in dataset.articles.values() for event in article.model.events}
    findings = [replace(f, severity="warning") if f.path in drafts else f for f in findings]
    return CheckReport(frozenset(dataset.articles), frozenset(events), findings, frozenset(drafts))


def _reported_events(dataset: Dataset, paths: Iterable[str]) -> set[str]:
    """Return the ids of the events that some files report, with redirects followed."""
    redirects = dataset.resolve_redirects()
    models = [dataset.articles[path].model for path in paths if path in dataset.articles]
    return {redirects.get(event.id, event.id) for model in models for event in model.events}


def _related_terms(dataset: Dataset) -> list[str]:
    """Return the terms that relate another file to these: event ids, link targets, addresses."""
    terms = {term for article in dataset.articles.values() for term in index_terms(article.model).split()}
    redirects = dataset.resolve_redirects()
    terms |= {old for old, new in redirects.items() if new in terms} | {
        redirects[term] for term in terms if term in redirects
    }
    return sorted(terms)


def _related_files(root: Path, others: set[str], terms: list[str]) -> set[str]:
    """Return the files that mention a term, by the file index, or by their bytes if not indexed."""
    index = FileIndex(root)
    indexed = index.files_with_terms(sorted(others))
    encoded_terms = [term.encode() for term in terms]
    matching = {path for path in others - indexed if _has_term(f"{root}/{path}", encoded_terms)}
    return matching | (indexed & set(index.files_mentioning(terms)))


def _has_term(file: str, terms: list[bytes]) -> bool:
    try:
        with open(file, "rb") as content:  # noqa: PTH123 - a path object for each file would take as long as this
            data = content.read(MAX_FILE_SIZE)
    except OSError:
        return False  # a finding of its own when the whole record is checked
    return any(term in data for term in terms)


def _events_outside(dataset: Dataset, selected: set[str]) -> dict[str, str]:
    """Return the kind by id of events assumed to exist: those read, and those only other files name."""
    kinds = {
        event.id: event.kind.value for article in dataset.articles.values() for event in article.model.events
    }
    others = [article.model for path, article in dataset.articles.items() if path not in selected]
    named = {link.target for model in others for event in model.events for link in event.links}
    if dataset.rulings:
        rulings = dataset.rulings.model
        named |= {ruling.event for ruling in rulings.rulings} | set(dataset.resolve_redirects().values())
        named -= {withdrawal.id for withdrawal in rulings.withdrawals}
    return {key: kinds.get(key, "") for key in (set(kinds) | named) - (dataset.scope or frozenset())}
