"""Find text that YAML cut or that was decoded wrongly before it came into the file."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from communique.loaders.layout import INVISIBLE
from communique.loaders.yaml.comments import find_comments
from communique.loaders.yaml.positions import Location

if TYPE_CHECKING:
    from communique.loaders.yaml.parser import YamlDocument

TEXT_KEYS: Final = frozenset(
    (
        *("title", "summary", "text", "quote", "name", "names", "units", "because", "description"),
        *("label_note", "native_name", "short_name", "family_name", "given_name", "adjective"),
        *("weapon", "purpose"),
    )
)
"""The keys whose values are text, in which ``#`` may belong to the text."""

_ADDRESSES = {("url",), ("archived_url",)}
"""In an address ``&copy=`` is no character of HTML."""

_HIGH = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
# UTF-8 read as Windows-1252: each lead byte as the letter that it is there, followed by as many others as it needs.
_MISREAD = f"[ÂÃÄÅ]{_HIGH}|(?:[ÐÑ]{_HIGH}){{2}}|[à-ï]{_HIGH}{{2}}|ð{_HIGH}{{3}}"
_ENTITY = r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z]+[0-9]*);"
_BROKEN = re.compile(f"(\ufffd)|({_MISREAD})|([{INVISIBLE}])|({_ENTITY})")
_SUSPECT = re.compile(rf"{_BROKEN.pattern}|\\[xuU]")
_TELLING = re.compile(rf"[\ufffd{INVISIBLE}Â-ÅÐÑà-ð&\\]")
_CUT = re.compile(r"^.*\S[ \t]+#", re.MULTILINE)
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")


class TextRemark(NamedTuple):
    """A doubt about the text at a location; ``is_broken`` tells wrong characters from right ones that YAML cut."""

    location: Location
    what: str
    cure: str
    is_broken: bool


def find_text_remarks(text: str, document: YamlDocument) -> tuple[TextRemark, ...]:
    """Return the remarks on the texts of a file.

    Args:
        text: the whole file.
        document: what was read of it.
    """
    remarks: list[TextRemark] = []
    # Each question first in its cheapest form, since nearly every text has none of this.
    if _TELLING.search(text) and _SUSPECT.search(text):
        remarks += _find_broken_texts(document.data, ())
    if (" #" in text or "\t#" in text) and _CUT.search(text):
        remarks += _find_cut_texts(text, document)
    if "figures:" in text and _GROUPED.search(text):
        remarks += _find_grouped_figures(text, document)
    return tuple(remarks)


def _find_broken_texts(data: object, location: Location) -> Iterator[TextRemark]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _find_broken_texts(value, (*location, key))
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from _find_broken_texts(value, (*location, i))
    elif isinstance(data, str) and location[-1:] not in _ADDRESSES:
        match = _BROKEN.search(data)
        if match and (described := _describe_broken(match)):
            yield TextRemark(location, *described, is_broken=True)


def _describe_broken(match: re.Match[str]) -> tuple[str, str] | None:
    replaced, misread, invisible, entity = match.groups()
    if replaced:
        return "U+FFFD stands where a character was lost in decoding", "write the character that the text has"
    if misread:
        return f"{misread!r} is a sign of a wrong decoding", "write what the text has, read as UTF-8"
    if invisible:
        return f"the character U+{ord(invisible):04X} cannot be seen", "remove it"
    meant = html.unescape(entity)
    return (f"{entity} is HTML", f"write {meant}") if meant != entity else None


def _find_cut_texts(text: str, document: YamlDocument) -> Iterator[TextRemark]:
    """Yield a remark for each unquoted text that a comment follows on its line."""
    lines = text.split("\n")
    starts: dict[int, list[tuple[int, Location]]] = {}
    for line, column, _ in find_comments(text):
        if not lines[line - 1][: column - 1].strip():
            continue
        if not starts:
            for location, (start_line, start_column) in document.positions.items():
                starts.setdefault(start_line, []).append((start_column, location))
        before = [start for start in starts.get(line, ()) if start[0] < column]
        if not before:
            continue
        start, location = max(before)
        key = next((step for step in reversed(location) if isinstance(step, str)), "")
        if key in TEXT_KEYS and lines[line - 1][start - 1] not in "\"'|>[{":
            what = "the text ends before ' #', which begins a comment"
            yield TextRemark(
                location, what, "put the text in quotes, or the comment on a line of its own", False
            )


def _find_grouped_figures(text: str, document: YamlDocument) -> Iterator[TextRemark]:
    """Yield a remark for each figure such as 1.000, which is one to YAML and a thousand to many."""
    lines = text.split("\n")
    for location, (line, column) in document.positions.items():
        if "figures" not in location:
            continue
        match = _GROUPED.match(lines[line - 1], column - 1)
        if match and not re.match(r"[0-9.]", lines[line - 1][match.end() :]):
            number = match[0]
            what = (
                f"{number} is {float(number):g} here" if number.count(".") == 1 else f"{number} is no number"
            )
            yield TextRemark(location, what, f"write {number.replace('.', '')} if that is meant", False)
