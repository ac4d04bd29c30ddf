"""Editors' decisions as one, in however many files they stand: a large record has more than one file should hold."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from communique.errors import Finding
from communique.loaders.entry import Rulings

if TYPE_CHECKING:
    from communique.loaders.record import Located, Location

SECTIONS: Final = tuple(name for name in Rulings.model_fields if name != "format")


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """All decisions, in the order of their files.

    Args:
        files: as read, sorted by path; at least one.
    """

    files: tuple[Located[Rulings], ...]
    model: Rulings = field(init=False)
    """Every section of every file, one after the other."""

    def __post_init__(self) -> None:
        joined = {
            name: tuple(one for file in self.files for one in getattr(file.model, name)) for name in SECTIONS
        }
        object.__setattr__(self, "model", Rulings.model_construct(None, format=1, **joined))

    def and_of(self, file: Located[Rulings]) -> Decisions:
        """These decisions and those of one more file."""
        return Decisions(tuple(sorted([*self.files, file], key=lambda one: one.path)))

    def finding(self, location: Location, what: str, cure: str = "", severity: str = "error") -> Finding:
        """Say something about the decision at a location of the whole, where it stands in its file."""
        file, own = self._own(location)
        return file.finding(own, what, cure, severity)

    def words(self, section: str, number: int) -> str:
        """``redirects[3]``, with its file where there are several."""
        file, own = self._own((section, number))
        place = f"{own[0]}[{own[1]}]"
        return place if len(self.files) == 1 else f"{place} of {file.path}"

    def _own(self, location: Location) -> tuple[Located[Rulings], Location]:
        """The file that a location of the whole is in, and the location there."""
        section, number, *rest = location
        ends = list(accumulate(len(getattr(file.model, str(section))) for file in self.files))
        at = bisect_right(ends, int(number))
        return self.files[at], (section, int(number) - (ends[at - 1] if at else 0), *rest)
