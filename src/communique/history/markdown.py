"""What changed, as Markdown: the changelog that a release carries, and what `diff --markdown` prints."""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.history.change import Change
from communique.history.manifest import Manifest
from communique.history.report import Report, affected_words, counted_words, released_words, report
from communique.history.state import State

_MEANT = re.compile(r"([\\`*_{}\[\]<>#|])")


def changes_page(manifest: Manifest, changes: Sequence[Change], old: State, new: State) -> str:
    """A release's changelog for people. That everything in the first is new is said once."""
    head = released_words(manifest.version, manifest.released)
    lines = [f"# {head[0].upper()}{head[1:]}", "", f"It holds {counted_words(manifest.counts)}.", ""]
    if manifest.previous is None:
        lines += ["It is the first release: everything in it is new.", ""]
        return "\n".join(lines)
    found = report(changes, old, new)
    lines += [f"Since release {manifest.previous}: {affected_words(found)}.", ""]
    return "\n".join([*lines, *markdown_lines(found)])


def markdown_lines(found: Report) -> list[str]:
    """A report's sections as headings and lists."""
    lines: list[str] = []
    for section in found.sections:
        lines += [f"## {section.heading}", ""]
        for block in section.blocks:
            name = f"**{escaped(block.name)}** (`{block.id}`)" if block.name != block.id else f"`{block.id}`"
            lines.append(f"- {name}")
            for line in block.lines:
                sources = ", ".join(f"`{one}`" for one in line.sources) if line.type.value != "new" else ""
                lines.append(
                    f"    - *{line.type.value}*: {escaped(line.words)}" + (f" ← {sources}" if sources else "")
                )
        lines.append("")
    return lines


def escaped(text: str) -> str:
    """Text in which nothing is markup."""
    return _MEANT.sub(r"\\\1", " ".join(text.split()))
