"""Untrusted text into Markdown and HTML: whatever it holds is read as plain words, by every Markdown engine."""

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
_ADDRESS = re.compile(r"\bwww\.", re.IGNORECASE)
_KEPT_IN_URL = "/:?#@!$&'*+,;=%-._~"
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
    "\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
"""Control characters other than white space, marks of direction, halves of characters, and private use."""


class Markdown(Markup):
    """Text that is Markdown already. Joining it with other text escapes that text for Markdown, not only for HTML."""

    __slots__ = ()

    def __new__(cls, text: str = "") -> Markdown:  # ten times for every line of a page: no more than it needs
        """Text that is Markdown already."""
        return str.__new__(cls, text)

    @classmethod
    def escape(cls, text: object, /) -> Markdown:
        """Escape what is not Markdown yet."""
        return escape(text)


def line(text: str) -> str:
    """Text on one line, without control characters.

    Marks that turn the direction of what follows go too: an unclosed one would turn the rest of the page.
    """
    if (
        text.isprintable() and "  " not in text
    ):  # then no character has to go, and white space is single spaces
        return text.strip(" ")
    return " ".join(_UNSEEN.sub("", text).split())


def escape(text: object) -> Markdown:
    """A value as one line of Markdown that shows exactly its words; what is Markdown already stays."""
    if type(text) is str:
        return _escaped(text)
    if isinstance(text, Markdown):
        return text
    return Markdown(text) if isinstance(text, Markup) else _escaped(str(text))


@lru_cache(maxsize=65_536)
def _escaped(text: str) -> Markdown:
    plain = line(text)
    safe = plain.translate(_ENTITIES)
    if "www." in safe.lower():
        safe = _ADDRESS.sub(lambda match: f"{match[0][:-1]}&#46;", safe)
    if plain[:1].isascii() and not plain[:1].isalnum() and not safe.startswith("&") and safe:
        safe = f"&#{ord(plain[0])};{safe[1:]}"
    return Markdown(_LIST_NUMBER.sub(lambda match: f"{match[1]}&#{ord(match[2])};", safe))


def target(path: str, depth: int) -> Markdown:
    """A page's path as a link target, seen from a page so many folders below the folder of pages."""
    return Markdown("../" * depth + _quoted(path))


@lru_cache(maxsize=65_536)
def _quoted(path: str) -> str:
    return quote(path, safe="/-_.~")


def web_address(url: str) -> Markdown | None:
    """A web address as a link target; None for anything but http and https, which is never linked."""
    found = address(url)
    return Markdown(found.replace("&", "&amp;")) if found else None


def address(url: str) -> str | None:
    """A web address that any format can hold; None for anything but http and https.

    What is percent-encoded stays so; what may not stand in an address (RFC 3986), or would end a link, is encoded.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    return quote(url, safe=_KEPT_IN_URL)


def front_matter(values: dict[str, object]) -> Markdown:
    """YAML front matter, one key a line, written as JSON, which YAML reads.

    Text is escaped for HTML, since the templates of MkDocs' themes put it into the page as it stands; what is
    marked as fit for a page already stays.
    """
    return Markdown(
        "\n".join(f"{key}: {json.dumps(_html(value), ensure_ascii=False)}" for key, value in values.items())
    )


def _html(value: object) -> object:
    if isinstance(value, Markdown):
        return str(value)
    if isinstance(value, str):
        return html.escape(line(value))
    if isinstance(value, dict):
        return {key: _html(item) for key, item in value.items()}
    return [_html(item) for item in value] if isinstance(value, list | tuple) else value
