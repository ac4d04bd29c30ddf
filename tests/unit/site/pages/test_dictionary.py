"""The diagrams of the data dictionary show every table, each in the drawing of its family."""

from __future__ import annotations

import re

from communique.schema.data_dictionary import TABLE_FAMILIES
from communique.schema.models import metadata
from communique.site.pages.dictionary import draw_er_diagrams


def test_diagrams_show_every_table_by_family() -> None:
    drawn = draw_er_diagrams()
    assert list(drawn) == list(TABLE_FAMILIES.values())
    words = {word for drawing in drawn.values() for word in re.findall(r"[a-z_]+", drawing)}
    assert set(metadata.tables) <= words
