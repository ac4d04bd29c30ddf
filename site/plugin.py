"""The MkDocs plugin through which generated pages enter MkDocs' own build, made and remembered our way.

MkDocs stays unpatched. It makes what is written by hand; generated files are targets of links to it (`on_files`),
and once it has read its own pages (`on_env`), those that are not as they should be are made by `renewal.py`. Where
another plugin wants to see pages, MkDocs makes all of them, one after another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urljoin

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config import base, config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.utils.templates import TemplateContext

from communique.site.cache import Cache, environment_key
from communique.site.generated import GeneratedPage, SiteFiles
from communique.site.links import Links, address, destination, is_page
from communique.site.maker import Maker
from communique.site.renewal import Renewal
from communique.site.search_text import Words
from communique.site.shared import Shared
from communique.site.stylesheet import PATH as STYLESHEET
from communique.site.stylesheet import replaced, stylesheet
from communique.site.write import MANIFEST

_CODE = Path(__file__).parent
_SHAPING = (
    "generated.py",
    "links.py",
    "maker.py",
    "markdown.py",
    "plugin.py",
    "said.py",
    "search_text.py",
    "shared.py",
)
_PAGE_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")


class CommuniqueConfig(base.Config):  # type: ignore[no-untyped-call]  # MkDocs' own
    """The plugin's settings in `mkdocs.yml`."""

    pages = config_options.Type(str, default=".communique/pages")


class CommuniquePlugin(BasePlugin[CommuniqueConfig]):  # type: ignore[no-untyped-call]  # MkDocs' own
    """Adds the generated pages to the site. `build.py` says what the last one made; `mkdocs build` makes all anew."""

    def __init__(self) -> None:
        self.cache = Cache()
        self.sources: Mapping[str, str] | None = None
        """The seals of the generated files, where these were just written."""
        self.published: Path | None = None
        self.words: Path | None = None  # where the words of each page are kept for the search index
        self.alone = False  # true where pages are made one at a time, as for a preview
        self.renewal: Renewal | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Find the folder of generated pages, relative to the configuration file as all of MkDocs' paths are."""
        self.pages = Path(config.config_file_path).parent / self.config.pages
        if not (self.pages / MANIFEST).is_file():
            raise PluginError(f"{self.config.pages} holds no generated pages; run `communique site` first")
        self.stylesheet = stylesheet(config, self.cache.folder)
        config.extra["assets"] = _state_of_assets(Path(config.theme.dirs[0]), self.stylesheet)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Have every generated file known; one that has a hand-written twin would hide it, so it is refused."""
        self.titles = dict(_titles(config.nav or []))
        for file in [file for file in files if replaced(file.src_uri)]:
            files.remove(file)
        files.append(File.generated(config, STYLESHEET, content=self.stylesheet))
        self.paths = dict.fromkeys((self.pages / MANIFEST).read_text(encoding="utf-8").splitlines())
        for file in files:
            if file.src_uri in self.paths:
                raise PluginError(
                    f"{file.src_uri} is both generated and hand-written; rename {file.abs_src_path}"
                )
        self.files = SiteFiles(files, self.paths, str(self.pages), config)
        self.links = Links(self.paths, self.files, config)
        self.listed: dict[str, GeneratedPage] = {}
        for path in self.paths if _others_see_pages(config) else self.titles:
            if path in self.paths:
                self.enter(path, config)
        return self.files

    def enter(self, path: str, config: MkDocsConfig) -> None:
        """Have MkDocs know a generated file before anyone asks for it."""
        whole = _others_see_pages(config)
        listed = InclusionLevel.INCLUDED if path in self.titles else InclusionLevel.NOT_IN_NAV
        file = self.files.enter(path, listed, whole=whole)
        if is_page(path):
            page = GeneratedPage(self.titles.get(path), file, config, self.links)
            if not whole:
                page.read_source(config)  # the navigation shows something of it
                self.listed[path] = page

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Take note of the navigation, which stands on every page."""
        self.nav = nav
        return nav

    @event_priority(-100)  # after every other plugin's
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Make the generated pages: all that they share stands now, and so does what is written by hand."""
        env.auto_reload = False  # templates do not change during a build
        if self.cache.folder is not None:  # compiling templates takes longer than a hundred pages
            env.bytecode_cache = FileSystemBytecodeCache(str(self.cache.folder))
        env.globals["shared"] = Shared(self.nav)
        places = (destination(path, config.use_directory_urls) for path in self.paths if is_page(path))
        words = Words(self.words, places) if self.words else None
        self.maker = Maker(config, self.pages, self.links, self.nav, self.listed, env, words)
        if not (self.alone or _others_see_pages(config)):
            code = tuple(_CODE / name for name in _SHAPING)
            environment = environment_key(config, self.nav, (Path(config.theme.dirs[0]), *code))
            self.renewal = Renewal(self.pages, self.paths, self.cache, self.published, self.sources)
            self.renewal.make(self.maker, environment)
        return env

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Tell the map of the site of the generated pages too."""
        if template_name == "sitemap.xml" and self.renewal is not None:
            generated = (self._mapped(path, config) for path in self.paths if is_page(path))
            context["pages"] = [*context["pages"], *generated] if config.site_url else []
        return context

    def _mapped(self, path: str, config: MkDocsConfig) -> Any:
        """A generated page as the map of the site sees one."""
        url = address(path, config.use_directory_urls)
        canonical = urljoin(f"{(config.site_url or '').rstrip('/')}/", "" if url == "./" else url)
        meta = {"old": self.renewal is not None and self.renewal.old(path)}
        return SimpleNamespace(page=SimpleNamespace(canonical_url=canonical, is_link=False, meta=meta))


def _others_see_pages(config: MkDocsConfig) -> bool:
    """Whether another plugin wants to see or change pages; then each has to pass through MkDocs' own hands."""
    return any(config.plugins.events[event] for event in _PAGE_EVENTS)


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


def _state_of_assets(theme: Path, stylesheet: str) -> str:
    """A short name for the present styles and scripts, so that a browser does not use its copy of earlier ones."""
    state = hashlib.blake2b(stylesheet.encode(), digest_size=5)
    for path in sorted(theme.glob("assets/**/*")):
        if path.is_file():
            state.update(path.read_bytes())
    return state.hexdigest()
