"""Escape untrusted text for Markdown and HTML, so that every engine shows exactly its characters."""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from markupsafe import Markup

_ENTITIES = str.maketrans(
    {character: f"&#{ord(character)};" for character in '"*_[]`#|{}~\\^=$!:@'}
    | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
)
"""What may mean something inside a line. Numeric entities, because Python-Markdown takes few backslashes."""

_LIST_NUMBER = re.compile(r"^(\d+)([.)])")
_WWW = re.compile(r"\bwww\.", re.IGNORECASE)
_URL_SAFE = "/:?#@!$&'*+,;=%-._~"
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
    "\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
"""Control characters other than white space, marks of direction, halves of characters, and private use."""


class Markdown(Markup):
    """Text that is Markdown already; joining it with other text escapes that text for Markdown too."""

    __slots__ = ()

    def __new__(cls, text: str = "") -> Markdown:  # ten times for every line of a page: no more than it needs
        """Return `text` marked as Markdown, unchanged."""
        return str.__new__(cls, text)

    @classmethod
    def escape(cls, text: object, /) -> Markdown:
        """Escape `text` unless it is Markdown already."""
        return escape(text)


def to_single_line(text: str) -> str:
    """Return `text` on one line, without control characters.

    Marks that turn the direction of what follows go too: an unclosed one would turn the rest of the page.
    """
    if (
        text.isprintable() and "  " not in text
    ):  # then no character has to go, and white space is single spaces
        return text.strip(" ")
    return " ".join(_INVISIBLE.sub("", text).split())


def escape(text: object) -> Markdown:
    """Return a value as one line of Markdown that shows exactly its text; leave Markdown as it is."""
    if type(text) is str:
        return _escape_text(text)
    if isinstance(text, Markdown):
        return text
    return Markdown(text) if isinstance(text, Markup) else _escape_text(str(text))


@lru_cache(maxsize=65_536)
def _escape_text(text: str) -> Markdown:
    single_line = to_single_line(text)
    safe = single_line.translate(_ENTITIES)
    if "www." in safe.lower():
        safe = _WWW.sub(lambda match: f"{match[0][:-1]}&#46;", safe)
    if single_line[:1].isascii() and not single_line[:1].isalnum() and not safe.startswith("&") and safe:
        safe = f"&#{ord(single_line[0])};{safe[1:]}"
    return Markdown(_LIST_NUMBER.sub(lambda match: f"{match[1]}&#{ord(match[2])};", safe))


def link_target(path: str, depth: int) -> Markdown:
    """Return a page's path as a link target, seen from a page `depth` folders below the folder of pages."""
    return Markdown("../" * depth + _quote_path(path))


@lru_cache(maxsize=65_536)
def _quote_path(path: str) -> str:
    return quote(path, safe="/-_.~")


def web_link_target(url: str) -> Markdown | None:
    """Return a URL as a link target; None for anything but http and https, which is never linked."""
    cleaned = clean_url(url)
    return Markdown(cleaned.replace("&", "&amp;")) if cleaned else None


def clean_url(url: str) -> str | None:
    """Return a URL that any format can hold; None for anything but http and https.

    What is percent-encoded stays so; what may not stand in an address (RFC 3986), or would end a link, is encoded.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    return quote(url, safe=_URL_SAFE)


def front_matter(values: dict[str, object]) -> Markdown:
    """Return YAML front matter, one key a line, each value written as JSON, which YAML reads.

    Text is escaped for HTML, since the templates of MkDocs' themes put it into the page as it stands; what is
    marked as fit for a page already stays.
    """
    return Markdown(
        "\n".join(
            f"{key}: {json.dumps(_escape_html(value), ensure_ascii=False)}" for key, value in values.items()
        )
    )


def _escape_html(value: object) -> object:
    if isinstance(value, Markdown):
        return str(value)
    if isinstance(value, str):
        return html.escape(to_single_line(value))
    if isinstance(value, dict):
        return {key: _escape_html(item) for key, item in value.items()}
    return [_escape_html(item) for item in value] if isinstance(value, list | tuple) else value
