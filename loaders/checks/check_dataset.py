"""Check a whole dataset in batches, since holding all of it at once takes gigabytes of memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from communique.errors import Finding, RecordError
from communique.loaders.batch import EventsByFile, Scope, scan_event_ids
from communique.loaders.batches import BatchRun, retry_until_stable
from communique.loaders.checks.run_checks import select_errors
from communique.loaders.dataset import DatasetContext
from communique.loaders.file_index import FileIndex
from communique.loaders.layout import RELEASES, is_article, is_registry_file
from communique.loaders.read import list_dataset_files, read_with_findings


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The articles and events that were checked, and the findings on them.

    Args:
        articles: the articles that can be understood, as POSIX paths relative to the record's folder.
        events: the events that these report.
        findings: every finding, in the order of files.
        drafts: the articles that say that they are half done; nothing is checked of them unless they are named.
    """

    articles: frozenset[str]
    events: frozenset[str]
    findings: list[Finding]
    drafts: frozenset[str] = frozenset()


def check_dataset(root: Path, released: Path | None = None, is_long_running: bool = False) -> CheckReport:
    """Check a dataset for everything that prevents a load or looks wrong, and return a report.

    What can be said is said although some files cannot be understood: then what files have to do with each other
    is not told, because one is missing.

    Args:
        root: the record's folder.
        released: the folder of releases; ``releases`` beside the record's folder by default.
        is_long_running: keep what is understood in this process, because it will ask again.

    Raises:
        RecordError: there is no such folder.
        HistoryError: a file of a release is damaged.
    """
    index = FileIndex(root)
    paths = list_dataset_files(root, [])  # what does not belong there is reported when it is read
    index.hash_files(paths, [])  # and so is what cannot be read
    index.save(paths)
    context = read_release_context(root, released)

    def run_once(corrected: EventsByFile) -> tuple[BatchRun, list[Finding]]:
        scope = Scope(scan_event_ids(root, filter(is_article, paths), corrected), context)
        dataset, parse_findings = read_with_findings(root, ())
        run = BatchRun(root, dataset, parse_findings, scope, is_long_running=is_long_running)
        return run, _collect_findings(run)

    run, findings = retry_until_stable(run_once)
    events_by_file = run.scope.events_by_file | run.corrected_events
    parsed_paths = events_by_file.keys() - run.unparsed_paths
    events = (event for path in parsed_paths for event in events_by_file[path])
    drafts = set(filter(is_article, paths)) - events_by_file.keys()
    return CheckReport(frozenset(parsed_paths), frozenset(events), sorted(set(findings)), frozenset(drafts))


def read_release_context(root: Path, released: Path | None = None) -> DatasetContext:
    """Return the ids that the releases published and retired; arguments and errors as `check_dataset`."""
    releases_folder = released or root.parent / RELEASES
    if not releases_folder.is_dir():
        return DatasetContext()
    from communique.loaders.released_ids import read_released_ids

    released_ids = read_released_ids(releases_folder)
    return DatasetContext(released=frozenset(released_ids.first_releases), retired=released_ids.retired)


def _collect_findings(run: BatchRun) -> list[Finding]:
    """Process every batch of a run and return its findings, as far as files can be understood."""
    try:
        for _ in run.process_batches():
            pass
    except RecordError:
        if any(is_registry_file(finding.path) for finding in select_errors(run.parse_findings)):
            return run.parse_findings
        return [*run.parse_findings, *run.reference_findings]
    return [*run.parse_findings, *run.findings]
