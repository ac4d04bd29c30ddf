"""Render generated pages with their templates into the site, as MkDocs does with its own pages."""

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

from communique.pipeline.cache import blake2b_hex
from communique.pipeline.filesystem import write_with_parents
from communique.site.mkdocs.links import LinkTargets
from communique.site.mkdocs.pages import GeneratedFile, GeneratedPage
from communique.site.search.documents import SearchDocuments

log = logging.getLogger("mkdocs.communique")


class LogMessage(NamedTuple):
    """A warning or an error on a page, for MkDocs' log."""

    level: int
    text: str


class RenderedPage(NamedTuple):
    """A rendered page without its HTML; picklable, so that worker processes can return it.

    Args:
        path: its path among the generated files.
        output_digest: a digest of its HTML, or "" if it could not be made.
        anchor_ids: every id in it: what a link's fragment may name.
        linked_paths: the paths of the files that it links to.
        anchors: by path, the anchors that it links to on other pages, each with the link as it was written.
        search_digest: a digest of what the search index is made from, or "" if the page is not found by it.
        is_old: whether it is one that search engines are not told of.
        messages: what is wrong with it.
    """

    path: str
    output_digest: str
    anchor_ids: tuple[str, ...]
    linked_paths: tuple[str, ...]
    anchors: dict[str, dict[str, str]]
    search_digest: str
    is_old: bool
    messages: tuple[LogMessage, ...]


@dataclass(frozen=True, slots=True)
class PageRenderer:
    """A renderer of generated pages.

    Args:
        config: the build's configuration.
        folder: where the generated files are.
        link_targets: where links may lead.
        nav: the navigation.
        navigation_pages: the generated pages in the navigation, by path.
        env: the templates.
        documents: where the words of each page are kept for the search index, if anywhere.
    """

    config: MkDocsConfig
    folder: Path
    link_targets: LinkTargets
    nav: Navigation
    navigation_pages: Mapping[str, GeneratedPage]
    env: Environment
    documents: SearchDocuments | None = None

    def render_pages(self, paths: Sequence[str]) -> Iterator[RenderedPage]:
        """Render pages and write them into the site; yield a summary of each."""
        with _captured_log() as messages:
            for path in paths:
                messages.clear()
                yield self._render_page(path, messages)

    def load_page(self, path: str, data: bytes | None = None) -> GeneratedPage:
        """Return a page that is read, but not put into its template.

        Args:
            path: its path.
            data: its source, if that is not the file of that path.
        """
        page = self.navigation_pages.get(path) or self._new_page(path)
        if data is not None:
            page.file.content_bytes = data
        page.read_source(self.config)
        page.render(self.config, self.link_targets.files)
        return page

    def render_html(self, page: GeneratedPage) -> str:
        """Return the whole HTML of a page, rendered with its template.

        Raises:
            TemplateError: the page names a template that there is not, or that is wrong.
        """
        page.active = True
        try:
            context = get_context(self.nav, (), self.config, page)
            return self.env.get_template(page.meta.get("template", "main.html")).render(context)
        finally:
            page.active = False

    def _new_page(self, path: str) -> GeneratedPage:
        file = GeneratedFile(path, str(self.folder), self.config, InclusionLevel.NOT_IN_NAV)
        return GeneratedPage(None, file, self.config, self.link_targets)

    def _render_page(self, path: str, messages: list[LogMessage]) -> RenderedPage:
        try:
            page = self.load_page(path)
            output = self.render_html(page)
        except (BuildError, TemplateError, UnicodeError, ValueError) as error:
            messages.append(
                LogMessage(logging.ERROR, f"Error building page '{path}': {error or type(error).__name__}")
            )
            return RenderedPage(path, "", (), (), {}, "", False, tuple(messages))
        data = output.encode("utf-8", errors="xmlcharrefreplace")
        write_with_parents(data, Path(page.file.abs_dest_path))
        anchors, ids = page.links.anchors, page.present_anchor_ids or set()
        messages += broken_anchors(path, path, anchors.pop(path, {}), ids, self.config)
        return RenderedPage(
            path,
            blake2b_hex(data),
            tuple(ids),
            tuple(page.links.linked_paths),
            anchors,
            self.documents.write_document(page.file.dest_uri, output) if self.documents else "",
            bool(page.meta.get("old")),
            tuple(messages),
        )


def broken_anchors(
    path: str, target: str, anchors: Mapping[str, str], ids: set[str] | None, config: MkDocsConfig
) -> Iterator[LogMessage]:
    """Yield a message, in MkDocs' phrasing, for each link whose anchor is not on the page it leads to.

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
            text = f"Doc file '{path}' contains a link '{link}', but {problem}."
            yield LogMessage(config.validation.links.anchors, text)


class _LogCapture(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.messages: list[LogMessage] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(LogMessage(record.levelno, record.getMessage()))


@contextmanager
def _captured_log() -> Iterator[list[LogMessage]]:
    """Collect what MkDocs logs in a list, in place of its log: that may be in another process."""
    logger, capture = logging.getLogger("mkdocs"), _LogCapture()
    handlers, propagate = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [capture], False
    try:
        yield capture.messages
    finally:
        logger.handlers, logger.propagate = handlers, propagate
