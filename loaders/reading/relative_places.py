"""Find places that a text tells by where they lie: `300 km west of Japan's Okushiri Island` names waters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from communique.loaders.dataset import RegistryIndex
    from communique.loaders.reading.lexicon import Mention

_RELATIONS: Final = {
    **{f"{side} of": rf"{side}(?:ern)?(?: coast)? of" for side in ("north", "south", "east", "west")},
    "south-east of": r"south-?east(?:ern)? of",
    "off": r"off(?: the)?(?: (?:\w+ )?(?:coast|waters|shores?) of)?",
    "near": r"(?:near|close to|around|in waters near)",
    "inside": r"(?:inside|within|in|into)",
    "outside": r"(?:outside|beyond)",
    "around": r"around",
}
"""By which words a text says each relation that names of waters hold."""

_NAME: Final = re.compile(
    rf"^(?P<sea>.*?)\b(?P<relation>{'|'.join(_RELATIONS)}) (?:the )?(?P<anchor>[^,]+)(?:, (?P<rest>.+))?$"
)
_LAND_WORDS: Final = (" Island", " Islands", " Prefecture", " coast")
_ZONE: Final = "exclusive economic"


_AT: Final = re.compile(
    r"\b(?:in|at|off|near|on|over|of|from|into|around|aboard)(?: the)?(?: [\w.'-]+){0,3} ?$"
)
"""What stands before a place where something is."""


@dataclass(frozen=True, slots=True)
class RelativePlace:
    """A place whose name says where it lies.

    Args:
        id: its id.
        anchor: what it lies at, as a text must name it.
        pattern: how a text may say so.
        seas: names of the sea of which one must stand in the text too; none where any sea will do.
    """

    id: str
    anchor: str
    pattern: re.Pattern[str]
    seas: frozenset[str]

    def find(self, text: str) -> tuple[int, int] | None:
        """Return where a text names the place, or None."""
        if self.anchor not in text or not (match := self.pattern.search(text)):
            return None
        has_sea = (
            not self.seas or any(sea in text for sea in self.seas) or re.search(r"\b(?:waters|sea)\b", text)
        )
        return match.span() if has_sea else None


def iter_relative_places(registry: RegistryIndex) -> Iterator[RelativePlace]:
    """Yield the places of a registry whose names say where they lie."""
    for key, place in registry.places.items():
        match = _NAME.match(place.name)
        if not match:
            continue
        anchor = match["anchor"]
        for word in _LAND_WORDS:
            anchor = anchor.removesuffix(word)
        core = r"(?:exclusive economic zone|EEZ)" if _ZONE in anchor else re.escape(anchor)
        pattern = rf"\b{_RELATIONS[match['relation']]} (?:the )?(?:[\w.']+ ){{0,4}}?{core}\b"
        sea = match["sea"].strip()
        names = {name.name for other in registry.places.values() if other.name == sea for name in other.names}
        seas = frozenset({sea, *names}) if sea and not sea.lower().startswith("waters") else frozenset()
        yield RelativePlace(key, "E" if _ZONE in anchor else anchor, re.compile(pattern), seas)


def is_located(mention: Mention, text: str) -> bool:
    """Return whether a text says that something is at a place, and does not merely name it or head `toward` it."""
    before = text[max(0, mention.start - 28) : mention.start]
    if re.search(r"\btowards? (?:the )?$", before):
        return False
    return mention.manner == "relation" or bool(_AT.search(before))
