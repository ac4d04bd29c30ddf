"""Find whom or what the names of a table mean, and keep the curator's answers to what the registry does not say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Literal

from pydantic import Field

from communique.loaders.curation.find_ids import normalize_text
from communique.loaders.curation.known_states import read_states
from communique.loaders.dataset import RegistryIndex
from communique.loaders.entry_format.annotated_value import EntryModel
from communique.loaders.entry_format.registry import Registry
from communique.loaders.entry_format.string_types import Line
from communique.loaders.yaml.dump import dump_yaml
from communique.schema.vocabulary import ActorKind, NameOrder

LEAVE_OUT: Final = "leave-out"
"""The answer to a name that means nobody the record should know; the value is left out of the row."""
NEW: Final = "new"
"""The answer to a person's name that none of the namesakes bears; the import adds the person."""
DISTINCT: Final = "distinct"
"""The answer to a likeness of two events that are not one."""
CANDIDATE_COUNT: Final = 3
CANDIDATE_SCORE: Final = 72.0
"""Of 100: below it two names have little in common."""
NO_TERRITORIES: Final = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
"""Codes of CLDR that are groups of states, or made up for tests."""
SHORT_NAME: Final = 3
"""Characters: codes are too short to be like anything."""
_HEADER: Final = """\
# The answers of a curator to what the table leaves open. Behind each name stands the id that it means, or `new` for a
# person whom the record lacks, or `leave-out` to go without it; behind each event the id of the event that it is, or
# `distinct`. What has nothing behind it is open.
"""


class Worklist(EntryModel):
    """The answers beside a map; what is null is open."""

    format: Literal[1] = Field(default=1, alias="schema", description="the version of this format")
    names: dict[str, dict[Line, Line | None]] = Field(
        default_factory=dict, description="by section of the registry: a name, and the id that it means"
    )
    events: dict[Line, Line | None] = Field(
        default_factory=dict, description="an event of the table, and the event of the record that it is"
    )


@dataclass(slots=True)
class NameQuestion:
    """A name that is open: its section and text, on how many rows from which line, and whom it may mean."""

    section: str
    name: str
    row_count: int
    first_line: int
    candidates: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class NameResolver:
    """What the names of a table mean, by answers, by the registry, and by what the import adds to it.

    Args:
        registry: what the record knows.
        worklist: what the curator answered.
    """

    registry: RegistryIndex
    worklist: Worklist
    questions: dict[tuple[str, str], NameQuestion] = field(default_factory=dict)
    created: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    """New entries of the registry, by section and id, as in its files."""
    _known: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    _namesakes: dict[tuple[str | None, str], set[str]] | None = None

    def add_entries(self, registry: Registry) -> None:
        """Add what a map says that its table needs, where the registry lacks it."""
        for section, known in self.registry.sections.items():
            for id_, entry in getattr(registry, section, {}).items():
                if id_ not in known:
                    data = entry.model_dump(mode="json", exclude_defaults=True)
                    self.created.setdefault(section, {})[id_] = data
                    self._index(section).setdefault(normalize_text(entry.name), set()).add(id_)

    def resolve(
        self, section: str, name: str, line: int, *, create: bool = False, actor: str | None = None
    ) -> str | None:
        """Return the id that a name means, or None where it is open or to be left out.

        Args:
            section: of the registry.
            name: as in the table.
            line: of the table, for the worklist.
            create: add what is certain: a person, or a state by its name in CLDR.
            actor: for whom a person acts; two of one name who act for different actors are two people.
        """
        answer = self.worklist.names.get(section, {}).get(name)
        if answer:
            if answer == LEAVE_OUT:
                return None
            if answer in self.registry.sections[section] or answer in self.created.get(section, {}):
                return answer
            if create and section == "actors" and answer in read_states() | _territory_names():
                return self._add(section, answer, _describe_territory(answer), name)
        key = normalize_text(name)
        ids = self._index(section).get(key, set())
        if section == "people" and len(ids) > 1 and actor:
            ids = {id_ for id_ in ids if self._person_actor(id_) == actor}
        if len(ids) == 1:
            return next(iter(ids))
        likely = ids or (self._find_namesakes(name, actor) if create and section == "people" else set())
        if create and (not likely or answer == NEW) and (id_ := self._create(section, name, actor)):
            return id_
        question = self.questions.setdefault(
            (section, name), NameQuestion(section, name, 0, line, _rate(likely))
        )
        question.row_count += 1
        return None

    def print_name(self, section: str, name: str, line: int) -> str:
        """Return the registry's own name of whom a name means, or the name itself where that is open."""
        id_ = self.resolve(section, name, line, create=True)
        if id_ in (created := self.created.get(section, {})):
            return str(created[id_]["name"])
        return self.registry.sections[section][id_].name if id_ else name

    def is_left_out(self, section: str, name: str) -> bool:
        """Return whether the curator chose to go without a name."""
        return self.worklist.names.get(section, {}).get(name) == LEAVE_OUT

    def propose_candidates(self) -> None:
        """Give each open question the ids whose names are most like it, once all rows were read."""
        from rapidfuzz import fuzz, process, utils

        for question in self.questions.values():
            section = question.section
            known = {
                text: likely
                for text, ids in self._index(section).items()
                if len(text) > SHORT_NAME
                and (likely := {id_ for id_ in ids if not self._is_part(section, id_)})
            }
            if section == "actors":
                known = {text: {code} for text, code in _normalized_territories().items()} | known
            likest: dict[str, int] = dict(question.candidates)
            for text, score, _ in process.extract(
                normalize_text(question.name),
                list(known),
                scorer=fuzz.token_set_ratio,
                processor=utils.default_process,
                limit=8,
                score_cutoff=CANDIDATE_SCORE,
            ):
                for id_ in sorted(known[text]):
                    likest.setdefault(id_, round(score))
            question.candidates = tuple(likest.items())[:CANDIDATE_COUNT]

    def _is_part(self, section: str, id_: str) -> bool:
        """Return whether an actor is a part of another that a table of states does not mean."""
        entry = self.registry.actors.get(id_) if section == "actors" else None
        return entry is not None and entry.kind in {ActorKind.MINISTRY, ActorKind.SERVICE, ActorKind.UNIT}

    def _find_namesakes(self, name: str, actor: str | None) -> set[str]:
        """Return the people of the record who act for an actor and whose family name stands in a name."""
        if self._namesakes is None:
            self._namesakes = {}
            for id_, person in self.registry.people.items():
                is_first = person.name_order is NameOrder.FAMILY_FIRST
                family = normalize_text(person.family_name or person.name.split()[0 if is_first else -1])
                self._namesakes.setdefault((person.actor, family), set()).add(id_)
        terms = normalize_text(name).split()
        return {id_ for term in terms for id_ in self._namesakes.get((actor, term), ())}

    def _person_actor(self, id_: str) -> str | None:
        created = self.created.get("people", {}).get(id_)
        return created.get("actor") if created else self.registry.people[id_].actor

    def _index(self, section: str) -> dict[str, set[str]]:
        """Return the ids of a section by every name that they have, normalised."""
        if section not in self._known:
            known = self._known[section] = {}
            for id_, entry in self.registry.sections[section].items():
                for text in _collect_names(id_, entry):
                    known.setdefault(normalize_text(text), set()).add(id_)
        return self._known[section]

    def _create(self, section: str, name: str, actor: str | None) -> str | None:
        if section == "actors":
            code = name if name in read_states() else _normalized_territories().get(normalize_text(name))
            return self._add(section, code, _describe_territory(code), name) if code else None
        if (new := _describe_person(name, actor)) is None:
            return None
        id_, entry = new
        if id_ in self.created.get(section, {}) or id_ in self.registry.people:
            id_ = f"{id_}-{(actor or 'other').lower()}"
        return self._add(section, id_, entry, name)

    def _add(self, section: str, id_: str, entry: dict[str, Any], name: str) -> str:
        if section != "actors" or id_ not in self.registry.actors:
            self.created.setdefault(section, {})[id_] = entry
            self._index(section).setdefault(normalize_text(name), set()).add(id_)
        return id_


def _rate(ids: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple((id_, 100) for id_ in sorted(ids))


def _collect_names(id_: str, entry: Any) -> Iterable[str]:
    yield id_
    for attribute in ("name", "title", "short_name", "iso_alpha2", "iso_alpha3", "native_name"):
        if text := getattr(entry, attribute, None):
            yield text
    if alpha2 := getattr(entry, "iso_alpha2", None):
        yield from (name for name, code in _territories().items() if code == alpha2)
    if (given := getattr(entry, "given_name", None)) and (family := getattr(entry, "family_name", None)):
        yield f"{given} {family}"
        yield f"{family} {given}"
    yield from (name.name for name in getattr(entry, "names", ()))


@cache
def _territories() -> Mapping[str, str]:
    """Return the code of each territory by its English name in CLDR, and of each state of today by all its names.

    States of the past are no one's by name alone: a registry may divide their time otherwise.
    """
    from babel import Locale

    names = {
        text: code
        for code, entry in read_states().items()
        if "iso_alpha2" in entry
        for text in (entry["name"], *entry.get("names", ()))
    }
    return names | {
        name: code
        for code, name in Locale("en").territories.items()
        if re.fullmatch("[A-Z]{2}", code) and code not in NO_TERRITORIES
    }


@cache
def _normalized_territories() -> dict[str, str]:
    return {normalize_text(name): code for name, code in _territories().items()}


@cache
def _territory_names() -> dict[str, str]:
    return {code: name for name, code in _territories().items()}


def _describe_territory(id_: str) -> dict[str, Any]:
    """Return the registry entry of a state, present or past, or of a territory that is none."""
    known = read_states().get(id_)
    return known or {"kind": "territory", "name": _territory_names()[id_], "iso_alpha2": id_}


def _describe_person(name: str, actor: str | None) -> tuple[str, dict[str, Any]] | None:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    id_ = "-".join(re.findall(r"[a-z0-9]+", ascii_name))
    if not id_:
        return None
    entry: dict[str, Any] = {"name": name, "name_order": "given-first"}
    return id_, entry | ({"actor": actor} if actor else {})


def render_worklist(
    worklist: Worklist, questions: Iterable[NameQuestion], likenesses: Mapping[str, str]
) -> str:
    """Return the text of a worklist: answers as they are, and what is open with what it may mean.

    Args:
        worklist: the answers so far; those that nothing asks for any more stay.
        questions: open names.
        likenesses: open events, each with the event of the record that it may be and why.
    """
    names = {section: dict(answers) for section, answers in worklist.names.items()}
    remarks: dict[tuple[str, str], str] = {}
    for question in questions:
        names.setdefault(question.section, {}).setdefault(question.name, None)
        count = f"{question.row_count:,} row{'s' if question.row_count > 1 else ''}"
        candidates = ", ".join(f"{id_} ({score} %)" for id_, score in question.candidates)
        likest = f"perhaps {candidates}" if candidates else "nothing like it"
        remarks[question.section, question.name] = f"{count}, first in line {question.first_line}; {likest}"
    lines = [_HEADER + "schema: 1\n", "names:\n" if names else "names: {}\n"]
    for section, answers in sorted(names.items()):
        lines.append(f"  {section}:\n")
        for name, answer in sorted(answers.items()):
            remark = remarks.get((section, name)) if answer is None else None
            lines.append(f"    {_pair(name, answer)}{f'  # {remark}' if remark else ''}\n")
    events = dict(worklist.events) | {event: worklist.events.get(event) for event in likenesses}
    lines.append("events:\n" if events else "events: {}\n")
    for event, answer in sorted(events.items()):
        remark = likenesses.get(event) if answer is None else None
        lines.append(f"  {_pair(event, answer)}{f'  # {remark}' if remark else ''}\n")
    return "".join(lines)


def _pair(key: str, value: str | None) -> str:
    line = dump_yaml({key: value or "open"}).rstrip("\n")
    return line if value else line.removesuffix(" open")
