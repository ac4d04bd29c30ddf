"""Lay registry and decisions out as one file for each, so that branches that add to them merge without conflict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from communique.errors import Finding, RecordError
from communique.loaders.curation.format_files import INLINE_KEYS, find_lost_comments, model_for_path, to_data
from communique.loaders.curation.slugs import slugify
from communique.loaders.dataset import REGISTRY_SECTIONS
from communique.loaders.entry_files import list_files, read_text
from communique.loaders.entry_format.validate import validate_document
from communique.loaders.layout import REGISTRY, RULINGS_FOLDER, is_article, is_decision_file
from communique.loaders.yaml.dump import dump_yaml
from communique.loaders.yaml.parser import parse_yaml

DECISION_NAMES: Final = {
    "redirects": "redirect",
    "withdrawals": "withdrawal",
    "splits": "split",
    "restored": "restored",
    "distinct": "distinct",
}
"""The sections of decisions on ids, and the name of the file in the folder of an id that holds one of each."""

FOLDER_MARKS: Final = tuple(
    f"{folder}/.gitkeep"
    for folder in (*(f"{REGISTRY}/{section}" for section in REGISTRY_SECTIONS), RULINGS_FOLDER)
)
"""Files that say nothing and keep the folders in Git while they are empty: by these `new` knows the layout."""

_SCHEMA_COMMENT: Final = "# yaml-language-server: $schema="


@dataclass(slots=True)
class SplitFiles:
    """A record's registry and decisions, one file for each entry; nothing is written yet.

    Args:
        texts: the text of each file as it should be, by path.
        removed: files that are not needed any more.
        unchanged_count: how many files are as they should be.
        findings: why nothing may be written.
    """

    texts: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    unchanged_count: int = 0
    findings: list[Finding] = field(default_factory=list)


def render_with_schema(path: str, data: dict[str, Any], schema_name: str) -> str:
    """Return the text of a file with the comment that leads editors to its JSON Schema."""
    depth = "../" * (path.count("/") + 1)
    return dump_yaml(data, f"{_SCHEMA_COMMENT}{depth}schema/{schema_name}.schema.json", INLINE_KEYS)


def registry_entry_path(section: str, key: str) -> str:
    """Return the file of one entry of the registry."""
    return f"{REGISTRY}/{section}/{key}.yaml"


def decision_path(section: str, decision: dict[str, Any]) -> str:
    """Return the file of one decision: in the folder of the event that it is about, named for what it decides."""
    if section == "rulings":
        name = "-".join(slugify(str(decision[key])) for key in ("field", "element") if decision.get(key))
        return f"{RULINGS_FOLDER}/{decision['event']}/{name}.yaml"
    event = decision["events"][0] if section == "distinct" else decision["id"]
    return f"{RULINGS_FOLDER}/{event}/{DECISION_NAMES[section]}.yaml"


def split_files(root: Path, *, drop_comments: bool = False) -> SplitFiles:
    """Return the registry and the decisions of a record with a file for each entry and each decision.

    Args:
        root: the record's folder.
        drop_comments: let go of comments, which have no place among many files.
    """
    result, contents = SplitFiles(), dict[str, dict[str, Any]]()
    before: dict[str, str] = {}
    for path in list_files(root).paths:
        if is_article(path):
            continue
        try:
            text = read_text(root, Path(path))
            if not drop_comments:
                result.findings += _comments_without_a_place(text, path)
            for target, section, content in _take_apart(text, path):
                merged = contents.setdefault(target, {"schema": 1})
                result.findings += _add_content(merged, section, content, target, path)
            before[path] = text
        except RecordError as error:
            result.findings += error
    for path, data in sorted(contents.items()):
        text = render_with_schema(path, data, "registry" if path.startswith(f"{REGISTRY}/") else "rulings")
        if before.get(path) == text:
            result.unchanged_count += 1
        else:
            result.texts[path] = text
    for path in FOLDER_MARKS:
        if not (root / path).is_file():
            result.texts[path] = ""
    result.removed = sorted(before.keys() - contents.keys())
    return result


def _take_apart(text: str, path: str) -> Iterator[tuple[str, str, Any]]:
    """Yield each entry of a file: the file that it belongs in, its section, and what stands there of it."""
    data = to_data(validate_document(model_for_path(path), parse_yaml(text, path), path, "").model)
    for section, entries in data.items():
        if section == "schema":
            continue
        if is_decision_file(path):
            for decision in entries:
                yield decision_path(section, decision), section, [decision]
        else:
            for key, entry in entries.items():
                yield registry_entry_path(section, key), section, {key: entry}


def _add_content(
    merged: dict[str, Any], section: str, content: Any, target: str, path: str
) -> Iterator[Finding]:
    """Add an entry to the data of its file; yield a finding where another file says otherwise of it."""
    known = merged.setdefault(section, type(content)())
    if isinstance(content, list):
        known += [decision for decision in content if decision not in known]
    elif known and known != content:
        key = next(iter(content))
        yield Finding(
            path,
            0,
            0,
            f"{section}.{key}",
            f"{key} is described twice",
            f"keep one; the other goes to {target}",
        )
    else:
        known.update(content)


def _comments_without_a_place(text: str, path: str) -> Iterator[Finding]:
    """Yield a finding for each comment that would be lost: all but the one that names the JSON Schema."""
    for finding in find_lost_comments(text, "", path):
        if not text.splitlines()[finding.line - 1].startswith(_SCHEMA_COMMENT):
            yield finding
