"""Reports of changes as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from communique.releases.report import ChangeReport


def render_terminal_lines(report: ChangeReport) -> Iterator[tuple[str, str]]:
    """Yield each line of a report with its colour in a terminal, "" for none."""
    for section in report.sections:
        yield section.heading.upper(), ""
        yield "", ""
        for block in section.entity_changes:
            yield f"{block.name}  [{block.id}]" if block.name != block.id else block.id, ""
            for line in block.lines:
                sources = (
                    f"  ← {', '.join(line.sources)}" if line.sources and line.type.value != "new" else ""
                )
                yield f"    {line.type.value:<9}  {line.text}{sources}", _COLOURS.get(line.type.value, "")
            yield "", ""


_COLOURS = {"corrected": "~", "new": "+", "withdrawn": "-", "merged": "-", "split": "-"}
