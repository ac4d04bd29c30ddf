"""Build the rows of dossiers, with the present ids of the events that they name."""

from __future__ import annotations

from communique.loaders.dataset import Dataset, derive_source_id
from communique.loaders.rows.row_set import RowSet, date_columns
from communique.schema.models import (
    Dossier,
    DossierCitation,
    DossierEvent,
    DossierParagraph,
    DossierSeries,
    DossierTopic,
)


def build_dossier_rows(dataset: Dataset) -> RowSet:
    """Return the rows of all dossiers."""
    rows, redirects = RowSet(), dataset.resolve_redirects()
    for file in dataset.dossiers.values():
        key, dossier = derive_source_id(file.path), file.model
        columns = dossier.model_dump(include={"title", "question", "summary"})
        rows.add_row(Dossier, id=key, **columns, **date_columns(dossier.period))
        for series in dossier.series:
            rows.add_row(DossierSeries, dossier_id=key, series_id=series)
        for topic in dossier.topics:
            rows.add_row(DossierTopic, dossier_id=key, topic_id=topic)
        for event in dossier.list_events():
            rows.add_row(DossierEvent, dossier_id=key, event_id=redirects.get(event, event))
        for number, paragraph in enumerate(dossier.introduction, 1):
            rows.add_row(DossierParagraph, dossier_id=key, number=number, text=paragraph.text)
            for event in paragraph.events:
                target = redirects.get(event, event)
                rows.add_row(DossierCitation, dossier_id=key, number=number, event_id=target)
    return rows
