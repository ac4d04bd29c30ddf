"""Prepare untrusted text for HTML, so that every page shows exactly its characters and no markup of its own."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import quote, urlsplit

import markupsafe
from markupsafe import Markup

_URL_SAFE = "/:?#@!$&'*+,;=%-._~"
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
    "\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
"""Control characters other than white space, marks of direction, halves of characters, and private use."""


def to_single_line(text: str) -> str:
    """Return `text` on one line, without control characters.

    Marks that turn the direction of what follows go too: an unclosed one would turn the rest of the page.
    """
    if (
        text.isprintable() and "  " not in text
    ):  # then no character has to go, and white space is single spaces
        return text.strip(" ")
    return " ".join(_INVISIBLE.sub("", text).split())


def to_template_value(value: object) -> object:
    """Return what a template prints: text on one line, which autoescape then escapes; all else as it is."""
    return to_single_line(value) if type(value) is str else value


def escape(text: str) -> Markup:
    """Return text as one line of HTML that shows exactly its characters; leave HTML as it is."""
    return text if isinstance(text, Markup) else markupsafe.escape(to_single_line(text))


def web_link_target(url: str) -> Markup | None:
    """Return a URL as a link target; None for anything but http and https, which is never linked."""
    cleaned = clean_url(url)
    return markupsafe.escape(cleaned) if cleaned else None


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


def front_matter(values: dict[str, object]) -> str:
    """Return YAML front matter, one key a line, each value written as JSON, which YAML reads.

    Text is escaped for HTML, since the templates of MkDocs' themes put it into the page as it stands; what is
    HTML already stays.
    """
    return "\n".join(
        f"{key}: {json.dumps(_escape_html(value), ensure_ascii=False)}" for key, value in values.items()
    )


def _escape_html(value: object) -> object:
    if isinstance(value, Markup):
        return str(value)
    if isinstance(value, str):
        return html.escape(to_single_line(value))
    if isinstance(value, dict):
        return {key: _escape_html(item) for key, item in value.items()}
    return [_escape_html(item) for item in value] if isinstance(value, list | tuple) else value
