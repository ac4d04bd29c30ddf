"""Generated Markdown → HTML by a CommonMark engine in Rust, because Python-Markdown costs a hundred times as much.

What Python-Markdown's extensions `toc` (ids, permalinks, tokens), `md_in_html` and `tables` add is added here in the
same form, so that a page reads alike whichever engine renders it; tests/unit/test_markdown.py holds the two together.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypedDict

from markdown.extensions.toc import slugify, unique
from pyromark import Options
from pyromark import html as commonmark


class TocToken(TypedDict):
    """One heading, in the form that MkDocs takes from Python-Markdown's `toc`."""

    level: int
    id: str
    name: str
    children: list[TocToken]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's HTML and what the rest of the build asks of it.

    Args:
        html: the content, its links resolved.
        title: the words of a first-level heading that opens the page, or None.
        toc: headings as a forest.
        anchors: every id in the page: what a link's fragment may name.
    """

    html: str
    title: str | None
    toc: list[TocToken]
    anchors: frozenset[str]


# One pass over every tag that needs a change, the frequent ones first; text is escaped by the engine, so "<" always
# opens a tag. Link: the engine's own form, then whatever raw HTML may hold, as pictures do. Each way begins with a
# letter outside its groups: only so does Python pass over a tag that is none of these without trying them all.
_TAGS = re.compile(
    r"<(?:"
    r't(?:(?P<cell>d|r><td)(?: style="text-align: (?P<align>\w+)")?>|(?P<row>r>)|(?P<table>able>)'
    r'|h(?: style="text-align: (?P<head_align>\w+)")?>(?P<head>.*?)</th>)'
    r'|a href="(?P<address>[^"]*)"'
    r"|h(?P<level>[1-6])>(?P<heading>.*?)</h(?P=level)>"
    r'|[dsfa](?P<block>(?:iv|ection|igure|etails|side)(?: [^>]*?)?) markdown(?:="(?:1|block)")?(?=[ >])'
    r'|[aiu](?P<other>(?:|mg|mage|se)\s[^>]*?(?<=\s)(?:href|src)=")(?P<other_address>[^"]*)"'
    r"|!--.*?-->"
    r")",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>")
_ID = re.compile(r' id="([^"]+)"')
_SPACES = re.compile(r"\s+")


def render(text: str, resolve: Callable[[str], str]) -> Rendered:
    """Render one page of generated Markdown (CommonMark with tables, raw HTML as it stands).

    Args:
        text: Markdown without its front matter.
        resolve: gives a link's address on the site; called once for each address in the page.
    """
    page = _Page(resolve)
    body = _TAGS.sub(page.replace, commonmark(text, options=Options.ENABLE_TABLES))
    return Rendered(body, page.title, page.toc, frozenset(map(html.unescape, _ID.findall(body))))


class _Page:
    """What is collected while one page's tags are replaced."""

    def __init__(self, resolve: Callable[[str], str]) -> None:
        self.resolve = resolve
        self.links: dict[str, str] = {}
        self.ids: set[str] = set()
        self.toc: list[TocToken] = []
        self.open: list[TocToken] = []
        self.title: str | None = None
        self.labels: list[str] = []
        self.cells: dict[tuple[int, str], str] = {}
        self.column = 0

    def replace(self, match: re.Match[str]) -> str:
        """The new form of one tag, heading or head of a column."""
        tag = match.lastgroup
        if tag in ("cell", "align"):
            whole: str = match[0]
            if whole.startswith("<tr"):
                self.column = 0
            key = self.column, whole
            self.column += 1
            return self.cells.get(key) or self.cell(key, match)
        if tag == "address":
            address = match["address"]
            return f'<a href="{self.links.get(address) or self.link(address)}"'
        if tag == "row":
            self.column = 0
        elif tag == "block":
            return match[0][:2] + match["block"]
        elif tag == "heading":
            return self.heading(int(match["level"]), self.inline(match["heading"]))
        elif tag == "head":
            self.labels.append(html.escape(html.unescape(_TAG.sub("", match["head"]))))
            return f"<th{_align(match['head_align'])}>{self.inline(match['head'])}</th>"
        elif tag == "table":
            self.labels, self.cells = [], {}
            return '<table class="table">'
        elif tag == "other_address":
            return f'{match[0][:2]}{match["other"]}{self.link(match["other_address"])}"'
        return match[0]

    def cell(self, key: tuple[int, str], match: re.Match[str]) -> str:
        """A cell that knows its column, so that a row can fold into a card on a phone without a script."""
        column, whole = key
        if column >= len(self.labels):  # a table of raw HTML without a head
            return whole
        row = "<tr>" if whole.startswith("<tr") else ""
        made = f'{row}<td{_align(match["align"])} data-label="{self.labels[column]}">'
        self.cells[key] = made
        return made

    def inline(self, part: str) -> str:
        """What the one pass took whole, a heading or the head of a column, with its own tags replaced."""
        return _TAGS.sub(self.replace, part) if "<" in part else part

    def link(self, address: str) -> str:
        """A link's address on the site, as an attribute holds it."""
        if address not in self.links:
            self.links[address] = html.escape(self.resolve(html.unescape(address)))
        return self.links[address]

    def heading(self, level: int, words: str) -> str:
        """A heading with its id and permalink, entered into the table of contents."""
        name, slug = _named(words)
        identifier = unique(slug, self.ids)
        if level == 1 and self.title is None:
            self.title = name
        token = TocToken(level=level, id=identifier, name=name, children=[])
        while self.open and self.open[-1]["level"] >= level:
            self.open.pop()
        (self.open[-1]["children"] if self.open else self.toc).append(token)
        self.open.append(token)
        permalink = f'<a class="headerlink" href="#{identifier}" title="Permanent link">&para;</a>'
        return f'<h{level} id="{identifier}">{words}{permalink}</h{level}>'


@lru_cache(maxsize=4096)  # most pages have the same headings
def _named(words: str) -> tuple[str, str]:
    """A heading without its tags, and what its id begins with."""
    name = _SPACES.sub(" ", html.unescape(_TAG.sub("", words))).strip()
    return html.escape(name, quote=False), slugify(name, "-")


def _align(side: str | None) -> str:
    """A column's side as an attribute: the engine's style attribute would break the pages' policy."""
    return f' align="{side}"' if side else ""
