"""Store the search documents of all pages, in one folder for each part of the search index.

While the folders stand only the words of changed pages are written, and only the parts made anew that hold one.
"""

from __future__ import annotations

import shutil
import zlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from communique.pipeline.cache_key import blake2b_hex
from communique.pipeline.filesystem import write_with_parents
from communique.site.search.documents import search_html

MAIN = "main"
"""The part that is asked first: events, all that they name, and what is written by hand."""

SECONDARY = "sources"
"""The part of where it was read. There are more of these pages than of events, and few look for one."""

LARGE = 4000
"""How many pages a part has at most. A change costs a part; a reader asks each part for each word."""

_FOLDERS = {"sources": SECONDARY, "publishers": SECONDARY}


class SearchDocuments:
    """The search documents of all pages, each in the folder of its part.

    Args:
        folder: where these folders are.
        places: the paths of all pages of the site.
    """

    def __init__(self, folder: Path, dest_uris: Iterable[str]) -> None:
        self.folder = folder
        counts = Counter(_part_group(dest_uri) for dest_uri in dest_uris)
        self.parts = {name: _next_power_of_two(count / LARGE) for name, count in counts.items()}

    def document_path(self, dest_uri: str) -> str:
        """Return the path of a page's search document: its part, then the page's path in the site."""
        group = _part_group(dest_uri)
        number = zlib.crc32(dest_uri.encode()) % self.parts.get(group, 1)
        if dest_uri.count("/") < 2:  # what stands above folders, so that no first part is empty
            number = 0
        return f"{group}-{number}/{dest_uri}" if number else f"{group}/{dest_uri}"

    def write_document(self, dest_uri: str, output: str) -> str:
        """Write the search document of a page; return its digest, or "" if there is nothing to search."""
        document, target = (
            search_html(output).encode(errors="xmlcharrefreplace"),
            self.folder / self.document_path(dest_uri),
        )
        if document:
            write_with_parents(document, target)
        else:
            target.unlink(missing_ok=True)
        return blake2b_hex(document) if document else ""

    def rebuild_all(self, site: Path) -> dict[str, str]:
        """Write the search documents of every page of a site and of no other; return digests by path."""
        shutil.rmtree(self.folder, ignore_errors=True)
        digests = {
            dest_uri: self.write_document(dest_uri, (site / dest_uri).read_text(encoding="utf-8"))
            for dest_uri in html_paths(site)
        }
        return {self.document_path(dest_uri): digest for dest_uri, digest in digests.items() if digest}


def _part_group(dest_uri: str) -> str:
    return _FOLDERS.get(dest_uri.partition("/")[0], MAIN)


def html_paths(site: Path) -> list[str]:
    """Return the paths of a site's HTML pages, sorted."""
    return sorted(page.relative_to(site).as_posix() for page in site.rglob("*.html"))


def _next_power_of_two(least: float) -> int:
    """Return the least power of two that is not below `least`, so that parts seldom change in number."""
    count = 1
    while count < least:
        count *= 2
    return count
