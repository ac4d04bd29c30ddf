"""An empty record: the folders and files with which a new one begins."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from communique.loaders.curating import json_schema
from communique.loaders.record import NOUNS

_SCHEMA: Final = "# yaml-language-server: $schema="

_RULINGS: Final = """\
# rulings:     {event, field, element?, value, because, decided}, or decision: unresolved in place of value
# redirects:   {id, target, because, decided}
# splits:      {id, targets: [one, other], because, decided}
# withdrawals: {id, because, decided}
# restored:    {id, because, decided}
# distinct:    {events: [one, other], because}
schema: 1
"""

_IGNORE: Final = "/communique.db*\n/public/\n/.communique/\n/dist/\n"

_EXTENSIONS: Final = '{\n  "recommendations": ["redhat.vscode-yaml"]\n}\n'


def empty_record(entries: str = "entries") -> Mapping[str, str]:
    """The files of an empty record, by POSIX path below its home.

    Args:
        entries: the record's folder below the home.
    """
    up = "../" * (len(Path(entries).parts))
    registry = f"{_SCHEMA}{up}../schema/registry.schema.json\n"
    files = {
        f"{entries}/registry/{noun}.yaml": f"{registry}# {noun} by id, each begun with communique new\nschema: 1\n"
        for noun in NOUNS
    }
    files[f"{entries}/rulings.yaml"] = f"{_SCHEMA}{up}schema/rulings.schema.json\n{_RULINGS}"
    files[f"{entries}/articles/.gitkeep"] = ""
    files |= {f"schema/{json_schema.file_name(name)}": json_schema.text(name) for name in json_schema.MODELS}
    files[".gitignore"] = _IGNORE
    files[".vscode/extensions.json"] = _EXTENSIONS
    return files


def lay_out(home: Path, files: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Write the files that are not there yet; nothing that exists is touched.

    Returns:
        The paths that were written, and those that were there already.
    """
    written, kept = [], []
    for path, text in files.items():
        target = home / path
        if target.exists() or target.is_symlink():
            kept.append(path)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        written.append(path)
    return written, kept
