"""Process a whole dataset in batches, so that it is never in memory all at once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from communique.errors import Finding, RecordError
from communique.loaders.batch import BatchContext, BatchResult, RowBuilder
from communique.loaders.batching import EventsByFile, group_files, scan_event_ids
from communique.loaders.checks.consistency import DatasetContext, find_cycles
from communique.loaders.checks.id_lifecycle import IdLifecycle
from communique.loaders.checks.references import find_unknown_in_registry
from communique.loaders.checks.run_checks import check_across_events, select_errors
from communique.loaders.dataset import Dataset, derive_source_id
from communique.loaders.file_index import FileIndex
from communique.loaders.read import ARTICLES, read_with_findings
from communique.loaders.reconcile.event import group_entries_by_event
from communique.pipeline.workers import map_ordered, max_workers

BATCH_SIZE = 200
"""Files in a batch: enough that a round costs little, few enough that its rows are soon gone."""

PARALLEL_THRESHOLD = 400
"""Files that are read quicker here than by processes that must be started."""


Done = TypeVar("Done")


class BatchesOutdated(Exception):  # noqa: N818  (no error: the batches are made anew)
    """The batches were formed from event ids that parsing has corrected."""


@dataclass(slots=True)
class BatchRun:
    """A dataset that is processed in batches.

    Args:
        root: its folder.
        paths: its files.
        dataset_context: what was released.
        build_rows: makes the rows of a batch; None where nobody wants any.
        is_long_running: read here and keep what is understood, because this process will ask again.
    """

    root: Path
    paths: tuple[str, ...]
    dataset_context: DatasetContext
    build_rows: RowBuilder | None = None
    is_long_running: bool = False
    dataset: Dataset = field(init=False)
    events_by_file: EventsByFile = field(init=False)
    lifecycle: IdLifecycle = field(init=False)
    findings: list[Finding] = field(init=False)
    parse_findings: list[Finding] = field(init=False)
    """What is wrong with files that cannot be understood at all."""
    reference_findings: list[Finding] = field(init=False)
    """What is referred to and is not there, in files that can be understood."""
    unparsed_paths: set[str] = field(init=False)
    """The articles that cannot be understood."""
    _conflicting_paths: set[str] = field(init=False)
    """Files with a name or an address that another has: the database would refuse the second."""

    def __post_init__(self) -> None:
        """Read the registry and rulings, and scan which file reports which events."""
        self.dataset, self.parse_findings = read_with_findings(self.root, ())
        self.events_by_file = scan_event_ids(
            self.root, (path for path in self.paths if path.startswith(f"{ARTICLES}/"))
        )
        self._reset_findings()

    def _reset_findings(self) -> None:
        redirects = self.dataset.resolve_redirects()
        events = {
            redirects.get(event, event) for event_ids in self.events_by_file.values() for event in event_ids
        }
        self.lifecycle = IdLifecycle(
            frozenset(events), redirects, self.dataset.resolve_splits(), self.dataset.get_withdrawals()
        )
        self.reference_findings = list(find_unknown_in_registry(self.dataset.registry))
        self.findings = list(check_across_events({}, self.dataset, self.lifecycle, self.dataset_context))
        self.unparsed_paths = set()
        self._conflicting_paths = set()
        first_paths: dict[str, str] = {}
        for path in self.events_by_file:
            self._check_unique(first_paths, derive_source_id(path), path)

    def is_valid(self) -> bool:
        """Return whether nothing read so far prevents a load."""
        finding_lists = (self.parse_findings, self.reference_findings, self.findings)
        return not any(select_errors(findings) for findings in finding_lists) and not self._conflicting_paths

    def process_batches(self) -> Iterator[BatchResult]:
        """Yield the result of each batch; after the last one `findings` is complete.

        Raises:
            RecordError: files cannot be understood at all; with every finding on them.
            Misread: the batches must be made anew, which has been done: begin again.
        """
        workers = (
            max_workers() if len(self.events_by_file) > PARALLEL_THRESHOLD and not self.is_long_running else 1
        )
        context = BatchContext(
            self.root,
            self.dataset,
            self.events_by_file,
            self.lifecycle,
            self.dataset_context,
            self.build_rows,
            use_cache=workers < 2,
        )
        file_batches = group_files(self.events_by_file, self.dataset.resolve_redirects(), BATCH_SIZE)
        corrected_events: EventsByFile = {}
        first_paths: dict[str, str] = {}
        part_of: dict[str, set[str]] = {}
        # Words wait on the disk: a ledger beside the batches would cost a sixth of the memory.
        with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as terms_file:
            results = map_ordered(lambda paths: [context.process_files(paths)], file_batches, workers)
            for paths, (result,) in zip(file_batches, results, strict=True):
                self.parse_findings += result.parse_findings
                corrected_events |= result.corrected_events
                self.reference_findings += result.reference_findings
                self.findings += result.findings
                self.unparsed_paths.update(path for path in paths if path not in result.terms)
                for path, url in result.urls.items():
                    self._check_unique(first_paths, url, path)
                part_of |= result.part_of
                terms_file.writelines(f"{path}\t{terms}\n" for path, terms in result.terms.items())
                if not corrected_events:
                    yield result
            terms_file.seek(0)
            self._update_index(terms_file)
        self.events_by_file |= corrected_events
        if select_errors(self.parse_findings):
            raise RecordError(self.parse_findings)
        if corrected_events:
            self._reset_findings()
            raise BatchesOutdated
        self.findings += self.reference_findings
        self.findings += self._check_across_batches(context, part_of)

    def _update_index(self, lines: Iterable[str]) -> None:
        """Store the index terms of articles, given as tab-separated lines, in the file index."""
        index = FileIndex(self.root)
        index.update_terms(line.rstrip("\n").split("\t") for line in lines)
        index.save(self.paths)

    def _check_unique(self, first_paths: dict[str, str], value: str, path: str) -> None:
        """Record the path of a value that must be unique, and both paths where another file has it."""
        other = first_paths.setdefault(value, path)
        if other != path:
            self._conflicting_paths |= {path, other}

    def _check_across_batches(self, context: BatchContext, part_of: dict[str, set[str]]) -> list[Finding]:
        """Return the findings between batches, reading the few files concerned again for their positions."""
        suspect_paths = set(self._conflicting_paths)
        redirects = self.dataset.resolve_redirects()
        cyclic_events = {event for cycle in find_cycles(_part_of_graph(part_of)) for event in cycle}
        if cyclic_events:
            suspect_paths |= {
                path
                for path, event_ids in self.events_by_file.items()
                if cyclic_events & {redirects.get(e, e) for e in event_ids}
            }
        if not suspect_paths:
            return []
        dataset = context.parse_files(sorted(suspect_paths), BatchResult())
        findings = check_across_events(
            group_entries_by_event(dataset), dataset, self.lifecycle, self.dataset_context
        )
        return [finding for finding in findings if finding not in self.findings]


def retry_until_stable(attempt: Callable[[], Done]) -> Done:
    """Repeat `attempt` until the batches are right, and return its result."""
    while True:
        try:
            return attempt()
        except BatchesOutdated:
            continue


def _part_of_graph(part_of: dict[str, set[str]]) -> Mapping[str, set[str]]:
    """Return a graph with every event as a node, those that are part of nothing included."""
    return {target: set() for targets in part_of.values() for target in targets} | part_of
