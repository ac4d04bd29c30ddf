"""Single pages made as the last build would have made them, so that a preview need not wait for a whole build."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import get_files, set_exclusions
from mkdocs.structure.nav import get_navigation

from communique.errors import BuildError
from communique.site.build import WORK, alone, failures, heard
from communique.site.cache import Cache
from communique.site.configure import configure
from communique.site.links import destination, is_page
from communique.site.maker import broken
from communique.site.page import Page
from communique.site.plugin import CommuniquePlugin
from communique.site.write import replace

log = logging.getLogger("mkdocs.communique")


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
            self.plugin.cache, self.plugin.alone = Cache(self.work / "cache"), True
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
        _require_silence(said)

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
        with failures(), alone(self.work):
            shown = list(pages)
            new = [page.path for page in shown if page.path not in self.plugin.paths]
            self.plugin.paths.update(dict.fromkeys(new))
            try:
                with heard() as said:
                    made = self._make(shown)
                _require_silence(said)
            except BaseException:
                for path in new:
                    del self.plugin.paths[path]
                raise
            return sum(_put(data, self.public / path) for path, data in made.items())

    def _make(self, pages: list[Page]) -> dict[str, bytes]:
        """The files of the site that come of some generated files, by path."""
        maker, made = self.plugin.maker, dict[str, bytes]()
        for page in pages:
            place = destination(page.path, self.config.use_directory_urls)
            if not is_page(page.path):
                made[place] = page.data
                continue
            shown = maker.page(page.path, page.data)
            made[place] = maker.output(shown).encode("utf-8", errors="xmlcharrefreplace")
            anchors = shown.resolver.anchors.get(page.path, {})
            for level, words in broken(page.path, page.path, anchors, shown.present_anchor_ids, self.config):
                log.log(level, words)
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
