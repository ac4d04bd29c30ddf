"""Represent generated files and pages inside MkDocs: front matter and HTML, which need no Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Any

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from communique.site.mkdocs.links import LinkTargets, PageLinks
from communique.site.page_source import get_dest_uri

_FENCE = "---\n"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What our templates write (escape.front_matter): a key and JSON that YAML reads alike. YAML's numbers are not JSON's.
_LINE = re.compile(r'(\w+): (?=["\[{]|(?:true|false|null)\Z)(.*)', re.ASCII)


class GeneratedFile(File):
    """A generated file as a target of links. MkDocs neither reads nor copies it; `page_renderer.py` does."""

    def __init__(self, path: str, folder: str, config: MkDocsConfig, inclusion: InclusionLevel) -> None:
        super().__init__(
            path,
            folder,
            config.site_dir,
            config.use_directory_urls,
            dest_uri=get_dest_uri(path, config.use_directory_urls),
            inclusion=inclusion,
        )

    def is_documentation_page(self) -> bool:
        """Return False, so that MkDocs does not render it."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Do nothing: MkDocs is not to copy it."""


class SiteFiles(Files):
    """MkDocs' files, and generated ones created on request, since few of 100,000 are asked for.

    Args:
        files: those that MkDocs found.
        generated: the paths of the generated ones.
        folder: where these are.
        config: the build's configuration.
    """

    def __init__(
        self, files: Files, generated_paths: Collection[str], folder: str, config: MkDocsConfig
    ) -> None:
        super().__init__(files)
        self.generated_paths, self.folder, self.config = generated_paths, folder, config

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file of this path: hand-written, of the theme, or generated; else None."""
        file = super().get_file_from_path(path)
        if file is None and (name := PurePosixPath(path).as_posix()) in self.generated_paths:
            file = self.add_generated_file(name, InclusionLevel.NOT_IN_NAV)
        return file

    def add_generated_file(
        self, path: str, inclusion: InclusionLevel, *, built_by_mkdocs: bool = False
    ) -> File:
        """Add a generated file to MkDocs' files and return it.

        Args:
            path: its path.
            inclusion: whether it stands in the navigation.
            built_by_mkdocs: whether MkDocs is to make or copy it, and not we.
        """
        file: File = GeneratedFile(path, self.folder, self.config, inclusion)
        if built_by_mkdocs:
            file = File(
                path,
                self.folder,
                self.config.site_dir,
                self.config.use_directory_urls,
                dest_uri=file.dest_uri,
                inclusion=inclusion,
            )
        self._src_uris[path] = file
        return file


class GeneratedPage(Page):
    """A MkDocs page whose source is its content.

    Args:
        title: the words that the navigation gives it, if any.
        file: where it comes from.
        config: the build's configuration.
        link_targets: where links may lead.
    """

    def __init__(
        self, title: str | None, file: File, config: MkDocsConfig, link_targets: LinkTargets
    ) -> None:
        super().__init__(title, file, config)
        self.link_targets = link_targets

    def read_source(self, config: MkDocsConfig) -> None:
        """Read the source and split it into front matter and HTML."""
        self.data = self.file.content_bytes
        source = self.data.decode("utf-8-sig")
        self.markdown, self.meta = source, {}
        if source.startswith(_FENCE):
            matter, fence, body = source[len(_FENCE) :].partition("\n" + _FENCE)
            try:
                meta = _parse_front_matter(matter) if fence else None
            except yaml.YAMLError as error:
                reason = " ".join(str(error).split())
                raise BuildError(f"{self.file.src_uri}: the front matter is not YAML: {reason}") from error
            if isinstance(meta, dict):
                self.markdown, self.meta = body.lstrip("\n"), meta

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Set the content and what the check of links needs; the table of contents stands in the front matter."""
        self.content = self.markdown or ""
        self.toc = get_toc([])
        self.links = PageLinks(self.link_targets, self.file, self.content)
        self.present_anchor_ids = self.links.ids
        if self.file.is_documentation_page():
            targets = ((files.get_file_from_path(path), links) for path, links in self.links.anchors.items())
            self.links_to_anchors = {target: links for target, links in targets if target is not None}


def _parse_front_matter(matter: str) -> Any:
    """Parse front matter: as JSON, fifty times as fast as YAML, where it is what our templates write."""
    meta = {}
    for line in matter.split("\n"):
        match = _LINE.fullmatch(line)
        try:
            if match is None:
                return _load_yaml(matter)
            meta[match[1]] = json.loads(match[2], parse_float=_reject_number, parse_constant=_reject_number)
        except ValueError:
            return _load_yaml(matter)
    return meta


def _reject_number(number: str) -> Any:
    raise ValueError(number)


def _load_yaml(matter: str) -> Any:
    return yaml.load(matter, Loader=_LOADER)  # noqa: S506 - a safe loader, in C where there is one
