"""Render partial templates that are equal on many pages once: the frame costs more than most contents."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from communique.pipeline.cache import blake2b_hex


class CachedPartials:
    """The global ``shared(name)`` of templates, which includes a partial rendered once for similar pages.

    Pages stand alike if they are outside the navigation, as deep as each other, and below the same of the folders
    that the navigation leads to; then links from them to anything outside their own folders are the same, and so
    are the marks of where one is. A part may show what such pages have in common and the configuration, nothing
    else of the page. On a page of the navigation, and where there is no page, each part is made anew.

    Args:
        nav: the site's navigation.
    """

    def __init__(self, navigation: Navigation) -> None:
        self.navigation_ids = {id(page) for page in navigation.pages}
        self.navigation_folders = tuple(
            sorted({folder for page in navigation.pages for folder in _parent_folders(page.url)})
        )
        self.rendered: dict[tuple[str, str], str] = {}
        self.last_position: tuple[Page | None, str] = (None, "")

    @pass_context
    def __call__(self, context: Context, name: str) -> str:
        """Return the partial `name` as it is on the page that is being rendered."""
        page: Page | None = context.get("page")
        if page is None or id(page) in self.navigation_ids:
            return _render_template(context, name)
        if self.last_position[0] is not page:
            self.last_position = (page, self._position_key(page.url))
        key = (name, self.last_position[1])
        partial = self.rendered.get(key)
        if partial is None:
            partial = self.rendered[key] = _render_template(context, name)
        return partial

    def _position_key(self, url: str) -> str:
        """Return a key that is equal for all pages whose links out of their folders are equal."""
        below = [folder for folder in self.navigation_folders if url.startswith(folder)]
        return " ".join([str(url.count("/")), url.partition("/")[0], *below])


def _render_template(context: Context, name: str) -> str:
    return context.environment.get_template(name).render(context.get_all())


def _parent_folders(url: str) -> list[str]:
    """Return every folder on the way to a page."""
    parts = url.split("/")[:-1]
    return ["/".join(parts[:count]) + "/" for count in range(1, len(parts) + 1)]


_RENDERERS = ("jinja2", "markdown", "mkdocs", "mkdocs-material", "pymdown-extensions")
_SETTINGS = (
    "copyright",
    "edit_uri",
    "extra",
    "extra_css",
    "extra_javascript",
    "mdx_configs",
    "repo_name",
    "repo_url",
    "site_author",
    "site_description",
    "site_name",
    "site_url",
    "use_directory_urls",
)
_IN_NAVIGATION = ("icon", "status", "subtitle")  # what a theme's navigation shows of a page's front matter


def environment_key(config: MkDocsConfig, navigation: Navigation, code: str) -> str:
    """Return a digest of what all pages share.

    Args:
        config: the build's configuration.
        navigation: the navigation, which stands on every page.
        code: what the code that renders is, with its libraries.
    """
    shared = [
        {name: config[name] for name in _SETTINGS},
        {name: config.theme[name] for name in config.theme},
        {name: metadata.version(name) for name in _RENDERERS},
        str(navigation),
        [_navigation_meta(page.meta) for page in navigation.pages],
        code,
        [
            (path.name, blake2b_hex(path.read_bytes()))
            for path in sorted(Path(config.theme.dirs[0]).rglob("*"))
            if path.is_file()
        ],
    ]
    return blake2b_hex(json.dumps(shared, sort_keys=True, default=str).encode())


def _navigation_meta(meta: Mapping[str, Any]) -> list[Any]:
    return [meta.get(name) for name in _IN_NAVIGATION]
