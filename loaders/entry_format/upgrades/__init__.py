"""Upgrade files of past formats to the current one: one module for each step, none ever changed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from communique.errors import Finding, RecordError
from communique.loaders.entry_format.article import FORMAT
from communique.loaders.entry_format.upgrades import format_0
from communique.loaders.entry_format.upgrades.edit import TextEdit, apply_edits
from communique.loaders.yaml.parser import YamlDocument, parse_yaml

STEPS: Mapping[int, Callable[[YamlDocument], Iterator[TextEdit]]] = MappingProxyType(
    {0: format_0.collect_edits}
)
"""For each past format what to change in a file's text so that it has the next one."""


def upgrade_text(text: str, path: str, to: int = FORMAT) -> str:
    """Return the text of a file in a later format, with single terms replaced and all else unchanged.

    Args:
        text: the file, of the format that it names.
        path: its name in the findings.
        to: the format that it shall have; at most ``FORMAT``.

    Raises:
        RecordError: the file is not YAML, names no known format, or has a later one than it shall have.
    """
    text = text.removeprefix("\ufeff")
    document = parse_yaml(text, path)
    while (number := read_format(document, path)) != to:
        if number > to:
            what = f"this file has format {number}, and a format is never taken back to {to}"
            raise RecordError([_format_finding(document, path, what, "leave it as it is")])
        text = apply_edits(text, STEPS[number](document))
        document = parse_yaml(text, path)
    return text


def read_format(document: YamlDocument, path: str) -> int:
    """Return the number of the format that a file names.

    Raises:
        RecordError: it names none, or one that this Communiqué does not know.
    """
    data = document.data
    number = data.get("schema") if isinstance(data, dict) else None
    if type(number) is not int or not (number in STEPS or number >= FORMAT):
        what = "this file does not say which format it has"
        if number is not None:
            what = f"there is no format {number!r}"
        raise RecordError([_format_finding(document, path, what, f"write schema: {FORMAT} at the top")])
    if number > FORMAT:
        raise RecordError([newer_format_finding(document, path, number)])
    return number


def outdated_finding(document: YamlDocument, path: str, number: int) -> Finding:
    """Return the finding on a file of a past format."""
    what = f"this file has format {number}, and this Communiqué reads format {FORMAT}"
    return _format_finding(document, path, what, f"run communique fmt --to {FORMAT}")


def newer_format_finding(document: YamlDocument, path: str, number: int) -> Finding:
    """Return the finding on a file of a later format than this code knows."""
    what = f"this file has format {number}, and this Communiqué knows formats up to {FORMAT}"
    return _format_finding(document, path, what, "update Communiqué")


def _format_finding(document: YamlDocument, path: str, what: str, cure: str) -> Finding:
    return Finding(path, *document.position_of(("schema",)), "schema", what, cure)
