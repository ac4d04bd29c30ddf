"""Join editors' decisions from any number of files into one set."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from communique.errors import Finding
from communique.loaders.entry_format import Rulings

if TYPE_CHECKING:
    from communique.loaders.dataset import Location, ParsedFile

SECTIONS: Final = tuple(name for name in Rulings.model_fields if name != "format")


@dataclass(frozen=True, slots=True, eq=False)
class EditorialDecisions:
    """All editorial decisions of a dataset, in the order of their files.

    Args:
        files: as read, sorted by path; at least one.
    """

    files: tuple[ParsedFile[Rulings], ...]
    model: Rulings = field(init=False)
    """Every section of every file, one after the other."""

    def __post_init__(self) -> None:
        joined = {
            name: tuple(entry for file in self.files for entry in getattr(file.model, name))
            for name in SECTIONS
        }
        object.__setattr__(self, "model", Rulings.model_construct(None, format=1, **joined))

    def with_file(self, file: ParsedFile[Rulings]) -> EditorialDecisions:
        """Return these decisions together with those of one more file."""
        return EditorialDecisions(
            tuple(sorted([*self.files, file], key=lambda decision_file: decision_file.path))
        )

    def create_finding(
        self, location: Location, what: str, cure: str = "", severity: str = "error"
    ) -> Finding:
        """Return a finding on the decision at a location of the joined set, positioned in its own file."""
        file, local_location = self._find_file(location)
        return file.create_finding(local_location, what, cure, severity)

    def format_location(self, section: str, number: int) -> str:
        """Return a decision's location as text such as `redirects[3]`, with its file where there are several."""
        file, local_location = self._find_file((section, number))
        position = f"{local_location[0]}[{local_location[1]}]"
        return position if len(self.files) == 1 else f"{position} of {file.path}"

    def _find_file(self, location: Location) -> tuple[ParsedFile[Rulings], Location]:
        """Return the file that holds a location of the joined set, and the location within that file."""
        section, number, *rest = location
        ends = list(accumulate(len(getattr(file.model, str(section))) for file in self.files))
        index = bisect_right(ends, int(number))
        return self.files[index], (section, int(number) - (ends[index - 1] if index else 0), *rest)
