"""From format 0, the draft, to format 1: the same word in the file, the column, the view and the page.

The draft's `when`, `where`, `as` and `by` are words of SQL, so no column could be called by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from communique.loaders.entry.upgrades.edit import Edit, key, value
from communique.loaders.yaml.marks import Location
from communique.loaders.yaml.strict import Document

MARKS: Final = {"as": "modality", "by": "attributed_to", "paragraph": "paragraphs"}
"""What may be said of any value."""

FIELDS: Final = {"when": "date", "where": "place"}
"""Fields of an event; a ruling names them too."""

SPANS: Final = {"people": "tenures", "actors": "memberships"}
"""Sections of the registry, and the lists in them whose items have a date."""


def edits(document: Document) -> Iterator[Edit]:
    """What to change in a file of format 0: an article, a part of the registry or the rulings."""
    data = document.data
    if not isinstance(data, dict):
        return
    yield value(document, ("schema",), "0", "1")
    for i, event in enumerate(_items(data.get("events"))):
        yield from _renamed(document, ("events", i), event, FIELDS)
        yield from _marks(document, ("events", i), event)
    for section, spans in SPANS.items():
        entries = data.get(section)
        for name, entry in entries.items() if isinstance(entries, dict) else ():
            for i, span in enumerate(_items(entry.get(spans) if isinstance(entry, dict) else None)):
                yield from _renamed(document, (section, name, spans, i), span, {"when": "date"})
    for i, ruling in enumerate(_items(data.get("rulings"))):
        if isinstance(ruling, dict) and ruling.get("field") in FIELDS:
            field = ruling["field"]
            yield value(document, ("rulings", i, "field"), field, FIELDS[field])


def _marks(document: Document, location: Location, data: Any) -> Iterator[Edit]:
    """Rename marks, however deep they stand in an event."""
    yield from _renamed(document, location, data, MARKS)
    pairs = data.items() if isinstance(data, dict) else enumerate(_items(data))
    for step, item in pairs:
        yield from _marks(document, (*location, step), item)


def _renamed(document: Document, location: Location, data: Any, words: Mapping[str, str]) -> Iterator[Edit]:
    for old in data if isinstance(data, dict) else ():
        if old in words:
            yield key(document, (*location, old), words[old])


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
