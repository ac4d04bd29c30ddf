"""Render single pages as the last build would have, so that a preview need not wait for a full build."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import get_files, set_exclusions
from mkdocs.structure.nav import get_navigation

from communique.errors import BuildError
from communique.pipeline.filesystem import write_atomic
from communique.pipeline.output_file import OutputFile
from communique.site.build import WORK_FOLDER, build_lock, captured_mkdocs_log, os_errors_as_build_errors
from communique.site.mkdocs.config import load_site_config
from communique.site.mkdocs.page_renderer import broken_anchors
from communique.site.mkdocs.plugin import CommuniquePlugin
from communique.site.page_source import get_dest_uri, is_page

log = logging.getLogger("mkdocs.communique")


class PagePreviewer:
    """A renderer of single pages that holds MkDocs' configuration, files, navigation and templates.

    It holds for as long as the site has the same pages and the same configuration, and costs more than a page.

    Args:
        home: the record's folder, whose site has been built.
        public: the folder of the site.
        extra: as for ``build``.

    Raises:
        BuildError: the configuration or the site's files are wrong, or a build is running.
    """

    def __init__(self, home: Path, public: Path, extra: Mapping[str, Any]) -> None:
        self.work_folder, self.public = home / WORK_FOLDER, public
        self.build_folder = self.work_folder / "preview"
        with os_errors_as_build_errors(), build_lock(self.work_folder), captured_mkdocs_log() as messages:
            config = load_site_config(home, self.work_folder / "pages", self.build_folder, extra)
            self.plugin = cast(CommuniquePlugin, config.plugins["communique"])
            self.plugin.cache_folder, self.plugin.is_preview = self.work_folder / "cache", True
            self.config: MkDocsConfig = config.plugins.on_config(config)
            self.config.plugins.on_pre_build(config=self.config)
            env = self.config.theme.get_env()
            files = get_files(self.config)
            files.add_files_from_theme(env, self.config)
            files = self.config.plugins.on_files(files, config=self.config)
            set_exclusions(files, self.config)
            nav = get_navigation(files, self.config)
            nav = config.plugins.on_nav(nav, config=self.config, files=files)
            for page in nav.pages:  # each page shows what their front matter says
                page.read_source(self.config)
            config.plugins.on_env(env, config=self.config, files=files)
        _raise_on_messages(messages)

    def publish_pages(self, pages: Iterable[OutputFile]) -> int:
        """Write some pages into the site, each in one step; return how many files changed.

        Anchors on other pages are not checked: these pages were not read. The next build does.

        Args:
            pages: generated files, with every new one that they link to.

        Returns:
            How many files differ from those that were there.

        Raises:
            BuildError: a page is wrong or leads to one that is not there; the site is as it was.
        """
        with os_errors_as_build_errors(), build_lock(self.work_folder):
            changed_pages = list(pages)
            with self._with_paths(changed_pages) as new_paths:
                with captured_mkdocs_log() as messages:
                    outputs = self._render_outputs(changed_pages)
                _raise_on_messages(messages)
                new_paths.clear()  # these pages are there from now on
            return sum(_update_file(data, self.public / path) for path, data in outputs.items())

    def render_pages(self, pages: Iterable[OutputFile]) -> dict[str, bytes]:
        """Return the site's files that some generated files render to, by path; nothing is written.

        A link may lead to a page that is not there yet, as that of a place at which nothing happened before.

        Args:
            pages: generated files.
        """
        rendered_pages = list(pages)
        with self._with_paths(rendered_pages), captured_mkdocs_log():
            return self._render_outputs(rendered_pages)

    @contextmanager
    def _with_paths(self, pages: Iterable[OutputFile]) -> Iterator[list[str]]:
        """Let the site have the pages that it lacks; yield their paths, of which those that stay are forgotten."""
        new_paths = [page.path for page in pages if page.path not in self.plugin.generated_paths]
        self.plugin.generated_paths.update(dict.fromkeys(new_paths))
        try:
            yield new_paths
        finally:
            for path in new_paths:
                del self.plugin.generated_paths[path]

    def _render_outputs(self, pages: list[OutputFile]) -> dict[str, bytes]:
        """Return the contents of the site's files that some generated files render to, by path."""
        renderer, outputs = self.plugin.renderer, dict[str, bytes]()
        for page in pages:
            dest_uri = get_dest_uri(page.path, self.config.use_directory_urls)
            if not is_page(page.path):
                outputs[dest_uri] = page.data
                continue
            rendered = renderer.load_page(page.path, page.data)
            outputs[dest_uri] = renderer.render_html(rendered).encode("utf-8", errors="xmlcharrefreplace")
            anchors = rendered.links.anchors.get(page.path, {})
            for level, message in broken_anchors(
                page.path, page.path, anchors, rendered.present_anchor_ids, self.config
            ):
                log.log(level, message)
        return outputs


def _raise_on_messages(messages: list[str]) -> None:
    if messages:
        raise BuildError("\n".join(dict.fromkeys(messages)))


def _update_file(data: bytes, target: Path) -> bool:
    """Write one file of the site if it differs; return whether it did."""
    if target.is_file() and target.read_bytes() == data:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(target, data)
    return True
