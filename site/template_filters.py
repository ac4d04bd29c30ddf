"""Format the small nouns of a page as HTML: a link, a name, numbered marks, a cited value.

What is marked as HTML here is put together from escaped text alone; that is quicker than to let Markup format it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from communique.site import labels
from communique.site.escape import escape
from communique.site.page_source import RelativeLinks
from communique.site.pages.components import CitationMark, CitedValue, Link, LocalizedName

BADGES = {"settled": "Disagreement settled", "unresolved": "Sources disagree"}
MOST_MARKS = 2
"""Marks of a value that stand beside it; more are folded."""

_CODE = re.compile(r"`+([^`]+)`+")


def format_link(ref: Link, links: RelativeLinks, language: str = "en") -> Markup:
    """Return a link to a page of the site, or only its label where there is no page."""
    label = mark_language(ref.label, language)
    return Markup(f'<a href="{links.href(ref.path)}">{label}</a>') if ref.path else label  # noqa: S704


def mark_language(text: str, language: str) -> Markup:
    """Return text marked with its language and direction, so that it is read and set as such."""
    if not text or language == "en":
        return escape(text)
    return Markup(f'<span lang="{escape(language)}" dir="auto">{escape(text)}</span>')  # noqa: S704


def format_name(value: LocalizedName) -> Markup:
    """Return a name, marked with its language."""
    return mark_language(value.name, value.language)


def format_marks(values: Iterable[CitationMark]) -> Markup:
    """Return numbered marks, each linked to its claim, grouped by how the value is claimed.

    Many are folded behind "17 sources, 12 alleged", which is one stop for who goes by keyboard.
    """
    groups: dict[str, list[CitationMark]] = {}
    for mark in values:
        groups.setdefault(mark.modality, []).append(mark)
    marks = " ".join([_mark_group(modality, group) for modality, group in groups.items()])
    count = sum(map(len, groups.values()))
    if count <= MOST_MARKS:
        return Markup(marks)  # noqa: S704 - of escaped parts
    parts = [
        modality if len(group) == count else f"{len(group)} {modality}"
        for modality, group in groups.items()
        if modality
    ]
    summary = escape(", ".join([labels.format_count(count, "source"), *parts]))
    return Markup(f'<details class="marks"><summary>{summary}</summary>{marks}</details>')  # noqa: S704 - too


def _mark_group(modality: str, group: Iterable[CitationMark]) -> str:
    """Return the marks of one modality; each is named for who hears it, as "source 3, alleged"."""
    word = f", {escape(modality)}" if modality else ""
    anchors = [
        f'<a href="#{escape(mark.anchor)}" aria-label="source {mark.number:d}{word}">{mark.number:d}</a>'
        for mark in group
    ]
    return f'<sup class="{escape(labels.join_nonempty(("mark", modality), " "))}">{" ".join(anchors)}</sup>'


def format_cited(value: CitedValue, links: RelativeLinks) -> Markup:
    """Return a value as a link, a badge where sources disagree, and its marks."""
    parts = (format_link(value.value, links), format_badge(value), format_marks(value.marks))
    return Markup(" ").join([part for part in parts if part])


def format_badge(value: CitedValue) -> Markup:
    """Return a badge that links to the disagreement on a value, or nothing where sources agree."""
    if value.dispute not in BADGES:
        return Markup("")
    kind = "disputed" if value.dispute == "unresolved" else "settled"
    badge = f'<span class="badge {kind}">{BADGES[value.dispute]}</span>'
    return Markup(f'<a href="#{escape(value.anchor)}">{badge}</a>')  # noqa: S704


def format_code_spans(text: str) -> Markup:
    """Return a description of the data dictionary, what stands in backticks as code."""
    pieces = _CODE.split(text)  # text and code by turns
    return Markup("").join(
        [Markup("<code>{}</code>").format(piece) if turn % 2 else piece for turn, piece in enumerate(pieces)]
    )
