"""Insert one entry into the registry without touching what stands there: order and comments stay."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from communique.errors import RecordError, UsageError
from communique.loaders.checks.references import SECTION_LABELS, find_unknown_in_entry
from communique.loaders.curation.format_files import INLINE_KEYS, to_data
from communique.loaders.curation.split_files import registry_entry_path, render_with_schema
from communique.loaders.dataset import Dataset, RegistryIndex
from communique.loaders.entry_files import read_text
from communique.loaders.entry_format.registry import Registry
from communique.loaders.entry_format.validate import validate_document
from communique.loaders.layout import REGISTRY
from communique.loaders.yaml.dump import dump_yaml
from communique.loaders.yaml.parser import YamlDocument, parse_yaml

EMPTY_REGISTRY: Final = "# yaml-language-server: $schema=../../schema/registry.schema.json\nschema: 1\n"


def insert_entry(root: Path, dataset: Dataset, noun: str, key: str, entry: dict[str, Any]) -> tuple[str, str]:
    """Return the registry file with one more entry, at its place in the order of ids, or the entry's own file.

    It has one where the registry is laid out so, with a folder for each section (``split_files``).

    Args:
        root: the record's folder.
        dataset: what was read of it.
        noun: the section, such as ``people``.
        key: the new id.
        entry: what it says, as in the file.

    Returns:
        The file, relative to ``root``, and its new text; nothing is written.

    Raises:
        UsageError: the id is taken, the entry is wrong, or it refers to what is not there.
        RecordError: the file is wrong.
    """
    if same := next(
        (other for other in dataset.registry.sections[noun] if other.casefold() == key.casefold()), None
    ):
        file = dataset.registry.files_by_entry[noun, same].path
        raise UsageError(f"there is {SECTION_LABELS[noun]} {same!r} already, in {file}")
    added = getattr(_parse_entry(noun, key, entry), noun)[key]
    index = RegistryIndex({other: dict(entries) for other, entries in dataset.registry.sections.items()})
    index.sections[noun][key] = added
    if problems := [f"{what}; {cure}" for what, cure in find_unknown_in_entry(index, noun, key)]:
        raise UsageError("; ".join(problems))
    ordered = {key: to_data(added)}
    if (root / REGISTRY / noun).is_dir():
        path = registry_entry_path(noun, key)
        return path, render_with_schema(path, {"schema": 1, noun: ordered}, "registry")
    path = f"{REGISTRY}/{noun}.yaml"
    before = read_text(root, Path(path)) if (root / path).is_file() else EMPTY_REGISTRY
    after = _insert_block(before, path, noun, key, dump_yaml(ordered, inline=INLINE_KEYS))
    validate_document(Registry, parse_yaml(after, path), path, "")
    return path, after


def _parse_entry(noun: str, key: str, entry: dict[str, Any]) -> Registry:
    """Return the entry as a registry of its own; what is wrong with it came from the command line."""
    try:
        return validate_document(
            Registry, parse_yaml(dump_yaml({"schema": 1, noun: {key: entry}}), ""), "", ""
        ).model
    except RecordError as error:
        problems = (
            f"{finding.where.rpartition('.')[2]}: {finding.what}; {finding.cure}" for finding in error
        )
        raise UsageError("; ".join(problems)) from error


def _insert_block(text: str, path: str, noun: str, key: str, block: str) -> str:
    """Return the text with a YAML block added to a section, before the first id that sorts after it."""
    document = parse_yaml(text, path)
    known = document.data.get(noun) if isinstance(document.data, dict) else None
    lines = text.splitlines(keepends=True)
    indented = ["  " + line if line.strip() else line for line in block.splitlines(keepends=True)]
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    if not known:
        remaining = [
            line for line in lines if not re.match(rf"{noun}:\s*(\{{\s*\}}|~|null)?\s*(#.*)?$", line)
        ]
        return "".join([*remaining, f"{noun}:\n", *indented])
    first = document.position_of((noun, next(iter(known))), of_key=True)
    if first[1] != 3 or document.position_of((noun,), of_key=True)[0] == first[0]:
        raise UsageError(f"{path} is not laid out as communique fmt does; run `communique fmt` first")
    after = next((other for other in known if other > key), None)
    index = (
        document.position_of((noun, after), of_key=True)[0] - 1
        if after
        else find_section_end(document, noun, lines)
    )
    while after and index > 0 and lines[index - 1].lstrip().startswith("#"):
        index -= 1  # a comment belongs to what follows it
    return "".join([*lines[:index], *indented, *lines[index:]])


def find_section_end(document: YamlDocument, noun: str, lines: list[str]) -> int:
    """Return the line after a section's last: where the next section begins, or the end of the file."""
    start = document.position_of((noun,), of_key=True)[0]
    later = [
        line for location, (line, _) in document.key_positions.items() if len(location) == 1 and line > start
    ]
    end = min(later, default=len(lines) + 1) - 1
    while end > 0 and (not lines[end - 1].strip() or re.match(r"#", lines[end - 1])):
        end -= 1
    return end
