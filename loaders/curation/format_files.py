"""Write each file in one canonical way, so that every difference is a change of meaning."""

from __future__ import annotations

import re
from typing import Any, Final

from communique.errors import Finding, RecordError
from communique.loaders.entry_format.annotated_value import EntryModel, Provenance
from communique.loaders.entry_format.article import FORMAT, Article
from communique.loaders.entry_format.dossier import DossierEntry
from communique.loaders.entry_format.registry import Registry
from communique.loaders.entry_format.rulings import Rulings
from communique.loaders.entry_format.upgrades import upgrade_text
from communique.loaders.entry_format.validate import validate_document
from communique.loaders.layout import is_decision_file, is_dossier, is_registry_file
from communique.loaders.yaml.comments import HINT_PREFIX, find_comments
from communique.loaders.yaml.dump import dump_yaml, extract_header
from communique.loaders.yaml.parser import parse_yaml
from communique.schema.event_types.incident import NEUTRAL_WORDS
from communique.schema.vocabulary import Kind

PROVENANCE_KEYS: Final = tuple(Provenance.model_fields)
"""What may be said of any value; in a file it stands behind the value."""

MULTI_LINE_FIELDS: Final = (
    "participants",
    "topics",
    "names",
    "figures",
    "provisions",
    "links",
    "notes",
    "accepted",
)
"""The parts of an event that take many lines; they stand behind those that take one."""

INLINE_KEYS: Final = frozenset({"value", "low", "best", "high"})
"""What a value written long begins with; it stands on one line where it fits."""

EVENT_START: Final = re.compile(r"(?<!^events:)\n(?=  - )", re.MULTILINE)
"""Where an empty line parts two events."""


def format_text(text: str, path: str, *, drop_comments: bool = False) -> str:
    """Return the canonical text of a file: keys in the model's order, defaults left out, short forms, neutral words.

    Args:
        text: the file.
        path: its name, relative to the record's folder; tells which model it has.
        drop_comments: let go of comments between the data; those at the top always stay.

    Raises:
        RecordError: the file is wrong, or would lose comments.
    """
    model = model_for_path(path)
    parsed = validate_document(model, parse_yaml(text, path), path, "")
    header = extract_header(text)
    lost_comments = [] if drop_comments else list(find_lost_comments(text, header, path))
    if lost_comments:
        raise RecordError(lost_comments)
    data = to_data(parsed.model)
    if model is Article:
        _use_neutral_words(data)
    written = dump_yaml(data, header, INLINE_KEYS)
    return EVENT_START.sub("\n\n", written) if model is Article else written


def _use_neutral_words(data: dict[str, Any]) -> None:
    """Replace types of incidents that are one side's word by those that took their place."""
    for event in data["events"]:
        if event["kind"] != Kind.INCIDENT or "type" not in event:
            continue
        values = event["type"] if isinstance(event["type"], list) else [event["type"]]
        neutral = [
            value | {"value": NEUTRAL_WORDS.get(value["value"], value["value"])}
            if isinstance(value, dict)
            else NEUTRAL_WORDS.get(value, value)
            for value in values
        ]
        event["type"] = neutral if isinstance(event["type"], list) else neutral[0]


def convert_text(text: str, path: str, to: int, *, drop_comments: bool = False) -> str:
    """Return the text of a file in a later format, in canonical form where that loses no comment.

    Args:
        text: the file.
        path: its name, relative to the record's folder.
        to: the format that it shall have.
        drop_comments: prefer the canonical form to comments between the data.

    Raises:
        RecordError: the file is wrong, of a later format or of none.
    """
    later = upgrade_text(text, path, to)
    if to != FORMAT:  # a format that is neither the file's nor this Communiqué's: nothing here can judge it
        return later
    validate_document(model_for_path(path), parse_yaml(later, path), path, "")
    has_comments = not drop_comments and any(find_lost_comments(later, extract_header(later), path))
    return later if has_comments else format_text(later, path, drop_comments=drop_comments)


def model_for_path(path: str) -> type[EntryModel]:
    """Return the model of a file, by its place in the dataset."""
    if is_decision_file(path):
        return Rulings
    if is_dossier(path):
        return DossierEntry
    return Registry if is_registry_file(path) else Article


def to_data(model: EntryModel) -> Any:
    """Return a model as the data of its file, without defaults."""
    return _order_keys(model.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def _order_keys(value: Any) -> Any:
    """Put keys in a reader's order; write 64.0 degrees as 64."""
    if isinstance(value, dict):
        trailing = MULTI_LINE_FIELDS if {"id", "kind"} <= value.keys() else PROVENANCE_KEYS
        keys = [key for key in value if key not in trailing] + [key for key in trailing if key in value]
        return {key: _order_keys(value[key]) for key in keys}
    if isinstance(value, list):
        return [_order_keys(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def find_lost_comments(text: str, header: str, path: str) -> list[Finding]:
    """Return a finding for each comment below a header that is no hint, and would be lost in a rewriting."""
    top = len(header.splitlines())
    cure = "move it to the top of the file or into a note, or let it go with --drop-comments"
    return [
        Finding(path, line, column, "", f"this comment would be lost: {comment[:60]}", cure)
        for line, column, comment in find_comments(text)
        if line > top and not comment.startswith(HINT_PREFIX)
    ]
