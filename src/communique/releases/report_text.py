"""Reports of changes as text: a changelog in Markdown, and lines for Markdown or a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from communique.releases.manifest import Manifest
from communique.releases.report import (
    ChangeReport,
    build_report,
    format_entity_counts,
    format_release,
    summarize_report,
)
from communique.releases.snapshot import Snapshot, SnapshotChange

_COLOURS = {"corrected": "~", "new": "+", "withdrawn": "-", "merged": "-", "split": "-"}
"""The sign that gives a line its colour in a terminal, by type of change."""

_MARKDOWN_SYNTAX = re.compile(r"([\\`*_{}\[\]<>#|])")


def render_changelog(
    manifest: Manifest, changes: Sequence[SnapshotChange], old: Snapshot, new: Snapshot
) -> str:
    """Return a release's changelog; for the first release it only states that everything is new."""
    head = format_release(manifest.version, manifest.released)
    lines = [f"# {head[0].upper()}{head[1:]}", "", f"It holds {format_entity_counts(manifest.counts)}.", ""]
    if manifest.previous is None:
        lines += ["It is the first release: everything in it is new.", ""]
        return "\n".join(lines)
    report = build_report(changes, old, new)
    lines += [f"Since release {manifest.previous}: {summarize_report(report)}.", ""]
    return "\n".join([*lines, *render_markdown_lines(report)])


def render_markdown_lines(report: ChangeReport) -> list[str]:
    """Return a report's sections as lines of headings and lists."""
    lines: list[str] = []
    for section in report.sections:
        lines += [f"## {section.heading}", ""]
        for block in section.entity_changes:
            name = (
                f"**{escape_inline_markdown(block.name)}** (`{block.id}`)"
                if block.name != block.id
                else f"`{block.id}`"
            )
            lines.append(f"- {name}")
            for line in block.lines:
                sources = (
                    ", ".join(f"`{source}`" for source in line.sources) if line.type.value != "new" else ""
                )
                lines.append(
                    f"    - *{line.type.value}*: {escape_inline_markdown(line.text)}"
                    + (f" ← {sources}" if sources else "")
                )
        lines.append("")
    return lines


def escape_inline_markdown(text: str) -> str:
    """Return a text on one line with all Markdown syntax escaped."""
    return _MARKDOWN_SYNTAX.sub(r"\\\1", " ".join(text.split()))


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
