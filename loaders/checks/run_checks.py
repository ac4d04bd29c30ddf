"""Run all checks on what was read, in one run and without a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from communique.errors import Finding, RecordError
from communique.loaders.checks.article import check_event_entry, check_source
from communique.loaders.checks.consistency import (
    check_consistency_across_events,
    check_event_consistency,
)
from communique.loaders.checks.event import check_reconciled_event
from communique.loaders.checks.id_lifecycle import IdLifecycle, check_id_decisions, check_ids_used
from communique.loaders.checks.references import find_unknown_references
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
from communique.loaders.layout import REGISTRY
from communique.loaders.reconcile.event import ReconciledEvent, reconcile_event
from communique.loaders.reconcile.participant import is_within_tenure
from communique.schema.dates.parse import parse_date


def run_checks(dataset: Dataset, context: DatasetContext) -> list[Finding]:
    """Return all findings on a dataset, those on values included even where others prevent a load."""
    entries_by_event, lifecycle = group_entries_by_event(dataset), IdLifecycle.from_dataset(dataset, context)
    return sorted(
        [
            *find_unknown_references(dataset),
            *check_across_events(entries_by_event, dataset, lifecycle, context),
            *check_events(entries_by_event, dataset, lifecycle, context)[1],
        ]
    )


def check_across_events(
    entries_by_event: Mapping[str, EventEntries],
    dataset: Dataset,
    lifecycle: IdLifecycle,
    context: DatasetContext,
) -> Iterator[Finding]:
    """Yield the findings that need the whole dataset: decisions, duplicate addresses, cycles."""
    yield from check_consistency_across_events(entries_by_event, dataset, context)
    yield from check_id_decisions(dataset, lifecycle, context)
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
    invalid_rulings = dict(find_invalid_rulings(dataset))
    findings += invalid_rulings.values()
    reconciled: list[ReconciledEvent] = []
    for event_entries in entries_by_event.values():
        if event_entries.event_id not in invalid_rulings:
            event, event_findings = reconcile_event(event_entries, dataset)
            reconciled.append(event)
            findings += event_findings
            findings += report_event_remarks(_iter_event_remarks(event, dataset.registry), event_entries)
        findings += _check_tenures(event_entries, dataset)
    for article in dataset.articles.values():
        findings += report_source_remarks(check_source(article), article)
    return reconciled, findings


def _iter_event_remarks(event: ReconciledEvent, registry: RegistryIndex) -> Iterator[Finding | Remark]:
    for article, index in event.source_entries.reports:
        yield from check_event_entry(article, index, registry)
    yield from check_reconciled_event(event)


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


def _check_tenures(event_entries: EventEntries, dataset: Dataset) -> Iterator[Finding]:
    """Yield a warning for each person who acts in an office outside every dated tenure of it."""
    for article, entry in event_entries.iter_event_entries():
        index = article.model.events.index(entry)
        if not any(participant.people for participant in entry.participants):
            continue
        dates = [parse_date(stated.value) for stated in entry.date]
        if not dates:
            continue
        for i, participant in enumerate(entry.participants):
            for j, acting in enumerate(participant.people):
                person = dataset.registry.people.get(acting.person)
                tenures = person.tenures if person else ()
                spans = [
                    t.date for t in tenures if t.date and (not acting.office or t.office == acting.office)
                ]
                undated = any(not t.date for t in tenures)
                if (
                    not spans
                    or undated
                    or any(is_within_tenure(parse_date(span), date) for span in spans for date in dates)
                ):
                    continue
                what = f"{acting.person} held no office of the registry on that day"
                cure = "correct the date or the person, or add the tenure to the registry"
                place = ("events", index, "participants", i, "people", j)
                yield article.create_finding(place, what, cure, "warning", others=(f"{REGISTRY}/",))
