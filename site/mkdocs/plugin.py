"""Add generated pages to MkDocs' own build, rendered and cached by our own code.

MkDocs stays unpatched. It makes what is written by hand; generated files are targets of links to it (`on_files`),
and once it has read its own pages (`on_env`), those that are not as they should be are made by `renewal.py`. Where
another plugin wants to see pages, MkDocs makes all of them, one after another.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from itertools import islice, takewhile
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

from communique.pipeline.cache import BuildCache
from communique.pipeline.output_file import MANIFEST
from communique.site.cache_keys import code_environment
from communique.site.mkdocs.cached_partials import CachedPartials, environment_key
from communique.site.mkdocs.incremental_build import IncrementalPages
from communique.site.mkdocs.links import LinkTargets
from communique.site.mkdocs.page_renderer import PageRenderer
from communique.site.mkdocs.pages import GeneratedPage, SiteFiles
from communique.site.mkdocs.stylesheet import PATH as STYLESHEET
from communique.site.mkdocs.stylesheet import build_stylesheet, is_replaced
from communique.site.page_source import get_dest_uri, get_url, is_page
from communique.site.search.documents import SearchDocuments

OWN_PART, OWN_PART_END = "<!-- of the package's own record -->", "<!-- of any record -->"
OWN_EXAMPLES = "<!-- examples of the package's own record -->"
BORROWED_EXAMPLES = """<div class="note" markdown="1">
The examples on this page are of the record that Communiqué began with, and what they name need not be in this one.
In their place stand ids of your own: in the addresses of pages, as `series/…`, and in the column `id` of every table.
</div>"""
_PAGE_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")


class CommuniqueConfig(base.Config):  # type: ignore[no-untyped-call]  # MkDocs' own
    """The plugin's settings in `mkdocs.yml`."""

    pages = config_options.Type(str, default=".communique/pages")


class CommuniquePlugin(BasePlugin[CommuniqueConfig]):  # type: ignore[no-untyped-call]  # MkDocs' own
    """A plugin that adds generated pages. `build.py` sets the last build; `mkdocs build` renders all anew."""

    def __init__(self) -> None:
        self.cache_folder: Path | None = None
        """A folder that keeps what speeds up the next build."""
        self.source_signatures: Mapping[str, str] | None = None
        """The seals of the generated files, where these were just written."""
        self.published_site: Path | None = None
        self.documents_folder: Path | None = (
            None  # where the words of each page are kept for the search index
        )
        self.is_preview = False  # true where pages are made one at a time, as for a preview
        self.incremental_pages: IncrementalPages | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Find the folder of generated pages, relative to the configuration file as MkDocs' paths are."""
        self.pages_folder = Path(config.config_file_path).parent / self.config.pages
        if not (self.pages_folder / MANIFEST).is_file():
            raise PluginError(f"{self.config.pages} holds no generated pages; run `communique site` first")
        if self.cache_folder is not None:
            self.cache_folder.mkdir(parents=True, exist_ok=True)
        self.stylesheet = build_stylesheet(config, self.cache_folder)
        config.extra["assets"] = _assets_digest(Path(config.theme.dirs[0]), self.stylesheet)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Register every generated file; refuse one that has a hand-written twin, which it would hide."""
        config.nav = _prune_nav(config.nav, self.pages_folder)
        self.navigation_titles = dict(_nav_titles(config.nav or []))
        if not config.extra.get("naming"):
            _leave_own_record_out(files, config)
        for file in [file for file in files if is_replaced(file.src_uri)]:
            files.remove(file)
        files.append(File.generated(config, STYLESHEET, content=self.stylesheet))
        self.generated_paths = dict.fromkeys(
            (self.pages_folder / MANIFEST).read_text(encoding="utf-8").splitlines()
        )
        for file in files:
            if file.src_uri in self.generated_paths:
                raise PluginError(
                    f"{file.src_uri} is both generated and hand-written; rename {file.abs_src_path}"
                )
        self.site_files = SiteFiles(files, self.generated_paths, str(self.pages_folder), config)
        self.link_targets = LinkTargets(self.generated_paths, self.site_files, config)
        self.navigation_pages: dict[str, GeneratedPage] = {}
        for path in self.generated_paths if _has_page_hooks(config) else self.navigation_titles:
            if path in self.generated_paths:
                self.add_generated_file(path, config)
        return self.site_files

    def add_generated_file(self, path: str, config: MkDocsConfig) -> None:
        """Register a generated file with MkDocs before anyone asks for it."""
        built_by_mkdocs = _has_page_hooks(config)
        inclusion = InclusionLevel.INCLUDED if path in self.navigation_titles else InclusionLevel.NOT_IN_NAV
        file = self.site_files.add_generated_file(path, inclusion, built_by_mkdocs=built_by_mkdocs)
        if is_page(path):
            page = GeneratedPage(self.navigation_titles.get(path), file, config, self.link_targets)
            if not built_by_mkdocs:
                page.read_source(config)  # the navigation shows something of it
                self.navigation_pages[path] = page

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Store the navigation, which stands on every page."""
        self.navigation = nav
        return nav

    @event_priority(-100)  # after every other plugin's
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Render the generated pages: all that they share is known now, and hand-written pages are read."""
        env.auto_reload = False  # templates do not change during a build
        if self.cache_folder is not None:  # compiling templates takes longer than a hundred pages
            env.bytecode_cache = FileSystemBytecodeCache(str(self.cache_folder))
        env.globals["shared"] = CachedPartials(self.navigation)
        dest_uris = (
            get_dest_uri(path, config.use_directory_urls) for path in self.generated_paths if is_page(path)
        )
        documents = SearchDocuments(self.documents_folder, dest_uris) if self.documents_folder else None
        self.renderer = PageRenderer(
            config,
            self.pages_folder,
            self.link_targets,
            self.navigation,
            self.navigation_pages,
            env,
            documents,
        )
        if not (self.is_preview or _has_page_hooks(config)):
            environment = environment_key(config, self.navigation, code_environment())
            self.incremental_pages = IncrementalPages(
                self.pages_folder,
                self.generated_paths,
                self._open_cache(environment),
                self.source_signatures,
            )
            self.incremental_pages.build_pages(self.renderer)
        return env

    def _open_cache(self, environment: str) -> BuildCache:
        """Return the cache of the published pages; one that keeps nothing in a build by MkDocs alone."""
        if self.cache_folder is None or self.published_site is None:
            return BuildCache()
        return BuildCache(self.cache_folder / "site.json", self.published_site, environment)

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Add the generated pages to the sitemap."""
        if template_name == "sitemap.xml" and self.incremental_pages is not None:
            generated = (self._sitemap_entry(path, config) for path in self.generated_paths if is_page(path))
            context["pages"] = [*context["pages"], *generated]
        return context

    def _sitemap_entry(self, path: str, config: MkDocsConfig) -> Any:
        """Return a generated page as the template of the sitemap needs it."""
        url = get_url(path, config.use_directory_urls)
        canonical = urljoin(f"{config.site_url.rstrip('/')}/", url) if config.site_url else None
        meta = {"old": self.incremental_pages is not None and self.incremental_pages.is_old(path)}
        return SimpleNamespace(
            page=SimpleNamespace(url=url, canonical_url=canonical, is_link=False, meta=meta)
        )


def _has_page_hooks(config: MkDocsConfig) -> bool:
    """Return whether another plugin sees or changes pages; then MkDocs has to render each."""
    return any(config.plugins.events[event] for event in _PAGE_EVENTS)


def _nav_titles(nav: Any) -> Iterator[tuple[str, str | None]]:
    """Yield every page in `nav` with the title that the navigation gives it."""
    if isinstance(nav, str):
        yield nav, None
    elif isinstance(nav, dict):
        for title, value in nav.items():
            yield from [(value, title)] if isinstance(value, str) else _nav_titles(value)
    else:
        for item in nav:
            yield from _nav_titles(item)


def _prune_nav(nav: Any, pages: Path) -> Any:
    """Return the navigation without generated pages that hold nothing, and without sections of none but these."""
    if isinstance(nav, str):
        return None if _is_empty(pages / nav) else nav
    if isinstance(nav, dict):
        pruned = {title: item for title, value in nav.items() if (item := _prune_nav(value, pages))}
        return pruned or None
    return [item for value in nav if (item := _prune_nav(value, pages))] if nav else nav


def _is_empty(page: Path) -> bool:
    if not page.is_file():
        return False
    with page.open(encoding="utf-8") as file:
        front_matter = takewhile(lambda line: line != "---\n", islice(file, 1, None))
        return "empty: true\n" in front_matter


def _leave_own_record_out(files: Files, config: MkDocsConfig) -> None:
    """Cut out of hand-written pages what is true of the package's own record alone; tell its examples from data."""
    for file in list(files.documentation_pages()):
        text = Path(file.abs_src_path).read_text(encoding="utf-8") if file.abs_src_path else ""
        content = re.sub(f"{OWN_PART}.*?{OWN_PART_END}", "", text, flags=re.DOTALL)
        content = content.replace(OWN_EXAMPLES, BORROWED_EXAMPLES)
        if content != text:
            files.remove(file)
            files.append(File.generated(config, file.src_uri, content=content))


def _assets_digest(theme: Path, stylesheet: str) -> str:
    """Return a digest of the styles and scripts, so that a browser does not use outdated copies."""
    hasher = hashlib.blake2b(stylesheet.encode(), digest_size=5)
    for path in sorted(theme.glob("assets/**/*")):
        if path.is_file():
            hasher.update(path.read_bytes())
    return hasher.hexdigest()
