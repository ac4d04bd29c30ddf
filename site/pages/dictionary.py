"""Build the data dictionary page from the models, so that it cannot be out of date."""

from __future__ import annotations

from collections.abc import Iterator

from communique.pipeline.output_file import OutputFile
from communique.schema.data_dictionary import TABLE_FAMILIES, build_data_dictionary
from communique.site.graphics.er_diagram import draw_er_diagrams
from communique.site.page_urls import RelativeLinks
from communique.site.render import get_template, render_source

PATH = "data/dictionary.md"


def build_dictionary_page() -> Iterator[OutputFile]:
    """Yield the page of the data dictionary, with its diagrams; it links to no other page."""
    dictionary, diagrams = build_data_dictionary(), draw_er_diagrams()
    families = [
        (title, diagrams[title], [table for table in dictionary.tables if table.family == family])
        for family, title in TABLE_FAMILIES.items()
    ]
    template = get_template("dictionary.html", RelativeLinks.from_page(PATH))
    context = {"families": families, "views": dictionary.views, "enumerations": dictionary.enumerations}
    yield OutputFile(PATH, render_source(template, context))
