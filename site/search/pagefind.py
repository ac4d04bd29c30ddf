"""Build the search index from the search documents with Pagefind's own program."""

from __future__ import annotations

import hashlib
import html
import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path

import pagefind_bin  # type: ignore[import-untyped]  # the package carries no types

from communique.errors import BuildError
from communique.pipeline.filesystem import stat_tree, write_with_parents
from communique.pipeline.workers import cpu_count
from communique.site.search.documents import EVENT, MAIN, SECONDARY
from communique.site.search.split_index import split_chunks

Facets = dict[str, dict[str, int]]
"""Of each facet the values, with how many pages have it."""

FOLDER = "pagefind"
# What is left of hand-written pages that says nothing; entries have lost it before (said.py).
NOT_INDEXED = (".headerlink", ".eyebrow", ".mark", ".years", ".actions", ".evidence", ".cite", "thead", ".events",
               ".strip", "figure.chart")  # fmt: skip
# Pagefind adds its own ready-made interfaces; the site has one of its own.
NOT_NEEDED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js")

MAIN_ONLY = (
    "pagefind.js",
    "pagefind-worker.js",
    "wasm.*",
)  # a part that is merged uses those of the main one
SITE = "site.json"  # the parts, and what may be chosen with how many pages have it; assets/search.js reads it
MANY = 2000  # from so many pages on, what is beside the main part is merged when a reader asks for it

_STATE = "site-state"  # in each part's folder: what it was made from, and what may be chosen in it
_CODE = ("split_index.py", "pagefind.py")
_FACET = re.compile(r' data-pagefind-filter="([^":]*):([^"]*)"')
_FOLDERS = ("filter", "fragment", "index")  # what Pagefind makes in it


def build_index(
    documents: Path,
    digests: Mapping[str, str],
    site: Path,
    published: Path,
    restore_document: Callable[[str], object],
) -> set[str]:
    """Index the search documents of a site into its folder `pagefind/`; return the unchanged files.

    Each part of the last site's index whose words are the same to a byte is taken over.

    Args:
        documents: what the site's pages say (`search_text.py`), in a folder for each part.
        digests: a digest of each by its path there.
        site: the folder of the new site.
        published: the folder of the last one; it may be missing.
        restore_document: has the words of the page at a path in the site written again, should they be missing.

    Returns:
        The files of the published site that are taken over, by their paths in it.

    Raises:
        BuildError: Pagefind is not installed for this machine, or failed; the site would have no search.
    """
    parts: dict[str, dict[str, str]] = {MAIN: {}}
    for path, digest in digests.items():
        part, _, dest_uri = path.partition("/")
        parts.setdefault(part, {})[dest_uri] = digest
    unchanged: set[str] = set()
    outdated: dict[str, str] = {}
    facets: dict[str, Facets] = {}
    for part, part_digests in sorted(parts.items()):
        state, published_part = _part_state(part_digests), published / _part_folder(part)
        known, facets[part] = _read_state(published_part)
        if known == state:
            unchanged |= {
                f"{_part_folder(part)}/{path}"
                for path in stat_tree(published_part)
                if _belongs_to_part(path, part)
            }
        else:
            outdated[part] = state
            _complete_documents(documents / part, part_digests, restore_document)
    with ThreadPoolExecutor(cpu_count()) as pool:  # each waits for a process
        tasks = [
            pool.submit(_run_pagefind, documents / part, site / _part_folder(part), part) for part in outdated
        ]
        for part in outdated:
            facets[part] = _count_facets(documents / part, parts[part])
        for task in tasks:
            task.result()
    for part, state in outdated.items():
        write_with_parents(json.dumps([state, facets[part]]).encode(), site / _part_folder(part) / _STATE)
    write_with_parents(
        json.dumps(_summarize_site(parts, facets), ensure_ascii=False).encode(), site / FOLDER / SITE
    )
    return unchanged - {f"{FOLDER}/{SITE}"}


def _summarize_site(
    parts: Mapping[str, Mapping[str, str]], facets: Mapping[str, Facets]
) -> dict[str, object]:
    """Return what the search box must know before it loads Pagefind: facets and parts."""
    secondary = sorted(part for part in parts if part.partition("-")[0] == SECONDARY)
    total: dict[str, Counter[str]] = {}
    for part_facets in facets.values():
        for name, counts in part_facets.items():
            total.setdefault(name, Counter()).update(counts)
    return {
        "facets": {name: dict(sorted(counts.items())) for name, counts in sorted(total.items())},
        "main": sorted(set(parts) - {MAIN, *secondary}),
        "beside": secondary,
        "asked": sum(len(parts[part]) for part in secondary) >= MANY,
    }


def _count_facets(folder: Path, dest_uris: Iterable[str]) -> Facets:
    """Count how many pages of a part have each value of each facet."""
    counters: dict[str, Counter[str]] = {"type": Counter()}
    for dest_uri in dest_uris:
        page = (folder / dest_uri).read_text(encoding="utf-8")
        values = {(name, html.unescape(value)) for name, value in _FACET.findall(page)}
        for name, value in (
            values if any(name == "type" for name, _ in values) else {*values, ("type", EVENT)}
        ):
            counters.setdefault(name, Counter())[value] += 1
    return {name: dict(counter) for name, counter in counters.items()}


def _part_folder(part: str) -> str:
    """Return the folder of a part of the index in the site."""
    return FOLDER if part == MAIN else f"{FOLDER}/{part}"


def _complete_documents(
    folder: Path, digests: Mapping[str, str], restore_document: Callable[[str], object]
) -> None:
    """Make a part's folder hold exactly the search documents of its pages."""
    existing = stat_tree(folder)
    for dest_uri in digests:
        if dest_uri not in existing:
            restore_document(dest_uri)
    for dest_uri in existing:
        if dest_uri not in digests:
            (folder / dest_uri).unlink(missing_ok=True)


def _belongs_to_part(path: str, part: str) -> bool:
    """Return whether a file in a part's folder belongs to it; the main part's folder holds the others too."""
    return part != MAIN or "/" not in path or path.partition("/")[0] in _FOLDERS


def _read_state(folder: Path) -> tuple[str, Facets]:
    """Return the state and facets of an index; ("", {}) where there is none, or it is incomplete."""
    try:
        state, facets = json.loads((folder / _STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError):  # made by another version, perhaps
        return "", {}
    return state, facets


def _run_pagefind(documents: Path, target: Path, part: str) -> None:
    """Run Pagefind to build one part of the index."""
    try:
        program = pagefind_bin.get_executable()
    except FileNotFoundError as error:
        raise BuildError("the search index needs Pagefind; install it: pip install pagefind-bin") from error
    command = [str(program), "--site", str(documents), "--output-path", str(target)]
    command += ["--exclude-selectors", ",".join(NOT_INDEXED), "--silent"]
    try:
        subprocess.run(  # noqa: S603 - a fixed program with our own arguments, no shell
            command, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
    except subprocess.CalledProcessError as error:
        message = (error.stderr or error.stdout or f"exit code {error.returncode}").strip()
        raise BuildError(f"Pagefind could not index the site: {message}") from error
    split_chunks(target)
    for pattern in NOT_NEEDED if part == MAIN else (*NOT_NEEDED, *MAIN_ONLY):
        for file in target.glob(pattern):
            file.unlink()


def _part_state(digests: Mapping[str, str]) -> str:
    """Return a digest of what a part is built from: documents, Pagefind, and the code that calls it."""
    code = [hashlib.blake2b(Path(__file__).with_name(name).read_bytes()).hexdigest() for name in _CODE]
    inputs = (metadata.version("pagefind-bin"), code, sorted(digests.items()))
    return hashlib.blake2b(json.dumps(inputs).encode(), digest_size=16).hexdigest()
