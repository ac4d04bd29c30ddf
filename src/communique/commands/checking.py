"""Check whether the record is right, once or whenever a file is saved."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from communique.commands.record import Home, resolve_dataset_paths, resolve_settings

if TYPE_CHECKING:
    from communique.errors import Finding

POLL_SECONDS: Final = 0.3
"""Between two looks; half a second after saving is still at once."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The outcome of a check.

    Args:
        entry_count: how many entries can be understood, among those that were selected.
        event_count: how many events these report; None where only some files were selected.
        findings: every finding on the selected files, in their order.
        disagreement_count: how many of them are disagreements of sources that await a ruling.
        has_errors_elsewhere: the selected files are right and others are not.
        drafts: the selected entries that say `draft: true`, as POSIX paths relative to the record's folder.
    """

    entry_count: int
    event_count: int | None
    findings: tuple[Finding, ...]
    disagreement_count: int
    has_errors_elsewhere: bool
    drafts: tuple[str, ...] = ()

    @property
    def error_count(self) -> int:
        """The number of findings that would stop a load."""
        return sum(finding.severity == "error" for finding in self.findings)


def check(home: Home, paths: Iterable[Path] = (), *, is_long_running: bool = False) -> CheckResult:
    """Check a record and return everything that is wrong with it.

    Args:
        home: the record.
        paths: files or folders to report on; all by default.
        is_long_running: keep what is understood in this process, because it will ask again.

    Raises:
        UsageError: a path does not exist or is not in the record.
        RecordError: there is no record.
        HistoryError: a file of a release is damaged.
    """
    settings = resolve_settings(home)
    selected = resolve_dataset_paths(settings.entries, paths)
    from communique.loaders.curation.check_files import check_files

    if selected and all(path.endswith(".yaml") and path.startswith("articles/") for path in selected):
        report = check_files(settings.entries, selected, settings.releases)
    else:
        from communique.loaders.checks.check_dataset import check_dataset

        report = check_dataset(settings.entries, settings.releases, is_long_running)
    findings = tuple(
        finding for finding in report.findings if not selected or _is_concerned(finding, selected)
    )
    has_errors = any(finding.severity == "error" for finding in findings)
    return CheckResult(
        sum(_is_selected(path, selected) for path in report.articles),
        None if selected else len(report.events),
        findings,
        sum(finding.disputed is not None for finding in findings),
        not has_errors and any(finding.severity == "error" for finding in report.findings),
        tuple(path for path in sorted(report.drafts) if _is_selected(path, selected)),
    )


def _is_selected(path: str, selected: Sequence[str]) -> bool:
    return not selected or any(folder in {path, "."} or path.startswith(f"{folder}/") for folder in selected)


def _is_concerned(finding: Finding, selected: Sequence[str]) -> bool:
    """Return whether a finding, or its other half, stands in one of the selected files or folders."""
    folders = [other for other in finding.others if other.endswith("/")]
    return any(_is_selected(path, selected) for path in (finding.path, *finding.others)) or any(
        path.startswith(folder) for folder in folders for path in selected
    )


def watch_changes(home: Home) -> Iterator[None]:
    """Yield once now, then whenever a YAML file of the record is added, changed or removed; for ever.

    The files are polled, so that no service of the system can run out.
    """
    root = resolve_settings(home).entries
    before = _stat_files(root)
    yield
    while True:
        time.sleep(POLL_SECONDS)
        now = _stat_files(root)
        if now != before:
            before = now
            yield


def _stat_files(root: Path) -> dict[str, tuple[int, int]]:
    """Return each file's time and size; a file removed meanwhile counts as absent."""
    stamps = {}
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(".yaml"):
                path = Path(folder, name)
                try:
                    status = path.stat()
                except OSError:
                    continue
                stamps[str(path)] = (status.st_mtime_ns, status.st_size)
    return stamps
