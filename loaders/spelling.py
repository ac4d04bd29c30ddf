"""Suggest the known word that was probably meant by an unknown one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """Return the text `did you mean x?` where a known term is similar, else an empty text."""
    matches = get_close_matches(given, sorted(known), n=2, cutoff=0.6)
    return f"did you mean {' or '.join(matches)}?" if matches else ""
