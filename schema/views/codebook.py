"""Describe the table of the codebook, as a view is described, though no SELECT can say what a column means."""

from __future__ import annotations

from typing import Final

from communique.schema.views.sql_view import ViewColumn, create_wide_view

CODEBOOK: Final = create_wide_view(
    "codebook",
    "One row for each table, view, column, list and word: what it means, and how often the record has it. "
    "A file alone, no view of the database.",
    (
        ViewColumn("part", str, "what is described: table, view, column, list or word"),
        ViewColumn("owner", str, "of a column its table or view, of a word its list; else empty"),
        ViewColumn("name", str, "its name, as data and entries write it"),
        ViewColumn("type", str, "of a column its type, or the list that its words are of"),
        ViewColumn("meaning", str, "what it means"),
        ViewColumn("rule", str, "how it is coded: how a curator decides on it, or what it follows from"),
        ViewColumn(
            "rows", int, "of a table or view how many rows it has, of a column in how many it is not null"
        ),
        ViewColumn("null_share", float, "of a column the share of rows in which it is null"),
        ViewColumn(
            "example_event",
            str,
            "the id of an event that has the word, a row of the table or view, or a value in the column; null where "
            "none has, and of what is of no event",
        ),
        ViewColumn(
            "since_release",
            str,
            "the first release of the record whose database had it; null where none has it yet, and of views, which "
            "are made anew from the models",
        ),
        ViewColumn(
            "changes",
            str,
            "what it gained or meant otherwise before, each with the first release that had the change; null where "
            "nothing changed",
        ),
    ),
    ("part", "owner", "name"),
    select="",
)
"""Its rows are made by the site, which counts them; no database has it."""
