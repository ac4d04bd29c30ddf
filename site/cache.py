"""What the last build made of each generated file, so that a small change costs a small build.

A page's HTML depends on its own source, on where its links lead, and on what all pages share: configuration,
navigation, theme files and the versions of everything that renders. If all are the same, the page in the
published site stays as it is, provided that it still is as it was written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation

from communique.site.write import replace

_FILE = "site.tsv"
_RENDERERS = ("jinja2", "markdown", "mkdocs", "mkdocs-material", "pymdown-extensions", "pyromark")
_SETTINGS = (
    "copyright",
    "edit_uri",
    "extra",
    "extra_css",
    "extra_javascript",
    "mdx_configs",
    "repo_name",
    "repo_url",
    "site_author",
    "site_description",
    "site_name",
    "site_url",
    "use_directory_urls",
)
_IN_NAVIGATION = ("icon", "status", "subtitle")  # what a theme's navigation shows of a page's front matter


def digest(data: bytes) -> str:
    """A name for these bytes that no other bytes have."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


class Known(NamedTuple):
    """One page of the last build: what it was made from, and what the check of links needs of it.

    All are text, as they stand in the file: of most pages few are ever looked at, and none is taken apart before.

    Args:
        source: a digest of its source.
        source_seal: the seal of the file it was read from.
        output: a digest of its HTML.
        seal: the seal of its HTML in the published site.
        words: a digest of what the search index is made from, or "" if the page is not found by it.
        old: "old" if it is one that search engines are not told of.
        links: the paths of the files that it links to, with NUL between them.
        anchors: JSON: by path, the anchors that it links to on other pages, each with the link as it was written; ""
            where there is none.
    """

    source: str
    source_seal: str
    output: str
    seal: str
    words: str
    old: str
    links: str
    anchors: str


@dataclass(slots=True)
class Cache:
    """What is known of the site that the last build made; empty to make everything anew.

    Args:
        folder: where that is kept, or None for nowhere.
        environment: what all pages shared.
        pages: by path among the generated files.
        files: the seals of every generated file that is not a page, as generated and as published.
        others: the paths of all other files that links could lead to.
    """

    folder: Path | None = None
    environment: str = ""
    pages: dict[str, Known] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> Cache:
        """The cache in a folder; empty where it is absent or not as it was written, and then all is made anew."""
        folder.mkdir(parents=True, exist_ok=True)
        try:
            seal, _, content = (folder / _FILE).read_bytes().partition(b"\n")
        except OSError:
            return cls(folder)
        if digest(content).encode() != seal:
            return cls(folder)
        head, *lines = content.decode(errors="surrogateescape").split("\n")
        found = cls(folder, *json.loads(head))
        for line in lines:
            path, *known = line.split("\t")
            if len(known) == len(Known._fields):
                found.pages[path] = Known._make(known)
            else:
                found.files[path] = known
        return found

    def write(self) -> None:
        """Keep what is known for the next build: a digest, a line for all pages, and one for each file."""
        if self.folder is None:
            return
        head = json.dumps([self.environment, {}, {}, self.others])
        lines = [head]
        for path, known in (*self.pages.items(), *self.files.items()):
            line = "\t".join((path, *known))
            if line.count("\t") == len(known) and "\n" not in line:  # else it is made anew next time
                lines.append(line)
        content = "\n".join(lines).encode(errors="surrogateescape")
        replace(self.folder / _FILE, digest(content).encode() + b"\n" + content)

    def gone(self, present: Iterable[str]) -> set[str]:
        """Which files that links could lead to are no longer there."""
        return {*self.pages, *self.files, *self.others}.difference(present)


def environment_key(config: MkDocsConfig, nav: Navigation, rooms: tuple[Path, ...]) -> str:
    """What all pages share, in one short name.

    Args:
        config: the build's configuration.
        nav: the navigation, which stands on every page.
        rooms: folders whose files shape pages: the theme and the code that renders.
    """
    shared = [
        {name: config[name] for name in _SETTINGS},
        {name: config.theme[name] for name in config.theme},
        {name: metadata.version(name) for name in _RENDERERS},
        str(nav),
        [_shown(page.meta) for page in nav.pages],
        [
            (path.name, digest(path.read_bytes()))
            for room in rooms
            for path in (sorted(room.rglob("*")) if room.is_dir() else [room])
            if path.is_file() and path.suffix != ".pyc"
        ],
    ]
    return digest(json.dumps(shared, sort_keys=True, default=str).encode())


def _shown(meta: Mapping[str, Any]) -> list[Any]:
    return [meta.get(name) for name in _IN_NAVIGATION]
