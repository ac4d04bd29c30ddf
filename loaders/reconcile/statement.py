"""Hold what a source states on a value, and what comes of all statements on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from communique.schema.text_parts import Passage
from communique.schema.vocabulary import Basis, Closeness, Modality, Standing


class Statement(NamedTuple):
    """One source's statement on one value of an event; a bare tuple, since there are millions of them."""

    event: str
    field: str
    element: str
    source: str
    value: Any
    paragraphs: tuple[Passage, ...]
    modality: Modality
    attributed_to: str | None
    quote: str | None
    basis: Basis
    closeness: Closeness
    path: str
    location: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The resolved value of a field, and the standing of each statement on it.

    ``value`` is None where nothing is known or nothing can stand. ``is_open`` is true where the statements
    disagree and no ruling says what to do.
    """

    value: Any
    standings: tuple[Standing, ...]
    is_open: bool = False
