"""Know the states of today and some of the past, with names and codes, so that a registry need not be typed.

``states.csv`` holds facts of ISO 3166, UN M49, the Correlates of War project (its list of 2016), the list of
Gleditsch and Ward, and items of Wikidata as two packages of territories have them; it leaves out what could not
be read there. One number may be of a state and of its predecessor.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

STATES_FILE: Final = Path(__file__).parent / "states.csv"
CODES: Final = ("iso_numeric", "iso_former", "un_m49", "cow", "gleditsch_ward", "wikidata")
"""The columns that are codes of others; the two ISO codes of letters are fields of an actor."""

TERRITORIES: Final = frozenset({"TW", "XK", "netherlands-antilles"})
"""What is no state to all others: a record's curators say in `label_note` how it is labelled."""


@cache
def read_states() -> dict[str, dict[str, Any]]:
    """Return the registry entry of each state by id, as a file would have it, without what is not known."""
    with STATES_FILE.open(encoding="utf-8", newline="") as file:
        return {row["id"]: _build_entry(row) for row in csv.DictReader(file)}


def _build_entry(row: dict[str, str]) -> dict[str, Any]:
    fields = ("name", "adjective", "iso_alpha2", "iso_alpha3")
    names = [name for name in row["names"].split("; ") if name]
    entry: dict[str, Any] = {"kind": "territory" if row["id"] in TERRITORIES else "state"}
    entry |= {field: row[field] for field in fields if row[field]}
    if len(row["id"]) > 2:
        entry["label_note"] = f"A {entry['kind']} that is no more."
    if names:
        entry["names"] = names
    return entry | {"identifiers": {code: row[code] for code in CODES if row[code]}}


def complete_entry(section: str, key: str, entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry of the registry with what is known of it besides, where it is that of a known state.

    Args:
        section: the section, such as ``actors``.
        key: its id.
        entry: what was given, which stands before what is known.
    """
    known = read_states().get(key) if section == "actors" else None
    return {**known, **entry} if known else entry


def iter_state_files(entries: str) -> Iterator[tuple[str, str]]:
    """Yield path and text of a registry entry for each state of today, one file each.

    Args:
        entries: the record's folder.
    """
    from communique.loaders.curation.split_files import registry_entry_path, render_with_schema

    for key, entry in read_states().items():
        if len(key) == len("XX"):
            path = registry_entry_path("actors", key)
            document = {"schema": 1, "actors": {key: entry}}
            yield f"{entries}/{path}", render_with_schema(path, document, "registry")
