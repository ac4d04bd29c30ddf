"""Which types of pages the site has: the tests of the whole site go through them all."""

from __future__ import annotations

KINDS = ("meeting", "memorandum", "exercise", "incident")
FAMILIES = ("countries", "organisations", "people", "series", "places", "topics", "sources", "publishers")
NAMED = {
    "home": "",
    "explore": "explore/",
    "events": "events/",
    "year": "years/2024/",
    "disagreements": "disagreements/",
    "sources index": "sources/",
    "years index": "years/",
    "changes": "changes/",
    "data": "data/",
    "query": "query/",
    "timeline": "timeline/",
    "map": "map/",
    "offices": "countries/jp/offices/",
    "who with whom": "countries/with/",
    "launches": "launches/",
    "dictionary": "data/dictionary/",
    "method": "method/",
    "curating": "curating/",
    "about": "about/",
    "new": "recent/",
    "dossiers": "dossiers/",
    "dossier": "dossiers/radar-incident-2018/",
    "month": "years/2024/07/",
    "released event": "releases/2026.11/events/radar-lock-on-2018-12-20/",
    "nowhere": "404.html",
}
PAGE_TYPES = (*NAMED, *KINDS, *FAMILIES)
"""A page of each type, by name; of events and families it is the one with most on it."""
