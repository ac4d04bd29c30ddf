"""Explore filters by and takes away whatever the kinds declare, with larger places and bounds of figures."""

from __future__ import annotations

import json

from communique.schema.event_types import EVENT_TYPES
from communique.site.formats.event_json import build_explore_fields_json
from communique.site.pages.all_pages import build_views
from communique.site.pages.views import ExplorePage
from golden.record import record
from golden.rows import session


def test_every_declared_field_is_offered_and_keeps_its_values_by_event() -> None:
    with session(record()) as opened:
        (page,) = (view for view in build_views(opened) if isinstance(view, ExplorePage))
    fields = {field.name: field for field in page.fields}
    declared = {field.name for event_type in EVENT_TYPES.values() for field in event_type.fields}
    assert declared | {"place", "office"} == fields.keys()
    assert ("ministerial", "Ministerial") in fields["level"].options
    assert fields["weapon"].options == ()
    meeting = "trilateral-defense-ministerial-2024-07-28"
    assert "tokyo" in fields["place"].cells[meeting]
    assert any(len(places) > 1 for places in fields["place"].cells.values())
    ships = next(figure for figure in page.figures if figure.name == "ships")
    assert ships.cells["freedom-edge-24-1"] == (3, 5, 7)
    document = json.loads(build_explore_fields_json(page).data)
    number = str([row.line.id for row in page.rows].index(meeting))
    levels = next(field for field in document["fields"] if field["name"] == "level")
    assert levels["cells"][number] == ["ministerial"]
