"""What the search index is made from: each page's own words, in a folder beside the site for each part of the index.

Pagefind reads them in half the time that whole pages take it, and while the folders stand only the words of changed
pages are written. It can only make an index anew, and needs memory for all of one; so a large folder of pages
gets several parts, and a change costs as many of them as it touches.
"""

from __future__ import annotations

import re
import shutil
import zlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from communique.site.cache import digest

MAIN = "main"
"""The part of all that is not large; the others are merged into it."""

LARGE = 2000
"""From so many pages on a folder has parts of its own, of that size at most."""

_BODY = " data-pagefind-body"
_END = "</article>"
# Most of a page, and no words of its own: taken out here, it costs a tenth of what Pagefind needs to pass over it.
_SMALL = re.compile(
    r'<a class="headerlink".*?</a>|<sup class="mark">.*?</sup>|<thead>.*?</thead>|<svg.*?</svg>', re.DOTALL
)
_LARGE = re.compile(r'<div class="(?:evidence|cite|actions)\b')
_DIV = re.compile(r"<(/?)div\b")


class Words:
    """The words of every page, each in the folder of its part.

    Args:
        folder: where these folders are.
        places: the paths of all pages of the site.
    """

    def __init__(self, folder: Path, places: Iterable[str]) -> None:
        self.folder = folder
        counted = Counter(place.partition("/")[0] for place in places)
        self.parts = {name: _power_of_two(count / LARGE) for name, count in counted.items() if count >= LARGE}

    def path(self, place: str) -> str:
        """Where the words of a page are: its part, then its path in the site."""
        top = place.partition("/")[0]
        count = self.parts.get(top)
        part = MAIN if count is None else f"{top}-{zlib.crc32(place.encode()) % count}"
        return f"{part}/{place}"

    def keep(self, place: str, output: str) -> str:
        """Keep what a page says; gives a digest of it, or "" if it says nothing to search for."""
        found, target = words(output).encode(errors="xmlcharrefreplace"), self.folder / self.path(place)
        if found:
            put(found, target)
        else:
            target.unlink(missing_ok=True)
        return digest(found) if found else ""

    def gather(self, site: Path) -> dict[str, str]:
        """Keep the words of every page of a site and of no other; gives their digests by where they are kept."""
        shutil.rmtree(self.folder, ignore_errors=True)
        found = {place: self.keep(place, (site / place).read_text(encoding="utf-8")) for place in pages(site)}
        return {self.path(place): text for place, text in found.items() if text}


def words(output: str) -> str:
    """What a page says, without the site around it; "" for one that search does not find."""
    marked = output.find(_BODY)
    if marked < 0:
        return ""
    begin, end = output.rfind("<", 0, marked), output.find(_END, marked)
    body = _SMALL.sub("", output[begin : end if end >= 0 else None])
    while (large := _LARGE.search(body)) is not None:
        body = body[: large.start()] + body[_closed(body, large.start()) :]
    return f'<!doctype html><html lang="en"><body>{body}</body></html>'


def _closed(body: str, begin: int) -> int:
    """Where an element ends that begins there."""
    depth = 0
    for tag in _DIV.finditer(body, begin):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return body.index(">", tag.end()) + 1
    return len(body)


def pages(site: Path) -> list[str]:
    """The paths of a site's pages, sorted."""
    return sorted(page.relative_to(site).as_posix() for page in site.rglob("*.html"))


def put(data: bytes, target: Path) -> None:
    """Write a file, with the folders that it needs."""
    try:
        target.write_bytes(data)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _power_of_two(least: float) -> int:
    """Parts seldom become more, since then all are made anew."""
    count = 1
    while count < least:
        count *= 2
    return count
