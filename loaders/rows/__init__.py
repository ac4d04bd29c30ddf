"""Build the rows that the database should hold, and define which of them belong to which owner."""

RowTuple = tuple[str | int | float | None, ...]
"""A row in the order of its table's columns, as both databases take it: days in ISO 8601, words as text."""
