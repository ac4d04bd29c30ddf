"""Convert generated Markdown to HTML with a fast CommonMark engine instead of Python-Markdown.

What Python-Markdown's extensions `toc` (ids, permalinks, tokens), `md_in_html` and `tables` add is added here in the
same form, so that a page reads alike whichever engine renders it.
tests/unit/site/mkdocs/test_markdown.py holds the two together.
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
    """A heading, in the form that MkDocs takes from Python-Markdown's `toc`."""

    level: int
    id: str
    name: str
    children: list[TocToken]


@dataclass(frozen=True, slots=True)
class RenderedMarkdown:
    """A page's HTML with its title, table of contents and anchors.

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


def convert_markdown(text: str, resolve_link: Callable[[str], str]) -> RenderedMarkdown:
    """Convert one page of generated Markdown (CommonMark with tables; raw HTML stays) to HTML.

    Args:
        text: Markdown without its front matter.
        resolve_link: gives a link's address on the site; called once for each address in the page.
    """
    rewriter = _TagRewriter(resolve_link)
    body = _TAGS.sub(rewriter.replace_tag, commonmark(text, options=Options.ENABLE_TABLES))
    return RenderedMarkdown(
        body, rewriter.title, rewriter.toc, frozenset(map(html.unescape, _ID.findall(body)))
    )


class _TagRewriter:
    """A rewriter of the tags of one page, and what it collects on the way."""

    def __init__(self, resolve_link: Callable[[str], str]) -> None:
        self.resolve_link = resolve_link
        self.links: dict[str, str] = {}
        self.ids: set[str] = set()
        self.toc: list[TocToken] = []
        self.open_headings: list[TocToken] = []
        self.title: str | None = None
        self.column_labels: list[str] = []
        self.cells: dict[tuple[int, str], str] = {}
        self.column = 0

    def replace_tag(self, match: re.Match[str]) -> str:
        """Return the new form of one matched tag, heading or column head."""
        tag = match.lastgroup
        if tag in ("cell", "align"):
            cell_tag: str = match[0]
            if cell_tag.startswith("<tr"):
                self.column = 0
            key = self.column, cell_tag
            self.column += 1
            return self.cells.get(key) or self.label_cell(key, match)
        if tag == "address":
            address = match["address"]
            return f'<a href="{self.links.get(address) or self.resolve_href(address)}"'
        if tag == "row":
            self.column = 0
        elif tag == "block":
            return match[0][:2] + match["block"]
        elif tag == "heading":
            return self.add_heading(int(match["level"]), self.rewrite_inline(match["heading"]))
        elif tag == "head":
            self.column_labels.append(html.escape(html.unescape(_TAG.sub("", match["head"]))))
            return f"<th{_align_attribute(match['head_align'])}>{self.rewrite_inline(match['head'])}</th>"
        elif tag == "table":
            self.column_labels, self.cells = [], {}
            return '<table class="table">'
        elif tag == "other_address":
            return f'{match[0][:2]}{match["other"]}{self.resolve_href(match["other_address"])}"'
        return match[0]

    def label_cell(self, key: tuple[int, str], match: re.Match[str]) -> str:
        """Return a cell with its column's label, so that CSS can fold a row into a card on a phone."""
        column, cell_tag = key
        if column >= len(self.column_labels):  # a table of raw HTML without a head
            return cell_tag
        row = "<tr>" if cell_tag.startswith("<tr") else ""
        labelled = f'{row}<td{_align_attribute(match["align"])} data-label="{self.column_labels[column]}">'
        self.cells[key] = labelled
        return labelled

    def rewrite_inline(self, fragment: str) -> str:
        """Replace the tags inside a heading or column head, which the single pass matched with its content."""
        return _TAGS.sub(self.replace_tag, fragment) if "<" in fragment else fragment

    def resolve_href(self, address: str) -> str:
        """Return a link's address on the site, escaped for an attribute."""
        if address not in self.links:
            self.links[address] = html.escape(self.resolve_link(html.unescape(address)))
        return self.links[address]

    def add_heading(self, level: int, content: str) -> str:
        """Return a heading with its id and permalink, and add it to the table of contents."""
        name, slug = _heading_name(content)
        identifier = unique(slug, self.ids)
        if level == 1 and self.title is None:
            self.title = name
        token = TocToken(level=level, id=identifier, name=name, children=[])
        while self.open_headings and self.open_headings[-1]["level"] >= level:
            self.open_headings.pop()
        (self.open_headings[-1]["children"] if self.open_headings else self.toc).append(token)
        self.open_headings.append(token)
        permalink = f'<a class="headerlink" href="#{identifier}" title="Permanent link">&para;</a>'
        return f'<h{level} id="{identifier}">{content}{permalink}</h{level}>'


@lru_cache(maxsize=4096)  # most pages have the same headings
def _heading_name(content: str) -> tuple[str, str]:
    """Return the text of a heading without its tags, and the start of its id."""
    name = _SPACES.sub(" ", html.unescape(_TAG.sub("", content))).strip()
    return html.escape(name, quote=False), slugify(name, "-")


def _align_attribute(alignment: str | None) -> str:
    """Return a column's alignment as an attribute: a style attribute would break the pages' policy."""
    return f' align="{alignment}"' if alignment else ""
