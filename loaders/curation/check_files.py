"""Check selected files as a check of the whole dataset would, reading only the files that have to do with them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from communique.errors import Finding, RecordError
from communique.loaders.checks.check_dataset import CheckReport, check_dataset, read_release_context
from communique.loaders.checks.look_alikes import index_terms, list_event_days
from communique.loaders.checks.references import find_unknown_references
from communique.loaders.checks.run_checks import run_checks, select_errors
from communique.loaders.dataset import Dataset, DatasetContext, derive_source_id
from communique.loaders.entry_files import list_files, read_file
from communique.loaders.file_index import FileIndex, has_cache, read_cached, write_cached
from communique.loaders.layout import RELEASES, describe_file_name, is_article, is_registry_file
from communique.loaders.read import add_to_dataset
from communique.schema.vocabulary import Relation

MAX_UNINDEXED: Final = 400
"""Files that are read here; where more are not indexed, several processes check and index the whole dataset."""

_ID = re.compile(r"\bid: *([a-z0-9-]+)")


def check_files(root: Path, paths: Iterable[str], released: Path | None = None) -> CheckReport:
    """Check some entry files, with every file that has to do with them, as a check of the whole dataset would.

    Read with them is every file on one of their events, every one that links to these, and every one that may be of
    the same article or of the same event. Of the rest the file index tells which events there are, so a file that is
    not in it is read. What is wrong with a draft is a warning, since it prevents nothing.

    Args:
        root: the record's folder.
        paths: articles, as POSIX paths relative to root.
        released: the folder of releases; ``releases`` beside the record's folder by default.

    Returns:
        What was read, and every finding on it; those that the files named have to do with say so in ``others``.

    Raises:
        HistoryError: a file of a release is damaged.
    """
    selection = _Selection(root, frozenset(paths))
    all_paths = list_files(root).paths
    others = {path for path in all_paths if is_article(path) and path not in selection.paths}
    selection.read_files(path for path in all_paths if path not in others)
    index, indexed = _read_index(root, others, released)
    selection.read_files(others - indexed)
    selection.add_indexed(terms for path, terms in index.iter_terms() if path in indexed)
    selection.read_related(index, indexed)
    findings = [
        Finding(path, 0, 0, "", *fault) for path in selection.paths if (fault := describe_file_name(path))
    ]
    findings += selection.findings
    if any(finding.path not in others for finding in select_errors(findings)):
        # What a file of the registry holds is not known where it cannot be read.
        if selection.dataset.registry.actors and not any(is_registry_file(it.path) for it in findings):
            findings += find_unknown_references(selection.dataset)
    else:
        unread = {derive_source_id(path): path for path in others - selection.dataset.articles.keys()}
        kinds = dict.fromkeys(selection.list_ids() - (selection.dataset.scope or frozenset()), "")
        part_of = selection.read_parts()
        context = replace(_read_releases(root, released), sources=unread, kinds=kinds, part_of=part_of)
        findings += run_checks(selection.dataset, context)
    drafts = selection.drafts
    findings = [replace(it, severity="warning") if it.path in drafts else it for it in sorted(findings)]
    articles = selection.dataset.articles
    events = {event.id for article in articles.values() for event in article.model.events}
    return CheckReport(frozenset(articles), frozenset(events), findings, frozenset(drafts))


@dataclass(slots=True)
class _Selection:
    """Some articles with what was read of the rest of their dataset."""

    root: Path
    paths: frozenset[str]
    dataset: Dataset = field(default_factory=Dataset)
    findings: list[Finding] = field(default_factory=list)
    drafts: set[str] = field(default_factory=set)
    guessed_ids: set[str] = field(default_factory=set)
    """The ids in files that cannot be understood: nothing is missing because of a slip elsewhere."""
    ids: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    """The first groups of terms of all files that were not selected, as far as they are known."""

    def add_indexed(self, texts: Iterable[str]) -> None:
        """Take in the terms of files, each as `index_terms` gives them."""
        for terms in texts:
            ids, links, parts, _ = terms.split("\t")
            self.ids.update(ids.split())
            self.links.update(links.split())
            self.parts.update(parts.split())

    def read_files(self, names: Iterable[str]) -> None:
        """Read files into the dataset, once each."""
        for name in sorted(set(names) - self.dataset.articles.keys()):
            try:
                file = read_file(self.root, Path(name))
            except RecordError as error:
                self.findings.extend(error)
                continue
            is_selected = name in self.paths
            self.drafts.update({name} if file.is_draft and is_selected else ())
            findings = add_to_dataset(self.dataset, file, self.root, with_drafts=is_selected)
            self.findings += findings
            if not is_selected and (article := self.dataset.articles.get(name)):
                self.add_indexed([index_terms(article.model)])
            if select_errors(findings):
                self.guessed_ids |= set(_ID.findall(file.text))

    def read_related(self, index: FileIndex, indexed: set[str]) -> None:
        """Read every file that has to do with the selected ones, and set the events that are judged."""
        redirects = self.dataset.resolve_redirects()
        former_ids = defaultdict[str, set[str]](set)
        for former, current in redirects.items():
            former_ids[current] |= {former}

        def read_about(events: set[str], terms: Iterable[str] = ()) -> None:
            ids = {name for event in events for name in (event, *former_ids[event])}
            wanted = [*ids, *(f">{name}" for name in ids), *terms]
            self.read_files(indexed.intersection(index.files_mentioning(wanted)))

        models = [self.dataset.articles[path].model for path in self.paths & self.dataset.articles.keys()]
        events = {redirects.get(event.id, event.id) for model in models for event in model.events}
        terms = [term for model in models for term in index_terms(model).split() if term[0] != ">"]
        read_about(events, terms)
        days = {day for model in models for event in model.events for day in list_event_days(event)}
        missing = self._list_missing_targets()
        self.read_files(indexed.intersection(index.files_mentioning(missing)))
        links = (link for model in models for event in model.events for link in event.links)
        followed = {redirects.get(it.target, it.target) for it in links if it.relation is Relation.FOLLOWS}
        read_about(followed)  # whose days must be earlier
        related = {
            redirects.get(event.id, event.id)
            for article in self.dataset.articles.values()
            for event in article.model.events
            if redirects.get(event.id, event.id) in followed
            or days.intersection(list_event_days(event))
            or missing & {f">{it.target}" for it in event.links}
        }
        read_about(related - events)
        self.dataset.scope = frozenset(events | related)

    def _list_missing_targets(self) -> set[str]:
        """Return the terms of links, in files that were not selected, to events that no file reports."""
        known = self.list_ids() | self.dataset.resolve_redirects().keys()
        known |= self.dataset.resolve_splits().keys() | self.dataset.get_withdrawals().keys()
        return {link for link in self.links if link[1:] not in known}

    def list_ids(self) -> set[str]:
        """Return the id of every event that some file of the dataset reports."""
        models = [self.dataset.articles[path].model for path in self.paths & self.dataset.articles.keys()]
        return self.ids | {event.id for model in models for event in model.events} | self.guessed_ids

    def read_parts(self) -> dict[str, frozenset[str]]:
        """Return of what each event is a part, as the files say that were not selected."""
        part_of = defaultdict[str, set[str]](set)
        for term in self.parts:
            part, _, parent = term.partition("^")
            part_of[part].add(parent)
        return {part: frozenset(parents) for part, parents in part_of.items()}


def _read_index(root: Path, others: set[str], released: Path | None) -> tuple[FileIndex, set[str]]:
    """Return the file index, and which of the files it tells of; where it knows too few, it is made first."""
    index = FileIndex(root)
    indexed = index.files_with_terms(sorted(others))
    if len(others) - len(indexed) > MAX_UNINDEXED and has_cache(root):
        check_dataset(root, released)
        index = FileIndex(root)
        indexed = index.files_with_terms(sorted(others))
    return index, indexed


def _read_releases(root: Path, released: Path | None) -> DatasetContext:
    """Return the ids that the releases published and retired, cached: to read them takes longest."""
    folder = released or root.parent / RELEASES
    if not folder.is_dir() or not has_cache(root):
        return read_release_context(root, released)
    from communique.loaders.released_ids import hash_releases

    key = json.dumps(hash_releases(folder), sort_keys=True)
    if body := read_cached(root, "released.json", key):
        stored = json.loads(body)
        return DatasetContext(released=frozenset(stored["released"]), retired=stored["retired"])
    context = read_release_context(root, released)
    stored = {"released": sorted(context.released), "retired": dict(context.retired)}
    write_cached(root, "released.json", key, json.dumps(stored))
    return context
