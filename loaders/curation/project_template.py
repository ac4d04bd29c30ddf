"""Provide the files with which a team begins a record: folders, site settings, workflows, hooks, editor settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from communique.loaders.curation import editor_schemas
from communique.loaders.curation.split_files import FOLDER_MARKS
from communique.loaders.layout import ARTICLES, REGISTRY, RULINGS_FILE
from communique.pipeline.save_texts import save_texts

TEMPLATE_FOLDER: Final = Path(__file__).parent / "template"
"""The files as they stand in a record, but for a leading dot, which is written ``dot-``, and the name of entries/."""

REQUEST_FORMS: Final = (".github/pull_request_template.md", ".gitlab/merge_request_templates/Default.md")
"""Where GitHub and GitLab look for the form of a request, which is one text."""

REQUIREMENTS_HINT: Final = """\
# What the workflows install. Say where Communiqué comes from: a line such as
# communique[site] @ git+https://git.example/communique@v0.1.0
"""


def build_template(entries: str = "entries") -> dict[str, str]:
    """Return the files of a record that a team can begin with, by POSIX path below its home.

    Args:
        entries: the record's folder below the home.
    """
    files = {f"{entries}/{ARTICLES}/.gitkeep": ""} | {f"{entries}/{path}": "" for path in FOLDER_MARKS}
    files |= {
        f"schema/{editor_schemas.schema_file_name(name)}": editor_schemas.render_schema(name)
        for name in editor_schemas.MODELS
    }
    for source in sorted(path for path in TEMPLATE_FOLDER.rglob("*") if path.is_file()):
        path = source.relative_to(TEMPLATE_FOLDER).as_posix()
        text = source.read_text(encoding="utf-8").replace("@entries@", entries)
        targets = REQUEST_FORMS if path == "pull_request_template.md" else (path.replace("dot-", "."),)
        files |= dict.fromkeys(targets, text)
    files["requirements.txt"] = REQUIREMENTS_HINT if (line := find_requirement()) is None else f"{line}\n"
    return files


def find_requirement() -> str | None:
    """Return the line by which others install the Communiqué that runs here; None where its place is this machine's.

    Pip notes the place that a distribution came from (PEP 610).
    """
    try:
        noted = distribution("communique").read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    origin = json.loads(noted) if noted else {}
    url = str(origin.get("url", ""))
    if not url.startswith("https://"):
        return None
    if revision := origin.get("vcs_info"):
        return f"communique[site] @ {revision['vcs']}+{url}@{revision['commit_id']}"
    return f"communique[site] @ {url}"


def leave_layout(home: Path, files: Mapping[str, str], entries: str) -> dict[str, str]:
    """Return the files without the folders of single entries, where a record keeps its entries together."""
    root = home / entries
    if not (root / RULINGS_FILE).exists() and not any((root / REGISTRY).glob("*.yaml")):
        return dict(files)
    marks = {f"{entries}/{path}" for path in FOLDER_MARKS}
    return {path: text for path, text in files.items() if path not in marks}


def write_missing_files(home: Path, files: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Write the files that are not there yet, all or none; nothing that exists is touched.

    Returns:
        The paths that were written, and those that were there already.
    """
    existing = [path for path in files if (home / path).exists() or (home / path).is_symlink()]
    written = [path for path in files if path not in existing]
    save_texts(home, {home / path: files[path] for path in written}, new=True)
    return written, existing
