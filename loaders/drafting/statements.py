"""Hold the statements of a draft, each with the parts of the text that say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from communique.loaders.dataset import RegistryIndex
from communique.loaders.reading.parts import PARAGRAPH
from communique.loaders.reading.recognise import Reading
from communique.schema.vocabulary import Kind, Modality

_ORDER: Final = (
    "status", "date", "time", "place", "series", "edition", "type", "types", "level", "format", "instrument",
    "binding", "in_force", "expires",
    "weapon", "weapon_class", "splashdown", "overflew", "purpose", "domains", "missions", "participants",
    "people", "units", "topics",
    "names", "figures", "links", "provisions", "notes",
)  # fmt: skip

Citation = int | str


@dataclass(frozen=True, slots=True)
class DraftStatement:
    """A value that a draft proposes.

    Args:
        field: as a statement of the record has it.
        element: likewise; "" for a field of one value.
        value: the value as an entry writes it.
        citations: the parts that say so.
        is_ticked: whether it stands in the draft as data; otherwise it is offered in a comment.
        origin: ``record``, ``text`` where only the text gives it, or ``hand`` where a curator added it.
        label: the value in words.
        sources: how many entries of the record give it.
        basis: ``relative`` for a date resolved from the day of publication, else "".
        modality: how the part puts it, where it passes on what somebody says.
        attributed_to: whose statement it is.
        quote: the part's exact words; only a hand gives them.
        strength: how strongly the best part says so, from 0 to 1; 0 where none was seen to.
        is_offered: whether a draft shows it; the record's other values are there for whoever asks.
    """

    field: str
    element: str
    value: Any
    citations: tuple[Citation, ...]
    is_ticked: bool
    origin: str
    label: str
    sources: int = 0
    basis: str = ""
    modality: Modality | None = None
    attributed_to: str | None = None
    quote: str = ""
    strength: float = 0.0
    is_offered: bool = True

    @property
    def order(self) -> int:
        """Where its field stands in an entry."""
        return _ORDER.index(self.field) if self.field in _ORDER else len(_ORDER)


@dataclass(frozen=True, slots=True)
class DraftEvent:
    """An event of a draft.

    Args:
        id: its id; a suggestion for a new one.
        kind: its kind.
        is_known: whether the record holds it.
        title: its title in the record; for a new one what a hand wrote, else "".
        reasons: why it is taken for reported.
        score: how probable it is that the text reports it; 0 for a new one.
        citations: the parts that report it.
        statements: what the draft proposes of it.
        summary: what a hand wrote for a new one.
        accepted: findings of ``check`` that a hand says are right as they are, each with the reason.
    """

    id: str
    kind: Kind
    is_known: bool
    title: str
    reasons: str
    score: float
    citations: tuple[Citation, ...]
    statements: tuple[DraftStatement, ...]
    summary: str = ""
    accepted: Mapping[str, str] = field(default_factory=dict)


def join_parts(numbers: Iterable[int], reading: Reading) -> tuple[Citation, ...]:
    """Return parts as an entry cites them; the paragraphs alone where any of them is one."""
    parts = [reading.parts[number] for number in numbers]
    paragraphs = [part for part in parts if part.kind == PARAGRAPH]
    return tuple(part.citation for part in paragraphs or parts)


def to_plain(value: Any) -> Any:
    """Return a value with words of closed lists as text."""
    if isinstance(value, dict):
        return {key: to_plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, str) else value


def describe_value(field: str, element: str, value: Any, registry: RegistryIndex) -> str:
    """Return a value in words, so that a curator need not look its id up."""
    if isinstance(value, dict) and value.get("text"):
        return str(value["text"])
    section = {
        "place": "places",
        "splashdown": "places",
        "series": "series",
        "topics": "topics",
        "overflew": "actors",
    }.get(field)
    if section and (entry := registry.sections[section].get(str(value))):
        return str(entry.name)
    if field == "participants" and (actor := registry.actors.get(element.split("/")[0])):
        return str(actor.name)
    if field == "people" and (person := registry.people.get(element.rpartition("/")[2])):
        return str(person.name)
    return ""
