"""Files that a person names, as the record calls them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from communique.errors import UsageError


def inside(root: Path, paths: Iterable[Path]) -> list[str]:
    """Paths relative to the record's folder, in POSIX form.

    Raises:
        UsageError: a path does not exist or is not in the record.
    """
    found = []
    for path in paths:
        absolute = path.absolute()
        near = absolute if absolute.exists() else (root / path).absolute()
        for one, base in ((near, root.absolute()), (near.resolve(), root.resolve())):
            if one.is_relative_to(base):
                if not one.exists() and not one.is_symlink():
                    raise UsageError(f"{path}: there is no such file")
                found.append(one.relative_to(base).as_posix())
                break
        else:
            raise UsageError(f"{path} is not in the record, which is {root}")
    return found
