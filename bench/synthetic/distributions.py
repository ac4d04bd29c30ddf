"""Read the real dataset as the generator needs it: its data, connected events, and growth of its entities."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any, Final

from bench.synthetic.synthetic_text import Vocabulary
from communique.loaders.dataset import REGISTRY_SECTIONS
from communique.loaders.entry_files import list_files, read_text
from communique.loaders.layout import ARTICLES, REGISTRY, is_decision_file
from communique.loaders.yaml.parser import parse_yaml
from communique.schema.vocabulary import Relation

Data = dict[str, Any]

PROSE: Final = frozenset({"title", "summary", "text", "quote", "because", "description"})
NAMES: Final = frozenset(
    {"name", "names", "units", "native_name", "family_name", "given_name", "short_name", "label_note"}
)
RELATIONS: Final = frozenset(relation.value for relation in Relation)
CALENDAR: Final = (*calendar.month_name, *calendar.day_name)


@dataclass(frozen=True)
class RawDataset:
    """A dataset's files as parsed data, in the order of their names."""

    articles: dict[str, Data]
    registry: dict[str, dict[str, Data]]
    rulings: dict[str, list[Data]]
    distinct: list[Data]

    @classmethod
    def read(cls, root: Path) -> RawDataset:
        """Read a dataset that passes ``communique check``.

        Raises:
            RecordError: there is none, or a file cannot be read.
        """
        articles: dict[str, Data] = {}
        nouns = [
            section for section in REGISTRY_SECTIONS if section not in ("coverage", "abbreviations")
        ]  # which are of the real record
        registry: dict[str, dict[str, Data]] = {noun: {} for noun in nouns}
        decisions: Data = {}
        for path in list_files(root).paths:
            data = parse_yaml(read_text(root, Path(path)), path).data
            if not isinstance(data, dict):
                continue
            if path.startswith(f"{ARTICLES}/"):
                articles[path] = data
            elif path.startswith(f"{REGISTRY}/"):
                for noun in nouns:
                    registry[noun] |= data.get(noun, {})
            elif is_decision_file(path):
                for section in ("redirects", "rulings", "distinct"):
                    decisions.setdefault(section, []).extend(data.get(section, ()))
        redirects = {redirect["id"]: redirect["target"] for redirect in decisions.get("redirects", ())}
        _apply_redirects(articles, redirects)
        rulings: defaultdict[str, list[Data]] = defaultdict(list)
        for ruling in decisions.get("rulings", ()):
            rulings[redirects.get(ruling["event"], ruling["event"])].append(ruling)
        return cls(articles, registry, dict(rulings), list(decisions.get("distinct", ())))

    @cached_property
    def events(self) -> dict[str, list[Data]]:
        """The reported data of each event, from all articles."""
        by_event: defaultdict[str, list[Data]] = defaultdict(list)
        for article in self.articles.values():
            for event in article["events"]:
                by_event[event["id"]].append(event)
        return dict(by_event)

    @cached_property
    def last_accessed(self) -> dt.date:
        """The last day on which an article was read."""
        return max(dt.date.fromisoformat(article["source"]["accessed"]) for article in self.articles.values())

    @cached_property
    def event_clusters(self) -> list[list[str]]:
        """The clusters of events that share articles, directly or through others, in the order of ids."""
        parent = {event: event for event in self.events}

        def find_root(event: str) -> str:
            while parent[event] != event:
                parent[event] = event = parent[parent[event]]
            return event

        for article in self.articles.values():
            first, *others = (event["id"] for event in article["events"])
            for other in others:
                parent[find_root(other)] = find_root(first)
        clusters: defaultdict[str, list[str]] = defaultdict(list)
        for event in self.events:
            clusters[find_root(event)].append(event)
        return list(clusters.values())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of all texts of the dataset."""
        states = [a for a in self.registry["actors"].values() if a["kind"] in {"state", "territory"}]
        names = (a.get(key, "") for a in states for key in ("name", "short_name", "adjective"))
        proper_names = [token for name in names for token in name.split() if token[:1].isupper()]
        return Vocabulary(
            _iter_texts([self.articles, self.registry, self.rulings]), [*proper_names, *CALENDAR]
        )

    def growth_exponent(self, noun: str) -> float:
        """Return the exponent b of Heaps' law, n ~ events^b, for one sort of registry entries.

        Taken from how many of them a half of the articles, drawn at random, uses of those that all use.
        """
        paths = sorted(self.articles)
        Random(noun).shuffle(paths)
        used = [set(_used_ids(self.articles[path], noun)) for path in paths]
        total, half = len(set().union(*used)), len(set().union(*used[: len(used) // 2]))
        return min(1.0, math.log2(total / half)) if half else 0.0


def _apply_redirects(articles: dict[str, Data], redirects: dict[str, str]) -> None:
    """Replace every event id by the one that the dataset has for it now."""
    for article in articles.values():
        for event in article["events"]:
            event["id"] = redirects.get(event["id"], event["id"])
            for link in event.get("links", ()):
                link |= {k: redirects.get(link[k], link[k]) for k in RELATIONS & link.keys()}


def _iter_texts(value: Any, key: str = "") -> Iterator[str]:
    """Yield every sentence and name below a value."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _iter_texts(item, key if name == "value" else name)
    elif isinstance(value, list):
        for item in value:
            yield from _iter_texts(item, key)
    elif isinstance(value, str) and key in PROSE | NAMES:
        yield value


def _used_ids(article: Data, noun: str) -> Iterator[str]:
    """Yield the ids of one noun that an article uses, alone, in ``value`` or in a list."""
    if noun == "publishers":
        yield from (article["source"][key] for key in ("publisher", "agency") if key in article["source"])
    for event in article["events"]:
        if noun == "people":
            for participant in event.get("participants", ()):
                for person in participant.get("people", ()):
                    yield person["person"] if isinstance(person, dict) else person
        else:
            stated = event.get({"places": "place"}.get(noun, noun), [])
            for value in stated if isinstance(stated, list) else [stated]:
                yield value["value"] if isinstance(value, dict) else value
