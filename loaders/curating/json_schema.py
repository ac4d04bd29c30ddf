"""The entry format as files that editors read, so that they complete and complain while a curator types."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from communique.loaders.entry import Article, Registry, Rulings
from communique.loaders.entry.json_schema import schema_of
from communique.loaders.entry.value import Strict

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

MODELS: Final[dict[str, type[Strict]]] = {"entry": Article, "registry": Registry, "rulings": Rulings}
"""The files of the record that have a schema, and the model of each."""

TITLES: Final = {
    "entry": "Communiqué entry: one article, and what it says happened",
    "registry": "Communiqué registry: who, where and what entries refer to by id",
    "rulings": "Communiqué rulings: what editors decided",
}


def file_name(name: str) -> str:
    """The name of a schema's file, as the first line of an entry gives it."""
    return f"{name}.schema.json"


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the files called ``entry``, ``registry`` or ``rulings``."""
    whole = _tidy(schema_of(MODELS[name]))
    head = {"$schema": DIALECT, "title": TITLES[name]}
    return head | {key: value for key, value in whole.items() if key != "title"}


def text(name: str) -> str:
    """``schema`` as the file that is kept under version control."""
    return json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"


def stale(folder: Path) -> list[str]:
    """The schema files of a folder that are missing or not what the models say."""
    return [file_name(name) for name in MODELS if _content(folder / file_name(name)) != text(name)]


def _content(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _tidy(whole: dict[str, Any]) -> dict[str, Any]:
    """Leave out what only Python needs: titles made from names, empty defaults, the names of generic models."""
    definitions = whole.get("$defs", {})
    generic = sorted(name for name in definitions if not re.fullmatch(r"\w{1,40}", name) or "__" in name)
    names = {name: f"Long{number}" for number, name in enumerate(generic, start=1)}
    names |= {name: "Long" + name.removeprefix("Stated_").strip("_") for name in definitions if _long(name)}
    renamed = {f"#/$defs/{old}": f"#/$defs/{new}" for old, new in names.items()}
    plain: dict[str, Any] = _plain(whole, renamed)
    if definitions:
        plain["$defs"] = dict(sorted((names.get(key, key), value) for key, value in plain["$defs"].items()))
    return plain


def _long(name: str) -> bool:
    return name.startswith("Stated_") and "__" not in name


def _plain(node: Any, renamed: dict[str, str], named: bool = False) -> Any:
    """Walk a schema; ``named`` where keys are names of properties or definitions rather than keywords."""
    if isinstance(node, list):
        return [_plain(item, renamed) for item in node]
    if not isinstance(node, dict):
        return renamed.get(node, node) if isinstance(node, str) else node
    kept = {
        key: _plain(value, renamed, named=not named and key in {"properties", "$defs"})
        for key, value in node.items()
        if named or not _noise(key, value)
    }
    if not named and isinstance(kept.get("default"), str) and "enum" not in kept and "$ref" not in kept:
        kept["examples"] = [kept["default"]]
    return kept


def _noise(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value in (None, [], {}))
