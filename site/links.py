"""Relative links of generated pages → addresses on the site, settled once for all pages of a folder."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import _RelativePathTreeprocessor
from mkdocs.utils import get_relative_url

_BUILT = InclusionLevel.NOT_IN_NAV.value  # and whatever is above it
_KEPT = 100_000  # targets that are remembered: the more often a link is met, the sooner it is among them
# What nearly every link looks like; settled by cutting and joining, it costs a tenth of what any other does.
_PLAIN = re.compile(
    r"((?:\.\./)*)((?:[a-z0-9_-]+/)*[a-z0-9_-]+(?:\.[a-z0-9]+)+)(?:#([a-z0-9_-]+))?", re.ASCII
)
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
        self.addresses: dict[str, str] = {}

    def of(self, file: File) -> Resolver:
        """What resolves the links of one page."""
        return Resolver(self, file)

    def address(self, path: str) -> str | None:
        """A file's address on the site, or None if the site has no such file."""
        found = self.addresses.get(path) or self._address(path)
        if found is not None:
            self.addresses[path] = found
        return found

    def _address(self, path: str) -> str | None:
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
        found = _PLAIN.fullmatch(link)
        target = self._plain(found[1], found[2], found[3] or "") if found else self._any(link)
        if target and not target.url.startswith(self.file.url) and len(self.links.known) < _KEPT:
            self.links.known[*self.place, link] = target
        return target

    def _plain(self, up: str, path: str, anchor: str) -> Target | None:
        """Where a link leads that is a plain path, perhaps to a folder above, perhaps with an anchor."""
        above = self.folder.split("/") if self.folder else []
        levels = len(up) // 3
        if levels > len(above):
            return None
        to = "/".join([*above[: len(above) - levels], path])
        url = self.links.address(to)
        if url is None:
            return None
        seen = self._seen(url)
        return Target(f"{seen}#{anchor}" if anchor else seen, to, anchor, url)

    def _seen(self, url: str) -> str:
        """An address on the site as it is written on this page."""
        own = self.file.url
        if url.startswith(own) or not own.endswith("/") or "./" in (own, url):
            seen: str = get_relative_url(url, own)
            return seen
        levels = 0
        while not url.startswith(own):
            own = own[: own.rfind("/", 0, -1) + 1]
            levels += 1
        return "../" * levels + url[len(own) :]

    def _any(self, link: str) -> Target | None:
        """Where a link leads, whatever it looks like."""
        scheme, host, path, query, anchor = urlsplit(link)
        if scheme or host:
            return Target(link)
        to = posixpath.normpath(posixpath.join(self.folder, unquote(path))) if path else ""
        url = self.links.address(to) if to and not path.startswith("/") else None
        if url is None:
            return None
        return Target(urlunsplit(("", "", self._seen(url), query, anchor)), to, anchor, url)

    def _thorough(self, link: str) -> str:
        """MkDocs' own way, which tells what is wrong."""
        found = _RelativePathTreeprocessor(self.file, self.links.files, self.links.config)
        given: str = found.path_to_url(link)
        for file, anchors in found.links_to_anchors.items():
            self.anchors.setdefault(file.src_uri, {}).update(anchors)
        return given
