"""Render only the generated files that changed since the last build, and record them for the next."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping
from pathlib import Path

from mkdocs.exceptions import BuildError

from communique.pipeline import workers
from communique.pipeline.filesystem import has_same_content, link_or_copy, stat_signature, stat_tree
from communique.site.mkdocs.page_records import PageRecord, PageRecords, blake2b_hex
from communique.site.mkdocs.page_renderer import PageRenderer, RenderedPage, broken_anchors
from communique.site.mkdocs.pages import GeneratedPage
from communique.site.page_urls import get_dest_uri, is_page

log = logging.getLogger("mkdocs.communique")

BATCH = 1000
"""Pages that a process renders: enough to be worth what all pages of one process share."""


class IncrementalPages:
    """The generated files of one build, those that changed and those that stay.

    Args:
        folder: the generated files.
        paths: their paths, in order.
        last: what is known of the last build.
        published: the site that it made, or None to make everything anew.
        sources: the seals of the generated files; without them, the folder is looked through.
    """

    def __init__(
        self,
        folder: Path,
        paths: Collection[str],
        previous: PageRecords,
        published_site: Path | None,
        source_signatures: Mapping[str, str] | None = None,
    ) -> None:
        self.folder, self.paths, self.previous, self.published_site = folder, paths, previous, published_site
        self.source_signatures = stat_tree(folder) if source_signatures is None else source_signatures
        self.rendered: dict[str, RenderedPage] = {}
        self.unchanged: set[str] = set()
        """The files of the published site that stay as they are, by their paths in it."""
        self.reused_count = 0
        self.paths_with_warnings: set[str] = set()

    def build_pages(self, renderer: PageRenderer, environment: str) -> None:
        """Render outdated pages and copy outdated files into the site's folder.

        Args:
            renderer: what makes pages.
            environment: what all pages share.

        Raises:
            BuildError: a page could not be made; MkDocs' log says why.
        """
        self.renderer, self.environment = renderer, environment
        self.use_directory_urls: bool = renderer.config.use_directory_urls
        self.dest_uris = {path: get_dest_uri(path, self.use_directory_urls) for path in self.paths}
        self.other_paths = [
            file.src_uri for file in renderer.link_targets.files if file.src_uri not in self.paths
        ]
        sources = self.source_signatures
        self.published_signatures = published = stat_tree(self.published_site) if self.published_site else {}
        outdated = self._outdated_pages(sources, published) if published else [*filter(is_page, self.paths)]
        self._copy_assets(sources, published)
        worker_count = workers.worker_count(len(outdated))
        size = max(1, min(BATCH, -(-len(outdated) // worker_count)))
        batches = (outdated[start : start + size] for start in range(0, len(outdated), size))
        for batch in workers.map_ordered(renderer.render_pages, batches, worker_count):
            for rendered in batch:
                self.rendered[rendered.path] = rendered
                for level, message in rendered.messages:
                    log.log(level, message)
        if any(not rendered.output_digest for rendered in self.rendered.values()):
            raise BuildError("a generated page could not be made")
        self._check_anchors()

    def _outdated_pages(self, sources: Mapping[str, str], published: dict[str, str]) -> list[str]:
        """Return the paths of the pages to render; count the others as unchanged."""
        records = self.previous.pages if self.previous.environment == self.environment else {}
        removed = self.previous.removed_since({*self.paths, *self.other_paths})
        outdated = []
        for path in self.paths:
            if not is_page(path):
                continue
            record, dest_uri = records.get(path), self.dest_uris[path]
            if (
                record is None
                or not self._is_current(path, dest_uri, record, sources, published)
                or (
                    removed and not removed.isdisjoint(record.linked_paths.split("\0"))
                )  # making it tells what is wrong
            ):
                outdated.append(path)
            else:
                self.unchanged.add(dest_uri)
                self.reused_count += 1
        return outdated

    def _is_current(
        self,
        path: str,
        dest_uri: str,
        record: PageRecord,
        sources: Mapping[str, str],
        published: dict[str, str],
    ) -> bool:
        """Return whether a page has the source that it was rendered from, and its HTML is unaltered."""
        return _is_same_file(
            record.source_signature, sources.get(path), record.source_digest, self.folder / path
        ) and _is_same_file(
            record.output_signature,
            published.get(dest_uri),
            record.output_digest,
            (self.published_site or self.folder) / dest_uri,
        )

    def _copy_assets(self, sources: Mapping[str, str], published: dict[str, str]) -> None:
        """Copy into the site what is not a page, unless the published site has it."""
        site = Path(self.renderer.config.site_dir)
        for path in self.paths:
            if is_page(path):
                continue
            dest_uri = self.dest_uris[path]
            if self._is_copied(path, dest_uri, sources.get(path), published.get(dest_uri)):
                self.unchanged.add(dest_uri)
            else:
                link_or_copy(self.folder / path, site / dest_uri)

    def _is_copied(
        self, path: str, dest_uri: str, source_signature: str | None, published_signature: str | None
    ) -> bool:
        """Return whether the published site has a file as it is generated."""
        if published_signature is None or self.published_site is None:
            return False
        cached = self.previous.files.get(path)
        if cached is not None and cached[1] == published_signature:
            return cached[0] == source_signature  # else it was written anew, which only other content is
        try:
            return has_same_content(self.folder / path, self.published_site / dest_uri)
        except OSError:
            return False

    def _check_anchors(self) -> None:
        """Log links to anchors that do not exist, wherever the link or its target is new."""
        anchor_index, config = AnchorIndex(self), self.renderer.config
        reused_records = self.previous.pages.items() if self.reused_count else ()
        anchored = [
            (path, json.loads(page.anchors))
            for path, page in reused_records
            if page.anchors and path in self.paths and path not in self.rendered
        ]
        for path, anchors in [
            *anchored,
            *((path, rendered.anchors) for path, rendered in self.rendered.items()),
        ]:
            for target, links in anchors.items():
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

    def to_page_records(self) -> PageRecords:
        """Return the page records for the next build, once the site is published."""
        if self.published_site is None:
            return PageRecords(self.previous.folder)
        pages, files = {}, {}
        for path in self.paths:
            dest_uri, source_signature = self.dest_uris[path], self.source_signatures.get(path, "")
            output_signature = (
                self.published_signatures[dest_uri]
                if dest_uri in self.unchanged
                else stat_signature(self.published_site / dest_uri)
            )
            if not is_page(path):
                files[path] = [source_signature, output_signature]
            elif (rendered := self.rendered.get(path)) is None:
                pages[path] = self.previous.pages[path]._replace(
                    source_signature=source_signature, output_signature=output_signature
                )
            elif not rendered.messages and path not in self.paths_with_warnings:
                pages[path] = _to_page_record(rendered, source_signature, output_signature)
        return PageRecords(self.previous.folder, self.environment, pages, files, self.other_paths)

    def search_digests(self) -> dict[str, str]:
        """Return digests of all search documents, by their paths; write those of MkDocs' own pages."""
        documents = self.renderer.documents
        if documents is None:
            return {}
        digests = {}
        for path in filter(is_page, self.paths):
            rendered = self.rendered.get(path)
            digest = (
                rendered.search_digest if rendered is not None else self.previous.pages[path].search_digest
            )
            if digest:
                digests[documents.document_path(self.dest_uris[path])] = digest
        for file in self.renderer.link_targets.files.documentation_pages():
            digest = self.rewrite_search_text(file.dest_uri)
            if digest:
                digests[documents.document_path(file.dest_uri)] = digest
        return digests

    def rewrite_search_text(self, dest_uri: str) -> str:
        """Write the search document of a page of the site anew, and return its digest."""
        folder = (
            self.published_site
            if self.published_site and dest_uri in self.unchanged
            else self.renderer.config.site_dir
        )
        output = Path(folder, dest_uri).read_text(encoding="utf-8")
        return self.renderer.documents.write_document(dest_uri, output) if self.renderer.documents else ""

    def is_old(self, path: str) -> bool:
        """Return whether a page is hidden from search engines."""
        rendered = self.rendered.get(path)
        return rendered.is_old if rendered is not None else bool(self.previous.pages[path].old)


def _to_page_record(rendered: RenderedPage, source_signature: str, output_signature: str) -> PageRecord:
    """Return the record of a rendered page, without links to itself, which change only with it."""
    anchors = {target: links for target, links in rendered.anchors.items() if target != rendered.path}
    return PageRecord(
        rendered.source_digest,
        source_signature,
        rendered.output_digest,
        output_signature,
        rendered.search_digest,
        "old" if rendered.is_old else "",
        "\0".join(sorted(rendered.linked_paths)),
        json.dumps(anchors) if anchors else "",
    )


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


def _is_same_file(known_signature: str, signature: str | None, known_digest: str, file: Path) -> bool:
    """Return whether a file is unchanged: by its stat signature, or else by its digest."""
    if signature is None:
        return False
    if known_signature == signature:
        return True
    try:
        return blake2b_hex(file.read_bytes()) == known_digest
    except OSError:
        return False
