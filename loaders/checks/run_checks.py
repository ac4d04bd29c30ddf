"""Run all checks on what was read, in one run and without a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from communique.errors import Finding, RecordError
from communique.loaders.checks.article import check_event_entry, check_source
from communique.loaders.checks.consistency import (
    check_consistency_across_events,
    check_event_consistency,
)
from communique.loaders.checks.dossiers import check_dossiers
from communique.loaders.checks.event import check_reconciled_event
from communique.loaders.checks.id_lifecycle import IdLifecycle, check_id_decisions, check_ids_used
from communique.loaders.checks.offices import (
    check_held_offices,
    check_missing_offices,
    check_register,
    check_tenures,
)
from communique.loaders.checks.references import find_unknown_in_rulings, find_unknown_references
from communique.loaders.checks.remarks import (
    Remark,
    report_event_remarks,
    report_source_remarks,
    report_texts,
)
from communique.loaders.checks.rulings import find_invalid_rulings
from communique.loaders.dataset import (
    Dataset,
    DatasetContext,
    EventEntries,
    RegistryIndex,
    group_entries_by_event,
)
from communique.loaders.reconcile.event import ReconciledEvent, reconcile_event


def run_checks(dataset: Dataset, context: DatasetContext) -> list[Finding]:
    """Return all findings on a dataset, those on values included even where others prevent a load.

    Where only some events are in its scope, what concerns the registry alone is left out.
    """
    entries_by_event, lifecycle = group_entries_by_event(dataset), IdLifecycle.from_dataset(dataset, context)
    return sorted(
        [
            *find_unknown_references(dataset),
            *check_across_events(entries_by_event, dataset, lifecycle, context),
            *(check_register(dataset.registry) if dataset.scope is None else ()),
            *check_events(entries_by_event, dataset, lifecycle, context)[1],
        ]
    )


def check_across_events(
    entries_by_event: Mapping[str, EventEntries],
    dataset: Dataset,
    lifecycle: IdLifecycle,
    context: DatasetContext,
) -> Iterator[Finding]:
    """Yield the findings that need the whole dataset: decisions, dossiers, duplicate addresses, cycles."""
    yield from check_consistency_across_events(entries_by_event, dataset, context)
    yield from check_id_decisions(dataset, lifecycle, context)
    yield from check_dossiers(dataset, lifecycle)
    yield from report_texts(dataset)


def check_events(
    entries_by_event: Mapping[str, EventEntries],
    dataset: Dataset,
    lifecycle: IdLifecycle,
    context: DatasetContext,
) -> tuple[list[ReconciledEvent], list[Finding]]:
    """Return the reconciled events of some files, and the findings on them.

    Args:
        entries_by_event: the events with every testimony on each.
        dataset: the files, with the whole registry and all rulings.
        lifecycle: the ids of the whole record.
        context: what was released.
    """
    findings = list(
        check_event_consistency(
            entries_by_event,
            dataset,
            lifecycle.event_ids,
            lifecycle.splits.keys() | lifecycle.withdrawals.keys(),
        )
    )
    findings += check_ids_used(dataset, lifecycle, context)
    ruling_faults = [
        *find_unknown_in_rulings(entries_by_event, dataset),
        *find_invalid_rulings(dataset),
    ]
    findings += [finding for _, finding in ruling_faults]
    misruled_events = {event for event, _ in ruling_faults}
    reconciled: list[ReconciledEvent] = []
    for event_entries in entries_by_event.values():
        if event_entries.event_id not in misruled_events:
            event, event_findings = reconcile_event(event_entries, dataset)
            reconciled.append(event)
            findings += event_findings
            findings += check_held_offices(event, dataset.registry)
            findings += report_event_remarks(_iter_event_remarks(event, dataset.registry), event_entries)
        findings += check_tenures(event_entries, dataset.registry)
    for article in dataset.articles.values():
        findings += report_source_remarks(check_source(article), article)
    return reconciled, findings


def _iter_event_remarks(event: ReconciledEvent, registry: RegistryIndex) -> Iterator[Finding | Remark]:
    for article, index in event.source_entries.reports:
        yield from check_event_entry(article, index, registry)
    yield from check_reconciled_event(event)
    yield from check_missing_offices(event, registry)


def select_errors(findings: list[Finding]) -> list[Finding]:
    """Return the findings that prevent a load."""
    return [finding for finding in findings if finding.severity == "error"]


def raise_on_errors(findings: list[Finding]) -> None:
    """Raise an error if any of the findings prevents a load.

    Raises:
        RecordError: with every error, and the warnings beside them.
    """
    if select_errors(findings):
        raise RecordError(findings)
