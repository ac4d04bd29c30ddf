"""Extract what the search index needs of a page: its own text, and of an entry each term once.

A reader loads what Pagefind keeps of a word wherever it stands, for all pages of a part of the index. So an entry
goes without its evidence, lists and labels, and without a row whose words all stand above it. Pagefind reads that in
half the time that whole pages take it.
"""

from __future__ import annotations

import re
import shutil
import zlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from communique.pipeline.cache import blake2b_hex
from communique.pipeline.filesystem import write_with_parents

EVENT = "Event"
"""The type of a page that tells search none (theme/main.html): as most do, a list of them would be long."""

_BODY = " data-pagefind-body"
_END = "</article>"
_TYPE = re.compile(r' data-pagefind-filter="type:([^"]*)"')
_HANDWRITTEN = "Page"  # by hand, or as if; every other type of page is an entry of the record

# Most of a page, and no words of its own: taken out here, it costs a tenth of what Pagefind needs to pass over it.
_SMALL_BLOCKS = re.compile(
    r'<a class="headerlink".*?</a>|<details class="marks"><summary>\d+ sources\b.*?</details>'
    r'|<sup class="mark\b.*?</sup>|<thead>.*?</thead>|<svg.*?</svg>',
    re.DOTALL,
)
_LARGE_BLOCKS = re.compile(r'<div class="(?:evidence|cite|actions)\b')
# Of an entry, what is said of others, on pages of their own, or of the page.
_SECONDARY_CLASSES = (
    "evidence|cite|actions|eyebrow|events|strip|years|figures|chips|names|relations|chain|note"
)
_ENTRY_BLOCKS = re.compile(rf'<div class="(?:{_SECONDARY_CLASSES})\b')
_LIST_BLOCKS = re.compile(rf'<div class="(?:{_SECONDARY_CLASSES}|list)\b')  # lists of people and of texts
_WITH_LISTS = ("Country", "Organisation", "Publisher")
_LABELS = re.compile(
    r'<h2\b.*?</h2>|<figure\b.*?</figure>|<td data-label="(?:Fact|Note)">[^<]*</td>', re.DOTALL
)
_SOURCES = '<h2 id="sources">'  # from here on an event's page is evidence; each text has a page of its own
_TITLE = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_ALSO = re.compile(r'<span hidden class="also"[^>]*>(.*?)</span>', re.DOTALL)
_DATE = re.compile(r' data-pagefind-meta="date:([^"]*)"')
_ATTRIBUTES = re.compile(r"<(\w+) [^>]*>")
_TAG = re.compile(r"<[^>]*>")
_TEXT = re.compile(r"(?<=>)[^<]+")
_TERM = re.compile(r"\w+")
_DIV = re.compile(r"<(/?)div\b")


HIDDEN = ("⟦", "⟧")
"""Around words that find a page and are not part of it: assets/results.js leaves them out of what it shows."""

_UNSPACED = re.compile("[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]{2,}")
"""Runs of Chinese characters, kana and hangul: words stand in them without a space."""


def split_unspaced(text: str) -> list[str]:
    """Return every two neighbouring characters of scripts without spaces, each pair once.

    A reader loads a word's pages by its beginning, so a word inside a run is found by its pairs; assets/words.js
    asks for the same ones.
    """
    runs = _UNSPACED.findall(text)
    return list(dict.fromkeys(run[at : at + 2] for run in runs for at in range(len(run) - 1)))


def search_html(output: str) -> str:
    """Return the searchable HTML of a page, without the site around it; "" for one that search leaves out."""
    document = _searchable_html(output)
    pairs = split_unspaced(_TAG.sub(" ", document))
    if not pairs:
        return document
    hidden = f"<p>{HIDDEN[0]} {' '.join(pairs)} {HIDDEN[1]}</p></div></body></html>"
    return document.removesuffix("</body></html>").rstrip().removesuffix("</div>") + hidden


def _searchable_html(output: str) -> str:
    marker = output.find(_BODY)
    if marker < 0:
        return ""
    begin, end = output.rfind("<", 0, marker), output.find(_END, marker)
    body = output[begin : end if end >= 0 else None]
    type_match = _TYPE.search(body)
    if type_match and type_match[1] == _HANDWRITTEN:
        content = _remove_blocks(_LARGE_BLOCKS, _SMALL_BLOCKS.sub("", body))
    else:
        content = _entry_html(body, type_match[1] if type_match else EVENT)
    return f'<!doctype html><html lang="en"><body>{content}</body></html>'


def _entry_html(body: str, type_: str) -> str:
    """Return the searchable HTML of an entry of the record."""
    if type_ == EVENT and (sources := body.find(_SOURCES)) >= 0:
        body = f"{body[:sources]}</div>"
    body = _remove_blocks(_LIST_BLOCKS if type_ in _WITH_LISTS else _ENTRY_BLOCKS, body)
    body = _LABELS.sub("", _SMALL_BLOCKS.sub("", body))
    title = _TITLE.search(body)
    if title is None:
        return body
    head, rest = body[: title.start()], _ATTRIBUTES.sub(r"<\1>", body[title.end() :])
    also = _ALSO.search(head)
    if type_ == EVENT:
        return _event_html(head, title[1], rest, also)
    if also is not None:  # so that Japan comes before all pages that are of Japan and another
        head = f"{head[: also.start(1)]}{HIDDEN[0]} {title[1]} · {also[1]} {HIDDEN[1]}{head[also.end(1) :]}"
    return head + title[0] + _without_repeats(rest, set())


def _event_html(head: str, title: str, rest: str, also: re.Match[str] | None) -> str:
    """Return the searchable HTML of an event; its title stands apart, where Pagefind ranks it first."""
    seen = {*_split_terms(title), *(term for date in _DATE.findall(head) for term in _split_terms(date))}
    title_count = len(seen)
    rest = _without_repeats(rest, seen)
    if also is not None:  # of other spellings the words that are new, at the end: few results show them
        new_terms = [
            term for term in dict.fromkeys(also[1].split()) if not seen.issuperset(_split_terms(term))
        ]
        head = head.replace(also[0], "")
        rest = f"{rest.rstrip().removesuffix('</div>')}<p>{HIDDEN[0]} {' '.join(new_terms)} {HIDDEN[1]}</p></div>"
        seen.update(new_terms)
    if len(seen) == title_count:  # Pagefind leaves out a page without any text
        return f"{head}<h1>{title}</h1>{rest}"
    name = f'<span data-pagefind-meta="title">{title}</span>'
    return f"{head}<span hidden data-pagefind-ignore>{name}</span>{rest}"


def _without_repeats(content: str, seen: set[str]) -> str:
    """Return HTML without the texts whose terms were all seen before; add its terms to `seen`."""

    def drop_repeat(text: re.Match[str]) -> str:
        terms = _split_terms(text[0])
        if seen.issuperset(terms):
            return " "
        seen.update(terms)
        return text[0]

    return _TEXT.sub(drop_repeat, content)


def _split_terms(text: str) -> list[str]:
    return _TERM.findall(text.lower())


def _remove_blocks(blocks: re.Pattern[str], body: str) -> str:
    """Return a page without the elements that begin with a pattern."""
    while (block := blocks.search(body)) is not None:
        body = body[: block.start()] + body[_element_end(body, block.start()) :]
    return body


def _element_end(body: str, begin: int) -> int:
    """Return where the element ends that begins at `begin`."""
    depth = 0
    for tag in _DIV.finditer(body, begin):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return body.index(">", tag.end()) + 1
    return len(body)


MAIN = "main"
"""The part that is asked first: events, all that they name, and what is written by hand."""

SECONDARY = "sources"
"""The part of where it was read. There are more of these pages than of events, and few look for one."""

LARGE = 4000
"""How many pages a part has at most. A change costs a part; a reader asks each part for each word."""

NOT_SEARCHED = ("developers/", "commands", "data/dictionary")
"""What is about the code and not about the record, by the beginning of its path."""

_NOT_COUNTED = (*NOT_SEARCHED, "releases/")
"""What makes no part larger: nearly all pages below a release are events as it had them, which search leaves out."""

_FOLDERS = {"sources": SECONDARY, "publishers": SECONDARY}

_TOGETHER = ("countries/", "organisations/", "people/", "places/", "series/", "topics/")
"""What is looked for by its name. How well a page fits is comparable in one part only: in several, the country that
has a name fell behind places that mention it."""


class SearchDocuments:
    """The search documents of all pages, each in the folder of its part.

    Args:
        folder: where these folders are.
        places: the paths of all pages of the site.
    """

    def __init__(self, folder: Path, dest_uris: Iterable[str]) -> None:
        self.folder = folder
        searched = (dest_uri for dest_uri in dest_uris if not dest_uri.startswith(_NOT_COUNTED))
        counts = Counter(map(_part_group, searched))
        self.parts = {name: _next_power_of_two(count / LARGE) for name, count in counts.items()}

    def document_path(self, dest_uri: str) -> str:
        """Return the path of a page's search document: its part, then the page's path in the site."""
        group = _part_group(dest_uri)
        number = zlib.crc32(dest_uri.encode()) % self.parts.get(group, 1)
        if dest_uri.count("/") < 2 or dest_uri.startswith(_TOGETHER):
            number = 0  # nor is a first part empty: what stands above folders is in it
        return f"{group}-{number}/{dest_uri}" if number else f"{group}/{dest_uri}"

    def write_document(self, dest_uri: str, output: str) -> str:
        """Write the search document of a page; return its digest, or "" if there is nothing to search."""
        html = "" if dest_uri.startswith(NOT_SEARCHED) else search_html(output)
        document, target = html.encode(errors="xmlcharrefreplace"), self.folder / self.document_path(dest_uri)
        if document:
            write_with_parents(document, target)
        else:
            target.unlink(missing_ok=True)
        return blake2b_hex(document) if document else ""

    def rebuild_all(self, site: Path) -> dict[str, str]:
        """Write the search documents of every page of a site and of no other; return digests by path."""
        shutil.rmtree(self.folder, ignore_errors=True)
        digests = {
            dest_uri: self.write_document(dest_uri, (site / dest_uri).read_text(encoding="utf-8"))
            for dest_uri in html_paths(site)
        }
        return {self.document_path(dest_uri): digest for dest_uri, digest in digests.items() if digest}


def _part_group(dest_uri: str) -> str:
    return _FOLDERS.get(dest_uri.partition("/")[0], MAIN)


def html_paths(site: Path) -> list[str]:
    """Return the paths of a site's HTML pages, sorted."""
    return sorted(page.relative_to(site).as_posix() for page in site.rglob("*.html"))


def _next_power_of_two(least: float) -> int:
    """Return the least power of two that is not below `least`, so that parts seldom change in number."""
    count = 1
    while count < least:
        count *= 2
    return count
