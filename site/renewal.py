"""Which generated files a build must make anew, making them, and remembering it for the next build."""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from mkdocs.exceptions import BuildError

from communique.site import crew
from communique.site.cache import Cache, Known, digest
from communique.site.census import census, equal, seal
from communique.site.generated import GeneratedPage
from communique.site.links import destination, is_page
from communique.site.maker import Made, Maker, broken

log = logging.getLogger("mkdocs.communique")


class Renewal:
    """One build's dealings with the generated files.

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
        last: Cache,
        published: Path | None,
        sources: Mapping[str, str] | None = None,
    ) -> None:
        self.folder, self.paths, self.last, self.published = folder, paths, last, published
        self.sources = census(folder) if sources is None else sources
        self.made: dict[str, Made] = {}
        self.stay: set[str] = set()
        """The files of the published site that stay as they are, by their paths in it."""
        self.reused = 0
        self.faulty: set[str] = set()

    def make(self, maker: Maker, environment: str) -> None:
        """Make what is not as it should be into the site's folder.

        Args:
            maker: what makes pages.
            environment: what all pages share.

        Raises:
            BuildError: a page could not be made; MkDocs' log says why.
        """
        self.maker, self.environment = maker, environment
        self.directories: bool = maker.config.use_directory_urls
        self.places = {path: destination(path, self.directories) for path in self.paths}
        self.others = [file.src_uri for file in maker.links.files if file.src_uri not in self.paths]
        sources = self.sources
        self.seals = published = census(self.published) if self.published else {}
        outdated = self._outdated(sources, published) if published else [*filter(is_page, self.paths)]
        self._copy(sources, published)
        for made in crew.share(maker.make, outdated, crew.hands(len(outdated))):
            self.made[made.path] = made
            for level, words in made.said:
                log.log(level, words)
        if any(not made.output for made in self.made.values()):
            raise BuildError("a generated page could not be made")
        self._check_anchors()

    def _outdated(self, sources: Mapping[str, str], published: dict[str, str]) -> list[str]:
        """The pages to be made; the others stay."""
        known = self.last.pages if self.last.environment == self.environment else {}
        gone = self.last.gone({*self.paths, *self.others})
        outdated = []
        for path in self.paths:
            if not is_page(path):
                continue
            page, place = known.get(path), self.places[path]
            if (
                page is None
                or not self._same(path, place, page, sources, published)
                or (gone and not gone.isdisjoint(page.links.split("\0")))  # making it tells what is wrong
            ):
                outdated.append(path)
            else:
                self.stay.add(place)
                self.reused += 1
        return outdated

    def _same(
        self, path: str, place: str, page: Known, sources: Mapping[str, str], published: dict[str, str]
    ) -> bool:
        """Whether a page has the source that it was made from, and its HTML is what was made of it."""
        return _is(page.source_seal, sources.get(path), page.source, self.folder / path) and _is(
            page.seal, published.get(place), page.output, (self.published or self.folder) / place
        )

    def _copy(self, sources: Mapping[str, str], published: dict[str, str]) -> None:
        """Put into the site what is not a page."""
        site = Path(self.maker.config.site_dir)
        for path in self.paths:
            if is_page(path):
                continue
            place = self.places[path]
            if self._copied(path, place, sources.get(path), published.get(place)):
                self.stay.add(place)
            else:
                put(self.folder / path, site / place)

    def _copied(self, path: str, place: str, source: str | None, there: str | None) -> bool:
        """Whether the published site has a file as it is generated."""
        if there is None or self.published is None:
            return False
        known = self.last.files.get(path)
        if known is not None and known[1] == there:
            return known[0] == source  # else it was written anew, which only other content is
        try:
            return equal(self.folder / path, self.published / place)
        except OSError:
            return False

    def _check_anchors(self) -> None:
        """Say which links lead to an anchor that is not there, wherever the link or its target is new."""
        targets, config = Targets(self), self.maker.config
        kept = self.last.pages.items() if self.reused else ()
        anchored = [
            (path, json.loads(page.anchors))
            for path, page in kept
            if page.anchors and path in self.paths and path not in self.made
        ]
        for path, anchors in [*anchored, *((path, made.anchors) for path, made in self.made.items())]:
            for target, links in anchors.items():
                if path not in self.made and target in self.paths and target not in self.made:
                    continue
                for level, words in broken(path, target, links, targets.ids(target), config):
                    self.faulty.add(path)
                    log.log(level, words)
        for (
            file
        ) in self.maker.links.files.documentation_pages():  # MkDocs itself checks what is written by hand
            for found in (file.page and file.page.links_to_anchors) or ():
                if found.src_uri in self.paths and is_page(found.src_uri):
                    page = found.page or GeneratedPage(None, found, config, self.maker.links)
                    page.present_anchor_ids = targets.ids(found.src_uri)

    def remember(self) -> Cache:
        """What the next build has to know, once the site is published."""
        if self.published is None:
            return Cache(self.last.folder)
        pages, files = {}, {}
        for path in self.paths:
            place, source = self.places[path], self.sources.get(path, "")
            now = self.seals[place] if place in self.stay else seal(self.published / place)
            if not is_page(path):
                files[path] = [source, now]
            elif (made := self.made.get(path)) is None:
                pages[path] = self.last.pages[path]._replace(source_seal=source, seal=now)
            elif not made.said and path not in self.faulty:
                pages[path] = _known(made, source, now)
        return Cache(self.last.folder, self.environment, pages, files, self.others)

    def texts(self) -> dict[str, str]:
        """Digests of the words of all pages, by where these are kept; those of MkDocs' own pages are kept here."""
        words = self.maker.words
        if words is None:
            return {}
        found = {}
        for path in filter(is_page, self.paths):
            made = self.made.get(path)
            text = made.words if made is not None else self.last.pages[path].words
            if text:
                found[words.path(self.places[path])] = text
        for file in self.maker.links.files.documentation_pages():
            text = self.restore(file.dest_uri)
            if text:
                found[words.path(file.dest_uri)] = text
        return found

    def restore(self, place: str) -> str:
        """Keep the words of a page of the site anew; gives their digest."""
        folder = self.published if self.published and place in self.stay else self.maker.config.site_dir
        output = Path(folder, place).read_text(encoding="utf-8")
        return self.maker.words.keep(place, output) if self.maker.words else ""

    def old(self, path: str) -> bool:
        """Whether a page is one that search engines are not told of."""
        made = self.made.get(path)
        return made.old if made is not None else bool(self.last.pages[path].old)


def _known(made: Made, source_seal: str, seal: str) -> Known:
    """What is to be remembered of a page; its links to itself change only with it."""
    anchors = {target: links for target, links in made.anchors.items() if target != made.path}
    return Known(
        made.source,
        source_seal,
        made.output,
        seal,
        made.words,
        "old" if made.old else "",
        "\0".join(sorted(made.links)),
        json.dumps(anchors) if anchors else "",
    )


class Targets:
    """The anchors of pages that links lead to: of those just made, of those that stay, of those written by hand."""

    def __init__(self, renewal: Renewal) -> None:
        self.renewal, self.known = renewal, dict[str, set[str] | None]()

    def ids(self, path: str) -> set[str] | None:
        """Every id on a page; None for what is not a page, so that nobody can know."""
        if path not in self.known:
            self.known[path] = self._ids(path)
        return self.known[path]

    def _ids(self, path: str) -> set[str] | None:
        made, maker = self.renewal.made.get(path), self.renewal.maker
        if made is not None:
            return set(made.ids)
        if path in self.renewal.paths:
            return maker.page(path).present_anchor_ids if is_page(path) else None
        file = maker.links.files.get_file_from_path(path)
        return file.page.present_anchor_ids if file is not None and file.page is not None else None


def put(source: Path, target: Path) -> None:
    """Have a file in another place too: one file under two names where the disk can, else a copy."""
    try:
        try:
            os.link(source, target)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(source, target)
    except OSError:
        with suppress(FileNotFoundError):
            target.unlink()
        shutil.copyfile(source, target)


def _is(known: str, now: str | None, content: str, file: Path) -> bool:
    """Whether a file is what it was: by its seal, or else by its content."""
    if now is None:
        return False
    if known == now:
        return True
    try:
        return digest(file.read_bytes()) == content
    except OSError:
        return False
