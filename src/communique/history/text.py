"""What changed, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from communique.history.report import Report


def text_lines(report: Report) -> Iterator[tuple[str, str]]:
    """Each line with the colour that it would have in a terminal, "" for none."""
    for section in report.sections:
        yield section.heading.upper(), ""
        yield "", ""
        for block in section.blocks:
            yield f"{block.name}  [{block.id}]" if block.name != block.id else block.id, ""
            for line in block.lines:
                sources = (
                    f"  ← {', '.join(line.sources)}" if line.sources and line.type.value != "new" else ""
                )
                yield f"    {line.type.value:<9}  {line.words}{sources}", _COLOURS.get(line.type.value, "")
            yield "", ""


_COLOURS = {"corrected": "~", "new": "+", "withdrawn": "-", "merged": "-", "split": "-"}
