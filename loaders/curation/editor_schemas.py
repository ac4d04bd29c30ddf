"""Write the entry format as JSON Schema files, so that editors complete and check what is typed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from communique.loaders.curation.schema_hints import add_hints
from communique.loaders.entry_format.annotated_value import EntryModel
from communique.loaders.entry_format.article import Article
from communique.loaders.entry_format.json_schema import build_model_schema
from communique.loaders.entry_format.registry import Registry
from communique.loaders.entry_format.rulings import Rulings

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

MODELS: Final[dict[str, type[EntryModel]]] = {"entry": Article, "registry": Registry, "rulings": Rulings}
"""The files of the record that have a schema, and the model of each."""

TITLES: Final = {
    "entry": "Communiqué entry: one article, and what it says happened",
    "registry": "Communiqué registry: who, where and what entries refer to by id",
    "rulings": "Communiqué rulings: what editors decided",
}


def schema_file_name(name: str) -> str:
    """Return the name of a schema's file, as the first line of an entry gives it."""
    return f"{name}.schema.json"


def build_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the files called ``entry``, ``registry`` or ``rulings``."""
    simplified = add_hints(_simplify_schema(build_model_schema(MODELS[name])))
    head = {"$schema": DIALECT, "title": TITLES[name]}
    return head | {key: value for key, value in simplified.items() if key != "title"}


def render_schema(name: str) -> str:
    """Return the JSON Schema as the text of the file under version control."""
    return render_json(build_schema(name))


def render_json(schema: dict[str, Any]) -> str:
    """Return a JSON Schema as the text of a file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def list_stale_schemas(folder: Path) -> list[str]:
    """Return the schema files of a folder that are missing or differ from the models."""
    return [
        schema_file_name(name)
        for name in MODELS
        if _read_if_exists(folder / schema_file_name(name)) != render_schema(name)
    ]


def _read_if_exists(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _simplify_schema(raw_schema: dict[str, Any]) -> dict[str, Any]:
    """Leave out what only Python needs: titles made from names, empty defaults, the names of generic models."""
    definitions = raw_schema.get("$defs", {})
    generic = sorted(name for name in definitions if not re.fullmatch(r"\w{1,40}", name) or "__" in name)
    names = {name: f"Long{number}" for number, name in enumerate(generic, start=1)}
    names |= {
        name: "Long" + name.removeprefix("Stated_").strip("_")
        for name in definitions
        if _is_stated_model(name)
    }
    renamed = {f"#/$defs/{old}": f"#/$defs/{new}" for old, new in names.items()}
    simplified: dict[str, Any] = _simplify_node(raw_schema, renamed)
    if definitions:
        simplified["$defs"] = dict(
            sorted((names.get(key, key), value) for key, value in simplified["$defs"].items())
        )
    return simplified


def _is_stated_model(name: str) -> bool:
    return name.startswith("Stated_") and "__" not in name


def _simplify_node(node: Any, renamed: dict[str, str], named: bool = False) -> Any:
    """Walk a schema; ``named`` where keys are names of properties or definitions rather than keywords."""
    if isinstance(node, list):
        return [_simplify_node(item, renamed) for item in node]
    if not isinstance(node, dict):
        return renamed.get(node, node) if isinstance(node, str) else node
    simplified = {
        key: _simplify_node(value, renamed, named=not named and key in {"properties", "$defs"})
        for key, value in node.items()
        if named or not _is_noise(key, value)
    }
    if (
        not named
        and isinstance(simplified.get("default"), str)
        and "enum" not in simplified
        and "$ref" not in simplified
    ):
        simplified["examples"] = [simplified["default"]]
    return simplified


def _is_noise(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value in (None, [], {}))
