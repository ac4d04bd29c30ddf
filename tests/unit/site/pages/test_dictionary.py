"""The data dictionary explains every name on one page, and its diagrams show every table."""

from __future__ import annotations

import re

from communique.schema.data_dictionary import TABLE_FAMILIES
from communique.schema.models import metadata
from communique.schema.views import VIEWS
from communique.site.pages.dictionary import (
    PATH,
    build_dictionary_pages,
    draw_core_diagram,
    draw_er_diagrams,
)


def test_diagrams_show_every_table_by_family() -> None:
    drawn = draw_er_diagrams()
    assert list(drawn) == list(TABLE_FAMILIES.values())
    words = {word for drawing in drawn.values() for word in re.findall(r"[a-z_]+", drawing)}
    assert set(metadata.tables) <= words


def test_one_diagram_leads_from_an_event_over_participation_to_who_acted() -> None:
    drawing = draw_core_diagram()
    tables = re.findall(r'<a href="#(\w+)">', drawing)
    references = {
        (table, key.referred_table.name)
        for table in tables
        for key in metadata.tables[table].foreign_key_constraints
        if key.referred_table.name in tables and key.referred_table.name != table
    }
    assert {("participation", "event"), ("participation", "actor")} <= references
    assert drawing.count("<circle") == len(references)
    assert all(column.name in drawing for table in tables for column in metadata.tables[table].columns)


def test_each_name_stands_on_the_first_page_with_a_link_to_where_it_is_explained() -> None:
    made = {file.path: str(file.content) for file in build_dictionary_pages()}
    ids = {path: re.findall(r' id="([^"]+)"', text) for path, text in made.items()}
    assert [path for path, found in ids.items() if len(set(found)) < len(found)] == []
    links = re.findall(r'<li[^>]*><a href="[./]+data/dictionary/([a-z-]+)/#([^"]+)">', made[PATH])
    assert {name for _, name in links} >= set(metadata.tables) | {view.name for view in VIEWS}
    assert all(name in ids[f"data/dictionary/{page}.md"] for page, name in links)
    assert {"words", *(name for _, name in links)} <= set(ids[PATH])  # what led to the one page still does
