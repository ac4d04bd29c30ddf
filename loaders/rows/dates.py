"""Build the columns of a date: its text, and the days and marks that follow from it."""

from __future__ import annotations

from communique.loaders.rows.row_set import Row
from communique.schema.dates.parse import parse_date


def date_columns(text: str | None) -> Row:
    """Return the date columns of an EDTF text."""
    if text is None:
        return {"date": None}
    date = parse_date(text)
    return {
        "date": date.text,
        "start_earliest": date.start_earliest,
        "start_latest": date.start_latest,
        "end_earliest": date.end_earliest,
        "end_latest": date.end_latest,
        "date_precision": date.precision,
        "date_approximate": date.approximate or date.uncertain,
    }
