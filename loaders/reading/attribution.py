"""Find who says what in a text: quotations, reported speech, accusations and denials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from communique.loaders.reading.lexicon import Mention, fold_typography
from communique.loaders.reading.phrases import ALLEGED, DENIED, SPEECH
from communique.schema.vocabulary import Modality

_QUOTE = re.compile(r"\"([^\"]{2,600})\"")
_ACCORDING = re.compile(r"\baccording to\b", re.IGNORECASE)
MAX_QUOTE_WORDS: Final = 25


@dataclass(frozen=True, slots=True)
class Attribution:
    """A sentence that passes on what somebody says.

    Args:
        start: where the sentence begins in the part.
        end: where it ends.
        modality: attributed, alleged or denied.
        speaker: who says it, a person or an actor as it was recognised; "" where nobody that the registry knows.
        noun: the speaker's section of the registry; "" likewise.
        quotes: words in quotation marks, exactly as they stand.
    """

    start: int
    end: int
    modality: Modality
    speaker: str
    noun: str
    quotes: tuple[str, ...]


def find_attribution(
    text: str, sentences: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> tuple[Attribution, ...]:
    """Return the attributions of a part, at most one a sentence.

    Args:
        text: the part's text.
        sentences: the span of each sentence.
        mentions: what was recognised in it.
    """
    return tuple(_iter_attributions(fold_typography(text), text, sentences, mentions))


def _iter_attributions(
    folded: str, text: str, sentences: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> Iterator[Attribution]:
    for start, end in sentences:
        sentence = folded[start:end]
        quotes = tuple(text[start + m.start(1) : start + m.end(1)] for m in _QUOTE.finditer(sentence))
        denied, alleged, speech = (
            DENIED.search(sentence),
            ALLEGED.search(sentence),
            SPEECH.search(sentence),
        )
        verb = denied or alleged or speech
        if verb is None:
            continue
        modality = Modality.DENIED if denied else Modality.ALLEGED if alleged else Modality.ATTRIBUTED
        noun, speaker = _find_speaker(sentence, start, verb, mentions)
        yield Attribution(start, end, modality, speaker, noun, quotes)


def _find_speaker(
    sentence: str, start: int, verb: re.Match[str], mentions: Sequence[Mention]
) -> tuple[str, str]:
    """Return whoever stands next to the verb: before it, or behind `according to` and a quotation."""
    at = start + verb.start()
    speakers = [
        mention
        for mention in mentions
        if mention.noun in {"people", "actors"} and start <= mention.start < start + len(sentence)
    ]
    behind = [mention for mention in speakers if mention.start >= start + verb.end()]
    before = [mention for mention in speakers if mention.end <= at]
    follows = _ACCORDING.match(verb[0]) or sentence[: verb.start()].rstrip().endswith(('"', '",', ","))
    order = (behind[:1] + before[::-1]) if follows else (before[::-1] + behind[:1])
    # A person's title may name a state, "Japanese Defense Minister Kihara": the person speaks.
    nearest = next(
        (mention for mention in order[:2] if mention.noun == "people" and abs(mention.start - at) < 90), None
    )
    chosen = nearest or next((it for it in order[:1] if at - it.end <= 80), None)  # else a stranger says it
    return (chosen.noun, chosen.id) if chosen else ("", "")
