"""Read a module of the repository: its path, its lines, and the functions that its syntax tree defines."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A Python file: its path from the root, its lines and its syntax tree."""

    path: Path
    lines: int
    tree: ast.Module

    @classmethod
    def read(cls, path: Path) -> Module:
        """Return the module in a file of the repository."""
        text = (ROOT / path).read_text(encoding="utf-8")
        return cls(path, len(text.splitlines()), ast.parse(text, str(path)))

    @cached_property
    def functions(self) -> list[Definition]:
        """Every function and method, nested ones too, in the order of `ast.walk`."""
        return [node for node in ast.walk(self.tree) if isinstance(node, Definition)]

    @cached_property
    def public_functions(self) -> list[Definition]:
        """Functions and methods that others may call: of the module and of its public classes."""
        return [node for node in _public_members(self.tree) if isinstance(node, Definition)]


def _public_members(parent: ast.Module | ast.ClassDef) -> Iterator[ast.AST]:
    for node in parent.body:
        if isinstance(node, Definition | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public_members(node)
