"""Adding one entry to the registry without touching a letter of what stands there: order and comments stay."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from communique.errors import RecordError, UsageError
from communique.loaders.curating.fmt import INLINE, plain
from communique.loaders.entry import Registry
from communique.loaders.files import read_text
from communique.loaders.read import REGISTRY
from communique.loaders.record import Record, RegistryIndex
from communique.loaders.refer import NOUN, misled
from communique.loaders.validate import validate
from communique.loaders.yaml.dump import dump
from communique.loaders.yaml.strict import Document, parse

EMPTY: Final = "# yaml-language-server: $schema=../../schema/registry.schema.json\nschema: 1\n"


def enrol(root: Path, record: Record, noun: str, key: str, entry: dict[str, Any]) -> tuple[str, str]:
    """Work out the registry file with one more entry, at its place in the order of ids.

    Args:
        root: the record's folder.
        record: what was read of it.
        noun: the section, such as ``people``.
        key: the new id.
        entry: what it says, as in the file.

    Returns:
        The file, relative to ``root``, and its new text; nothing is written.

    Raises:
        UsageError: the id is taken, the entry is wrong, or it refers to what is not there.
        RecordError: the file is wrong.
    """
    if key in record.registry.nouns[noun]:
        holder = record.registry.holders[noun, key].path
        raise UsageError(f"there is {NOUN[noun]} {key!r} already, in {holder}")
    path = f"{REGISTRY}/{noun}.yaml"
    added = getattr(_model(noun, key, entry), noun)[key]
    index = RegistryIndex({other: dict(entries) for other, entries in record.registry.nouns.items()})
    index.nouns[noun][key] = added
    if wrong := [f"{what}; {cure}" for what, cure in misled(index, noun, key)]:
        raise UsageError("; ".join(wrong))
    tidy = {key: plain(added)}
    before = read_text(root, Path(path)) if (root / path).is_file() else EMPTY
    after = _inserted(before, path, noun, key, dump(tidy, inline=INLINE))
    validate(Registry, parse(after, path), path, "")
    return path, after


def _model(noun: str, key: str, entry: dict[str, Any]) -> Registry:
    """The entry as a registry of its own; what is wrong with it came from the command line."""
    try:
        return validate(Registry, parse(dump({"schema": 1, noun: {key: entry}}), ""), "", "").model
    except RecordError as error:
        said = (f"{finding.where.rpartition('.')[2]}: {finding.what}; {finding.cure}" for finding in error)
        raise UsageError("; ".join(said)) from error


def _inserted(text: str, path: str, noun: str, key: str, block: str) -> str:
    """The text with a block of YAML in a section, before the first id that comes after the new one."""
    document = parse(text, path)
    known = document.data.get(noun) if isinstance(document.data, dict) else None
    lines = text.splitlines(keepends=True)
    indented = ["  " + line if line.strip() else line for line in block.splitlines(keepends=True)]
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    if not known:
        kept = [line for line in lines if not re.match(rf"{noun}:\s*(\{{\s*\}}|~|null)?\s*(#.*)?$", line)]
        return "".join([*kept, f"{noun}:\n", *indented])
    first = document.mark((noun, next(iter(known))), key=True)
    if first[1] != 3 or document.mark((noun,), key=True)[0] == first[0]:
        raise UsageError(f"{path} is not laid out as communique fmt does; run `communique fmt` first")
    after = next((other for other in known if other > key), None)
    at = document.mark((noun, after), key=True)[0] - 1 if after else _end(document, noun, lines)
    while after and at > 0 and lines[at - 1].lstrip().startswith("#"):
        at -= 1  # a comment belongs to what follows it
    return "".join([*lines[:at], *indented, *lines[at:]])


def _end(document: Document, noun: str, lines: list[str]) -> int:
    """The line after a section's last: where the next section begins, or the end of the file."""
    start = document.mark((noun,), key=True)[0]
    later = [line for place, (line, _) in document.key_marks.items() if len(place) == 1 and line > start]
    end = min(later, default=len(lines) + 1) - 1
    while end > 0 and (not lines[end - 1].strip() or re.match(r"#", lines[end - 1])):
        end -= 1
    return end
