"""Record what the last build rendered each file from, so that a small change costs a small build.

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

from communique.pipeline.filesystem import write_atomic

_FILE = "site.tsv"
_RENDERERS = ("jinja2", "markdown", "mkdocs", "mkdocs-material", "pymdown-extensions")
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


def blake2b_hex(data: bytes) -> str:
    """Return the BLAKE2b digest of `data` in hexadecimal."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


class PageRecord(NamedTuple):
    """A page of the last build: what it was rendered from, and what the check of links needs of it.

    All are text, as they stand in the file: of most pages few are ever looked at, and none is taken apart before.

    Args:
        source_digest: a digest of its source.
        source_signature: the seal of the file it was read from.
        output_digest: a digest of its HTML.
        output_signature: the seal of its HTML in the published site.
        search_digest: a digest of what the search index is made from, or "" if the page is not found by it.
        old: "old" if it is one that search engines are not told of.
        linked_paths: the paths of the files that it links to, with NUL between them.
        anchors: JSON: by path, the anchors that it links to on other pages, each with the link as it was written; ""
            where there is none.
    """

    source_digest: str
    source_signature: str
    output_digest: str
    output_signature: str
    search_digest: str
    old: str
    linked_paths: str
    anchors: str


@dataclass(slots=True)
class PageRecords:
    """The records of the site that the last build published; empty to render everything anew.

    Args:
        folder: where that is kept, or None for nowhere.
        environment: what all pages shared.
        pages: by path among the generated files.
        files: the seals of every generated file that is not a page, as generated and as published.
        other_paths: the paths of all other files that links could lead to.
    """

    folder: Path | None = None
    environment: str = ""
    pages: dict[str, PageRecord] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    other_paths: list[str] = field(default_factory=list)

    @classmethod
    def from_file(cls, folder: Path) -> PageRecords:
        """Read the records in a folder; return empty ones if the file is absent or damaged."""
        folder.mkdir(parents=True, exist_ok=True)
        try:
            checksum, _, content = (folder / _FILE).read_bytes().partition(b"\n")
        except OSError:
            return cls(folder)
        if blake2b_hex(content).encode() != checksum:
            return cls(folder)
        head, *lines = content.decode(errors="surrogateescape").split("\n")
        records = cls(folder, *json.loads(head))
        for line in lines:
            path, *values = line.split("\t")
            if len(values) == len(PageRecord._fields):
                records.pages[path] = PageRecord._make(values)
            else:
                records.files[path] = values
        return records

    def to_file(self) -> None:
        """Write the records for the next build: a checksum, a line for all pages, and one for each file."""
        if self.folder is None:
            return
        head = json.dumps([self.environment, {}, {}, self.other_paths])
        lines = [head]
        for path, values in (*self.pages.items(), *self.files.items()):
            line = "\t".join((path, *values))
            if line.count("\t") == len(values) and "\n" not in line:  # else it is made anew next time
                lines.append(line)
        content = "\n".join(lines).encode(errors="surrogateescape")
        write_atomic(self.folder / _FILE, blake2b_hex(content).encode() + b"\n" + content)

    def removed_since(self, present: Iterable[str]) -> set[str]:
        """Return the files that links could lead to and that are not among `present`."""
        return {*self.pages, *self.files, *self.other_paths}.difference(present)


def environment_key(config: MkDocsConfig, navigation: Navigation, paths: tuple[Path, ...]) -> str:
    """Return a digest of what all pages share.

    Args:
        config: the build's configuration.
        navigation: the navigation, which stands on every page.
        paths: folders whose files shape pages: the theme and the code that renders.
    """
    shared = [
        {name: config[name] for name in _SETTINGS},
        {name: config.theme[name] for name in config.theme},
        {name: metadata.version(name) for name in _RENDERERS},
        str(navigation),
        [_navigation_meta(page.meta) for page in navigation.pages],
        [
            (path.name, blake2b_hex(path.read_bytes()))
            for root in paths
            for path in (sorted(root.rglob("*")) if root.is_dir() else [root])
            if path.is_file() and path.suffix != ".pyc"
        ],
    ]
    return blake2b_hex(json.dumps(shared, sort_keys=True, default=str).encode())


def _navigation_meta(meta: Mapping[str, Any]) -> list[Any]:
    return [meta.get(name) for name in _IN_NAVIGATION]
