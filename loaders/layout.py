"""Name the files and folders that a dataset consists of, and the characters that make a name or spoil one."""

from __future__ import annotations

import re
from typing import Final

SLUG: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""What an id looks like, and the name of an article's file: safe in a path, in an address and in a shell."""

MAX_SLUG_LENGTH: Final = 120

INVISIBLE: Final = (
    "\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\U000e0000-\U000e0fff"
)
"""Characters that show nothing and that no script needs, as a set in a regular expression holds them."""

RESERVED_NAMES: Final = frozenset(("con", "prn", "aux", "nul", "index")) | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)
}
"""What Windows takes for a device, and what a web server takes for the page of a whole folder."""

ARTICLES: Final = "articles"
"""The folder of articles, of which each has a file of its own."""

REGISTRY: Final = "registry"
"""The folder of actors, people, places and whatever else articles refer to."""

COVERAGE_FILE: Final = "coverage.yaml"
"""The file of how complete the dataset is; it has the form of the registry."""

DOSSIERS: Final = "dossiers"
"""The folder of dossiers, of which each has a file of its own, directly below it."""

RULINGS_FILE: Final = "rulings.yaml"
"""The file of editorial decisions."""

RULINGS_FOLDER: Final = "rulings"
"""The folder for the decisions of a dataset that has too many for one file."""

RELEASES: Final = "releases"
"""The folder beside the dataset's own that holds what was released."""


def is_article(path: str) -> bool:
    """Return whether a path, relative to the dataset's folder, is that of an article."""
    return path.startswith(f"{ARTICLES}/")


def is_dossier(path: str) -> bool:
    """Return whether a path is that of a dossier."""
    return path.startswith(f"{DOSSIERS}/") and path.count("/") == 1


def is_decision_file(path: str) -> bool:
    """Return whether a path is that of a file of editorial decisions."""
    return path == RULINGS_FILE or path.startswith(f"{RULINGS_FOLDER}/")


def is_registry_file(path: str) -> bool:
    """Return whether a path is that of a file of the registry, or of the one on coverage."""
    return path.startswith(f"{REGISTRY}/") or path == COVERAGE_FILE


def is_dataset_file(path: str) -> bool:
    """Return whether a path is that of an article, a registry file, a dossier or a file of editorial decisions."""
    return is_article(path) or is_registry_file(path) or is_dossier(path) or is_decision_file(path)


def describe_file_name(path: str) -> tuple[str, str] | None:
    """Return what is wrong with the name of a file or of its folders, and the cure; None for a good one.

    A source or dossier is called by the name of its file. No folder or file may be called as Windows calls a device.
    """
    *folders, name = path.removesuffix(".yaml").split("/")
    if (is_article(path) or is_dossier(path)) and not (
        len(name) <= MAX_SLUG_LENGTH and re.fullmatch(SLUG, name)
    ):
        suggested = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:MAX_SLUG_LENGTH].strip("-")
        cure = "use lower-case letters, digits and single hyphens"
        noun = "source" if is_article(path) else "dossier"
        what = f"the file's name {name!r} is no id, and a {noun} is called by it"
        return what, f"{cure}, as {suggested}.yaml" if suggested else cure
    reserved = next((part for part in [*folders, name] if part.lower() in RESERVED_NAMES), None)
    if reserved and not (reserved.lower() == "index" and not (is_article(path) or is_dossier(path))):
        return f"{reserved!r} cannot name a file or a page everywhere", "rename it"
    return None
