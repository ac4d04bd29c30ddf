"""The registry of a synthetic record: made-up people, publishers, series and towns in as many as a real one had."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

from bench.shapes import PROSE, Data, Shapes
from bench.words import Coiner
from communique.loaders.yaml.dump import dump

HEADER: Final = "# yaml-language-server: $schema=../../schema/registry.schema.json"
GROWING: Final = ("people", "places", "series", "publishers")
"""What there is more of the more events there are; actors, offices and topics are taken as they are."""

_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class Cast:
    """One made-up copy of what grows: the ids of one noun in one generation, made when first asked for.

    Args:
        shapes: the real record.
        noun: ``people``, ``places``, ``series`` or ``publishers``.
        generation: from 0; of places, the first generation is the real gazetteer.
        seed: the record's seed.
        taken: the ids of the noun in all generations, to which new ones are added.
    """

    def __init__(self, shapes: Shapes, noun: str, generation: int, seed: str, taken: set[str]) -> None:
        self.coiner = Coiner(shapes.vocabulary, f"{seed}/{noun}/{generation}")
        self._noun = noun
        self._real = shapes.registry[noun]
        self._as_is = noun == "places" and generation == 0
        self._random = Random(f"{seed}/{noun}/{generation}")
        self._taken = taken
        self.ids: dict[str, str] = {}

    def id(self, real: str) -> str:
        """The made-up id in place of a real one; what it belongs to is made too."""
        known = self.ids.get(real)
        if known is not None:
            return known
        as_is = self._as_is or (
            self._noun == "places" and self._real[real]["precision"] not in {"site", "locality"}
        )
        made = real if as_is else unique(slug(self.coiner, real), self._taken)
        self._taken.add(made)
        self.ids[real] = made
        if parent := self._real[real].get("parent"):
            self.id(parent)
        return made

    def entries(self) -> Iterator[tuple[str, Data]]:
        """Each id that was asked for, with its description."""
        for real, made in self.ids.items():
            entry = self._real[real]
            if made == real:
                yield made, entry
                continue
            told = {key: self._told(key, value) for key, value in entry.items()}
            if "url" in told:
                told["url"] = f"https://{made}.example"
            if "parent" in told:
                told["parent"] = self.ids[entry["parent"]]
            yield made, told

    def _told(self, key: str, value: Any) -> Any:
        if key in {"latitude", "longitude"}:
            return round(value + self._random.uniform(-0.6, 0.6), 2)
        if key == "tenures":
            return [one if isinstance(one, str) else one | _whole_months(one) for one in value]
        if isinstance(value, list):
            return [self._told(key, item) for item in value]
        if isinstance(value, dict):
            return {name: self._told(name, item) for name, item in value.items()}
        if key in PROSE:
            return self.coiner.sentence(value, self._random)
        if key in {"name", "names", "family_name", "given_name", "native_name", "label_note"}:
            return self.coiner.name(value) if self._noun != "people" else self.coiner.whole_name(value)
        return value


def _whole_months(tenure: Data) -> Data:
    """Tenures begin and end with a month, because events are moved about within theirs."""
    if "date" not in tenure:
        return {}
    start, sign, end = str(tenure["date"]).partition("/")
    start = _DAY.sub(r"\1-\2-01", start)
    end = _DAY.sub(lambda d: f"{d[1]}-{d[2]}-{calendar.monthrange(int(d[1]), int(d[2]))[1]}", end)
    return {"date": start + sign + end}


def slug(coiner: Coiner, real: str) -> str:
    """An id of the same form, with the made-up words that stand in names for the real ones."""
    return "-".join(coiner.token(word) if word.isalpha() else word for word in real.split("-"))


def unique(wanted: str, taken: set[str]) -> str:
    """The id, or the id with a number if it is taken."""
    made, number = wanted, 1
    while made in taken:
        number += 1
        made = f"{wanted}-{number}"
    return made


def write_registry(shapes: Shapes, casts: dict[str, list[Cast]], folder: Path) -> None:
    """Write one file for each noun, and one for each further generation of it."""
    folder.mkdir(parents=True)
    for noun, entries in shapes.registry.items():
        generations = [dict(cast.entries()) for cast in casts[noun]] if noun in casts else [entries]
        seen: set[str] = set()
        for number, found in enumerate(generations, 1):
            new = {key: found[key] for key in sorted(found) if key not in seen}
            seen |= new.keys()
            name = f"{noun}.yaml" if number == 1 else f"{noun}-{number}.yaml"
            text = dump({"schema": 1, noun: new}, HEADER)
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
