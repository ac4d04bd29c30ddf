"""The search index, made by Pagefind's own program from the words of the pages; a reader loads parts of it."""

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
from communique.site.census import census
from communique.site.chunks import cut
from communique.site.said import EVENT
from communique.site.search_text import BESIDE, MAIN, put
from communique.workers import cores

Facets = dict[str, dict[str, int]]
"""Of each facet the values, with how many pages have it."""

FOLDER = "pagefind"
# What is left of hand-written pages that says nothing; entries have lost it before (said.py).
NOT_INDEXED = (".headerlink", ".eyebrow", ".mark", ".years", ".actions", ".evidence", ".cite", "thead", ".events",
               ".strip", "figure.chart")  # fmt: skip
# Pagefind adds its own ready-made interfaces; the site has one of its own.
NOT_NEEDED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js")

ONCE = ("pagefind.js", "pagefind-worker.js", "wasm.*")  # a part that is merged uses those of the main one
SITE = "site.json"  # the parts, and what may be chosen with how many pages have it; assets/search.js reads it
MANY = 2000  # from so many pages on, what is beside the main part is merged when a reader asks for it

_STATE = "site-state"  # in each part's folder: what it was made from, and what may be chosen in it
_CODE = ("chunks.py", "pagefind.py")
_FACET = re.compile(r' data-pagefind-filter="([^":]*):([^"]*)"')
_FOLDERS = ("filter", "fragment", "index")  # what Pagefind makes in it


def index(
    words: Path, texts: Mapping[str, str], site: Path, published: Path, restore: Callable[[str], object]
) -> set[str]:
    """Index the words of a site's pages into its folder `pagefind/`.

    Each part of the last site's index whose words are the same to a byte is taken over.

    Args:
        words: what the site's pages say (`search_text.py`), in a folder for each part.
        texts: a digest of each by its path there.
        site: the folder of the new site.
        published: the folder of the last one; it may be missing.
        restore: has the words of the page at a path in the site written again, should they be missing.

    Returns:
        The files of the published site that are taken over, by their paths in it.

    Raises:
        BuildError: Pagefind is not installed for this machine, or failed; the site would have no search.
    """
    parts: dict[str, dict[str, str]] = {MAIN: {}}
    for path, text in texts.items():
        part, _, place = path.partition("/")
        parts.setdefault(part, {})[place] = text
    stay: set[str] = set()
    outdated: dict[str, str] = {}
    facets: dict[str, Facets] = {}
    for part, made_from in sorted(parts.items()):
        state, last = _state(made_from), published / _place(part)
        known, facets[part] = _known(last)
        if known == state:
            stay |= {f"{_place(part)}/{path}" for path in census(last) if _belongs(path, part)}
        else:
            outdated[part] = state
            _complete(words / part, made_from, restore)
    with ThreadPoolExecutor(cores()) as pool:  # each waits for a process
        made = [pool.submit(_index, words / part, site / _place(part), part) for part in outdated]
        for part in outdated:
            facets[part] = _facets(words / part, parts[part])
        for one in made:
            one.result()
    for part, state in outdated.items():
        put(json.dumps([state, facets[part]]).encode(), site / _place(part) / _STATE)
    put(json.dumps(_site(parts, facets), ensure_ascii=False).encode(), site / FOLDER / SITE)
    return stay - {f"{FOLDER}/{SITE}"}


def _site(parts: Mapping[str, Mapping[str, str]], facets: Mapping[str, Facets]) -> dict[str, object]:
    """What the search box must know before it asks Pagefind, which would load every page's facets to say it."""
    beside = sorted(part for part in parts if part.partition("-")[0] == BESIDE)
    total: dict[str, Counter[str]] = {}
    for one in facets.values():
        for name, counted in one.items():
            total.setdefault(name, Counter()).update(counted)
    return {
        "facets": {name: dict(sorted(counted.items())) for name, counted in sorted(total.items())},
        "main": sorted(set(parts) - {MAIN, *beside}),
        "beside": beside,
        "asked": sum(len(parts[part]) for part in beside) >= MANY,
    }


def _facets(folder: Path, texts: Iterable[str]) -> Facets:
    """How many pages of a part have each value of each facet."""
    found: dict[str, Counter[str]] = {"type": Counter()}
    for place in texts:
        page = (folder / place).read_text(encoding="utf-8")
        values = {(name, html.unescape(value)) for name, value in _FACET.findall(page)}
        for name, value in (
            values if any(name == "type" for name, _ in values) else {*values, ("type", EVENT)}
        ):
            found.setdefault(name, Counter())[value] += 1
    return {name: dict(counted) for name, counted in found.items()}


def _place(part: str) -> str:
    """Where a part of the index is in the site."""
    return FOLDER if part == MAIN else f"{FOLDER}/{part}"


def _complete(folder: Path, texts: Mapping[str, str], restore: Callable[[str], object]) -> None:
    """Have the words of a part's pages in its folder, and nothing else."""
    kept = census(folder)
    for place in texts:
        if place not in kept:
            restore(place)
    for place in kept:
        if place not in texts:
            (folder / place).unlink(missing_ok=True)


def _belongs(path: str, part: str) -> bool:
    """Whether a file in the place of a part is this part's own; the main part's holds the others' places too."""
    return part != MAIN or "/" not in path or path.partition("/")[0] in _FOLDERS


def _known(last: Path) -> tuple[str, Facets]:
    """What an index was made from, and what may be chosen in it; ("", {}) where there is none, or not all of it."""
    try:
        state, facets = json.loads((last / _STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError):  # made by another version, perhaps
        return "", {}
    return state, facets


def _index(words: Path, target: Path, part: str) -> None:
    """Make one part of the index."""
    try:
        program = pagefind_bin.get_executable()
    except FileNotFoundError as error:
        raise BuildError("the search index needs Pagefind; install it: pip install pagefind-bin") from error
    command = [str(program), "--site", str(words), "--output-path", str(target)]
    command += ["--exclude-selectors", ",".join(NOT_INDEXED), "--silent"]
    try:
        subprocess.run(  # noqa: S603 - a fixed program with our own arguments, no shell
            command, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout or f"exit code {error.returncode}").strip()
        raise BuildError(f"Pagefind could not index the site: {said}") from error
    cut(target)
    for pattern in NOT_NEEDED if part == MAIN else (*NOT_NEEDED, *ONCE):
        for file in target.glob(pattern):
            file.unlink()


def _state(texts: Mapping[str, str]) -> str:
    """What a part is made from, in one short name: the words, Pagefind itself, and the code that calls it."""
    code = [hashlib.blake2b(Path(__file__).with_name(name).read_bytes()).hexdigest() for name in _CODE]
    made_from = (metadata.version("pagefind-bin"), code, sorted(texts.items()))
    return hashlib.blake2b(json.dumps(made_from).encode(), digest_size=16).hexdigest()
