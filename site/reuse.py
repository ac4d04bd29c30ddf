"""Things that are made only where what they are made of has changed: fingerprints and the shelf under one hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from communique.site.fingerprint import Fingerprints
from communique.site.page import Kept, Page
from communique.site.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Reuse:
    """What a build may take over from the last one; without fingerprints, nothing.

    Args:
        shelf: what the last build made.
        fingerprints: of what things are made of.
    """

    shelf: Shelf = field(default_factory=Shelf)
    fingerprints: Fingerprints | None = None

    def files(self, name: str, made_of: object, make: Callable[[], Iterable[Page]]) -> Iterator[Page | Kept]:
        """The files of a thing: as they were, or made now.

        Args:
            name: the thing, among all things of the site.
            made_of: everything that its files show, besides what all files share.
            make: makes them.
        """
        key = self.fingerprints.of(made_of) if self.fingerprints else ""
        yield from self.shelf.kept(name, key) or self.shelf.made(name, key, [*make()])
