"""Limit rulings.yaml to the size that the loader accepts, and remove disagreements left without ruling."""

from __future__ import annotations

from typing import Final

from bench.synthetic.distributions import Data
from communique.loaders.curation.format_files import INLINE_KEYS
from communique.loaders.entry_files import MAX_FILE_SIZE
from communique.loaders.yaml.dump import dump_yaml
from communique.schema.event_types import SINGLE_FIELDS
from communique.schema.vocabulary import Role

HEADER: Final = "# yaml-language-server: $schema=../schema/rulings.schema.json"


class RulingsFile:
    """The decisions of a dataset, as many as one file may hold."""

    def __init__(self) -> None:
        self._rulings: list[Data] = []
        self._distinct: list[Data] = []
        self._bytes_left = MAX_FILE_SIZE - 200

    def try_add(self, rulings: list[Data], distinct: list[Data]) -> bool:
        """Add the decisions on a part of the dataset; return False where they do not fit and are left out."""
        if not rulings and not distinct:
            return True
        needed = len(dump_yaml({"rulings": rulings, "distinct": distinct}).encode())
        if needed > self._bytes_left:
            return False
        self._bytes_left -= needed
        self._rulings += rulings
        self._distinct += distinct
        return True

    def format_yaml(self) -> str:
        """Return the content of the file."""
        sections = {"rulings": self._rulings, "distinct": self._distinct}
        return dump_yaml(
            {"schema": 1} | {key: value for key, value in sections.items() if value}, HEADER, INLINE_KEYS
        )


class ConflictResolver:
    """A filter that leaves only the first statement of each disputed value.

    Args:
        rulings: what would have been ruled.
    """

    def __init__(self, rulings: list[Data]) -> None:
        self._disputed: dict[str, list[Data]] = {}
        for ruling in rulings:
            self._disputed.setdefault(ruling["event"], []).append(ruling)
        self._stated: set[tuple[str, str, str]] = set()

    def remove_conflicts(self, article: Data) -> None:
        """Remove from an article what contradicts an earlier one."""
        for event in article["events"]:
            for ruling in self._disputed.get(event["id"], ()):
                field, element = ruling["field"], ruling.get("element", "")
                if field in SINGLE_FIELDS:
                    self._drop_unless_first(event, field, (event["id"], field, ""))
                elif field == "figures":
                    self._drop_unless_first(event.get(field, {}), element, (event["id"], field, element))
                    if not event.get(field, True):
                        del event[field]
                else:
                    _remove_denial(event, field, element)

    def _drop_unless_first(self, holder: Data, key: str, name: tuple[str, str, str]) -> None:
        if key not in holder:
            return
        if name in self._stated:
            del holder[key]
        elif isinstance(holder[key], list):
            holder[key] = holder[key][0]
        self._stated.add(name)


def _remove_denial(event: Data, field: str, element: str) -> None:
    """Remove the modality of a denied element, so that all sources state it, and the entry does so once."""
    for part in event.get(field, ()):
        name = part.get("id") or f"{part.get('actor')}/{part.get('role', Role.ATTENDEE)}"
        if name == element:
            part.pop("modality", None)
            part.pop("attributed_to", None)
    if field in event:
        parts = event[field]
        event[field] = [part for index, part in enumerate(parts) if part not in parts[:index]]
