"""Preview the site while entries are saved: load what changed, publish its pages, and let the rest follow."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from communique.commands.database import read_only_session
from communique.commands.loading import upgrade_and_load
from communique.commands.record import Home, Progress, resolve_settings
from communique.commands.signals import uninterruptible
from communique.commands.site import (
    build_site,
    read_release_index,
    read_site_metadata,
    template_context,
)
from communique.errors import BuildError, CommuniqueError, UsageError
from communique.extras import require_extra

BUILD_FIRST: Final = "the page takes its frame from the site; build that once, by communique build"

if TYPE_CHECKING:
    from communique.commands.site import SiteBuild
    from communique.loaders.up_to_date import LoadResult
    from communique.settings import Settings
    from communique.site.formats.release_files import ReleaseIndex
    from communique.site.preview.page_preview import PagePreviewer


class PreviewListener(Protocol):
    """The interface of what follows a preview; each method is called in the preview's own loop."""

    def on_step(self) -> None:
        """Handle that a load begins."""

    def on_load(self, result: LoadResult, has_news: bool) -> None:
        """Handle the end of a load; without news there is nothing to publish."""

    def on_build(self, built: SiteBuild) -> None:
        """Handle the end of the first build."""

    def on_pages(self, file_count: int | None) -> None:
        """Handle that the changed pages were published; None where they come with the rest only."""

    def on_build_finished(self) -> None:
        """Handle that all of the site is up to date again."""

    def on_error(self, error: CommuniqueError) -> None:
        """Handle a curator's mistake; the last good pages stay."""

    def on_ready(self, address: str) -> None:
        """Handle that the site is served at an address."""


def preview(
    home: Home,
    listener: PreviewListener,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    progress: Progress = nullcontext,
) -> None:
    """Build the site, serve it, and follow what is saved until Ctrl-C.

    Args:
        home: the record.
        listener: receives all that happens.
        host: the address to listen at; the default is this machine alone.
        port: the port to listen at, 0 for any that is free.
        progress: receives the name of each step.

    Raises:
        UsageError: the address cannot be listened at.
        CommuniqueError: the first build failed and no earlier site is there to show.
        KeyboardInterrupt: the preview was ended.
    """
    require_extra("site", "a preview")
    from communique.site.preview.rebuild_loop import serve_preview

    settings = resolve_settings(home)
    backend = SitePreview(settings, listener, progress)
    serve_preview(
        backend,
        (settings.entries, backend.configuration),
        settings.site,
        host=host,
        port=port,
        on_error=listener.on_error,
        on_ready=listener.on_ready,
    )


class SitePreview:
    """The backend of the preview, which loads and builds; see ``rebuild_loop.PreviewBackend``."""

    def __init__(
        self, settings: Settings, listener: PreviewListener, progress: Progress = nullcontext
    ) -> None:
        self.settings, self.listener, self.progress = settings, listener, progress
        self.command = (sys.executable, "-m", "communique.cli", "--home", str(settings.home), "site")
        self.configuration: Path = settings.home / "mkdocs.yml"
        self.built_with = b""
        self.previewer: PagePreviewer | None = None
        self.release_index: ReleaseIndex

    def full_build(self) -> None:
        """Load the record and build all of the site, in this process."""
        self.listener.on_step()
        self.listener.on_load(upgrade_and_load(self.settings, progress=self.progress), True)
        self.listener.on_build(build_site(self.settings, progress=self.progress))
        self._prepare_next_save()

    def on_build_finished(self) -> None:
        """Report that all of the site is up to date again, and prepare for the next save."""
        self.listener.on_build_finished()
        self._prepare_next_save()

    def _prepare_next_save(self) -> None:
        """Prepare for the next save while the curator reads."""
        from communique.site.preview.page_preview import PagePreviewer

        self.built_with, self.previewer = self._read_configuration(), None
        # Python's SQLite takes Ctrl-C in the middle of a question for a refusal, and the preview would go on.
        with uninterruptible("the site was built"):
            with read_only_session(self.settings) as session:
                self.release_index = read_release_index(self.settings, session.connection())
                extra = template_context(read_site_metadata(self.settings, session, self.release_index))
            self.previewer = PagePreviewer(self.settings.home, self.settings.site, extra)

    def on_save(self) -> bool:
        """Load what was saved, publish its pages, and return whether the rest of the site is behind."""
        self.listener.on_step()
        result = upgrade_and_load(self.settings, progress=self.progress)
        configuration = self._read_configuration()
        has_new_configuration = configuration != self.built_with
        if has_new_configuration:  # whatever becomes of it, it is tried once
            self.built_with, self.previewer = configuration, None
        has_news = bool(result) or has_new_configuration
        self.listener.on_load(result, has_news)
        if result and self.previewer is not None:
            with uninterruptible("the database was loaded"):
                self._publish_pages(result, self.previewer)
        return has_news

    def _publish_pages(self, result: LoadResult, previewer: PagePreviewer) -> None:
        """Publish the pages of the events and sources that a load touched.

        A page that leads to one which is not there yet cannot stand alone; the whole build behind it shows or
        judges it.
        """
        from communique.site.contents import render_selected_pages

        file_count = None
        try:
            with read_only_session(self.settings) as session:
                metadata = read_site_metadata(self.settings, session, self.release_index)
                pages = render_selected_pages(
                    session, metadata, result.affected_events(), result.affected_sources(), self.release_index
                )
                file_count = previewer.publish_pages(pages)
        except CommuniqueError:
            pass  # the build that follows says what is wrong
        self.listener.on_pages(file_count)

    def _read_configuration(self) -> bytes:
        return self.configuration.read_bytes() if self.configuration.is_file() else b""


def preview_entry(home: Home, copy: Settings, path: str) -> dict[str, bytes]:
    """Return the files of the site that an entry's events and its source will have, by path; nothing is published.

    Args:
        home: the record, whose site gives the frame.
        copy: the settings of a copy of the record that has the entry.
        path: of the entry, relative to the record's folder.

    Raises:
        UsageError: the site was never built.
        RecordError: the record with this entry is wrong.
        BuildError: a build is running.
    """
    from communique.loaders.dataset import derive_source_id
    from communique.loaders.read import read_dataset
    from communique.site.build import WORK_FOLDER
    from communique.site.contents import render_selected_pages
    from communique.site.preview.page_preview import PagePreviewer

    settings = resolve_settings(home)
    if not (settings.site / "index.html").is_file() or not (settings.home / WORK_FOLDER / "pages").is_dir():
        raise UsageError(f"the site was never built; {BUILD_FIRST}")
    _copy_database(settings, copy)
    upgrade_and_load(copy)
    article = read_dataset(copy.entries, [path]).articles[path].model
    with read_only_session(copy) as session:
        index = read_release_index(copy, session.connection())
        metadata = read_site_metadata(settings, session, index)
        events = list(dict.fromkeys(event.id for event in article.events))
        files = list(render_selected_pages(session, metadata, events, [derive_source_id(path)], index))
    try:
        previewer = PagePreviewer(settings.home, settings.site, template_context(metadata))
    except BuildError as error:  # as where an older Communiqué built it
        raise BuildError(f"{error}; {BUILD_FIRST}") from error
    return previewer.render_pages(files)


def _copy_database(settings: Settings, copy: Settings) -> None:
    """Begin the copy's database with what the record's holds, where that is a file: to load it all takes longer."""
    from communique.database import connect, database_file

    source, target = database_file(connect(settings)), database_file(connect(copy))
    if source is None or target is None or target.exists() or not source.is_file():
        return
    temporary = Path(f"{target}.part")
    address = f"{source.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True)) as original,
        closing(sqlite3.connect(temporary)) as begun,
    ):
        original.backup(begun)
    temporary.replace(target)
