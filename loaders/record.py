"""The record as it was read: every file's model beside the marks that tell where each value stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from communique.errors import Finding
from communique.loaders.decisions import Decisions
from communique.loaders.entry import Article, Registry
from communique.loaders.entry.rulings import RulingEntry
from communique.loaders.entry.value import Strict
from communique.loaders.yaml.strict import Document

M = TypeVar("M", bound=Strict)
Location = tuple[str | int, ...]

NOUNS = ("actors", "offices", "people", "places", "series", "topics", "publishers")
"""The registry's sections, in the order in which they refer to each other."""


@dataclass(frozen=True, slots=True)
class Located(Generic[M]):
    """A file's model and its text's marks."""

    path: str
    sha256: str
    model: M
    document: Document

    def finding(self, location: Location, what: str, cure: str = "", severity: str = "error") -> Finding:
        """Say something about the value at a location of the model."""
        place = resolve(self.document.data, location)
        line, column = self.document.mark(place)
        return Finding(self.path, line, column, words(place), what, cure, severity)


def resolve(data: Any, location: Location) -> Location:
    """Follow a model's location in the text's data, passing over the steps that short forms leave out."""
    place: list[str | int] = []
    for step in location:
        known = (
            step in data if isinstance(data, dict) else isinstance(data, list) and step in range(len(data))
        )
        if known:
            data = data[step]
            place.append(step)
    return tuple(place)


def words(location: Location) -> str:
    """``("events", 1, "date")`` as ``events[1].date``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return text.removeprefix(".")


@dataclass(slots=True)
class RegistryIndex:
    """All registry files as one: each noun's entries by id, and the file that holds each."""

    nouns: dict[str, dict[str, Any]] = field(default_factory=lambda: {noun: {} for noun in NOUNS})
    holders: dict[tuple[str, str], Located[Registry]] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    """Each place and the larger one it lies in."""

    def add(self, located: Located[Registry]) -> Iterator[Finding]:
        """Take in one file; an id that another file already holds is a finding."""
        for noun in NOUNS:
            for key, entry in getattr(located.model, noun).items():
                holder = self.holders.get((noun, key))
                if holder:
                    cure = f"keep one of the two; the other is in {holder.path}"
                    yield located.finding((noun, key), f"{key} is described twice", cure)
                else:
                    self.nouns[noun][key] = entry
                    self.holders[noun, key] = located
                    if noun == "places":
                        self.parents[key] = entry.parent

    def __getattr__(self, noun: str) -> dict[str, Any]:
        """``index.people`` is the mapping of people by id."""
        try:
            return self.nouns[noun]
        except KeyError:
            raise AttributeError(noun) from None


@dataclass(slots=True)
class Record:
    """What was read of the record: all of it, or the files that a change touches."""

    registry: RegistryIndex = field(default_factory=RegistryIndex)
    articles: dict[str, Located[Article]] = field(default_factory=dict)
    rulings: Decisions | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)
    scope: frozenset[str] | None = None
    """The events on which every testimony was read; None where all of the record was."""
    _moved: tuple[Decisions | None, dict[str, str]] | None = field(default=None, repr=False)
    _ruled: dict[str, list[tuple[int, RulingEntry]]] | None = field(default=None, repr=False)

    def redirects(self) -> dict[str, str]:
        """Old event ids and what each now means, chains followed to their end; cycles lead to themselves."""
        if self._moved is None or self._moved[0] is not self.rulings:  # asked for once an event
            self._moved = (self.rulings, self._follow_redirects())
        return self._moved[1]

    def _follow_redirects(self) -> dict[str, str]:
        table = {entry.id: entry.target for entry in self.rulings.model.redirects} if self.rulings else {}
        ends = {}
        for old in table:
            seen, now = {old}, table[old]
            while now in table and now not in seen:
                seen.add(now)
                now = table[now]
            ends[old] = now
        return ends

    def ruled(self, event: str) -> list[tuple[int, RulingEntry]]:
        """The rulings on an event, under its present id or one that it had, each with its place among all."""
        if self._ruled is None:
            self._ruled, moved = {}, self.redirects()
            for i, ruling in enumerate(self.rulings.model.rulings if self.rulings else ()):
                self._ruled.setdefault(moved.get(ruling.event, ruling.event), []).append((i, ruling))
        return self._ruled.get(event, [])

    def splits(self) -> dict[str, tuple[str, ...]]:
        """Ids that turned out to be several events and what these are now: redirects and further splits followed."""
        table = {entry.id: entry.targets for entry in self.rulings.model.splits} if self.rulings else {}
        moved = self.redirects() if table else {}
        parts: dict[str, tuple[str, ...]] = {}
        for old in table:
            found: dict[str, None] = {}
            waiting, seen = list(reversed(table[old])), {old}
            while waiting:
                part = moved.get(waiting[-1], waiting[-1])
                waiting.pop()
                if part in table and part not in seen:
                    waiting += reversed(table[part])
                else:
                    found[part] = None
                seen.add(part)
            parts[old] = tuple(found)
        return parts

    def withdrawn(self) -> dict[str, str]:
        """Ids that were taken out of the record, each with the reason."""
        return {entry.id: entry.because for entry in self.rulings.model.withdrawals} if self.rulings else {}


def words_of(article: Article) -> str:
    """The words by which other files may mean what an article reports: its events, their links, its address.

    None holds a space; the text is sorted, and each word in it stands between two.
    """
    words = {event.id for event in article.events}
    words |= {link.target for event in article.events for link in event.links}
    words |= {article.source.url} if article.source.url else set()
    return f" {' '.join(sorted(words))} "


def source_id(path: str) -> str:
    """The id of a source is its entry file's name without the ending."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name
