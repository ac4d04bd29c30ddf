"""Write ``derived.pyi``, which tells type checkers of the classes that are made from declarations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Boolean, Column, Date, Enum, Float, Integer
from sqlalchemy import inspect as inspect_mapper

from communique.schema import derived
from communique.schema.tables.detail import KIND_TABLES
from communique.schema.views.rows import VIEW_CLASSES

PATH: Final = Path(__file__).with_name("derived.pyi")

_TYPES: Final = {Boolean: "bool", Date: "dt.date", Float: "float", Integer: "int"}


def render_stub() -> str:
    """Return the text of ``derived.pyi`` for the current declarations."""
    imports: defaultdict[str, set[str]] = defaultdict(set)
    imports["communique.schema.tables.base"].add("Base")
    classes: list[str] = []
    for name, model in KIND_TABLES.items():
        attributes = [*_iter_columns(model, imports, " = ..."), *_iter_relations(model, imports)]
        classes += ["", f"class {name}(Base, table=True):", *attributes]
    classes += ["", "class ViewRow: ..."]
    for name, row_class in VIEW_CLASSES.items():
        classes += ["", f"class {name}(ViewRow):", *_iter_columns(row_class, imports, "")]
    names = "".join(f'    "{name}",\n' for name in derived.__all__)
    heads = [f"from {module} import {', '.join(sorted(imports[module]))}" for module in sorted(imports)]
    head = '"""Written by `python -m communique.schema.type_stubs`; change the declarations, not this."""'
    return "\n".join(
        [head, "", "import datetime as dt", "", *heads, "", f"__all__ = [\n{names}]", *classes, ""]
    )


def _iter_columns(model: type[Any], imports: defaultdict[str, set[str]], default: str) -> Iterator[str]:
    """Yield an annotation for each column; a null one, or one with a default, need not be given."""
    for column in inspect_mapper(model).local_table.columns:
        optional = column.nullable or column.default is not None
        null = " | None" if column.nullable else ""
        yield f"    {column.name}: {_name_type(column, imports)}{null}{default if optional else ''}"


def _name_type(column: Column[Any], imports: defaultdict[str, set[str]]) -> str:
    if isinstance(column.type, Enum) and column.type.enum_class:
        return _import_name(column.type.enum_class, imports)
    return next((name for kind, name in _TYPES.items() if isinstance(column.type, kind)), "str")


def _iter_relations(model: type[Any], imports: defaultdict[str, set[str]]) -> Iterator[str]:
    for name, relation in sorted(inspect_mapper(model).relationships.items()):
        target = _import_name(relation.mapper.class_, imports)
        optional = any(column.nullable for column in relation.local_columns)
        type_ = f"list[{target}]" if relation.uselist else f"{target} | None" if optional else target
        yield f"    {name}: {type_} = ..."


def _import_name(target: type[Any], imports: defaultdict[str, set[str]]) -> str:
    """Return the name of a class, imported unless it is the stub's own; a namesake gets `Word` behind it."""
    name = target.__name__
    if getattr(derived, name, None) is target:
        return name
    is_namesake = name in derived.__all__
    imports[target.__module__].add(f"{name} as {name}Word" if is_namesake else name)
    return f"{name}Word" if is_namesake else name


if __name__ == "__main__":
    PATH.write_text(render_stub(), encoding="utf-8")
