"""Entity-relationship diagrams in Mermaid, one for each family of tables so that each can be read."""

from __future__ import annotations

from communique.schema.data_dictionary import (
    TABLE_FAMILIES,
    ReferenceEntry,
    TableEntry,
    build_data_dictionary,
)


def render_mermaid_diagrams() -> dict[str, str]:
    """Return Mermaid text by the family's title; tables of other families show their name only."""
    tables = build_data_dictionary().tables
    return {
        title: _render_mermaid_diagram([table for table in tables if table.family == family])
        for family, title in TABLE_FAMILIES.items()
    }


def _render_mermaid_diagram(tables: list[TableEntry]) -> str:
    lines = ["erDiagram"]
    for table in tables:
        lines.append(f"  {table.name} {{")
        for column in table.columns:
            keys = ["PK"] * column.key + ["FK"] * bool(column.references)
            lines.append(f"    {column.type} {column.name} {', '.join(keys)}".rstrip())
        lines.append("  }")
    lines += [_relationship_line(table, reference) for table in tables for reference in table.references]
    return "\n".join(lines) + "\n"


def _relationship_line(table: TableEntry, reference: ReferenceEntry) -> str:
    """Return a relationship line in crow's-foot notation; a nullable reference points at zero or one."""
    target_end = "|o" if reference.null else "||"
    owner_end = "o|" if reference.one_to_one else "o{"
    return f'  {reference.target} {target_end}--{owner_end} {table.name} : "{", ".join(reference.columns)}"'
