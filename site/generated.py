"""A generated page inside MkDocs: what templates may ask of it, read and rendered without Python-Markdown."""

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

from communique.site.links import Links, destination
from communique.site.markdown import render

_FENCE = "---\n"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What our templates write (escape.front_matter): a key and JSON that YAML reads alike. YAML's numbers are not JSON's.
_LINE = re.compile(r'(\w+): (?=["\[{]|(?:true|false|null)\Z)(.*)', re.ASCII)


class GeneratedFile(File):
    """A generated file as others see it: a target of links. MkDocs neither reads nor copies it; `maker.py` does."""

    def __init__(self, path: str, folder: str, config: MkDocsConfig, inclusion: InclusionLevel) -> None:
        super().__init__(
            path,
            folder,
            config.site_dir,
            config.use_directory_urls,
            dest_uri=destination(path, config.use_directory_urls),
            inclusion=inclusion,
        )

    def is_documentation_page(self) -> bool:
        """Not one that MkDocs is to make."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: it is not one that MkDocs is to copy."""


class SiteFiles(Files):
    """MkDocs' files, and generated ones where someone asks for one: 100,000 of them would be asked for in vain.

    Args:
        files: those that MkDocs found.
        generated: the paths of the generated ones.
        folder: where these are.
        config: the build's configuration.
    """

    def __init__(self, files: Files, generated: Collection[str], folder: str, config: MkDocsConfig) -> None:
        super().__init__(files)
        self.generated, self.folder, self.config = generated, folder, config

    def get_file_from_path(self, path: str) -> File | None:
        """The file of this path among those that are written by hand, come with the theme, or are generated."""
        file = super().get_file_from_path(path)
        if file is None and (name := PurePosixPath(path).as_posix()) in self.generated:
            file = self.enter(name, InclusionLevel.NOT_IN_NAV)
        return file

    def enter(self, path: str, inclusion: InclusionLevel, *, whole: bool = False) -> File:
        """Have a generated file among MkDocs' files.

        Args:
            path: its path.
            inclusion: whether it stands in the navigation.
            whole: whether MkDocs is to make or copy it, and not we.
        """
        file: File = GeneratedFile(path, self.folder, self.config, inclusion)
        if whole:
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
    """MkDocs' page whose content comes from `communique.site.markdown`.

    Args:
        title: the words that the navigation gives it, if any.
        file: where it comes from.
        config: the build's configuration.
        links: where links lead.
    """

    def __init__(self, title: str | None, file: File, config: MkDocsConfig, links: Links) -> None:
        super().__init__(title, file, config)
        self.links = links

    def read_source(self, config: MkDocsConfig) -> None:
        """Take front matter and Markdown apart."""
        self.data = self.file.content_bytes
        source = self.data.decode("utf-8-sig")
        self.markdown, self.meta = source, {}
        if source.startswith(_FENCE):
            matter, fence, body = source[len(_FENCE) :].partition("\n" + _FENCE)
            try:
                meta = _front_matter(matter) if fence else None
            except yaml.YAMLError as error:
                reason = " ".join(str(error).split())
                raise BuildError(f"{self.file.src_uri}: the front matter is not YAML: {reason}") from error
            if isinstance(meta, dict):
                self.markdown, self.meta = body.lstrip("\n"), meta

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Fill in content, contents, title and what the check of links needs (MkDocs' own, if it does that)."""
        self.resolver = self.links.of(self.file)
        rendered = render(self.markdown or "", self.resolver)
        self.content = rendered.html
        self.toc = get_toc(rendered.toc)
        self._title_from_render = rendered.title
        self.present_anchor_ids = set(rendered.anchors)
        if self.file.is_documentation_page():
            targets = (
                (files.get_file_from_path(path), links) for path, links in self.resolver.anchors.items()
            )
            self.links_to_anchors = {target: links for target, links in targets if target is not None}


def _front_matter(matter: str) -> Any:
    """The front matter's keys: as JSON, which costs a fiftieth of YAML, where it is what our templates write."""
    meta = {}
    for line in matter.split("\n"):
        found = _LINE.fullmatch(line)
        try:
            if found is None:
                return _yaml(matter)
            meta[found[1]] = json.loads(found[2], parse_float=_refuse, parse_constant=_refuse)
        except ValueError:
            return _yaml(matter)
    return meta


def _refuse(number: str) -> Any:
    raise ValueError(number)


def _yaml(matter: str) -> Any:
    return yaml.load(matter, Loader=_LOADER)  # noqa: S506 - a safe loader, in C where there is one
