"""Name the classes that follow from declarations: the tables of the kinds of event, and the rows of the views.

``derived.pyi`` says to type checkers what they have; ``python -m communique.schema.type_stubs`` writes it. To import
this module gives every table its relationships: it is what `communique.schema` offers to readers.
"""

from __future__ import annotations

import communique.schema.models  # noqa: F401  (relationships lead to every table)
from communique.schema.tables.base import map_relationships
from communique.schema.tables.detail import KIND_TABLES, relate_details
from communique.schema.views.rows import VIEW_CLASSES, ViewRow

__all__ = ["ViewRow", *KIND_TABLES, *VIEW_CLASSES]

globals().update(KIND_TABLES | VIEW_CLASSES)
relate_details()
map_relationships()
