"""Render only the generated files that changed since the last build.

A page's HTML depends on its own source, on where its links lead, and on what all pages share. If all are the same,
the page in the published site stays as it is, provided that it still is as it was written.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mkdocs.exceptions import BuildError

from communique.pipeline import workers
from communique.pipeline.cache import BuildCache
from communique.pipeline.filesystem import link_or_copy, stat_tree
from communique.site.mkdocs.page_renderer import PageRenderer, RenderedPage, broken_anchors
from communique.site.mkdocs.pages import GeneratedPage
from communique.site.page_source import get_dest_uri, is_page

log = logging.getLogger("mkdocs.communique")

BATCH = 1000
"""Pages that a process renders: enough to be worth what all pages of one process share."""

_PATHS = "paths"
"""The key of the paths that links could lead to."""


class PageFacts(NamedTuple):
    """What rendering a page told besides its HTML.

    Args:
        search_digest: a digest of what the search index is made from, or "" if the page is not found by it.
        is_old: whether it is one that search engines are not told of.
        linked_paths: the paths of the files that it links to.
        anchors: by path, the anchors that it links to on other pages, each with the link as it was written.
    """

    search_digest: str
    is_old: bool
    linked_paths: Sequence[str]
    anchors: Mapping[str, Mapping[str, str]]


class IncrementalPages:
    """The generated files of one build, those that changed and those that stay.

    Args:
        folder: the generated files.
        paths: their paths, in order.
        cache: the site that the last build published, where every page has its facts.
        source_signatures: the stat signatures of the generated files; without them, the folder is looked through.
    """

    def __init__(
        self,
        folder: Path,
        paths: Collection[str],
        cache: BuildCache,
        source_signatures: Mapping[str, str] | None = None,
    ) -> None:
        self.folder, self.paths, self.cache = folder, paths, cache
        self.source_signatures = stat_tree(folder) if source_signatures is None else source_signatures
        self.rendered: dict[str, RenderedPage] = {}
        self.facts: dict[str, PageFacts] = {}
        """Of each page, rendered or not."""
        self.unchanged: set[str] = set()
        """The files of the published site that stay as they are, by their paths in it."""
        self.reused_count = 0
        self.paths_with_warnings: set[str] = set()

    def build_pages(self, renderer: PageRenderer) -> None:
        """Render outdated pages and copy outdated files into the site's folder.

        Raises:
            BuildError: a page could not be made; MkDocs' log says why.
        """
        self.renderer = renderer
        use_directory_urls = renderer.config.use_directory_urls
        self.dest_uris = {path: get_dest_uri(path, use_directory_urls) for path in self.paths}
        other_paths = (file.src_uri for file in renderer.link_targets.files)
        self.linkable_paths = sorted({*self.paths, *other_paths})
        outdated = [*self._outdated_pages()]
        self._copy_assets()
        worker_count = workers.worker_count(len(outdated))
        size = max(1, min(BATCH, -(-len(outdated) // worker_count)))
        batches = (outdated[start : start + size] for start in range(0, len(outdated), size))
        for batch in workers.map_ordered(renderer.render_pages, batches, worker_count):
            for rendered in batch:
                self._add_rendered(rendered)
        if any(not rendered.output_digest for rendered in self.rendered.values()):
            raise BuildError("a generated page could not be made")
        self._check_anchors()

    def _key(self, path: str) -> str:
        """Return the cache key of a generated file, which is its source; "" where nothing is known of that."""
        signature = self.source_signatures.get(path)
        return self.cache.make_key(path, signature) if signature else ""

    def _outdated_pages(self) -> Iterator[str]:
        """Yield the paths of the pages to render; count the others as unchanged."""
        removed = set(self.cache.get_facts(self.cache.make_key(_PATHS)) or ()).difference(self.linkable_paths)
        for path in filter(is_page, self.paths):
            key = self._key(path)
            facts = self.cache.get_facts(key)
            if (
                facts is None
                or (removed and not removed.isdisjoint(facts[2]))  # rendering it tells what is wrong
                or self.cache.get(key) is None
            ):
                yield path
            else:
                self.facts[path] = PageFacts(*facts)
                self.unchanged.add(self.dest_uris[path])
                self.reused_count += 1

    def _copy_assets(self) -> None:
        """Copy into the site what is not a page, unless the published site has it."""
        site = Path(self.renderer.config.site_dir)
        for path in self.paths:
            if is_page(path):
                continue
            key, dest_uri = self._key(path), self.dest_uris[path]
            if self.cache.get(key) is not None:
                self.unchanged.add(dest_uri)
            else:
                link_or_copy(self.folder / path, site / dest_uri)
                self.cache.record(key, [dest_uri])

    def _add_rendered(self, rendered: RenderedPage) -> None:
        """Add a page that was just rendered, and log what it says; links within it change only with it."""
        anchors = {target: links for target, links in rendered.anchors.items() if target != rendered.path}
        self.rendered[rendered.path] = rendered
        self.facts[rendered.path] = PageFacts(
            rendered.search_digest, rendered.is_old, sorted(rendered.linked_paths), anchors
        )
        for level, message in rendered.messages:
            log.log(level, message)

    def _check_anchors(self) -> None:
        """Log links to anchors that do not exist, wherever the link or its target is new."""
        anchor_index, config = AnchorIndex(self), self.renderer.config
        for path, facts in self.facts.items():
            for target, links in facts.anchors.items():
                if path not in self.rendered and target in self.paths and target not in self.rendered:
                    continue
                for level, message in broken_anchors(
                    path, target, links, anchor_index.anchor_ids(target), config
                ):
                    self.paths_with_warnings.add(path)
                    log.log(level, message)
        for file in (
            self.renderer.link_targets.files.documentation_pages()
        ):  # MkDocs itself checks what is written by hand
            for linked_file in (file.page and file.page.links_to_anchors) or ():
                if linked_file.src_uri in self.paths and is_page(linked_file.src_uri):
                    page = linked_file.page or GeneratedPage(
                        None, linked_file, config, self.renderer.link_targets
                    )
                    page.present_anchor_ids = anchor_index.anchor_ids(linked_file.src_uri)

    def save_cache(self) -> None:
        """Keep the pages for the next build, once the site is published; those with warnings are rendered again."""
        for path, rendered in self.rendered.items():
            if not rendered.messages and path not in self.paths_with_warnings:
                self.cache.record(self._key(path), [self.dest_uris[path]], self.facts[path])
        self.cache.record(self.cache.make_key(_PATHS), [], self.linkable_paths)
        self.cache.save()

    def search_digests(self) -> dict[str, str]:
        """Return digests of all search documents, by their paths; write those of MkDocs' own pages."""
        documents = self.renderer.documents
        if documents is None:
            return {}
        digests = {}
        for path, facts in self.facts.items():
            if facts.search_digest:
                digests[documents.document_path(self.dest_uris[path])] = facts.search_digest
        for file in self.renderer.link_targets.files.documentation_pages():
            digest = self.rewrite_search_text(file.dest_uri)
            if digest:
                digests[documents.document_path(file.dest_uri)] = digest
        return digests

    def rewrite_search_text(self, dest_uri: str) -> str:
        """Write the search document of a page of the site anew, and return its digest."""
        published = self.cache.folder if dest_uri in self.unchanged else None
        folder = published or self.renderer.config.site_dir
        output = Path(folder, dest_uri).read_text(encoding="utf-8")
        return self.renderer.documents.write_document(dest_uri, output) if self.renderer.documents else ""

    def is_old(self, path: str) -> bool:
        """Return whether a page is hidden from search engines."""
        return self.facts[path].is_old


class AnchorIndex:
    """The anchors of linked pages: of those just rendered, of unchanged and of hand-written ones."""

    def __init__(self, pages: IncrementalPages) -> None:
        self.pages, self.ids_by_path = pages, dict[str, set[str] | None]()

    def anchor_ids(self, path: str) -> set[str] | None:
        """Return every anchor id on a page; None for what is not a page, where ids cannot be known."""
        if path not in self.ids_by_path:
            self.ids_by_path[path] = self._find_anchor_ids(path)
        return self.ids_by_path[path]

    def _find_anchor_ids(self, path: str) -> set[str] | None:
        rendered, renderer = self.pages.rendered.get(path), self.pages.renderer
        if rendered is not None:
            return set(rendered.anchor_ids)
        if path in self.pages.paths:
            return renderer.load_page(path).present_anchor_ids if is_page(path) else None
        file = renderer.link_targets.files.get_file_from_path(path)
        return file.page.present_anchor_ids if file is not None and file.page is not None else None
