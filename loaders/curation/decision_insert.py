"""Insert one editorial decision into the record without touching what stands there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from communique.errors import RecordError, UsageError, did_you_mean
from communique.loaders.curation.format_files import INLINE_KEYS, to_data
from communique.loaders.curation.registry_insert import find_section_end
from communique.loaders.curation.split_files import decision_path, render_with_schema
from communique.loaders.dataset import Dataset
from communique.loaders.entry_files import read_text
from communique.loaders.entry_format.rulings import Rulings
from communique.loaders.entry_format.validate import validate_document
from communique.loaders.layout import RULINGS_FILE, RULINGS_FOLDER
from communique.loaders.yaml.dump import dump_yaml
from communique.loaders.yaml.parser import parse_yaml

EMPTY_RULINGS: Final = "# yaml-language-server: $schema=../schema/rulings.schema.json\nschema: 1\n"


def insert_rulings(root: Path, rulings: Iterable[dict[str, Any]]) -> dict[Path, str]:
    """Return the file of decisions with more rulings, or each one's own file where there is a folder for them.

    Args:
        root: the record's folder.
        rulings: of each its fields, as in the file.

    Returns:
        The new text of each file; nothing is written.

    Raises:
        UsageError: a field is wrong.
        RecordError: the file is wrong.
    """
    ordered = [_validate_ruling(ruling) for ruling in rulings]
    if (root / RULINGS_FOLDER).is_dir():
        by_path = defaultdict[str, list[Any]](list)
        for ruling in ordered:
            by_path[decision_path("rulings", ruling)].append(ruling)
        return {
            root / path: render_with_schema(
                path, {"schema": 1, "rulings": [*read_rulings(root, path), *more]}, "rulings"
            )
            for path, more in by_path.items()
        }
    text = read_text(root, Path(RULINGS_FILE)) if (root / RULINGS_FILE).is_file() else EMPTY_RULINGS
    for ruling in ordered:
        text = _append_ruling(text, ruling)
    validate_document(Rulings, parse_yaml(text, RULINGS_FILE), RULINGS_FILE, "")
    return {root / RULINGS_FILE: text} if ordered else {}


def read_rulings(root: Path, path: str) -> list[Any]:
    """Return the rulings of a file as plain data; none where it is not there."""
    if not (root / path).is_file():
        return []
    text = read_text(root, Path(path))
    return list(
        to_data(validate_document(Rulings, parse_yaml(text, path), path, "").model).get("rulings", ())
    )


def require_open_value(dataset: Dataset, ruling: dict[str, Any]) -> None:
    """Refuse a ruling on an event that is not there, or on a value that is ruled on already.

    Raises:
        UsageError: it is such a ruling.
    """
    event, subject = ruling["event"], (ruling["field"], ruling.get("element"))
    known = {entry.id for article in dataset.articles.values() for entry in article.model.events}
    if event not in known:
        cure = did_you_mean(event, known) or f"look for it with communique find {event}"
        raise UsageError(f"there is no event {event!r}; {cure}")
    if any((other.field, other.element) == subject for _, other in dataset.get_rulings(event)):
        raise UsageError(
            f"{' '.join(filter(None, subject))} of {event} is ruled on already; edit that ruling"
        )


def _validate_ruling(ruling: dict[str, Any]) -> dict[str, Any]:
    """Return the ruling in its canonical form; what is wrong with it came from the command line."""
    try:
        text = dump_yaml({"schema": 1, "rulings": [ruling]})
        model = validate_document(Rulings, parse_yaml(text, ""), "", "").model
    except RecordError as error:
        problems = (
            f"{finding.where.rpartition('.')[2]}: {finding.what}; {finding.cure}" for finding in error
        )
        raise UsageError("; ".join(problems)) from error
    (ordered,) = to_data(model)["rulings"]
    return dict(ordered)


def _append_ruling(text: str, ruling: dict[str, Any]) -> str:
    """Return the text with a ruling at the end of its section, which is begun if need be."""
    document = parse_yaml(text, RULINGS_FILE)
    block = dump_yaml({"rulings": [ruling]}, inline=INLINE_KEYS).splitlines(keepends=True)
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    if not (isinstance(document.data, dict) and document.data.get("rulings")):
        lines = [line for line in lines if not re.match(r"rulings:\s*(\[\s*\]|~|null)?\s*(#.*)?$", line)]
        return "".join([*lines, *block])
    if document.position_of(("rulings", 0))[0] == document.position_of(("rulings",), of_key=True)[0]:
        raise UsageError(f"{RULINGS_FILE} is not laid out as communique fmt does; run `communique fmt` first")
    end = find_section_end(document, "rulings", lines)
    return "".join([*lines[:end], *block[1:], *lines[end:]])
