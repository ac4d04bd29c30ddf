"""Build the data dictionary page from the models, so that it cannot be out of date."""

from __future__ import annotations

from collections.abc import Iterator

from communique.pipeline.output_file import OutputFile
from communique.schema.data_dictionary import render_dictionary_markdown
from communique.site.escape import front_matter
from communique.site.graphics.er_diagram import draw_er_diagrams

INTRODUCTION = """
Every table, column, view and word of the database, read off the models. Words in the column *type* are closed lists;
they are explained at the end. The same words are used in entry files, columns, views and pages.
"""


def build_dictionary_page() -> Iterator[OutputFile]:
    """Yield the page of the data dictionary, with its diagrams."""
    front_matter_fields: dict[str, object] = {
        "title": "Data dictionary",
        "description": "Every table, column, view and word of the database.",
    }
    head = f"---\n{front_matter(front_matter_fields)}\n---\n"
    text = render_dictionary_markdown()
    for title, diagram in draw_er_diagrams().items():
        text = text.replace(f"## {title}\n", f"## {title}\n\n{diagram}\n", 1)
    yield OutputFile("data/dictionary.md", f"{head}\n# Data dictionary\n{INTRODUCTION}\n{text}")
