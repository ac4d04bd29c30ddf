"""The MkDocs plugin through which generated pages enter MkDocs' own build, rendered and cached our way.

MkDocs stays unpatched: the plugin adds the generated files (`on_files`), gives each a page that renders itself with
`communique.site.markdown`, and hands MkDocs an environment (`on_env`) whose templates answer from the last
build where nothing that a page is made of has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config import base, config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from communique.site.cache import Cache, CachedEnvironment, environment_key
from communique.site.generated import GeneratedPage
from communique.site.write import MANIFEST

_CODE = Path(__file__).parent


class CommuniqueConfig(base.Config):  # type: ignore[no-untyped-call]  # MkDocs' own
    """The plugin's settings in `mkdocs.yml`."""

    pages = config_options.Type(str, default=".communique/pages")


class CommuniquePlugin(BasePlugin[CommuniqueConfig]):  # type: ignore[no-untyped-call]  # MkDocs' own
    """Adds the generated pages to the site. `build.py` gives it a cache; a plain `mkdocs build` makes all anew."""

    def __init__(self) -> None:
        self.cache = Cache()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Find the folder of generated pages, relative to the configuration file as all of MkDocs' paths are."""
        self.pages = Path(config.config_file_path).parent / self.config.pages
        if not (self.pages / MANIFEST).is_file():
            raise PluginError(f"{self.config.pages} holds no generated pages; run `communique site` first")
        config.extra["assets"] = _state_of_assets(Path(config.theme.dirs[0]))
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add every generated file; one that has a hand-written twin would hide it, so it is refused."""
        self.titles = dict(_titles(config.nav or []))
        for path in (self.pages / MANIFEST).read_text(encoding="utf-8").splitlines():
            self.enter(path, files, config)
        return files

    def enter(self, path: str, files: Files, config: MkDocsConfig) -> File:
        """Make a generated file one of the site's, in place of an earlier one of its path."""
        if (twin := files.get_file_from_path(path)) is not None:
            if twin.src_dir != str(self.pages) and twin.generated_by is None:
                raise PluginError(f"{path} is both generated and hand-written; rename {twin.abs_src_path}")
            files.remove(twin)
        listed = InclusionLevel.INCLUDED if path in self.titles else InclusionLevel.NOT_IN_NAV
        file = File(path, str(self.pages), config.site_dir, config.use_directory_urls, inclusion=listed)
        if path.endswith(".md.txt"):  # Markdown to take away, which MkDocs would make a page of
            file.dest_uri = path.removesuffix(".txt")
        files.append(file)
        if file.is_documentation_page():
            GeneratedPage(self.titles.get(path), file, config, self.cache)
        return file

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Settle what all pages share; nothing of it changes once the navigation stands."""
        code = tuple(_CODE / name for name in ("generated.py", "markdown.py", "plugin.py"))
        self.cache.environment = environment_key(config, nav, (Path(config.theme.dirs[0]), *code))
        return nav

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Let unchanged pages skip their templates: MkDocs asks the environment for templates and nothing else."""
        return CachedEnvironment(env, self.cache.folder)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Remember what a generated page became."""
        if isinstance(page, GeneratedPage):
            self.cache.keep(page, output)
        return output


def _titles(nav: Any) -> Iterator[tuple[str, str | None]]:
    """Every page in `nav` with the words that the navigation gives it."""
    if isinstance(nav, str):
        yield nav, None
    elif isinstance(nav, dict):
        for title, value in nav.items():
            yield from [(value, title)] if isinstance(value, str) else _titles(value)
    else:
        for item in nav:
            yield from _titles(item)


def _state_of_assets(theme: Path) -> str:
    """A short name for the present styles and scripts, so that a browser does not use its copy of earlier ones."""
    state = hashlib.blake2b(digest_size=5)
    for path in sorted(theme.glob("assets/**/*")):
        if path.is_file():
            state.update(path.read_bytes())
    return state.hexdigest()
