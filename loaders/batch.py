"""Process one batch of entry files into rows and findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from communique.errors import Finding, RecordError
from communique.loaders.checks.id_lifecycle import IdLifecycle
from communique.loaders.checks.look_alikes import identify_article, identify_event, index_terms
from communique.loaders.checks.references import find_unknown_in_article
from communique.loaders.checks.run_checks import check_events, select_errors
from communique.loaders.dataset import Dataset, DatasetContext, group_entries_by_event
from communique.loaders.entry_files import read_file
from communique.loaders.read import add_to_dataset
from communique.loaders.reconcile.event import ReconciledEvent
from communique.loaders.rows import RowTuple
from communique.schema.vocabulary import Relation

RowBuilder = Callable[[Dataset, Iterable[ReconciledEvent]], dict[str, list[RowTuple]]]
"""From what was read, and the events on which all of it agrees, to rows by table."""


@dataclass(slots=True)
class BatchResult:
    """The rows, findings and index terms of one batch.

    Args:
        parse_findings: what is wrong with files that cannot be understood at all.
        corrected_events: files that report other events than their text seemed to, with the events.
        reference_findings: what the files refer to and is not there.
        findings: what else is wrong or strange.
        rows: rows by table, of sources and of events; none where a finding is an error, or nobody wants rows.
        urls: where each file's article was read, of those that say so.
        article_keys: by path, hashes of what no two articles share.
        event_keys: by event, hashes of what two events that are one are likely to share.
        part_of: for each event those that it is said to be a part of.
        terms: for each file the hash of what was read, a tab, and the words by which others may mean it.
    """

    parse_findings: list[Finding] = field(default_factory=list)
    corrected_events: EventsByFile = field(default_factory=dict)
    reference_findings: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows: dict[str, list[RowTuple]] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    article_keys: dict[str, list[int]] = field(default_factory=dict)
    event_keys: dict[str, list[int]] = field(default_factory=dict)
    part_of: dict[str, set[str]] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BatchContext:
    """The data that all batches share.

    Args:
        root: the record's folder.
        dataset: the registry and the rulings.
        scope: the articles that are read, and what is known of the rest.
        lifecycle: the ids of the whole record.
        build_rows: makes the rows; None where nobody wants any.
        use_cache: whether files, once understood, are kept for the next time in this process.
    """

    root: Path
    dataset: Dataset
    scope: Scope
    lifecycle: IdLifecycle
    build_rows: RowBuilder | None
    use_cache: bool

    def process_files(self, paths: Iterable[str]) -> BatchResult:
        """Read the files of a batch and return their rows and findings."""
        result = BatchResult()
        dataset = self.parse_files(paths, result)
        redirects = dataset.resolve_redirects()
        entries_by_event = group_entries_by_event(dataset)
        for path, article in dataset.articles.items():
            events = tuple(sorted({event.id for event in article.model.events}))
            if events != self.scope.events_by_file[path]:
                result.corrected_events[path] = events
            result.terms[path] = f"{article.sha256}\t{index_terms(article.model)}"
            if article.model.source.url:
                result.urls[path] = article.model.source.url
            result.article_keys[path] = [hash(key) for key in identify_article(article.model)]
            result.reference_findings += find_unknown_in_article(article, dataset.registry)
        for event_id, event_entries in entries_by_event.items():
            result.event_keys[event_id] = [hash(key) for key in identify_event(event_entries)]
            parents = {
                redirects.get(link.target, link.target)
                for _, entry in event_entries.iter_event_entries()
                for link in entry.links
                if link.relation is Relation.PART_OF
            }
            if parents:
                result.part_of[event_id] = parents
        if result.parse_findings or result.corrected_events:
            return result
        reconciled, result.findings = check_events(
            entries_by_event, dataset, self.lifecycle, self.scope.context
        )
        if self.build_rows and not select_errors([*result.reference_findings, *result.findings]):
            result.rows = self.build_rows(dataset, reconciled)
        return result

    def parse_files(self, paths: Iterable[str], result: BatchResult) -> Dataset:
        """Return the files as a dataset with the registry and rulings, adding parse findings to `result`."""
        dataset = replace(self.dataset, articles={}, hashes={})
        for path in paths:
            try:
                result.parse_findings += add_to_dataset(
                    dataset, read_file(self.root, Path(path)), self.root, self.use_cache
                )
            except RecordError as error:
                result.parse_findings += error
        return dataset


_EVENT_ID = re.compile(r"^  - \{?id: ([a-z0-9-]+)(?=[,} \r\n]|$)", re.MULTILINE)
"""How ``communique fmt`` writes the first line of an event. A file that is written otherwise is noticed when
it is parsed, and then the events that it really reports are known."""

EventsByFile = dict[str, tuple[str, ...]]
"""The events of each file, sorted, by its path."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of a dataset that is read, and what is known of the rest of it.

    Args:
        events_by_file: the articles to read, each with the events that it seems to report.
        context: what was released, and the articles and events beyond the scope.
        events: the events on which every entry is read; None where all of the dataset is.
    """

    events_by_file: EventsByFile
    context: DatasetContext
    events: frozenset[str] | None = None


def scan_event_ids(
    root: Path, paths: Iterable[str], corrected: Mapping[str, tuple[str, ...]]
) -> EventsByFile:
    """Return the event ids that each article seems to report; none for a file that cannot be read.

    Drafts are left out, so that nothing is loaded from them.

    Args:
        root: the dataset's folder.
        paths: the articles.
        corrected: the events of files that report others than their text seems to.
    """
    events_by_file: EventsByFile = {}
    for path in paths:
        if path in corrected:
            events_by_file[path] = corrected[path]
            continue
        try:
            file = read_file(root, Path(path))
        except RecordError:
            events_by_file[path] = ()  # reported when it is parsed
            continue
        if not file.is_draft:
            events_by_file[path] = tuple(sorted(set(_EVENT_ID.findall(file.text))))
    return events_by_file
