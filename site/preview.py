"""Single pages made as the last build would have made them, so that a preview need not wait for a whole build."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page as MkDocsPage

from communique.errors import BuildError
from communique.site.build import WORK, alone, failures, heard
from communique.site.cache import Cache
from communique.site.configure import configure
from communique.site.page import Page
from communique.site.plugin import CommuniquePlugin
from communique.site.write import replace


class Press:
    """What MkDocs works out before it makes the first page: configuration, files, navigation, templates.

    It holds for as long as the site has the same pages and the same configuration, and costs more than a page.

    Args:
        home: the record's folder, whose site has been built.
        public: the folder of the site.
        extra: as for ``build``.

    Raises:
        BuildError: the configuration or the site's files are wrong, or a build is running.
    """

    def __init__(self, home: Path, public: Path, extra: Mapping[str, Any]) -> None:
        self.work, self.public = home / WORK, public
        self.beside = self.work / "preview"
        with failures(), alone(self.work), heard() as said:
            config = configure(home, self.work / "pages", self.beside, extra)
            self.plugin = cast(CommuniquePlugin, config.plugins["communique"])
            self.plugin.cache = Cache(folder=self.work / "cache")
            self.config: MkDocsConfig = config.plugins.on_config(config)
            self.config.plugins.on_pre_build(config=self.config)
            self.env = self.config.theme.get_env()
            self.files = self._files()
            self.nav = config.plugins.on_nav(
                get_navigation(self.files, self.config), config=self.config, files=self.files
            )
            for page in self.nav.pages:  # each page shows what their front matter says
                page.read_source(self.config)
            self.env = config.plugins.on_env(self.env, config=self.config, files=self.files)
        _require_silence(said)

    def _files(self) -> Files:
        files = get_files(self.config)
        files.add_files_from_theme(self.env, self.config)
        files = self.config.plugins.on_files(files, config=self.config)
        set_exclusions(files, self.config)
        return files

    def show(self, pages: Iterable[Page]) -> int:
        """Put some pages into the site, each in one step, new ones too; the rest of the site stays as it is.

        Anchors on other pages are not checked: these pages were not read. The next build does.

        Args:
            pages: generated files, with every new one that they link to.

        Returns:
            How many files differ from those that were there.

        Raises:
            BuildError: a page is wrong or leads to one that is not there; the site is as it was.
        """
        try:
            with failures(), alone(self.work):
                with heard() as said:
                    made = self._make(list(pages))
                _require_silence(said)
                return sum(_put(data, self.public / path) for path, data in made.items())
        finally:
            shutil.rmtree(self.beside, ignore_errors=True)

    def _make(self, pages: list[Page]) -> dict[str, bytes]:
        """The files of the site that come of some generated files, by path."""
        entered = [self.plugin.enter(page.path, self.files, self.config) for page in pages]
        made: dict[str, bytes] = {}
        markdown: list[MkDocsPage] = []
        for page, file in zip(pages, entered, strict=True):
            file.content_bytes = page.data
            if file.page is None:
                made[file.dest_uri] = page.data
            else:
                markdown.append(file.page)
        for one in markdown:
            _populate_page(one, self.config, self.files)
        documents = self.files.documentation_pages()
        for one in markdown:
            _build_page(one, self.config, documents, self.nav, self.env)
            one.validate_anchor_links(files=self.files, log_level=logging.WARNING)
            made[one.file.dest_uri] = Path(one.file.abs_dest_path).read_bytes()
        return made


def _require_silence(said: list[str]) -> None:
    if said:
        raise BuildError("\n".join(dict.fromkeys(said)))


def _put(data: bytes, target: Path) -> bool:
    """Write one file of the site if it differs."""
    if target.is_file() and target.read_bytes() == data:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    replace(target, data)
    return True
