"""Say by which words of a text each word of the record's closed lists is recognised; ``phrases.toml`` holds them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from communique.schema.vocabulary import Kind

_DATA: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


class Cue:
    """A pattern that is compiled when a text is first searched for it: few of them are asked for in one run."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._compiled: re.Pattern[str] | None = None

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in a text, whatever its case."""
        return self._compile().search(text)

    def count(self, text: str) -> int:
        """Return how often a text holds it."""
        return sum(1 for _ in self._compile().finditer(text))

    def _compile(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, re.IGNORECASE)
        return self._compiled


KIND_CUES: Final[Mapping[Kind, Cue]] = {Kind(kind): Cue(pattern) for kind, pattern in _DATA["kind"].items()}
"""What speaks for a kind of event."""

VALUE_CUES: Final[Mapping[tuple[Kind, str], Mapping[str, Cue]]] = {
    (Kind(kind), name): {word: Cue(pattern) for word, pattern in terms.items()}
    for kind, fields in _DATA["value"].items()
    for field, terms in fields.items()
    for name in ((field, "types") if (kind, field) == ("exercise", "type") else (field,))
}
"""For each field of a kind, what speaks for each word of its list; the most exact words first."""

TOPIC_CUES: Final[Mapping[str, Cue]] = {topic: Cue(pattern) for topic, pattern in _DATA["topic"].items()}
"""What speaks for each topic."""

STATUS_CUES: Final[Mapping[str, Cue]] = {status: Cue(pattern) for status, pattern in _DATA["status"].items()}
"""What speaks for each status of an event but the usual one, that it occurred."""

FIGURE_CUES: Final[Mapping[str, tuple[str, ...]]] = {
    measure: tuple(patterns) for measure, patterns in _DATA["figure"].items()
}
"""How texts give each measure; ``figures`` says what stands in braces."""

CLAIMS: Final[tuple[tuple[Cue, Cue], ...]] = tuple(
    (Cue(rf"(?<![\w-])(?:{own})\b"), Cue(rf"\b(?:{own}|{other})\b")) for own, other in _DATA["claim"].values()
)
"""Words by which a sentence of ours claims much, each with all words of a text that bear it out."""

ANSWER: Final = Cue(_DATA["sentence"]["answer"].replace("\n", ""))
"""What tells that somebody answered: acted on what had happened, or judged it."""

PLANNED: Final = Cue(_DATA["sentence"]["planned"])
"""What tells that something is still to come."""

SPEECH: Final = Cue(_DATA["sentence"]["speech"])
ALLEGED: Final = Cue(_DATA["sentence"]["alleged"])
DENIED: Final = Cue(_DATA["sentence"]["denied"])
"""Words by which a text passes on what somebody says, accuses somebody of, or denies."""
