"""Entity-relationship diagrams in Mermaid, one for each noun family so that each can be read."""

from __future__ import annotations

from communique.schema.dictionary import FAMILIES, ReferenceEntry, TableEntry, dictionary


def diagrams() -> dict[str, str]:
    """Mermaid text by the family's title; tables of other families show their name only."""
    tables = dictionary().tables
    return {
        title: _diagram([table for table in tables if table.family == family])
        for family, title in FAMILIES.items()
    }


def _diagram(tables: list[TableEntry]) -> str:
    lines = ["erDiagram"]
    for table in tables:
        lines.append(f"  {table.name} {{")
        for column in table.columns:
            keys = ["PK"] * column.key + ["FK"] * bool(column.references)
            lines.append(f"    {column.type} {column.name} {', '.join(keys)}".rstrip())
        lines.append("  }")
    lines += [_line(table, reference) for table in tables for reference in table.references]
    return "\n".join(lines) + "\n"


def _line(table: TableEntry, reference: ReferenceEntry) -> str:
    """Crow's feet: what is pointed at is one, or none where the column may be null."""
    one = "|o" if reference.null else "||"
    many = "o|" if reference.one_to_one else "o{"
    return f'  {reference.target} {one}--{many} {table.name} : "{", ".join(reference.columns)}"'
