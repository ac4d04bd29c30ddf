"""Whether an article is in the record already: by its address, or by a headline that is almost the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from communique.loaders.record import Record

ALIKE: Final = 0.86
"""Above this share of common letters two headlines are taken for the same dispatch."""

# What readers' programs and newsletters add to an address, and what never names another article.
_TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|mc_[ce]id|igshid|ref|ref_src|cmpid|ocid|smid|ns_\w+)", re.ASCII
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Twin:
    """An entry that may be of the same article: its file, its headline, and how alike they are from 0 to 1."""

    path: str
    title: str
    likeness: float


def canonical_url(url: str) -> str:
    """An address without what does not tell articles apart: scheme, ``www.``, port, tracking, last slash, anchor.

    Only for comparing: the record keeps the address as it was read.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    query = [(key, value) for key, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(key)]
    path = re.sub(r"//+", "/", parts.path).removesuffix("index.html").rstrip("/")
    return urlunsplit(("https", host + port, path, urlencode(sorted(query)), ""))


def same_address(url: str, record: Record) -> str | None:
    """The entry file that has this address, or an archived copy of it, already."""
    wanted = canonical_url(url)
    for path, article in record.articles.items():
        source = article.model.source
        if wanted in {canonical_url(known) for known in (source.url, source.archived_url) if known}:
            return path
    return None


def alike(title: str, titles: Mapping[str, str], threshold: float = ALIKE) -> list[Twin]:
    """The entries, by file, whose headline is almost this one, most alike first."""
    return sorted(_twins(title, titles, threshold), key=lambda twin: (-twin.likeness, twin.path))


def _twins(title: str, titles: Mapping[str, str], threshold: float) -> Iterator[Twin]:
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(_folded(title))
    for path, other in titles.items():
        matcher.set_seq1(_folded(other))
        # The first two are upper bounds of the third, which is a hundred times slower.
        if matcher.real_quick_ratio() >= threshold and matcher.quick_ratio() >= threshold:
            likeness = matcher.ratio()
            if likeness >= threshold:
                yield Twin(path, other, likeness)


def _folded(text: str) -> str:
    """Words without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))
