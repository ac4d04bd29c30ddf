"""Labels in English for fields, values and ids of the record, for people who read what changed."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Mapping
from typing import Any

from communique.releases.snapshot import Snapshot
from communique.schema import dates
from communique.schema.event_types import DATE_FIELDS, FIELDS
from communique.schema.tables.measure import MEASURE_LABELS, Measure
from communique.schema.vocabulary import Entity

REFERENCE_FIELDS: dict[str, Entity] = {
    **{name: field.target for name, field in FIELDS.items() if field.target},
    "actor": Entity.ACTOR,
    "authority": Entity.ACTOR,
    "attributed_to": Entity.ACTOR,
    "publisher": Entity.PUBLISHER,
    "agency": Entity.PUBLISHER,
    "topic": Entity.TOPIC,
    "office": Entity.OFFICE,
    "person": Entity.PERSON,
    "memberships": Entity.ACTOR,
}
"""Fields that hold an id, and of what."""

VOCABULARY_FIELDS = frozenset(
    {
        *(name for name, field in FIELDS.items() if field.word_list),
        *("kind", "force", "precision"),
        *("name_order", "decision", "modality", "basis", "closeness", "standing"),
    }
)
"""Fields that hold a word of a closed list, written with hyphens."""

SINGULAR_LABELS = {
    "participants": "participant",
    "people": "person",
    "units": "unit",
    "names": "name",
    "links": "link",
    "figures": "figure",
    "notes": "note",
    "provisions": "provision",
    "rulings": "ruling",
    "memberships": "membership",
    "tenures": "tenure",
    **{name: field.sentence_label for name, field in FIELDS.items()},
    "label_note": "note on its label",
    "reprint_group": "reprint group",
    "archived_url": "archived copy",
    "url": "address",
}
"""What one value of a field is called, where that is not the field's own name."""


def label_field(name: str) -> str:
    """Return the label of a field, as a sentence uses it."""
    return SINGULAR_LABELS.get(name, name.replace("_", " "))


class EntityNames:
    """The names of ids, from the later of two snapshots, or else from the earlier."""

    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        self._old, self._new = old, new
        self.redirects: dict[str, str] = {
            key: document["redirect"]["target"]
            for (entity, key), document in new.items()
            if entity == Entity.EVENT and "redirect" in document
        }

    def find_document(self, entity: Entity, key: str) -> Mapping[str, Any]:
        """Return the document of an id, empty where neither snapshot has it."""
        entity_key = (entity.value, key)
        later, earlier = self._new.get(entity_key, {}), self._old.get(entity_key, {})
        return later if "title" in later or "name" in later else earlier or later

    def display_name(self, entity: Entity, key: str) -> str:
        """Return an id's name or title, or the id itself where there is none."""
        document = self.find_document(entity, key)
        return str(document.get("name") or document.get("title") or key)


def label_value(name: str, value: Any, names: EntityNames, entity: Entity = Entity.EVENT) -> str:
    """Return a label for a field's single value, or for the content of one element of a set."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return _label_mapping(name, value, names)
    text = str(value)
    if name in DATE_FIELDS:
        return dates.format_date(dates.parse_date(text)) if dates.is_valid_date(text) else text
    if name == "parent":
        return names.display_name(entity, text)
    if name in REFERENCE_FIELDS:
        return names.display_name(REFERENCE_FIELDS[name], text)
    return text.replace("-", " ") if name in VOCABULARY_FIELDS else truncate_text(text)


def _label_mapping(name: str, value: Mapping[str, Any], names: EntityNames) -> str:
    if name == "figures":
        return label_figure(value)
    if "text" in value:  # of a note or a provision
        return truncate_text(str(value["text"]))
    if name == "rulings":
        head = f"{label_value('', value['value'], names)}" if "value" in value else str(value.get("decision"))
        return f"{head}, because: {truncate_text(str(value.get('because', '')))}"
    return ", ".join(label_value(key, inner, names) for key, inner in value.items())


def label_figure(value: Mapping[str, Any]) -> str:
    """Return a figure as ``4``, ``at least 3``, ``3 to 5`` or ``about 4 (3 to 5)``."""
    low, best, high = (value.get(key) for key in ("low", "best", "high"))
    span = f"{low:,} to {high:,}" if low is not None and high is not None else ""
    span = span or (
        f"at least {low:,}" if low is not None else f"at most {high:,}" if high is not None else ""
    )
    if best is None:
        return span
    return f"{best:,} ({span})" if span else f"{best:,}"


def label_element(name: str, element: str, value: Any, names: EntityNames) -> str:
    """Return a label for an element of a set."""
    parts = element.split("/")
    if name in {"participants", "people", "units"}:
        actor, role, rest = (
            names.display_name(Entity.ACTOR, parts[0]),
            parts[1].replace("-", " "),
            "/".join(parts[2:]),
        )
        if name == "people":
            return f"{names.display_name(Entity.PERSON, rest)} for {actor} ({role})"
        return f"{rest} of {actor} ({role})" if name == "units" else f"{actor} as {role}"
    if name == "links":
        return f"{parts[0].replace('-', ' ')} “{names.display_name(Entity.EVENT, '/'.join(parts[1:]))}”"
    if name == "figures":
        is_known = element in tuple(Measure)  # a state of another time may count what is not counted any more
        return MEASURE_LABELS[Measure(element)][0] if is_known else element.replace("-", " ")
    if name == "tenures":
        return names.display_name(Entity.OFFICE, parts[0])
    if name == "rulings":
        return f"on {label_claim_target(parts[0], '/'.join(parts[1:]), names)}"
    if name in REFERENCE_FIELDS:
        return names.display_name(REFERENCE_FIELDS[name], element)
    return element.replace("-", " ") if name in VOCABULARY_FIELDS else f"“{element}”"


def label_claim_target(name: str, element: str, names: EntityNames) -> str:
    """Return a label for what a claim or ruling is about: ``date``, ``participant Japan as host``."""
    return (
        f"{label_field(name)} {label_element(name, element, None, names)}" if element else label_field(name)
    )


def label_day(day: dt.date) -> str:
    """Return a day in English, such as ``23 November 2026``."""
    return dates.format_date(dates.parse_date(day.isoformat()))


MAX_LENGTH = 100
"""Characters that are shown of a text, about."""

_CONTEXT_WORDS = 5
"""Words that are shown on each side of a difference."""


def truncate_text(text: str, size: int = MAX_LENGTH) -> str:
    """Return a text on one line, cut between words where it is too long."""
    line = " ".join(text.split())
    if len(line) <= size:
        return line
    cut = line[: size - 1].rsplit(" ", 1)[0]
    return f"{cut.rstrip(' ,;:.')} …"


def highlight_difference(old: str, new: str) -> str | None:
    """Return where two texts differ, in context: ``… held on [27 → 28] July in …``.

    None where they have too little in common for that to be clear, or are short anyway.
    """
    was, now = old.split(), new.split()
    if max(len(old), len(new)) <= MAX_LENGTH // 2:
        return None
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < 0.6:
        return None
    pieces: list[str] = []
    for tag, i, k, j, m in matcher.get_opcodes():
        if tag == "equal":
            pieces += _trim_context(was[i:k], first=i == 0, last=k == len(was))
        else:
            pieces.append(f"[{' '.join(was[i:k]) or '–'} → {' '.join(now[j:m]) or '–'}]")
    text = " ".join(pieces)
    return text if len(text) <= MAX_LENGTH * 4 else None


def _trim_context(tokens: list[str], *, first: bool, last: bool) -> list[str]:
    """Return the words next to a difference, without the middle of a long run."""
    if first:
        return tokens if len(tokens) <= _CONTEXT_WORDS + 2 else ["…", *tokens[-_CONTEXT_WORDS:]]
    if last:
        return tokens if len(tokens) <= _CONTEXT_WORDS + 2 else [*tokens[:_CONTEXT_WORDS], "…"]
    return (
        tokens
        if len(tokens) <= 2 * _CONTEXT_WORDS + 2
        else [*tokens[:_CONTEXT_WORDS], "…", *tokens[-_CONTEXT_WORDS:]]
    )
