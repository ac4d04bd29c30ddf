"""Relative links of generated pages → addresses on the site, settled once for all pages of a folder."""

from __future__ import annotations

import posixpath
from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import _RelativePathTreeprocessor
from mkdocs.utils import get_relative_url

_BUILT = InclusionLevel.NOT_IN_NAV.value  # and whatever is above it
_TAKEN_AWAY = ".md.txt"  # Markdown to take away, which MkDocs would make a page of


def destination(path: str, directories: bool) -> str:
    """Where a generated file stands in the site, by the rules of MkDocs (``File.dest_uri``).

    Args:
        path: its path among the generated files.
        directories: whether a page is `name/index.html` (MkDocs' `use_directory_urls`) and not `name.html`.
    """
    if path.endswith(_TAKEN_AWAY):
        return path.removesuffix(".txt")
    if not is_page(path):
        return path
    folder, _, name = path.removesuffix(".md").rpartition("/")
    name = "index" if name == "README" else name
    below = f"{name}/index.html" if directories and name != "index" else f"{name}.html"
    return f"{folder}/{below}" if folder else below


def address(path: str, directories: bool) -> str:
    """A generated file's address on the site, by the rules of MkDocs (``File.url``)."""
    found = destination(path, directories)
    if directories and (found == "index.html" or found.endswith("/index.html")):
        found = found.removesuffix("index.html") or "./"
    return quote(found)


def is_page(path: str) -> bool:
    """Whether a generated file is a page, and not data beside one."""
    return path.endswith(".md")


class Target(NamedTuple):
    """Where a link leads.

    Args:
        address: what stands in the page.
        path: the file it leads to, or "" outside the site.
        anchor: the place in it, or "".
        url: the file's address on the site.
    """

    address: str
    path: str = ""
    anchor: str = ""
    url: str = ""


class Links:
    """What all pages know of where links lead.

    Args:
        generated: the paths of all generated files.
        files: the site's other files.
        config: the build's configuration.
    """

    def __init__(self, generated: Collection[str], files: Files, config: MkDocsConfig) -> None:
        self.generated, self.files, self.config = generated, files, config
        self.directories: bool = config.use_directory_urls
        self.known: dict[tuple[str, str, str], Target] = {}

    def of(self, file: File) -> Resolver:
        """What resolves the links of one page."""
        return Resolver(self, file)

    def address(self, path: str) -> str | None:
        """A file's address on the site, or None if the site has no such file."""
        if path in self.generated:
            return address(path, self.directories)
        file = self.files.get_file_from_path(path)
        return file.url if file is not None and file.inclusion.value >= _BUILT else None


class Resolver:
    """Resolves one page's links and remembers where they lead.

    Settles the plain case; MkDocs says what is wrong with the rest.
    """

    def __init__(self, links: Links, file: File) -> None:
        self.links, self.file = links, file
        self.folder = posixpath.dirname(file.src_uri)
        self.place = (self.folder, "./" if file.url == "./" else posixpath.dirname(file.url.rstrip("/")))
        self.paths: set[str] = set()
        self.anchors: dict[str, dict[str, str]] = {}

    def __call__(self, link: str) -> str:
        """The address, or the link as it was after a warning (an error, as the build is strict)."""
        if link.startswith("#"):
            self.anchors.setdefault(self.file.src_uri, {}).setdefault(unquote(link[1:]), link)
            return link
        target = self.links.known.get((*self.place, link))
        if target is None or target.url.startswith(
            self.file.url
        ):  # this page sees what is below it otherwise
            target = self._settle(link)
        if target is None:
            return self._thorough(link)
        if target.path:
            self.paths.add(target.path)
            if target.anchor:
                self.anchors.setdefault(target.path, {}).setdefault(target.anchor, link)
        return target.address

    def _settle(self, link: str) -> Target | None:
        """Where a link leads that is as links should be, known from now on to all pages of this folder."""
        scheme, host, path, query, anchor = urlsplit(link)
        target = Target(link)
        if not (scheme or host):
            to = posixpath.normpath(posixpath.join(self.folder, unquote(path))) if path else ""
            url = self.links.address(to) if to and not path.startswith("/") else None
            if url is None:
                return None
            seen = get_relative_url(url, self.file.url)
            target = Target(urlunsplit(("", "", seen, query, anchor)), to, anchor, url)
        if not target.url.startswith(self.file.url):
            self.links.known[*self.place, link] = target
        return target

    def _thorough(self, link: str) -> str:
        """MkDocs' own way, which tells what is wrong."""
        found = _RelativePathTreeprocessor(self.file, self.links.files, self.links.config)
        given: str = found.path_to_url(link)
        for file, anchors in found.links_to_anchors.items():
            self.anchors.setdefault(file.src_uri, {}).update(anchors)
        return given
