"""Say what all pages share, so that a page need not be rendered again while that and its source are the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation

from communique.pipeline.cache_key import blake2b_hex

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
