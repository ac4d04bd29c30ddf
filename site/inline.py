"""The nouns of a page as a few words of Markdown: a link, a name, numbered marks, a cited value."""

from __future__ import annotations

from collections.abc import Iterable

from communique.site import words
from communique.site.escape import Markdown, escape, target
from communique.site.views.parts import Cited, Mark, Name, Ref

BADGES = {"settled": "Disagreement settled", "unresolved": "Sources disagree"}


def link(ref: Ref, depth: int, language: str = "en") -> Markdown:
    """A link to a page of the site, or only its words where there is no page."""
    label = spoken(ref.label, language)
    return Markdown(f"[{label}]({target(ref.path, depth)})") if ref.path else label


def spoken(text: str, language: str) -> Markdown:
    """Words in their own language and direction, so that they are read, pronounced and set as such."""
    if not text or language == "en":
        return escape(text)
    return Markdown(f'<span lang="{escape(language)}" dir="auto">{escape(text)}</span>')


def name(value: Name) -> Markdown:
    """A name, marked with its language."""
    return spoken(value.name, value.language)


def marks(values: Iterable[Mark]) -> Markdown:
    """Numbered marks, each leading to its claim; those not plainly stated stand apart with how they are claimed."""
    groups: dict[str, list[Mark]] = {}
    for mark in values:
        groups.setdefault(mark.modality, []).append(mark)
    return Markdown(
        " ".join(
            [
                f'<sup class="{words.joined(("mark", modality), " ")}">{_numbers(group)}</sup>'
                for modality, group in groups.items()
            ]
        )
    )


def _numbers(group: Iterable[Mark]) -> str:
    return " ".join([f"[{mark.number}](#{mark.anchor})" for mark in group])


def cited(value: Cited, depth: int) -> Markdown:
    """A value as a link, a word on whether sources disagree, and its marks."""
    parts = (link(value.value, depth), badge(value), marks(value.marks))
    return Markdown(" ".join([part for part in parts if part]))


def badge(value: Cited) -> Markdown:
    """A word on whether sources disagree on a value, leading to where all versions stand."""
    if not value.dispute:
        return Markdown("")
    kind = "disputed" if value.dispute == "unresolved" else "settled"
    return Markdown(f'[<span class="badge {kind}">{BADGES[value.dispute]}</span>](#{value.anchor})')
