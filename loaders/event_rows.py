"""Build the rows of all events from the statements of their sources."""

from __future__ import annotations

from communique.errors import Finding
from communique.loaders.dataset import Dataset
from communique.loaders.reconcile.event import (
    EventEntries,
    ReconciledEvent,
    group_entries_by_event,
    reconcile_event,
)
from communique.loaders.rows.event import build_event_rows
from communique.loaders.rows.row_set import RowSet

__all__ = ["EventEntries", "ReconciledEvent", "group_entries_by_event", "reconcile_event", "reconcile_events"]


def reconcile_events(dataset: Dataset) -> tuple[RowSet, list[Finding]]:
    """Reconcile every value of the events and return their rows by table, with the findings.

    Args:
        dataset: what was read; holds every testimony of the events in its scope.

    Returns:
        The rows by table, and the findings: disagreements without ruling, rulings without disagreement.
    """
    rows, findings = RowSet(), list[Finding]()
    entries_by_event = group_entries_by_event(dataset)
    for event in sorted(entries_by_event):
        reconciled, event_findings = reconcile_event(entries_by_event[event], dataset)
        findings.extend(event_findings)
        rows.extend(build_event_rows(reconciled, dataset.registry))
    return rows, findings
