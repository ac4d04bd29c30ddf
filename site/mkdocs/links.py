"""Resolve relative links of generated pages to addresses on the site, once for all pages of a folder."""

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

_MIN_INCLUSION = InclusionLevel.NOT_IN_NAV.value  # and whatever is above it
_MAX_CACHED_LINKS = (
    100_000  # targets that are remembered: the more often a link is met, the sooner it is among them
)
# What nearly every link looks like; settled by cutting and joining, it costs a tenth of what any other does.
_SIMPLE_LINK = re.compile(
    r"((?:\.\./)*)((?:[a-z0-9_-]+/)*[a-z0-9_-]+(?:\.[a-z0-9]+)+)(?:#([a-z0-9_-]+))?", re.ASCII
)
_MARKDOWN_DOWNLOAD = ".md.txt"  # Markdown to take away, which MkDocs would make a page of


def get_dest_uri(path: str, use_directory_urls: bool) -> str:
    """Return where a generated file stands in the site, by the rules of MkDocs (``File.dest_uri``).

    Args:
        path: its path among the generated files.
        use_directory_urls: whether a page is `name/index.html` (MkDocs' `use_directory_urls`) and not `name.html`.
    """
    if path.endswith(_MARKDOWN_DOWNLOAD):
        return path.removesuffix(".txt")
    if not is_page(path):
        return path
    folder, _, name = path.removesuffix(".md").rpartition("/")
    name = "index" if name == "README" else name
    file_name = f"{name}/index.html" if use_directory_urls and name != "index" else f"{name}.html"
    return f"{folder}/{file_name}" if folder else file_name


def get_url(path: str, use_directory_urls: bool) -> str:
    """Return a generated file's address on the site, by the rules of MkDocs (``File.url``)."""
    dest_uri = get_dest_uri(path, use_directory_urls)
    if use_directory_urls and (dest_uri == "index.html" or dest_uri.endswith("/index.html")):
        dest_uri = dest_uri.removesuffix("index.html") or "./"
    return quote(dest_uri)


def is_page(path: str) -> bool:
    """Return whether a generated file is a page, and not data belonging to one."""
    return path.endswith(".md")


class LinkTarget(NamedTuple):
    """The target of a link.

    Args:
        href: what stands in the page.
        path: the file it leads to, or "" outside the site.
        anchor: the place in it, or "".
        url: the file's address on the site.
    """

    href: str
    path: str = ""
    anchor: str = ""
    url: str = ""


class LinkContext:
    """The files that links of all pages may lead to, and the links resolved so far.

    Args:
        generated: the paths of all generated files.
        files: the site's other files.
        config: the build's configuration.
    """

    def __init__(self, generated_paths: Collection[str], files: Files, config: MkDocsConfig) -> None:
        self.generated_paths, self.files, self.config = generated_paths, files, config
        self.use_directory_urls: bool = config.use_directory_urls
        self.resolved: dict[tuple[str, str, str], LinkTarget] = {}
        self.urls: dict[str, str] = {}

    def resolver_for(self, file: File) -> LinkResolver:
        """Return the resolver of the links of one page."""
        return LinkResolver(self, file)

    def file_url(self, path: str) -> str | None:
        """Return a file's address on the site, or None if the site has no such file."""
        url = self.urls.get(path) or self._find_url(path)
        if url is not None:
            self.urls[path] = url
        return url

    def _find_url(self, path: str) -> str | None:
        if path in self.generated_paths:
            return get_url(path, self.use_directory_urls)
        file = self.files.get_file_from_path(path)
        return file.url if file is not None and file.inclusion.value >= _MIN_INCLUSION else None


class LinkResolver:
    """A resolver of one page's links that records where they lead.

    Settles the plain case; MkDocs says what is wrong with the rest.
    """

    def __init__(self, context: LinkContext, file: File) -> None:
        self.context, self.file = context, file
        self.folder = posixpath.dirname(file.src_uri)
        self.position = (self.folder, "./" if file.url == "./" else posixpath.dirname(file.url.rstrip("/")))
        self.linked_paths: set[str] = set()
        self.anchors: dict[str, dict[str, str]] = {}

    def __call__(self, link: str) -> str:
        """Return the address of a link, or the link itself after a warning (an error in a strict build)."""
        if link.startswith("#"):
            self.anchors.setdefault(self.file.src_uri, {}).setdefault(unquote(link[1:]), link)
            return link
        target = self.context.resolved.get((*self.position, link))
        if target is None or target.url.startswith(
            self.file.url
        ):  # this page sees what is below it otherwise
            target = self._resolve_link(link)
        if target is None:
            return self._resolve_with_mkdocs(link)
        if target.path:
            self.linked_paths.add(target.path)
            if target.anchor:
                self.anchors.setdefault(target.path, {}).setdefault(target.anchor, link)
        return target.href

    def _resolve_link(self, link: str) -> LinkTarget | None:
        """Resolve a valid link and cache its target for all pages of this folder; None if it is not valid."""
        match = _SIMPLE_LINK.fullmatch(link)
        target = (
            self._resolve_simple(match[1], match[2], match[3] or "") if match else self._resolve_any(link)
        )
        if (
            target
            and not target.url.startswith(self.file.url)
            and len(self.context.resolved) < _MAX_CACHED_LINKS
        ):
            self.context.resolved[*self.position, link] = target
        return target

    def _resolve_simple(self, up: str, path: str, anchor: str) -> LinkTarget | None:
        """Resolve a link that is a simple path, perhaps to a folder above, perhaps with an anchor."""
        above = self.folder.split("/") if self.folder else []
        levels = len(up) // 3
        if levels > len(above):
            return None
        target_path = "/".join([*above[: len(above) - levels], path])
        url = self.context.file_url(target_path)
        if url is None:
            return None
        href = self._relative_url(url)
        return LinkTarget(f"{href}#{anchor}" if anchor else href, target_path, anchor, url)

    def _relative_url(self, url: str) -> str:
        """Return an address on the site relative to this page."""
        own = self.file.url
        if url.startswith(own) or not own.endswith("/") or "./" in (own, url):
            relative: str = get_relative_url(url, own)
            return relative
        levels = 0
        while not url.startswith(own):
            own = own[: own.rfind("/", 0, -1) + 1]
            levels += 1
        return "../" * levels + url[len(own) :]

    def _resolve_any(self, link: str) -> LinkTarget | None:
        """Resolve a link of any other form; None if the site has no such file."""
        scheme, host, path, query, anchor = urlsplit(link)
        if scheme or host:
            return LinkTarget(link)
        target_path = posixpath.normpath(posixpath.join(self.folder, unquote(path))) if path else ""
        url = self.context.file_url(target_path) if target_path and not path.startswith("/") else None
        if url is None:
            return None
        return LinkTarget(
            urlunsplit(("", "", self._relative_url(url), query, anchor)), target_path, anchor, url
        )

    def _resolve_with_mkdocs(self, link: str) -> str:
        """Resolve a link with MkDocs' own code, which logs what is wrong."""
        processor = _RelativePathTreeprocessor(self.file, self.context.files, self.context.config)
        href: str = processor.path_to_url(link)
        for file, anchors in processor.links_to_anchors.items():
            self.anchors.setdefault(file.src_uri, {}).update(anchors)
        return href
