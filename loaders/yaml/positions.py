"""Map every value and key of a YAML file to its line and column, so that every finding can name them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

Location = tuple[str | int, ...]
"""The way from the top of a file to one value: keys and, from 0, places in lists."""

Position = tuple[int, int]
"""Line and column, both from 1; a column counts characters, not bytes."""


PositionRow = tuple[int, str | int, int, int, int, int]
"""One value as the parser met it: the index of its parent's row (-1 at the top), its step below the parent,
and from 0 the line and column of the value and of its key (-1 where it has none). A bare tuple, because a
record has some hundred thousand of them and nearly all are thrown away unread."""


class PositionMap(Mapping[Location, Position]):
    """A mapping from location to position, computed at first use because most files need none."""

    __slots__ = ("_known", "_of_keys", "_rows")

    def __init__(self, rows: Callable[[], list[PositionRow]], of_keys: bool) -> None:
        """Take what gives the parser's rows, parents first; ``of_keys`` asks where keys stand, not values."""
        self._rows = rows
        self._of_keys = of_keys
        self._known: dict[Location, Position] | None = None

    def __getitem__(self, location: Location) -> Position:
        return self._load_positions()[location]

    def __iter__(self) -> Iterator[Location]:
        return iter(self._load_positions())

    def __len__(self) -> int:
        return len(self._load_positions())

    def _load_positions(self) -> dict[Location, Position]:
        if self._known is None:
            locations: list[Location] = []
            positions: dict[Location, Position] = {}
            for parent, step, line, column, key_line, key_column in self._rows():
                location = () if parent < 0 else (*locations[parent], step)
                locations.append(location)
                if not self._of_keys:
                    positions[location] = (line + 1, column + 1)
                elif key_line >= 0:
                    positions[location] = (key_line + 1, key_column + 1)
            self._known = positions
        return self._known


def resolve_location(rows: list[PositionRow], index: int) -> Location:
    """Return the location of the row at ``index``."""
    steps: list[str | int] = []
    parent, step = rows[index][:2]
    while parent >= 0:
        steps.append(step)
        parent, step = rows[parent][:2]
    return tuple(reversed(steps))


def format_location(location: Location) -> str:
    """Return a location as text that a curator can follow, such as ``events[1].date``."""
    text = ""
    for step in location:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text
