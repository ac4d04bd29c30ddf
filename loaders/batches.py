"""Process a dataset in batches of files that belong together, so that it is never in memory all at once."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from communique.errors import Finding, RecordError
from communique.loaders.batch import BatchContext, BatchResult, EventsByFile, RowBuilder, Scope
from communique.loaders.checks.id_lifecycle import IdLifecycle
from communique.loaders.checks.look_alikes import list_distinct
from communique.loaders.checks.offices import check_register
from communique.loaders.checks.references import find_cycles, find_unknown_in_registry
from communique.loaders.checks.run_checks import check_across_events, raise_on_errors, select_errors
from communique.loaders.dataset import Dataset, derive_source_id, group_entries_by_event
from communique.loaders.file_index import FileIndex
from communique.pipeline.workers import map_ordered, max_workers

BATCH_SIZE = 200
"""Files in a batch: enough that a round costs little, few enough that its rows are soon gone."""

PARALLEL_THRESHOLD = 400
"""Files that are read quicker here than by processes that must be started."""

Done = TypeVar("Done")


class BatchesOutdated(Exception):  # noqa: N818  (no error: the batches are formed anew)
    """The batches were formed from event ids that parsing has corrected.

    Args:
        events_by_file: the events that these files really report.
    """

    def __init__(self, events_by_file: EventsByFile) -> None:
        super().__init__(events_by_file)
        self.events_by_file = events_by_file


@dataclass(slots=True)
class BatchRun:
    """One run over the articles in a scope, batch by batch.

    Args:
        root: the dataset's folder.
        dataset: the registry and the editorial decisions.
        parse_findings: what is wrong with files that cannot be understood at all, so far.
        scope: the articles to read.
        build_rows: makes the rows of a batch; None where nobody wants any.
        is_long_running: read here and keep what is parsed, because this process will ask again.
    """

    root: Path
    dataset: Dataset
    parse_findings: list[Finding]
    scope: Scope
    build_rows: RowBuilder | None = None
    is_long_running: bool = False
    lifecycle: IdLifecycle = field(init=False)
    findings: list[Finding] = field(init=False)
    reference_findings: list[Finding] = field(init=False)
    """What is referred to and is not there, in files that can be understood."""
    corrected_events: EventsByFile = field(default_factory=dict)
    """The articles that report other events than they seemed to, with these."""
    unparsed_paths: set[str] = field(default_factory=set)
    """The articles that cannot be understood."""
    _conflicting_paths: set[str] = field(default_factory=set)
    """Files with a name or an address that another has: the database would refuse the second."""
    _alike_paths: set[str] = field(default_factory=set)
    """Files that seem to be of an article that another is of."""
    _alike_events: set[str] = field(default_factory=set)
    """Events that seem to be one with another."""

    def __post_init__(self) -> None:
        """Check what can be checked before any article is read."""
        self.dataset.scope = self.scope.events
        self.lifecycle = IdLifecycle.from_event_ids(
            (event for events in self.scope.events_by_file.values() for event in events),
            self.dataset,
            self.scope.context,
        )
        self.reference_findings = list(find_unknown_in_registry(self.dataset.registry))
        self.findings = list(check_across_events({}, self.dataset, self.lifecycle, self.scope.context))
        self.findings += check_register(self.dataset.registry)
        first_paths = dict(self.scope.context.sources)
        for path in self.scope.events_by_file:
            self._check_unique(first_paths, derive_source_id(path), path)

    def is_valid(self) -> bool:
        """Return whether nothing read so far prevents a load."""
        finding_lists = (self.parse_findings, self.reference_findings, self.findings)
        return not any(select_errors(findings) for findings in finding_lists) and not self._conflicting_paths

    def raise_on_errors(self) -> list[Finding]:
        """Return the findings of a run that is over, each once and in the order of files.

        Raises:
            RecordError: one of them prevents a load.
        """
        findings = sorted({*self.findings})
        raise_on_errors(findings)
        if not self.is_valid():
            raise RuntimeError(f"no finding says why {sorted(self._conflicting_paths)} cannot be loaded")
        return findings

    def process_batches(self) -> Iterator[BatchResult]:
        """Yield the result of each batch; after the last one `findings` is complete.

        Raises:
            RecordError: files cannot be understood at all; with every finding on them.
            BatchesOutdated: files report other events than they seemed to, so the batches are wrong.
        """
        events_by_file, context = self.scope.events_by_file, self._create_context()
        batches = group_files(events_by_file, self.dataset.resolve_redirects(), BATCH_SIZE)
        workers = 1 if context.use_cache else max_workers()
        first_paths = dict(self.scope.context.urls)
        first_by_key: dict[int, str] = {}
        distinct = list_distinct(self.dataset)
        part_of = {event: set(parents) for event, parents in self.scope.context.part_of.items()}
        # Terms wait on the disk: a file index beside the batches would cost a sixth of the memory.
        with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as terms_file:

            def process_batch(paths: tuple[str, ...]) -> list[BatchResult]:
                if workers > 1:
                    gc.disable()  # in the worker: entries make no cycles, and looking for some takes long
                return [context.process_files(paths)]

            results = map_ordered(process_batch, batches, workers)
            for paths, (result,) in zip(batches, results, strict=True):
                self.corrected_events |= result.corrected_events
                self.parse_findings += result.parse_findings
                self.reference_findings += result.reference_findings
                self.findings += result.findings
                self.unparsed_paths.update(path for path in paths if path not in result.terms)
                for path, url in result.urls.items():
                    self._check_unique(first_paths, url, path)
                self._note_alike(result, first_by_key, distinct)
                part_of |= result.part_of
                terms_file.writelines(f"{path}\t{terms}\n" for path, terms in result.terms.items())
                if not self.corrected_events:
                    yield result
            terms_file.seek(0)
            self._update_index(terms_file)
        if select_errors(self.parse_findings):
            raise RecordError(self.parse_findings)
        if self.corrected_events:
            raise BatchesOutdated(self.corrected_events)
        self.findings += self.reference_findings
        self.findings += self._check_across_batches(context, part_of)

    def _note_alike(
        self, result: BatchResult, first_by_key: dict[int, str], distinct: Mapping[str, set[str]]
    ) -> None:
        """Note what a batch has that seems to be in the dataset under another name, to be looked at together."""
        for path, other in _find_alike(first_by_key, result.article_keys):
            self._alike_paths |= {path, other}
        for event, other in _find_alike(first_by_key, result.event_keys):
            if other not in distinct.get(event, ()):
                self._alike_events |= {event, other}

    def _create_context(self) -> BatchContext:
        is_small = len(self.scope.events_by_file) <= PARALLEL_THRESHOLD or self.is_long_running
        return BatchContext(
            self.root,
            self.dataset,
            self.scope,
            self.lifecycle,
            self.build_rows,
            use_cache=is_small or max_workers() < 2,
        )

    def _update_index(self, lines: Iterable[str]) -> None:
        """Store the index terms of articles, given as tab-separated lines, in the file index."""
        index = FileIndex(self.root)
        index.update_terms(line.rstrip("\n").split("\t", 2) for line in lines)
        index.save()

    def _check_unique(self, first_paths: dict[str, str], value: str, path: str) -> None:
        """Record the path of a value that must be unique, and both paths where another file has it."""
        other = first_paths.setdefault(value, path)
        if other != path:
            self._conflicting_paths |= {path, other}

    def _check_across_batches(self, context: BatchContext, part_of: Mapping[str, set[str]]) -> list[Finding]:
        """Return the findings between batches, reading the few files concerned again for their positions."""
        events_by_file, redirects = self.scope.events_by_file, self.dataset.resolve_redirects()
        suspect_paths = (self._conflicting_paths | self._alike_paths) & events_by_file.keys()
        cyclic_events = {event for cycle in find_cycles(_part_of_graph(part_of)) for event in cycle}
        if suspect_events := cyclic_events | self._alike_events:
            suspect_paths |= {
                path
                for path, event_ids in events_by_file.items()
                if suspect_events & {redirects.get(event, event) for event in event_ids}
            }
        if not suspect_paths:
            return []
        dataset = context.parse_files(sorted(suspect_paths), BatchResult())
        findings = check_across_events(
            group_entries_by_event(dataset), dataset, self.lifecycle, self.scope.context
        )
        known = set(self.findings)
        return [finding for finding in findings if finding not in known]


def _find_alike(
    first_by_key: dict[int, str], keys_by_name: Mapping[str, Iterable[int]]
) -> Iterator[tuple[str, str]]:
    """Yield each name with an earlier one that has a key of it, and add the names that are new."""
    for name, keys in keys_by_name.items():
        for key in keys:
            if (other := first_by_key.setdefault(key, name)) != name:
                yield name, other


def group_files(
    events_by_file: EventsByFile, redirects: Mapping[str, str], batch_size: int
) -> list[tuple[str, ...]]:
    """Return the files in batches such that no event is reported in two of them.

    Args:
        events_by_file: the events of each file.
        redirects: old event ids and what each now means.
        batch_size: files that a batch should have at least; it has more where they hang together.
    """
    parent_of: dict[str, str] = {}  # of each file and each event, one that it belongs with

    def find_root(node: str) -> str:
        while (parent := parent_of.setdefault(node, node)) != node:
            parent_of[node] = node = parent_of[parent]
        return node

    for path, events in events_by_file.items():
        for event in events:
            # A path holds a slash or a dot and an event id holds neither, so the two cannot be mistaken.
            parent_of[find_root(redirects.get(event, event))] = find_root(path)
    groups: dict[str, list[str]] = {}
    for path in sorted(events_by_file):
        groups.setdefault(find_root(path), []).append(path)
    batches: list[tuple[str, ...]] = []
    batch: list[str] = []
    for group in groups.values():
        batch += group
        if len(batch) >= batch_size:
            batches.append(tuple(batch))
            batch = []
    return [*batches, tuple(batch)] if batch else batches


def retry_until_stable(attempt: Callable[[EventsByFile], Done]) -> Done:
    """Repeat `attempt` with the events that parsing has corrected until its batches are right; return its result."""
    corrected: EventsByFile = {}
    while True:
        try:
            return attempt(corrected)
        except BatchesOutdated as outdated:
            corrected |= outdated.events_by_file


def _part_of_graph(part_of: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Return a graph with every event as a node, those that are part of nothing included."""
    return {target: set() for targets in part_of.values() for target in targets} | dict(part_of)
