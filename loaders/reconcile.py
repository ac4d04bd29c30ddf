"""From all statements on one event to its rows: each value judged, each statement kept as a claim."""

from __future__ import annotations

from communique.errors import Finding
from communique.loaders.record import Record
from communique.loaders.rows.event import event_rows
from communique.loaders.rows.rows import Rows
from communique.loaders.weighing.weigh import Dossier, Reconciled, dossiers, weigh

__all__ = ["Dossier", "Reconciled", "dossiers", "reconcile", "weigh"]


def reconcile(record: Record) -> tuple[Rows, list[Finding]]:
    """Judge every value of the events and lay out the rows that the database should hold for them.

    Args:
        record: what was read; holds every testimony of the events in its scope.

    Returns:
        The rows by table, and the findings: disagreements without ruling, rulings without disagreement.
    """
    rows, findings = Rows(), list[Finding]()
    gathered = dossiers(record)
    for event in sorted(gathered):
        reconciled, found = weigh(gathered[event], record)
        findings.extend(found)
        rows.extend(event_rows(reconciled, record.registry))
    return rows, findings
