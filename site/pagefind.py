"""The search index, made from the built pages by Pagefind's own program; a reader loads parts of it."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from contextlib import suppress
from importlib import metadata
from pathlib import Path

import pagefind_bin  # type: ignore[import-untyped]  # the package carries no types

from communique.errors import BuildError

FOLDER = "pagefind"
# What stands on every page or says nothing about it; facets and names are in attributes (theme/main.html).
NOT_INDEXED = (
    ".headerlink",
    ".eyebrow",
    ".mark",
    ".years",
    ".actions",
    ".evidence",
    ".cite",
    "thead",
    ".events",  # each event is found itself
    ".strip",
    "figure.chart",
)
# Pagefind adds its own ready-made interfaces; the site has one of its own.
NOT_NEEDED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js")


_STATE = "site-state"  # in the index's folder: what it was made from


def index(site: Path, published: Path) -> None:
    """Index the pages of a built site into its folder `pagefind/`.

    The last site's index is taken over where the pages are the same to a byte.

    Args:
        site: the folder of the new site.
        published: the folder of the last one; it may be missing.

    Raises:
        BuildError: Pagefind is not installed for this machine, or failed; the site would have no search.
    """
    state, last = _state(site), published / FOLDER
    with suppress(OSError):  # no last index, or not all of it: make one
        if (last / _STATE).read_text(encoding="utf-8") == state:
            shutil.copytree(last, site / FOLDER)
            return
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    try:
        program = pagefind_bin.get_executable()
    except FileNotFoundError as error:
        raise BuildError("the search index needs Pagefind; install it: pip install pagefind-bin") from error
    command = [str(program), "--site", str(site), "--output-subdir", FOLDER]
    command += ["--exclude-selectors", ",".join(NOT_INDEXED), "--silent"]
    try:
        subprocess.run(  # noqa: S603 - a fixed program with our own arguments, no shell
            command, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout or f"exit code {error.returncode}").strip()
        raise BuildError(f"Pagefind could not index the site: {said}") from error
    for pattern in NOT_NEEDED:
        for file in (site / FOLDER).glob(pattern):
            file.unlink()
    (site / FOLDER / _STATE).write_text(state, encoding="utf-8")


def _state(site: Path) -> str:
    """What the index is made from, in one short name: the pages, Pagefind itself, and how it is called."""
    state = hashlib.blake2b(repr((metadata.version("pagefind-bin"), NOT_INDEXED)).encode(), digest_size=16)
    for page in sorted(site.rglob("*.html")):
        state.update(f"\0{page.relative_to(site)}\0".encode())
        state.update(page.read_bytes())
    return state.hexdigest()
