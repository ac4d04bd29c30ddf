"""A generated page inside MkDocs: reads, renders and checks itself without Python-Markdown."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page, _RelativePathTreeprocessor
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url

from communique.site.markdown import render

if TYPE_CHECKING:
    from communique.site.cache import Cache

_FENCE = "---\n"
_BUILT = InclusionLevel.NOT_IN_NAV.value  # and whatever is above it
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class GeneratedPage(Page):
    """MkDocs' page whose content comes from `communique.site.markdown` or, unchanged, from the last build."""

    def __init__(self, title: str | None, file: File, config: MkDocsConfig, cache: Cache) -> None:
        super().__init__(title, file, config)
        self.cache = cache
        self.links: dict[str, str] = {}
        self.ready: str | None = None

    def read_source(self, config: MkDocsConfig) -> None:
        """Take front matter and Markdown apart. Ours is always well formed; the C loader is ten times as fast."""
        self.source = self.file.content_string
        self.markdown, self.meta = self.source, {}
        if self.source.startswith(_FENCE):
            matter, fence, body = self.source[len(_FENCE) :].partition("\n" + _FENCE)
            try:
                meta = yaml.load(matter, Loader=_LOADER) if fence else None  # noqa: S506 - a safe loader, in C
            except yaml.YAMLError as error:
                reason = " ".join(str(error).split())
                raise BuildError(f"the front matter is not YAML: {reason}") from error
            if isinstance(meta, dict):
                self.markdown, self.meta = body.lstrip("\n"), meta

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Fill in content, contents, title and what the check of links needs; a page in the cache only the last."""
        self.links_to_anchors = {}
        self.resolver = _Resolver(self.file, files, config, self.links_to_anchors)
        found = self.cache.find(self)
        if found is not None and all(self.resolver(link) == url for link, url in found[0].links.items()):
            known, self.ready = found
            self.content, self.links, self._title_from_render = "", known.links, known.title
            self.present_anchor_ids = set(known.anchors)
            return
        self.links_to_anchors.clear()
        rendered = render(self.markdown or "", self._resolve)
        self.content = rendered.html
        self.toc = get_toc(rendered.toc)
        self._title_from_render = rendered.title
        self.present_anchor_ids = set(rendered.anchors)

    def _resolve(self, link: str) -> str:
        self.links[link] = self.resolver(link)
        return self.links[link]


class _Resolver:
    """Relative link → address on the site. Settles the plain case; MkDocs says what is wrong with the rest."""

    def __init__(
        self, file: File, files: Files, config: MkDocsConfig, anchors: dict[File, dict[str, str]]
    ) -> None:
        self.file, self.files, self.anchors = file, files.src_uris, anchors
        self.folder = posixpath.dirname(file.src_uri)
        self.thorough = _RelativePathTreeprocessor(file, files, config)
        self.thorough.links_to_anchors = anchors

    def __call__(self, url: str) -> str:
        """The address, or the link as it was after a warning (an error, as the build is strict)."""
        if url.startswith("#"):
            self.anchors.setdefault(self.file, {}).setdefault(unquote(url[1:]), url)
            return url
        scheme, host, path, query, anchor = urlsplit(url)
        if scheme or host:
            return url
        target = (
            self.files.get(posixpath.normpath(posixpath.join(self.folder, unquote(path)))) if path else None
        )
        if target is None or target.inclusion.value < _BUILT or path.startswith("/"):
            return self.thorough.path_to_url(url)
        if anchor:
            self.anchors.setdefault(target, {}).setdefault(anchor, url)
        return urlunsplit(("", "", get_relative_url(target.url, self.file.url), query, anchor))
