"""Shortening of long texts for reports, without hiding what differs."""

from __future__ import annotations

import difflib

MAX_LENGTH = 100
"""Characters that are shown of a text, about."""

_CONTEXT_WORDS = 5
"""Words that are shown on each side of a difference."""


def truncate_text(text: str, size: int = MAX_LENGTH) -> str:
    """Return a text on one line, cut between words where it is too long."""
    line = " ".join(text.split())
    if len(line) <= size:
        return line
    cut = line[: size - 1].rsplit(" ", 1)[0]
    return f"{cut.rstrip(' ,;:.')} …"


def highlight_difference(old: str, new: str) -> str | None:
    """Return where two texts differ, in context: ``… held on [27 → 28] July in …``.

    None where they have too little in common for that to be clear, or are short anyway.
    """
    was, now = old.split(), new.split()
    if max(len(old), len(new)) <= MAX_LENGTH // 2:
        return None
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < 0.6:
        return None
    pieces: list[str] = []
    for tag, i, k, j, m in matcher.get_opcodes():
        if tag == "equal":
            pieces += _trim_context(was[i:k], first=i == 0, last=k == len(was))
        else:
            pieces.append(f"[{' '.join(was[i:k]) or '–'} → {' '.join(now[j:m]) or '–'}]")
    text = " ".join(pieces)
    return text if len(text) <= MAX_LENGTH * 4 else None


def _trim_context(tokens: list[str], *, first: bool, last: bool) -> list[str]:
    """Return the words next to a difference, without the middle of a long run."""
    if first:
        return tokens if len(tokens) <= _CONTEXT_WORDS + 2 else ["…", *tokens[-_CONTEXT_WORDS:]]
    if last:
        return tokens if len(tokens) <= _CONTEXT_WORDS + 2 else [*tokens[:_CONTEXT_WORDS], "…"]
    return (
        tokens
        if len(tokens) <= 2 * _CONTEXT_WORDS + 2
        else [*tokens[:_CONTEXT_WORDS], "…", *tokens[-_CONTEXT_WORDS:]]
    )
