"""What the search index is made from: each page's own words, in a folder beside the site for each part of the index.

While the folders stand only the words of changed pages are written, and only the parts made anew that hold one.
"""

from __future__ import annotations

import shutil
import zlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from communique.site.cache import digest
from communique.site.said import words

MAIN = "main"
"""The part that is asked first: events, all that they name, and what is written by hand."""

BESIDE = "sources"
"""The part of where it was read. There are more of these pages than of events, and few look for one."""

LARGE = 4000
"""How many pages a part has at most. A change costs a part; a reader asks each part for each word."""

_FOLDERS = {"sources": BESIDE, "publishers": BESIDE}


class Words:
    """The words of every page, each in the folder of its part.

    Args:
        folder: where these folders are.
        places: the paths of all pages of the site.
    """

    def __init__(self, folder: Path, places: Iterable[str]) -> None:
        self.folder = folder
        counted = Counter(_group(place) for place in places)
        self.parts = {name: _power_of_two(count / LARGE) for name, count in counted.items()}

    def path(self, place: str) -> str:
        """Where the words of a page are: its part, then its path in the site."""
        group = _group(place)
        number = zlib.crc32(place.encode()) % self.parts.get(group, 1)
        if place.count("/") < 2:  # what stands above folders, so that no first part is empty
            number = 0
        return f"{group}-{number}/{place}" if number else f"{group}/{place}"

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


def _group(place: str) -> str:
    return _FOLDERS.get(place.partition("/")[0], MAIN)


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
