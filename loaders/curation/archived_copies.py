"""Write the address of an archived copy into an entry, and leave everything else of the file as it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from communique.errors import Finding, RecordError
from communique.loaders.entry_files import read_file
from communique.loaders.entry_format.article import Article, SourceEntry
from communique.loaders.entry_format.validate import validate_document
from communique.loaders.yaml.dump import dump_yaml
from communique.loaders.yaml.parser import YamlDocument, parse_yaml

KEY: Final = "archived_url"
_HAS_COPY = re.compile(rf"^ +{KEY}: *http", re.MULTILINE)
_HAS_URL = re.compile(r"^ +url:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class UnsavedSource:
    """An article whose entry names no archived copy: its file, its text, its address, and when it appeared."""

    path: str
    text: str
    url: str
    published: dt.date | None


def iter_unsaved_sources(root: Path, paths: tuple[str, ...]) -> Iterator[UnsavedSource]:
    """Yield the articles among some files that have an address and no archived copy; drafts are left out.

    Raises:
        RecordError: a file is wrong.
    """
    for path in paths:
        file = read_file(root, Path(path))
        if file.is_draft or _HAS_COPY.search(file.text) or not _HAS_URL.search(file.text):
            continue
        source = validate_document(Article, parse_yaml(file.text, path), path, "").model.source
        if source.url and not source.archived_url:
            yield UnsavedSource(path, file.text, source.url, _publication_day(source))


def _publication_day(source: SourceEntry) -> dt.date | None:
    """Return the day on which a source appeared."""
    text = str(source.published or "")[:10]
    return dt.date.fromisoformat(text) if len(text) == len("2024-07-28") else None


def insert_archived_url(text: str, path: str, url: str) -> str:
    """Return the text of an entry with the address of an archived copy behind that of the text.

    Comments, order and layout stay, and a file in canonical form stays so.

    Args:
        text: the file.
        path: its name, for findings.
        url: the address of the copy.

    Raises:
        RecordError: the file is not laid out in lines, or the address cannot be one of an entry.
    """
    document = parse_yaml(text, path)
    source_line, _ = document.position_of(("source",), of_key=True)
    line, column = document.position_of(("source", "url"), of_key=True)
    if line == source_line:
        raise RecordError(
            [
                Finding(
                    path,
                    line,
                    column,
                    "source",
                    "it stands on one line, so nothing can be written below its address",
                    "run `communique fmt` on the file first",
                )
            ]
        )
    lines = text.splitlines(keepends=True)
    start, end = _find_place(document, lines, column)
    indent, ending = " " * (column - 1), "\r\n" if lines[line - 1].endswith("\r\n") else "\n"
    added = [f"{indent}{row}{ending}" for row in dump_yaml({KEY: url}).splitlines()]
    if start == len(lines) and not lines[-1].endswith("\n"):
        lines[-1] += ending
    changed = "".join([*lines[:start], *added, *lines[end:]])
    model = validate_document(Article, parse_yaml(changed, path), path, "").model
    before = validate_document(Article, document, path, "").model
    expected = before.source.model_copy(update={KEY: model.source.archived_url})
    if model.source.archived_url != url or model.source != expected or model.events != before.events:
        raise RecordError(
            [Finding(path, line, column, f"source.{KEY}", "it could not be written", "write it by hand")]
        )
    return changed


def _find_place(document: YamlDocument, lines: list[str], column: int) -> tuple[int, int]:
    """Return between which lines the address of the copy goes: there instead of an empty one, else behind `url`."""
    at = ("source", KEY) if ("source", KEY) in document.key_positions else ("source", "url")
    line, _ = document.position_of(at, of_key=True)
    end = line
    while end < len(lines) and _is_continued(lines[end], column):
        end += 1
    return (line - 1 if at[1] == KEY else end), end


def _is_continued(line: str, column: int) -> bool:
    """Return whether a line goes on with the value of a key in a column: it is indented deeper, and no comment."""
    content = line.lstrip(" ")
    return len(line) - len(content) >= column and bool(content.strip()) and not content.startswith("#")
