"""The real record as the generator sees it: plain data, which events hang together, and how its nouns grow."""

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

from bench.words import Vocabulary
from communique.loaders.files import list_files, read_text
from communique.loaders.read import ARTICLES, REGISTRY, decides
from communique.loaders.record import NOUNS
from communique.loaders.yaml.strict import parse
from communique.schema.vocabulary import Relation

Data = dict[str, Any]

PROSE: Final = frozenset({"title", "summary", "text", "quote", "because", "description"})
NAMES: Final = frozenset(
    {"name", "names", "units", "native_name", "family_name", "given_name", "short_name", "label_note"}
)
RELATIONS: Final = frozenset(relation.value for relation in Relation)
CALENDAR: Final = (*calendar.month_name, *calendar.day_name)


@dataclass(frozen=True)
class Shapes:
    """A record's files as plain data, in the order of their names."""

    articles: dict[str, Data]
    registry: dict[str, dict[str, Data]]
    rulings: dict[str, list[Data]]
    distinct: list[Data]

    @classmethod
    def read(cls, root: Path) -> Shapes:
        """Read a record that ``communique check`` finds right.

        Raises:
            RecordError: there is none, or a file cannot be read.
        """
        articles: dict[str, Data] = {}
        registry: dict[str, dict[str, Data]] = {noun: {} for noun in NOUNS}
        decisions: Data = {}
        for path in list_files(root).paths:
            data = parse(read_text(root, Path(path)), path).data
            if not isinstance(data, dict):
                continue
            if path.startswith(f"{ARTICLES}/"):
                articles[path] = data
            elif path.startswith(f"{REGISTRY}/"):
                for noun in NOUNS:
                    registry[noun] |= data.get(noun, {})
            elif decides(path):
                for section in ("redirects", "rulings", "distinct"):
                    decisions.setdefault(section, []).extend(data.get(section, ()))
        moved = {one["id"]: one["target"] for one in decisions.get("redirects", ())}
        _follow(articles, moved)
        rulings: defaultdict[str, list[Data]] = defaultdict(list)
        for ruling in decisions.get("rulings", ()):
            rulings[moved.get(ruling["event"], ruling["event"])].append(ruling)
        return cls(articles, registry, dict(rulings), list(decisions.get("distinct", ())))

    @cached_property
    def events(self) -> dict[str, list[Data]]:
        """What the articles say of each event."""
        found: defaultdict[str, list[Data]] = defaultdict(list)
        for article in self.articles.values():
            for event in article["events"]:
                found[event["id"]].append(event)
        return dict(found)

    @cached_property
    def read_on(self) -> dt.date:
        """The last day on which an article was read."""
        return max(dt.date.fromisoformat(article["source"]["accessed"]) for article in self.articles.values())

    @cached_property
    def blocks(self) -> list[list[str]]:
        """Events that share articles, directly or through others, each block in the order of its ids' dates."""
        parent = {event: event for event in self.events}

        def root(event: str) -> str:
            while parent[event] != event:
                parent[event] = event = parent[parent[event]]
            return event

        for article in self.articles.values():
            first, *others = (event["id"] for event in article["events"])
            for other in others:
                parent[root(other)] = root(first)
        found: defaultdict[str, list[str]] = defaultdict(list)
        for event in self.events:
            found[root(event)].append(event)
        return list(found.values())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """All words of the record."""
        states = [a for a in self.registry["actors"].values() if a["kind"] in {"state", "territory"}]
        names = (a.get(key, "") for a in states for key in ("name", "short_name", "adjective"))
        kept = [word for name in names for word in name.split() if word[:1].isupper()]
        return Vocabulary(_texts([self.articles, self.registry, self.rulings]), [*kept, *CALENDAR])

    def growth(self, noun: str) -> float:
        """The exponent b of Heaps' law, n ~ events^b, for the registry's people, publishers, series or places.

        Taken from how many of them a half of the articles, drawn at random, uses of those that all use.
        """
        paths = sorted(self.articles)
        Random(noun).shuffle(paths)
        used = [set(_used(self.articles[path], noun)) for path in paths]
        whole, half = len(set().union(*used)), len(set().union(*used[: len(used) // 2]))
        return min(1.0, math.log2(whole / half)) if half else 0.0


def _follow(articles: dict[str, Data], moved: dict[str, str]) -> None:
    """Call every event as the record calls it now."""
    for article in articles.values():
        for event in article["events"]:
            event["id"] = moved.get(event["id"], event["id"])
            for link in event.get("links", ()):
                link |= {k: moved.get(link[k], link[k]) for k in RELATIONS & link.keys()}


def _texts(value: Any, key: str = "") -> Iterator[str]:
    """Every sentence and name below a value."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item, key if name == "value" else name)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, key)
    elif isinstance(value, str) and key in PROSE | NAMES:
        yield value


def _used(article: Data, noun: str) -> Iterator[str]:
    """The ids of one noun that an article uses; a value stands as itself, in ``value`` or in a list."""
    if noun == "publishers":
        yield from (article["source"][key] for key in ("publisher", "agency") if key in article["source"])
    for event in article["events"]:
        if noun == "people":
            for participant in event.get("participants", ()):
                for person in participant.get("people", ()):
                    yield person["person"] if isinstance(person, dict) else person
        else:
            stated = event.get({"places": "place"}.get(noun, noun), [])
            for one in stated if isinstance(stated, list) else [stated]:
                yield one["value"] if isinstance(one, dict) else one
