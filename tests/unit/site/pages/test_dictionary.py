"""The diagrams of the data dictionary show every table, each in the drawing of its family."""

from __future__ import annotations

import re

from communique.schema.data_dictionary import TABLE_FAMILIES
from communique.schema.models import metadata
from communique.site.pages.dictionary import draw_core_diagram, draw_er_diagrams


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
