"""Generate the registry of a synthetic dataset: people, publishers, series and towns in growing numbers."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

from bench.synthetic.distributions import PROSE, Data, RawDataset
from bench.synthetic.synthetic_text import NameGenerator
from communique.loaders.yaml.dump import dump_yaml

HEADER: Final = "# yaml-language-server: $schema=../../schema/registry.schema.json"
GROWING: Final = ("people", "places", "series", "publishers")
"""What there is more of the more events there are; actors, offices and topics are taken as they are."""

_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class RegistryGeneration:
    """A synthetic copy of one noun's registry entries, each generated when first asked for.

    Args:
        shapes: the real record.
        noun: ``people``, ``places``, ``series`` or ``publishers``.
        generation: from 0; of places, the first generation is the real gazetteer.
        seed: the record's seed.
        taken: the ids of the noun in all generations, to which new ones are added.
    """

    def __init__(
        self, dataset: RawDataset, noun: str, generation: int, seed: str, used_ids: set[str]
    ) -> None:
        self.name_generator = NameGenerator(dataset.vocabulary, f"{seed}/{noun}/{generation}")
        self._noun = noun
        self._real = dataset.registry[noun]
        self._as_is = noun == "places" and generation == 0
        self._random = Random(f"{seed}/{noun}/{generation}")
        self._used_ids = used_ids
        self.ids: dict[str, str] = {}

    def synthetic_id(self, real: str) -> str:
        """Return the synthetic id in place of a real one, and generate its parent too."""
        known = self.ids.get(real)
        if known is not None:
            return known
        as_is = self._as_is or (
            self._noun == "places" and self._real[real]["precision"] not in {"site", "locality"}
        )
        synthetic = (
            real if as_is else make_unique_id(synthesize_slug(self.name_generator, real), self._used_ids)
        )
        self._used_ids.add(synthetic)
        self.ids[real] = synthetic
        if parent := self._real[real].get("parent"):
            self.synthetic_id(parent)
        return synthetic

    def iter_entries(self) -> Iterator[tuple[str, Data]]:
        """Yield each id that was asked for, with its registry entry."""
        for real, synthetic in self.ids.items():
            entry = self._real[real]
            if synthetic == real:
                yield synthetic, entry
                continue
            described = {key: self._synthesize(key, value) for key, value in entry.items()}
            if "url" in described:
                described["url"] = f"https://{synthetic}.example"
            if "parent" in described:
                described["parent"] = self.ids[entry["parent"]]
            yield synthetic, described

    def _synthesize(self, key: str, value: Any) -> Any:
        if key in {"latitude", "longitude"}:
            return round(value + self._random.uniform(-0.6, 0.6), 2)
        if key == "tenures":
            return [
                tenure if isinstance(tenure, str) else tenure | _extend_to_months(tenure) for tenure in value
            ]
        if isinstance(value, list):
            return [self._synthesize(key, item) for item in value]
        if isinstance(value, dict):
            return {name: self._synthesize(name, item) for name, item in value.items()}
        if key in PROSE:
            return self.name_generator.replace_sentence(value, self._random)
        if key in {"name", "names", "family_name", "given_name", "native_name", "label_note"}:
            return (
                self.name_generator.replace_name(value)
                if self._noun != "people"
                else self.name_generator.replace_full_name(value)
            )
        return value


def _extend_to_months(tenure: Data) -> Data:
    """Return a tenure's date extended to full months, because events move within theirs."""
    if "date" not in tenure:
        return {}
    start, sign, end = str(tenure["date"]).partition("/")
    start = _DAY.sub(r"\1-\2-01", start)
    end = _DAY.sub(lambda d: f"{d[1]}-{d[2]}-{calendar.monthrange(int(d[1]), int(d[2]))[1]}", end)
    return {"date": start + sign + end}


def synthesize_slug(generator: NameGenerator, real: str) -> str:
    """Return an id of the same form, made of the words that stand in names for the real ones."""
    return "-".join(generator.replace_token(part) if part.isalpha() else part for part in real.split("-"))


def make_unique_id(requested: str, used_ids: set[str]) -> str:
    """Return the id, or the id with a number if it is in use."""
    candidate, number = requested, 1
    while candidate in used_ids:
        number += 1
        candidate = f"{requested}-{number}"
    return candidate


def write_registry(
    dataset: RawDataset, generations: dict[str, list[RegistryGeneration]], folder: Path
) -> None:
    """Write one file for each noun, and one for each further generation of it."""
    folder.mkdir(parents=True)
    for noun, entries in dataset.registry.items():
        copies = (
            [dict(generation.iter_entries()) for generation in generations[noun]]
            if noun in generations
            else [entries]
        )
        seen: set[str] = set()
        for number, copied in enumerate(copies, 1):
            unseen = {key: copied[key] for key in sorted(copied) if key not in seen}
            seen |= unseen.keys()
            name = f"{noun}.yaml" if number == 1 else f"{noun}-{number}.yaml"
            text = dump_yaml({"schema": 1, noun: unseen}, HEADER)
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
