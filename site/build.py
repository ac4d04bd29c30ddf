"""Build the whole site apart and publish it in one step, so that no reader meets half a site."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from filelock import FileLock, Timeout
from mkdocs.commands.build import build as mkdocs_build

from communique.errors import BuildError, CommuniqueError
from communique.pipeline.filesystem import stat_tree
from communique.pipeline.output_file import OutputFile, UnchangedFile, WriteReport, sync_folder
from communique.site.mkdocs.config import load_site_config
from communique.site.mkdocs.plugin import CommuniquePlugin
from communique.site.publish import SiteFolders
from communique.site.search.documents import SearchDocuments
from communique.site.search.documents import html_paths as pages_of
from communique.site.search.pagefind import build_index

WORK_FOLDER = ".communique"  # below the record's home: what can be made again at any time


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The outcome of a build: the folder of the site and what changed in it.

    Args:
        public: the folder of the site.
        page_count: how many HTML pages it holds.
        reused_count: how many of them are as they were and were taken from the last build.
        write_report: what changed among the generated files.
    """

    public: Path
    page_count: int
    reused_count: int
    write_report: WriteReport


def build_site(
    pages: Iterable[OutputFile | UnchangedFile],
    home: Path,
    public: Path,
    *,
    extra: Mapping[str, Any] | None = None,
) -> BuildReport:
    """Build the site from generated pages and the hand-written ones, and return a report.

    On any failure, a full disk or Ctrl-C the old `public` stays as it was.

    Args:
        pages: the generated files, taken one by one.
        home: the record's folder; `.communique/` in it keeps what speeds up the next build.
        public: the folder that becomes the site. If it exists it must be one that a build made (or empty).
        extra: what templates may show on every page, as `config.extra.record`.

    Raises:
        BuildError: a page is wrong (each fault named with its page), another build runs, or the disk refuses.
    """
    work_folder, public = home / WORK_FOLDER, public.absolute()
    folders = SiteFolders(public)
    new_folder = folders.new
    with os_errors_as_build_errors(), build_lock(work_folder):
        folders.recover()
        write_report = sync_folder(pages, work_folder / "pages")
        config = load_site_config(home, work_folder / "pages", new_folder, extra or {})
        plugin = cast(CommuniquePlugin, config.plugins["communique"])
        plugin.source_signatures = write_report.signatures
        plugin.cache_folder, plugin.published_site, plugin.documents_folder = (
            work_folder / "cache",
            public,
            work_folder / "words",
        )
        try:
            with captured_mkdocs_log():
                mkdocs_build(config)
            incremental_pages = plugin.incremental_pages
            if incremental_pages:
                digests, restore_document, signatures, unchanged = (
                    incremental_pages.search_digests(),
                    incremental_pages.rewrite_search_text,
                    incremental_pages.cache.on_disk,
                    incremental_pages.unchanged,
                )
            else:
                documents = SearchDocuments(work_folder / "words", pages_of(new_folder))
                digests, restore_document, signatures, unchanged = (
                    documents.rebuild_all(new_folder),
                    documents.document_path,
                    stat_tree(public),
                    set(),
                )
            unchanged |= build_index(work_folder / "words", digests, new_folder, public, restore_document)
            page_count = sum(path.endswith(".html") for path in {*unchanged, *pages_of(new_folder)})
            folders.publish(unchanged, signatures)
        finally:
            shutil.rmtree(new_folder, ignore_errors=True)
        if incremental_pages:
            incremental_pages.save_cache()
        return BuildReport(
            public, page_count, incremental_pages.reused_count if incremental_pages else 0, write_report
        )


@contextmanager
def captured_mkdocs_log() -> Iterator[list[str]]:
    """Collect the warnings of MkDocs in a list; make them the message of the error if the build fails.

    Raises:
        BuildError: MkDocs, a plugin or a template failed.
    """
    logger, handler = logging.getLogger("mkdocs"), _WarningCollector()
    propagate = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield handler.messages
    except CommuniqueError:
        raise
    except (
        Exception,
        SystemExit,
    ) as error:  # foreign code: plugins, templates and MkDocs' Abort, a SystemExit
        messages = handler.messages or [f"{type(error).__name__}: {error}"]
        raise BuildError("\n".join(dict.fromkeys(messages)).replace(":\n", ": ")) from error
    finally:
        logger.propagate = propagate
        logger.removeHandler(handler)


class _WarningCollector(logging.Handler):
    """A log handler that collects warnings and errors; the build is strict, so each is a reason to fail."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def build_lock(work_folder: Path) -> Iterator[None]:
    """Hold the build lock in `work_folder`; the system releases it however the process ends."""
    work_folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(work_folder / "build.lock", blocking=False):
            yield
    except Timeout:
        raise BuildError("another build of this record is running; wait until it has ended") from None


@contextmanager
def os_errors_as_build_errors() -> Iterator[None]:
    """Raise a refusal of the system (a full disk, a missing right) as a BuildError."""
    try:
        yield
    except OSError as error:
        location = f"{error.filename}: " if error.filename else ""
        raise BuildError(f"{location}{error.strerror or error}; the site is as it was") from error
