"""Upgrade format 0, the draft, to format 1, whose terms are those of the columns, views and pages.

The draft's `when`, `where`, `as` and `by` are words of SQL, so no column could be called by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from communique.loaders.entry_format.upgrades.edit import TextEdit, rename_key, replace_value
from communique.loaders.yaml.parser import YamlDocument
from communique.loaders.yaml.positions import Location

PROVENANCE_KEYS: Final = {"as": "modality", "by": "attributed_to", "paragraph": "paragraphs"}
"""What may be said of any value."""

EVENT_FIELDS: Final = {"when": "date", "where": "place"}
"""Fields of an event; a ruling names them too."""

DATED_LISTS: Final = {"people": "tenures", "actors": "memberships"}
"""Sections of the registry, and the lists in them whose items have a date."""


def collect_edits(document: YamlDocument) -> Iterator[TextEdit]:
    """Yield the edits for a file of format 0: an article, a part of the registry or the rulings."""
    data = document.data
    if not isinstance(data, dict):
        return
    yield replace_value(document, ("schema",), "0", "1")
    for i, event in enumerate(_list_items(data.get("events"))):
        yield from _rename_edits(document, ("events", i), event, EVENT_FIELDS)
        yield from _provenance_edits(document, ("events", i), event)
    for section, spans in DATED_LISTS.items():
        entries = data.get(section)
        for name, entry in entries.items() if isinstance(entries, dict) else ():
            for i, span in enumerate(_list_items(entry.get(spans) if isinstance(entry, dict) else None)):
                yield from _rename_edits(document, (section, name, spans, i), span, {"when": "date"})
    for i, ruling in enumerate(_list_items(data.get("rulings"))):
        if isinstance(ruling, dict) and ruling.get("field") in EVENT_FIELDS:
            field = ruling["field"]
            yield replace_value(document, ("rulings", i, "field"), field, EVENT_FIELDS[field])


def _provenance_edits(document: YamlDocument, location: Location, data: Any) -> Iterator[TextEdit]:
    """Yield the edits that rename provenance keys, however deep they stand in an event."""
    yield from _rename_edits(document, location, data, PROVENANCE_KEYS)
    pairs = data.items() if isinstance(data, dict) else enumerate(_list_items(data))
    for step, item in pairs:
        yield from _provenance_edits(document, (*location, step), item)


def _rename_edits(
    document: YamlDocument, location: Location, data: Any, names: Mapping[str, str]
) -> Iterator[TextEdit]:
    for old in data if isinstance(data, dict) else ():
        if old in names:
            yield rename_key(document, (*location, old), names[old])


def _list_items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
