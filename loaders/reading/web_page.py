"""Take the article out of a saved page of HTML, with what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from communique.loaders.reading.parts import CAPTION, HEADLINE, PARAGRAPH, SUBHEAD


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page: its blocks of text with the kind that their markup gives, and what the page says of itself."""

    blocks: tuple[str, ...]
    hints: tuple[str, ...]
    title: str
    published: str
    url: str
    site: str
    language: str


def read_web_page(html: str, url: str = "") -> WebPage:
    """Return the article of a page, without menus, advertisements and comments.

    Args:
        html: the page.
        url: where it was saved from, if known.
    """
    html = _LONG_TAG.sub(r"<\1>", html)
    # Imported here: it takes half a second, and only saved pages need it.
    from trafilatura import bare_extraction, load_html

    hits: Any = bare_extraction(
        html,
        url=url or None,
        include_comments=False,
        include_images=True,
        favor_recall=True,
        with_metadata=False,
    )
    if hits is None:
        return WebPage((), (), "", "", url, "", "")
    blocks: list[str] = []
    hints: list[str] = []
    for hint, text in _iter_blocks(hits.body):
        if text:
            blocks.append(text)
            hints.append(hint)
    for caption in _iter_captions(load_html(html)):
        if caption not in blocks:
            blocks.append(caption)
            hints.append(CAPTION)
        else:
            hints[blocks.index(caption)] = CAPTION
    return WebPage(
        tuple(blocks), tuple(hints), hits.title or "", hits.date or "", hits.url or url, hits.sitename or "",
        hits.language or "",
    )  # fmt: skip


# A parser's time grows with the square of a tag's attributes; none that a text needs has so many.
_LONG_TAG = re.compile(r"<([a-zA-Z][\w-]*+)[\s/][^<>]{20000,}+>")


def _iter_blocks(body: Any) -> Iterator[tuple[str, str]]:
    """Yield the kind, where the markup says it, and the text of each block below an extracted body."""
    for element in body.iter("head", "p", "item", "quote"):
        if element.tag == "quote" and element.find("p") is not None:
            continue
        text = " ".join("".join(element.itertext()).split())
        if element.tag == "head":
            yield (HEADLINE if element.get("rend") == "h1" else SUBHEAD), text
        else:
            yield PARAGRAPH, text


def _iter_captions(tree: Any) -> Iterator[str]:
    for element in tree.iter("figcaption") if tree is not None else ():
        if text := " ".join("".join(element.itertext()).split()):
            yield text
