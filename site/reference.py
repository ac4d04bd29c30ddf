"""The data dictionary as a page, made from the models so that it cannot be out of date. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from communique.schema.dictionary import markdown
from communique.site.diagram import diagrams
from communique.site.escape import front_matter
from communique.site.page import Page

INTRODUCTION = """
Every table, column, view and word of the database, read off the models. Words in the column *type* are closed lists;
they are explained at the end. The same words are used in entry files, columns, views and pages.
"""


def reference() -> Iterator[Page]:
    """The page of the data dictionary."""
    told: dict[str, object] = {
        "title": "Data dictionary",
        "description": "Every table, column, view and word of the database.",
    }
    head = f"---\n{front_matter(told)}\n---\n"
    text = markdown()
    for title, picture in diagrams().items():
        text = text.replace(f"## {title}\n", f"## {title}\n\n{picture}\n", 1)
    yield Page("data/dictionary.md", f"{head}\n# Data dictionary\n{INTRODUCTION}\n{text}")
