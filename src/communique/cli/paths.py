"""Translate the paths that a person types into those that the dataset uses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from communique.errors import UsageError


def resolve_dataset_paths(root: Path, paths: Iterable[Path]) -> list[str]:
    """Return paths relative to the dataset's folder, in POSIX form.

    Raises:
        UsageError: a path does not exist or is not in the record.
    """
    relative_paths = []
    for path in paths:
        absolute = path.absolute()
        target = absolute if absolute.exists() else (root / path).absolute()
        for candidate, base in ((target, root.absolute()), (target.resolve(), root.resolve())):
            if candidate.is_relative_to(base):
                if not candidate.exists() and not candidate.is_symlink():
                    raise UsageError(f"{path}: there is no such file")
                relative_paths.append(candidate.relative_to(base).as_posix())
                break
        else:
            raise UsageError(f"{path} is not in the record, which is {root}")
    return relative_paths
