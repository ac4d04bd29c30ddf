"""SQL views: some for people who query by hand, some made for analysis, which are files too."""

from __future__ import annotations

from typing import Final

from communique.schema.views.codebook import CODEBOOK
from communique.schema.views.dyad import DYAD, DYAD_YEAR, EDGE
from communique.schema.views.event_wide import EVENT_WIDE
from communique.schema.views.overviews import OVERVIEWS
from communique.schema.views.participation_wide import PARTICIPATION_WIDE
from communique.schema.views.scope import COVERAGE_OVERVIEW, DOSSIER_SCOPE
from communique.schema.views.sql_view import SqlView, WideView

__all__ = ["CODEBOOK", "EDGE", "EVENT_WIDE", "VIEWS", "WIDE_VIEWS", "SqlView", "WideView"]

WIDE_VIEWS: Final = (EVENT_WIDE, PARTICIPATION_WIDE, DYAD, DYAD_YEAR, EDGE)
"""The views made for analysis, each after those that it reads. They follow from the declarations of fields and words,
so no migration holds their text: whatever brings a database to the newest schema creates them anew."""

VIEWS: Final[tuple[SqlView, ...]] = (*OVERVIEWS, COVERAGE_OVERVIEW, DOSSIER_SCOPE, *WIDE_VIEWS)
"""Every view, in the order in which the dictionary lists them."""
