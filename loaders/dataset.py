"""Hold a dataset as it was read: the model of every file, with the position of each value in its text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from communique.errors import Finding

if TYPE_CHECKING:
    from communique.loaders.entry_format.annotated_value import EntryModel
    from communique.loaders.entry_format.article import Article
    from communique.loaders.entry_format.dossier import DossierEntry
    from communique.loaders.entry_format.event import EventEntry
    from communique.loaders.entry_format.registry import Registry
    from communique.loaders.entry_format.rulings import RulingEntry, Rulings
    from communique.loaders.yaml.parser import YamlDocument
    from communique.schema.vocabulary import Kind

M = TypeVar("M", bound="EntryModel")


Location = tuple[str | int, ...]


REGISTRY_SECTIONS = (
    *("actors", "offices", "people", "places", "series", "topics", "publishers"),
    *("coverage", "abbreviations"),
)
"""The registry's sections, in the order in which they refer to each other."""


@dataclass(frozen=True, slots=True)
class ParsedFile(Generic[M]):
    """A file's validated model with its parsed YAML document."""

    path: str
    sha256: str
    model: M
    document: YamlDocument

    def create_finding(
        self,
        location: Location,
        what: str,
        cure: str = "",
        severity: str = "error",
        rule: str = "",
        others: Sequence[str] = (),
    ) -> Finding:
        """Return a finding on the value at a location of the model; arguments as of `Finding`."""
        data_location = follow_location(self.document.data, location)
        line, column = self.document.position_of(data_location)
        where = format_location(data_location)
        return Finding(self.path, line, column, where, what, cure, severity, rule, tuple(others))


def follow_location(data: Any, location: Location) -> Location:
    """Return a model location as a location in the YAML data, without steps that short forms leave out."""
    followed: list[str | int] = []
    for step in location:
        is_present = (
            step in data if isinstance(data, dict) else isinstance(data, list) and step in range(len(data))
        )
        if is_present:
            data = data[step]
            followed.append(step)
    return tuple(followed)


def format_location(location: Location) -> str:
    """Return a location such as `("events", 1, "date")` as the text `events[1].date`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return text.removeprefix(".")


@dataclass(slots=True)
class RegistryIndex:
    """An index of all registry files: the entries of each section by id, and the file of each."""

    sections: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {section: {} for section in REGISTRY_SECTIONS}
    )
    files_by_entry: dict[tuple[str, str], ParsedFile[Registry]] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    """Each place and the larger one it lies in."""
    ids_by_name: dict[str, dict[str, str]] = field(default_factory=dict)
    """By section, each id by every name of it, once somebody has misspelt one."""
    _holders: dict[str, list[tuple[str, str | None]]] | None = field(default=None, repr=False)

    def add_file(self, file: ParsedFile[Registry]) -> Iterator[Finding]:
        """Add the entries of one file, yielding a finding for each id that another file already has."""
        self._holders = None
        for section in REGISTRY_SECTIONS:
            for key, entry in getattr(file.model, section).items():
                first_file = self.files_by_entry.get((section, key))
                if first_file:
                    cure = f"keep one of the two; the other is in {first_file.path}"
                    yield file.create_finding((section, key), f"{key} is described twice", cure)
                else:
                    self.sections[section][key] = entry
                    self.files_by_entry[section, key] = file
                    if section == "places":
                        self.parents[key] = entry.parent

    def list_holders(self, office: str) -> list[tuple[str, str | None]]:
        """Return the people who held an office, each with the EDTF date of the tenure where it has one."""
        if self._holders is None:
            self._holders = {}
            for person, entry in self.sections["people"].items():
                for tenure in entry.tenures:
                    self._holders.setdefault(tenure.office, []).append((person, tenure.date))
        return self._holders.get(office, [])

    def __getattr__(self, section: str) -> dict[str, Any]:
        """Return a section by its name, so that `index.people` maps ids to people."""
        try:
            return self.sections[section]
        except KeyError:
            raise AttributeError(section) from None


@dataclass(frozen=True, eq=False)
class EditorialDecisions:
    """All editorial decisions of a dataset, in the order of their files.

    Args:
        files: as read, sorted by path; at least one.
    """

    files: tuple[ParsedFile[Rulings], ...]

    @cached_property
    def model(self) -> Rulings:
        """Every section of every file, one after the other."""
        model = type(self.files[0].model)
        joined = {
            name: tuple(entry for file in self.files for entry in getattr(file.model, name))
            for name in model.model_fields
            if name != "format"
        }
        return model.model_construct(None, format=1, **joined)

    @cached_property
    def ruling_numbers(self) -> Mapping[int, int]:
        """Where each ruling stands among all, by its identity."""
        return {id(ruling): number for number, ruling in enumerate(self.model.rulings)}

    def with_file(self, file: ParsedFile[Rulings]) -> EditorialDecisions:
        """Return these decisions together with those of one more file."""
        return EditorialDecisions(
            tuple(sorted([*self.files, file], key=lambda decision_file: decision_file.path))
        )

    def create_finding(
        self,
        location: Location,
        what: str,
        cure: str = "",
        severity: str = "error",
        rule: str = "",
        others: Sequence[str] = (),
    ) -> Finding:
        """Return a finding on the decision at a location of the joined set, positioned in its own file."""
        file, local_location = self._find_file(location)
        return file.create_finding(local_location, what, cure, severity, rule, others)

    def format_location(self, section: str, number: int) -> str:
        """Return a decision's location as text such as `redirects[3]`, with its file where there are several."""
        file, local_location = self._find_file((section, number))
        position = f"{local_location[0]}[{local_location[1]}]"
        return position if len(self.files) == 1 else f"{position} of {file.path}"

    def _find_file(self, location: Location) -> tuple[ParsedFile[Rulings], Location]:
        """Return the file that holds a location of the joined set, and the location within that file."""
        section, number, *rest = location
        ends = list(accumulate(len(getattr(file.model, str(section))) for file in self.files))
        index = bisect_right(ends, int(number))
        return self.files[index], (section, int(number) - (ends[index - 1] if index else 0), *rest)


@dataclass(slots=True)
class Dataset:
    """The registry, articles, rulings and dossiers that were read: all of them, or those that a change affects."""

    registry: RegistryIndex = field(default_factory=RegistryIndex)
    articles: dict[str, ParsedFile[Article]] = field(default_factory=dict)
    rulings: EditorialDecisions | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)
    scope: frozenset[str] | None = None
    """The events on which every testimony was read; None where all of the record was."""
    dossiers: dict[str, ParsedFile[DossierEntry]] = field(default_factory=dict)
    _redirect_cache: tuple[EditorialDecisions | None, dict[str, str]] | None = field(default=None, repr=False)
    _rulings_by_event: dict[str, list[tuple[int, RulingEntry]]] | None = field(default=None, repr=False)

    def resolve_redirects(self) -> dict[str, str]:
        """Return each redirected event id with the id at the end of its chain; a cycle leads to itself."""
        if (
            self._redirect_cache is None or self._redirect_cache[0] is not self.rulings
        ):  # asked for once an event
            self._redirect_cache = (self.rulings, self._compute_redirects())
        return self._redirect_cache[1]

    def _compute_redirects(self) -> dict[str, str]:
        redirects = {entry.id: entry.target for entry in self.rulings.model.redirects} if self.rulings else {}
        targets: dict[str, str] = {}
        for old in redirects:
            chain, current = dict[str, None](), old
            while current in redirects and current not in targets and current not in chain:
                chain[current] = None
                current = redirects[current]
            is_cycle, end = current in chain, targets.get(current, current)
            targets |= {step: step if is_cycle else end for step in chain}
        return targets

    def get_rulings(self, event: str) -> list[tuple[int, RulingEntry]]:
        """Return the rulings on an event, under its present or former ids, each with its index."""
        if self._rulings_by_event is None:
            self._rulings_by_event, redirects = {}, self.resolve_redirects()
            for i, ruling in enumerate(self.rulings.model.rulings if self.rulings else ()):
                self._rulings_by_event.setdefault(redirects.get(ruling.event, ruling.event), []).append(
                    (i, ruling)
                )
        return self._rulings_by_event.get(event, [])

    def resolve_splits(self) -> dict[str, tuple[str, ...]]:
        """Return each split event id with the present ids of its parts, further splits followed."""
        table = {entry.id: entry.targets for entry in self.rulings.model.splits} if self.rulings else {}
        redirects = self.resolve_redirects() if table else {}
        parts: dict[str, tuple[str, ...]] = {}
        for old in table:
            targets: dict[str, None] = {}
            pending, seen = list(reversed(table[old])), {old}
            while pending:
                part = redirects.get(pending[-1], pending[-1])
                pending.pop()
                if part in table and part not in seen:
                    pending += reversed(table[part])
                else:
                    targets[part] = None
                seen.add(part)
            parts[old] = tuple(targets)
        return parts

    def get_withdrawals(self) -> dict[str, str]:
        """Return each withdrawn event id with the reason."""
        return {entry.id: entry.because for entry in self.rulings.model.withdrawals} if self.rulings else {}


@dataclass(frozen=True, slots=True)
class DatasetContext:
    """The ids and addresses of the dataset beyond the files that were read; empty if all were."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    part_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    urls: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    released: frozenset[str] = frozenset()
    retired: Mapping[str, str] = field(default_factory=dict)
    """Released event ids that the newest release no longer holds, each with the release that gave it up."""


def derive_source_id(path: str) -> str:
    """Return the id of the source or dossier in a file: the file's name without its extension."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name


Key = tuple[str, str]
"""A field and an element of it; the element of a single value is empty."""


@dataclass(slots=True)
class EventEntries:
    """All entries on one event, with the rulings on it."""

    event_id: str
    reports: list[tuple[ParsedFile[Article], int]] = field(default_factory=list)
    rulings: dict[Key, RulingEntry] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """The kind of the event according to its first entry."""
        article, index = self.reports[0]
        return article.model.events[index].kind

    def iter_event_entries(self) -> Iterator[tuple[ParsedFile[Article], EventEntry]]:
        """Yield each article with its entry on the event."""
        for article, index in self.reports:
            yield article, article.model.events[index]


def group_entries_by_event(dataset: Dataset) -> dict[str, EventEntries]:
    """Group the entries of a dataset by event, as far as in scope; the order of files does not matter."""
    redirects = dataset.resolve_redirects()
    entries_by_event: dict[str, EventEntries] = {}
    for path in sorted(dataset.articles):
        article = dataset.articles[path]
        for index, entry in enumerate(article.model.events):
            event_id = redirects.get(entry.id, entry.id)
            if dataset.scope is not None and event_id not in dataset.scope:
                continue
            entries_by_event.setdefault(event_id, EventEntries(event_id)).reports.append((article, index))
    for event_id, event_entries in entries_by_event.items():
        for _, ruling in dataset.get_rulings(event_id):
            event_entries.rulings[ruling.field, ruling.element or ""] = ruling
    return entries_by_event
