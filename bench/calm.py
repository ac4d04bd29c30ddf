"""Keep rulings.yaml within the size that the reader takes, and let sources agree where no ruling has room."""

from __future__ import annotations

from typing import Final

from bench.shapes import Data
from communique.loaders.curating.fmt import INLINE
from communique.loaders.files import LARGEST
from communique.loaders.weighing.statement import SINGLE
from communique.loaders.yaml.dump import dump
from communique.schema.vocabulary import Role

HEADER: Final = "# yaml-language-server: $schema=../schema/rulings.schema.json"


class Room:
    """The decisions of a record, as many as one file may hold."""

    def __init__(self) -> None:
        self._rulings: list[Data] = []
        self._distinct: list[Data] = []
        self._left = LARGEST - 200

    def take(self, rulings: list[Data], distinct: list[Data]) -> bool:
        """Take in the decisions on a part of the record; False where they do not fit and were left out."""
        if not rulings and not distinct:
            return True
        needed = len(dump({"rulings": rulings, "distinct": distinct}).encode())
        if needed > self._left:
            return False
        self._left -= needed
        self._rulings += rulings
        self._distinct += distinct
        return True

    def text(self) -> str:
        """The file."""
        found = {"rulings": self._rulings, "distinct": self._distinct}
        return dump({"schema": 1} | {key: value for key, value in found.items() if value}, HEADER, INLINE)


class Calm:
    """Lets the first statement of each disputed value stand alone.

    Args:
        rulings: what would have been ruled.
    """

    def __init__(self, rulings: list[Data]) -> None:
        self._disputed: dict[str, list[Data]] = {}
        for ruling in rulings:
            self._disputed.setdefault(ruling["event"], []).append(ruling)
        self._told: set[tuple[str, str, str]] = set()

    def settle(self, article: Data) -> None:
        """Take out of an article what an earlier one tells otherwise."""
        for event in article["events"]:
            for ruling in self._disputed.get(event["id"], ()):
                field, element = ruling["field"], ruling.get("element", "")
                if field in SINGLE:
                    self._first(event, field, (event["id"], field, ""))
                elif field == "figures":
                    self._first(event.get(field, {}), element, (event["id"], field, element))
                    if not event.get(field, True):
                        del event[field]
                else:
                    _plainly(event, field, element)

    def _first(self, holder: Data, key: str, name: tuple[str, str, str]) -> None:
        if key not in holder:
            return
        if name in self._told:
            del holder[key]
        elif isinstance(holder[key], list):
            holder[key] = holder[key][0]
        self._told.add(name)


def _plainly(event: Data, field: str, element: str) -> None:
    """An element of a set that one source denies is said by all."""
    for part in event.get(field, ()):
        name = part.get("id") or f"{part.get('actor')}/{part.get('role', Role.ATTENDEE)}"
        if name == element:
            part.pop("modality", None)
            part.pop("attributed_to", None)
