"""Build the rows of one batch of articles: of its sources and of its events."""

from __future__ import annotations

from collections.abc import Iterable

from communique.loaders.dataset import Dataset
from communique.loaders.reconcile.event import ReconciledEvent
from communique.loaders.rows import RowTuple
from communique.loaders.rows.event import build_event_rows
from communique.loaders.rows.row_set import RowSet
from communique.loaders.rows.source import build_source_rows
from communique.loaders.rows.tuples import to_tuples


def build_batch_rows(dataset: Dataset, reconciled: Iterable[ReconciledEvent]) -> dict[str, list[RowTuple]]:
    """Return the rows of articles and of reconciled events by table."""
    rows = RowSet()
    for article in dataset.articles.values():
        rows.extend(build_source_rows(article))
    for event in reconciled:
        rows.extend(build_event_rows(event, dataset.registry))
    return {table: to_tuples(table, table_rows.values()) for table, table_rows in rows.tables.items()}
