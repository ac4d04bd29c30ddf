"""Pages → MkDocs → public/, whole or not at all: built beside, then swapped, so that no reader meets half a site."""

from __future__ import annotations

import fcntl
import logging
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from mkdocs.commands.build import build as mkdocs_build

from communique.errors import BuildError
from communique.site.cache import Cache
from communique.site.census import census
from communique.site.configure import configure
from communique.site.page import Kept, Page
from communique.site.pagefind import index
from communique.site.plugin import CommuniquePlugin
from communique.site.search_text import Words
from communique.site.search_text import pages as pages_of
from communique.site.swap import MOVING, recover, swap
from communique.site.write import WriteReport, write

WORK = ".communique"  # below the record's home: what can be made again at any time


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made.

    Args:
        public: the folder of the site.
        pages: how many HTML pages it holds.
        reused: how many of them are as they were and were taken from the last build.
        written: what changed among the generated files.
    """

    public: Path
    pages: int
    reused: int
    written: WriteReport


def build(
    pages: Iterable[Page | Kept],
    home: Path,
    public: Path,
    *,
    extra: Mapping[str, Any] | None = None,
) -> BuildReport:
    """Build the site from generated pages and the hand-written ones.

    On any failure, a full disk or Ctrl-C the old `public` stays as it was.

    Args:
        pages: the generated files, taken one by one.
        home: the record's folder; `.communique/` in it keeps what speeds up the next build.
        public: the folder that becomes the site. If it exists it must be one that a build made (or empty).
        extra: what templates may show on every page, as `config.extra.record`.

    Raises:
        BuildError: a page is wrong (each fault named with its page), another build runs, or the disk refuses.
    """
    work, public = home / WORK, public.absolute()
    beside, old = (public.with_name(f".{public.name}.{state}") for state in ("new", "old"))
    with failures(), alone(work):
        recover(public, beside, old)
        written = write(pages, work / "pages")
        config = configure(home, work / "pages", beside, extra or {})
        plugin = cast(CommuniquePlugin, config.plugins["communique"])
        plugin.sources = written.seals
        plugin.cache, plugin.published, plugin.words = Cache.read(work / "cache"), public, work / "words"
        try:
            with heard():
                mkdocs_build(config)
            renewal = plugin.renewal
            if renewal:
                texts, restore, seals, stay = renewal.texts(), renewal.restore, renewal.seals, renewal.stay
            else:
                words = Words(work / "words", pages_of(beside))
                texts, restore, seals, stay = words.gather(beside), words.path, census(public), set()
            stay |= index(work / "words", texts, beside, public, restore)
            made = sum(path.endswith(".html") for path in {*stay, *pages_of(beside)})
            swap(beside, public, old, stay, seals)
        finally:
            if not (beside / MOVING).exists():  # the next build goes on with it
                shutil.rmtree(beside, ignore_errors=True)
        if renewal:
            renewal.remember().write()
        return BuildReport(public, made, renewal.reused if renewal else 0, written)


@contextmanager
def heard() -> Iterator[list[str]]:
    """Let MkDocs work; what it would log for a terminal is gathered, and becomes the message if it fails.

    Raises:
        BuildError: MkDocs, a plugin or a template failed.
    """
    logger, words = logging.getLogger("mkdocs"), _Words()
    propagate = logger.propagate
    logger.addHandler(words)
    logger.propagate = False
    try:
        yield words.said
    except BuildError:
        raise
    except (
        Exception,
        SystemExit,
    ) as error:  # foreign code: plugins, templates and MkDocs' Abort, a SystemExit
        said = words.said or [f"{type(error).__name__}: {error}"]
        raise BuildError("\n".join(dict.fromkeys(said)).replace(":\n", ": ")) from error
    finally:
        logger.propagate = propagate
        logger.removeHandler(words)


class _Words(logging.Handler):
    """Keeps warnings and errors; the build is strict, so each is a reason to fail."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def alone(work: Path) -> Iterator[None]:
    """Hold the record's build lock; the system lets go of it however the process ends."""
    work.mkdir(parents=True, exist_ok=True)
    with (work / "build.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildError("another build of this record is running; wait until it has ended") from None
        yield


@contextmanager
def failures() -> Iterator[None]:
    """Say what the system refused (a full disk, a missing right) as a fault of this build."""
    try:
        yield
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise BuildError(f"{where}{error.strerror or error}; the site is as it was") from error
