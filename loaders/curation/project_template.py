"""Provide the folders and files with which a new dataset begins."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from communique.loaders.curation import editor_schemas
from communique.loaders.dataset import REGISTRY_SECTIONS

_SCHEMA_COMMENT: Final = "# yaml-language-server: $schema="

_RULINGS_TEXT: Final = """\
# rulings:     {event, field, element?, value, because, decided}, or decision: unresolved in place of value
# redirects:   {id, target, because, decided}
# splits:      {id, targets: [one, other], because, decided}
# withdrawals: {id, because, decided}
# restored:    {id, because, decided}
# distinct:    {events: [one, other], because}
schema: 1
"""

_GITIGNORE: Final = "/communique.db*\n/public/\n/.communique/\n/dist/\n"

_SITE_SETTINGS: Final = """\
# What the site says of itself; all else is Communiqué's own, and may be set here as MkDocs has it.
site_name: A record
# site_description: what the record is of, in a sentence
# site_url: https://example.org/record/
# extra:
#   licence: {name: CC BY 4.0, url: https://creativecommons.org/licenses/by/4.0/}
"""

_EDITOR_EXTENSIONS: Final = '{\n  "recommendations": ["redhat.vscode-yaml"]\n}\n'


def build_template(entries: str = "entries") -> Mapping[str, str]:
    """Return the files of an empty dataset, by POSIX path below its home.

    Args:
        entries: the record's folder below the home.
    """
    parent_prefix = "../" * (len(Path(entries).parts))
    registry = f"{_SCHEMA_COMMENT}{parent_prefix}../schema/registry.schema.json\n"
    files = {
        f"{entries}/registry/{noun}.yaml": f"{registry}# {noun} by id, each begun with communique new\nschema: 1\n"
        for noun in REGISTRY_SECTIONS
    }
    files[f"{entries}/rulings.yaml"] = (
        f"{_SCHEMA_COMMENT}{parent_prefix}schema/rulings.schema.json\n{_RULINGS_TEXT}"
    )
    files[f"{entries}/articles/.gitkeep"] = ""
    files |= {
        f"schema/{editor_schemas.schema_file_name(name)}": editor_schemas.render_schema(name)
        for name in editor_schemas.MODELS
    }
    files["mkdocs.yml"] = _SITE_SETTINGS
    files[".gitignore"] = _GITIGNORE
    files[".vscode/extensions.json"] = _EDITOR_EXTENSIONS
    return files


def write_missing_files(home: Path, files: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Write the files that are not there yet; nothing that exists is touched.

    Returns:
        The paths that were written, and those that were there already.
    """
    written, existing = [], []
    for path, text in files.items():
        target = home / path
        if target.exists() or target.is_symlink():
            existing.append(path)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        written.append(path)
    return written, existing
