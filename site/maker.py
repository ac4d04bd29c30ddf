"""Generated pages through their template into the site: what MkDocs does with its own pages, and no more."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, TemplateError
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import InclusionLevel
from mkdocs.structure.nav import Navigation

from communique.site.cache import digest
from communique.site.generated import GeneratedFile, GeneratedPage
from communique.site.links import Links
from communique.site.search_text import Words, put

log = logging.getLogger("mkdocs.communique")


class Said(NamedTuple):
    """A warning or an error on a page, for MkDocs' log."""

    level: int
    words: str


class Made(NamedTuple):
    """What is known of a page that was made; plain enough to cross from one process to another.

    Args:
        path: its path among the generated files.
        source: a digest of its source.
        output: a digest of its HTML, or "" if it could not be made.
        ids: every id in it: what a link's fragment may name.
        links: the paths of the files that it links to.
        anchors: by path, the anchors that it links to on other pages, each with the link as it was written.
        words: a digest of what the search index is made from, or "" if the page is not found by it.
        old: whether it is one that search engines are not told of.
        said: what is wrong with it.
    """

    path: str
    source: str
    output: str
    ids: tuple[str, ...]
    links: tuple[str, ...]
    anchors: dict[str, dict[str, str]]
    words: str
    old: bool
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Maker:
    """What is needed to make any generated page.

    Args:
        config: the build's configuration.
        folder: where the generated files are.
        links: where links lead.
        nav: the navigation.
        listed: the generated pages in the navigation, by path.
        env: the templates.
        words: where the words of each page are kept for the search index, if anywhere.
    """

    config: MkDocsConfig
    folder: Path
    links: Links
    nav: Navigation
    listed: Mapping[str, GeneratedPage]
    env: Environment
    words: Words | None = None

    def make(self, paths: Sequence[str]) -> Iterator[Made]:
        """Make pages and write them into the site."""
        with _heard() as said:
            for path in paths:
                said.clear()
                yield self._make(path, said)

    def page(self, path: str, data: bytes | None = None) -> GeneratedPage:
        """A page that is read and rendered, but not through its template.

        Args:
            path: its path.
            data: its source, if that is not the file of that path.
        """
        page = self.listed.get(path) or self._unlisted(path)
        if data is not None:
            page.file.content_bytes = data
        page.read_source(self.config)
        page.render(self.config, self.links.files)
        return page

    def output(self, page: GeneratedPage) -> str:
        """A page's HTML.

        Raises:
            TemplateError: the page names a template that there is not, or that is wrong.
        """
        page.active = True
        try:
            context = get_context(self.nav, (), self.config, page)
            return self.env.get_template(page.meta.get("template", "main.html")).render(context)
        finally:
            page.active = False

    def _unlisted(self, path: str) -> GeneratedPage:
        file = GeneratedFile(path, str(self.folder), self.config, InclusionLevel.NOT_IN_NAV)
        return GeneratedPage(None, file, self.config, self.links)

    def _make(self, path: str, said: list[Said]) -> Made:
        try:
            page = self.page(path)
            output = self.output(page)
        except (BuildError, TemplateError, UnicodeError, ValueError) as error:
            said.append(Said(logging.ERROR, f"Error building page '{path}': {error or type(error).__name__}"))
            return Made(path, "", "", (), (), {}, "", False, tuple(said))
        data = output.encode("utf-8", errors="xmlcharrefreplace")
        put(data, Path(page.file.abs_dest_path))
        anchors, ids = page.resolver.anchors, page.present_anchor_ids or set()
        said += broken(path, path, anchors.pop(path, {}), ids, self.config)
        return Made(
            path,
            digest(page.data),
            digest(data),
            tuple(ids),
            tuple(page.resolver.paths),
            anchors,
            self.words.keep(page.file.dest_uri, output) if self.words else "",
            bool(page.meta.get("old")),
            tuple(said),
        )


def broken(
    path: str, target: str, anchors: Mapping[str, str], ids: set[str] | None, config: MkDocsConfig
) -> Iterator[Said]:
    """What is to be said of links whose anchor is not on the page that they lead to, in MkDocs' words.

    Args:
        path: the page with the links.
        target: the page that they lead to.
        anchors: the links by anchor.
        ids: every id on that page, or None if nobody knows.
        config: it says how grave that is.
    """
    for anchor, link in anchors.items():
        if ids is not None and anchor not in ids:
            problem = (
                "there is no such anchor on this page"
                if path == target
                else f"the doc '{target}' does not contain an anchor '#{anchor}'"
            )
            words = f"Doc file '{path}' contains a link '{link}', but {problem}."
            yield Said(config.validation.links.anchors, words)


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.said: list[Said] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(Said(record.levelno, record.getMessage()))


@contextmanager
def _heard() -> Iterator[list[Said]]:
    """Gather what MkDocs says meanwhile, in place of its log: that may be in another process."""
    logger, ear = logging.getLogger("mkdocs"), _Ear()
    handlers, propagate = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [ear], False
    try:
        yield ear.said
    finally:
        logger.handlers, logger.propagate = handlers, propagate
