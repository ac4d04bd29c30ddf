"""Long texts made short enough to read beside others, without hiding what differs."""

from __future__ import annotations

import difflib

ENOUGH = 100
"""Characters that are shown of a text, about."""

_AROUND = 5
"""Words that are shown on each side of a difference."""


def shortened(text: str, size: int = ENOUGH) -> str:
    """A text on one line, cut between words where it is too long."""
    line = " ".join(text.split())
    if len(line) <= size:
        return line
    cut = line[: size - 1].rsplit(" ", 1)[0]
    return f"{cut.rstrip(' ,;:.')} …"


def differing(old: str, new: str) -> str | None:
    """Where two texts differ, with some words around: ``… held on [27 → 28] July in …``.

    None where they have too little in common for that to be clear, or are short anyway.
    """
    was, now = old.split(), new.split()
    if max(len(old), len(new)) <= ENOUGH // 2:
        return None
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < 0.6:
        return None
    shown: list[str] = []
    for tag, i, k, j, m in matcher.get_opcodes():
        if tag == "equal":
            shown += _middle(was[i:k], first=i == 0, last=k == len(was))
        else:
            shown.append(f"[{' '.join(was[i:k]) or '–'} → {' '.join(now[j:m]) or '–'}]")
    text = " ".join(shown)
    return text if len(text) <= ENOUGH * 4 else None


def _middle(words: list[str], *, first: bool, last: bool) -> list[str]:
    """The words next to a difference; what lies between two is left out where it is long."""
    if first:
        return words if len(words) <= _AROUND + 2 else ["…", *words[-_AROUND:]]
    if last:
        return words if len(words) <= _AROUND + 2 else [*words[:_AROUND], "…"]
    return words if len(words) <= 2 * _AROUND + 2 else [*words[:_AROUND], "…", *words[-_AROUND:]]
