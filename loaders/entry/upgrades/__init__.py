"""From files of past formats to those of today: one module for each step, none of them ever changed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from communique.errors import Finding, RecordError
from communique.loaders.entry.article import FORMAT
from communique.loaders.entry.upgrades import format_0
from communique.loaders.entry.upgrades.edit import Edit, edited
from communique.loaders.yaml.strict import Document, parse

STEPS: Mapping[int, Callable[[Document], Iterator[Edit]]] = MappingProxyType({0: format_0.edits})
"""For each past format what to change in a file's text so that it has the next one."""


def upgraded(text: str, path: str, to: int = FORMAT) -> str:
    """The text of a file in a later format: words are changed where they stand, all else is kept.

    Args:
        text: the file, of the format that it names.
        path: its name in the findings.
        to: the format that it shall have; at most ``FORMAT``.

    Raises:
        RecordError: the file is not YAML, names no known format, or has a later one than it shall have.
    """
    text = text.removeprefix("\ufeff")
    document = parse(text, path)
    while (number := format_of(document, path)) != to:
        if number > to:
            what = f"this file has format {number}, and a format is never taken back to {to}"
            raise RecordError([_finding(document, path, what, "leave it as it is")])
        text = edited(text, STEPS[number](document))
        document = parse(text, path)
    return text


def format_of(document: Document, path: str) -> int:
    """The format that a file names.

    Raises:
        RecordError: it names none, or one that this Communiqué does not know.
    """
    data = document.data
    number = data.get("schema") if isinstance(data, dict) else None
    if type(number) is not int or not (number in STEPS or number >= FORMAT):
        what = "this file does not say which format it has"
        if number is not None:
            what = f"there is no format {number!r}"
        raise RecordError([_finding(document, path, what, f"write schema: {FORMAT} at the top")])
    if number > FORMAT:
        raise RecordError([newer(document, path, number)])
    return number


def outdated(document: Document, path: str, number: int) -> Finding:
    """What to tell of a file of a past format."""
    what = f"this file has format {number}, and this Communiqué reads format {FORMAT}"
    return _finding(document, path, what, f"run communique fmt --to {FORMAT}")


def newer(document: Document, path: str, number: int) -> Finding:
    """What to tell of a file from the future."""
    what = f"this file has format {number}, and this Communiqué knows formats up to {FORMAT}"
    return _finding(document, path, what, "update Communiqué")


def _finding(document: Document, path: str, what: str, cure: str) -> Finding:
    return Finding(path, *document.mark(("schema",)), "schema", what, cure)
