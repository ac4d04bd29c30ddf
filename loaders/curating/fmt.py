"""One way to write each file of the record, so that a difference between two versions is a change of meaning."""

from __future__ import annotations

import re
from typing import Any, Final

from communique.errors import Finding, RecordError
from communique.loaders.entry import Article, Registry, Rulings
from communique.loaders.entry.article import FORMAT
from communique.loaders.entry.upgrades import upgraded
from communique.loaders.entry.value import Mark, Strict
from communique.loaders.read import REGISTRY, decides
from communique.loaders.validate import validate
from communique.loaders.yaml.comments import HINT, comments
from communique.loaders.yaml.dump import dump, header_of
from communique.loaders.yaml.strict import parse

MARKS: Final = tuple(Mark.model_fields)
"""What may be said of any value; in a file it stands behind the value."""

LONG: Final = ("participants", "topics", "names", "figures", "provisions", "links", "notes")
"""The parts of an event that take many lines; they stand behind those that take one."""

INLINE: Final = frozenset({"value", "low", "best", "high"})
"""What a value written long begins with; it stands on one line where it fits."""

_EVENT: Final = re.compile(r"(?<!^events:)\n(?=  - )", re.MULTILINE)


def formatted(text: str, path: str, *, drop_comments: bool = False) -> str:
    """The canonical text of a file: keys in the model's order, defaults left out, short forms where they do.

    Args:
        text: the file.
        path: its name, relative to the record's folder; tells which model it has.
        drop_comments: let go of comments between the data; those at the top always stay.

    Raises:
        RecordError: the file is wrong, or would lose comments.
    """
    model = model_of(path)
    located = validate(model, parse(text, path), path, "")
    header = header_of(text)
    lost = [] if drop_comments else list(_lost(text, header, path))
    if lost:
        raise RecordError(lost)
    written = dump(plain(located.model), header, INLINE)
    return _EVENT.sub("\n\n", written) if model is Article else written


def converted(text: str, path: str, to: int, *, drop_comments: bool = False) -> str:
    """The text of a file in a later format, in canonical form where that loses no comment.

    Args:
        text: the file.
        path: its name, relative to the record's folder.
        to: the format that it shall have.
        drop_comments: prefer the canonical form to comments between the data.

    Raises:
        RecordError: the file is wrong, of a later format or of none.
    """
    later = upgraded(text, path, to)
    if to != FORMAT:  # a format that is neither the file's nor this Communiqué's: nothing here can judge it
        return later
    validate(model_of(path), parse(later, path), path, "")
    keeps = not drop_comments and any(_lost(later, header_of(later), path))
    return later if keeps else formatted(later, path, drop_comments=drop_comments)


def model_of(path: str) -> type[Strict]:
    """The model of a file, by where it stands in the record."""
    if decides(path):
        return Rulings
    return Registry if path.startswith(f"{REGISTRY}/") else Article


def plain(model: Strict) -> Any:
    """A model as the data of its file, without what goes without saying."""
    return _tidy(model.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def _tidy(value: Any) -> Any:
    """Put keys in a reader's order; write 64.0 degrees as 64."""
    if isinstance(value, dict):
        last = LONG if {"id", "kind"} <= value.keys() else MARKS
        keys = [key for key in value if key not in last] + [key for key in last if key in value]
        return {key: _tidy(value[key]) for key in keys}
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _lost(text: str, header: str, path: str) -> list[Finding]:
    top = len(header.splitlines())
    cure = "move it to the top of the file or into a note, or let it go with --drop-comments"
    return [
        Finding(path, line, column, "", f"this comment would be lost: {words[:60]}", cure)
        for line, column, words in comments(text)
        if line > top and not words.startswith(HINT)
    ]
