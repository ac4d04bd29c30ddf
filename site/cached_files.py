"""Build files only where their content has changed, with a cache keyed by a hash of the content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from communique.pipeline.output_file import OutputFile, UnchangedFile
from communique.site.build_cache import BuildCache
from communique.site.content_digest import ContentHasher


@dataclass(frozen=True, slots=True)
class ContentCache:
    """A build cache keyed by content; without a hasher, nothing is cached.

    Args:
        build_cache: what the last build made.
        hasher: of what things are made of.
    """

    build_cache: BuildCache = field(default_factory=BuildCache)
    hasher: ContentHasher | None = None

    def get_or_build(
        self, name: str, content: object, build_files: Callable[[], Iterable[OutputFile]]
    ) -> Iterator[OutputFile | UnchangedFile]:
        """Yield the cached files of `name`, or build them if `content` has changed.

        Args:
            name: the thing, among all things of the site.
            content: everything that its files show, besides what all files share.
            build_files: makes them.
        """
        key = self.hasher.hash_value(content) if self.hasher else ""
        yield from self.build_cache.get(name, key) or self.build_cache.put(name, key, [*build_files()])
