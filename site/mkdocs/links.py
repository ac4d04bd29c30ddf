"""Find where the links of generated pages lead, and which anchors these have, without changing a page.

Templates write the final addresses, each from the root of the site on (`page_urls.RelativeLinks`); so what a link
leads to is told by its text and the depth of its page alone.
"""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Collection
from functools import cached_property
from urllib.parse import unquote, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from communique.site.page_source import get_url

log = logging.getLogger("mkdocs.communique")

_ATTRIBUTES = re.compile(r' (id|href|src)="([^"]*)"')  # text has no quotation mark: templates escape it
_MIN_INCLUSION = InclusionLevel.NOT_IN_NAV.value  # and whatever is above it


class LinkTargets:
    """The files that links may lead to, by their addresses on the site.

    Args:
        generated_paths: the paths of all generated files.
        files: the site's other files.
        config: the build's configuration.
    """

    def __init__(self, generated_paths: Collection[str], files: Files, config: MkDocsConfig) -> None:
        self.generated_paths, self.files, self.config = generated_paths, files, config
        self.known_paths: dict[str, str] = {}

    def find_path(self, url: str) -> str | None:
        """Return the path of the file that has an address on the site, or None if there is none."""
        path = self.known_paths.get(url) or self._find_generated(url) or self._other_paths.get(url)
        if path is not None:
            self.known_paths[url] = path
        return path

    def _find_generated(self, url: str) -> str | None:
        place = unquote(url)
        stem = place.removesuffix("/").removesuffix(".html")
        candidates = (f"{place}index.md", f"{stem}.md", place, f"{place}.txt")
        return next(
            (
                path
                for path in candidates
                if path in self.generated_paths and get_url(path, self.config.use_directory_urls) == url
            ),
            None,
        )

    @cached_property
    def _other_paths(self) -> dict[str, str]:
        """The files that are not generated, by address."""
        return {
            "" if file.url == "./" else file.url: file.src_uri
            for file in self.files
            if file.inclusion.value >= _MIN_INCLUSION and file.src_uri not in self.generated_paths
        }


class PageLinks:
    """The links of one page and the places in it that links may name.

    Args:
        targets: where links may lead.
        file: the page; a link without a target is logged as a warning, an error in a strict build.
        content: its HTML.
    """

    def __init__(self, targets: LinkTargets, file: File, content: str) -> None:
        self.targets, self.file = targets, file
        self.linked_paths: set[str] = set()
        self.anchors: dict[str, dict[str, str]] = {}
        """By path, the anchors that the page links to, each with the link as it is written."""
        self.ids: set[str] = set()
        depth = file.url.count("/") if file.url != "./" else 0
        self._to_root = "../" * depth
        for name, value in dict.fromkeys(_ATTRIBUTES.findall(content)):
            if name == "id":
                self.ids.add(html.unescape(value))
            else:
                self._add_link(html.unescape(value))

    def _add_link(self, link: str) -> None:
        scheme, host, path, _, anchor = urlsplit(link)
        if scheme or host:
            return
        target = self.file.src_uri
        if path:
            url = path.removeprefix(self._to_root)
            is_from_root = path.startswith(self._to_root) and not url.startswith((".", "/"))
            known = (
                self.targets.find_path("" if url == "./" else url) if is_from_root or url == "./" else None
            )
            if known is None:
                level = self.targets.config.validation.links.not_found
                log.log(
                    level, "Doc file '%s' contains a link '%s', but the site has no such file.", target, link
                )
                return
            target = known
            self.linked_paths.add(target)
        if anchor:
            self.anchors.setdefault(target, {}).setdefault(unquote(anchor), link)
