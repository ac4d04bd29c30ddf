"""What the last build made of each generated page, so that a small change costs a small build.

A page's HTML depends on its own source, on where its links lead, and on what all pages share: configuration,
navigation, theme files and the versions of everything that renders. If all are the same, the page in the
published site is taken as it is, provided its bytes are still those that were written.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemBytecodeCache, Template
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation

from communique.site.write import replace

if TYPE_CHECKING:
    from communique.site.generated import GeneratedPage

_FILE = "pages.json"
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


def digest(data: bytes) -> str:
    """A name for these bytes that no other bytes have."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Known:
    """One page of the last build: what it was made from, and what the check of links needs of it."""

    key: str
    output: str
    title: str | None
    anchors: list[str]
    links: dict[str, str]


@dataclass(slots=True)
class Cache:
    """The last build's pages by source path, and this build's.

    Args:
        published: the folder of the last build's site, or None to make everything anew.
        last: what is known of it.
    """

    published: Path | None = None
    last: dict[str, Known] = field(default_factory=dict)
    now: dict[str, Known] = field(default_factory=dict)
    environment: str = ""
    reused: int = 0
    folder: Path | None = None

    @classmethod
    def read(cls, folder: Path, published: Path) -> Cache:
        """The cache in a folder; empty where it is absent or not one of ours, so that everything is made anew."""
        folder.mkdir(parents=True, exist_ok=True)
        try:
            known = {path: Known(**page) for path, page in json.loads((folder / _FILE).read_bytes()).items()}
        except (OSError, ValueError, TypeError, AttributeError):
            known = {}
        return cls(published, known, folder=folder)

    def write(self) -> None:
        """Keep this build's pages for the next."""
        if self.folder is not None:
            pages = {
                path: {name: getattr(known, name) for name in Known.__slots__}
                for path, known in self.now.items()
            }
            replace(
                self.folder / _FILE, json.dumps(pages, ensure_ascii=False, separators=(",", ":")).encode()
            )

    def key(self, page: GeneratedPage) -> str:
        """What a page is made from, but for where its links lead."""
        return digest(f"{self.environment}\0{page.file.src_uri}\0{page.title}\0{page.source}".encode())

    def find(self, page: GeneratedPage) -> tuple[Known, str] | None:
        """What is known of a page, with its HTML, if it was made from the same and is still as it was made."""
        known = self.last.get(page.file.src_uri)
        if self.published is None or known is None or known.key != self.key(page):
            return None
        try:
            output = (self.published / page.file.dest_uri).read_bytes()
        except OSError:
            return None
        return (known, output.decode()) if digest(output) == known.output else None

    def keep(self, page: GeneratedPage, output: str) -> None:
        """Remember what a page became."""
        self.reused += page.ready is not None
        self.now[page.file.src_uri] = Known(
            key=self.key(page),
            output=digest(output.encode("utf-8", errors="xmlcharrefreplace")),
            title=page._title_from_render,
            anchors=sorted(page.present_anchor_ids or ()),
            links=page.links,
        )


class CachedEnvironment:
    """MkDocs' Jinja environment, but a page that is ready does not go through its template."""

    def __init__(self, environment: Environment, folder: Path | None) -> None:
        environment.auto_reload = False  # templates do not change during a build
        if folder is not None:  # compiling Material's templates takes longer than a hundred pages
            environment.bytecode_cache = FileSystemBytecodeCache(str(folder))
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        return getattr(self._environment, name)

    def get_template(self, name: str) -> _ReadyTemplate:
        """The template, as MkDocs asks for it once for each page."""
        return _ReadyTemplate(self._environment.get_template(name))


class _ReadyTemplate:
    def __init__(self, template: Template) -> None:
        self._template = template

    def __getattr__(self, name: str) -> Any:
        return getattr(self._template, name)

    def render(self, context: dict[str, Any]) -> str:
        """The page's HTML."""
        ready: str | None = getattr(context.get("page"), "ready", None)
        return self._template.render(context) if ready is None else ready


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
        [
            (path.name, digest(path.read_bytes()))
            for room in rooms
            for path in (sorted(room.rglob("*")) if room.is_dir() else [room])
            if path.is_file() and path.suffix != ".pyc"
        ],
    ]
    return digest(json.dumps(shared, sort_keys=True, default=str).encode())
