"""Format the small nouns of a page as Markdown: a link, a name, numbered marks, a cited value."""

from __future__ import annotations

from collections.abc import Iterable

from communique.site import labels
from communique.site.escape import Markdown, escape, link_target
from communique.site.pages.components import CitationMark, CitedValue, Link, LocalizedName

BADGES = {"settled": "Disagreement settled", "unresolved": "Sources disagree"}


def format_link(ref: Link, depth: int, language: str = "en") -> Markdown:
    """Return a link to a page of the site, or only its label where there is no page."""
    label = mark_language(ref.label, language)
    return Markdown(f"[{label}]({link_target(ref.path, depth)})") if ref.path else label


def mark_language(text: str, language: str) -> Markdown:
    """Return text marked with its language and direction, so that it is read and set as such."""
    if not text or language == "en":
        return escape(text)
    return Markdown(f'<span lang="{escape(language)}" dir="auto">{escape(text)}</span>')


def format_name(value: LocalizedName) -> Markdown:
    """Return a name, marked with its language."""
    return mark_language(value.name, value.language)


def format_marks(values: Iterable[CitationMark]) -> Markdown:
    """Return numbered marks, each linked to its claim, grouped by how the value is claimed."""
    groups: dict[str, list[CitationMark]] = {}
    for mark in values:
        groups.setdefault(mark.modality, []).append(mark)
    return Markdown(
        " ".join(
            [
                f'<sup class="{labels.join_nonempty(("mark", modality), " ")}">{_mark_links(group)}</sup>'
                for modality, group in groups.items()
            ]
        )
    )


def _mark_links(group: Iterable[CitationMark]) -> str:
    return " ".join([f"[{mark.number}](#{mark.anchor})" for mark in group])


def format_cited(value: CitedValue, depth: int) -> Markdown:
    """Return a value as a link, a badge where sources disagree, and its marks."""
    parts = (format_link(value.value, depth), format_badge(value), format_marks(value.marks))
    return Markdown(" ".join([part for part in parts if part]))


def format_badge(value: CitedValue) -> Markdown:
    """Return a badge that links to the disagreement on a value, or nothing where sources agree."""
    if not value.dispute:
        return Markdown("")
    kind = "disputed" if value.dispute == "unresolved" else "settled"
    return Markdown(f'[<span class="badge {kind}">{BADGES[value.dispute]}</span>](#{value.anchor})')
