"""Write a generated page as MkDocs reads it: front matter, then HTML without a blank line.

Every Markdown engine passes such HTML through as it is, so that the page is the same whoever builds it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypedDict

from markdown import Markdown
from markdown.extensions.toc import TocExtension, slugify, unique
from markupsafe import Markup

from communique.site.escape import escape, front_matter


class ContentsEntry(TypedDict):
    """A heading in the table of contents, as the theme reads it."""

    title: str
    url: str
    children: list[ContentsEntry]


class PageSource:
    """The source of one page, which its template fills as it is rendered: front matter and headings."""

    def __init__(self) -> None:
        self.meta: dict[str, object] = {}
        self.ids: set[str] = set()
        self.contents: list[ContentsEntry] = []

    def front(self, meta: dict[str, object]) -> str:
        """Take the page's front matter from its template; return nothing for it to print."""
        self.meta = meta
        return ""

    def heading(self, level: int, content: str) -> Markup:
        """Return a heading with its id and permalink, and add it to the table of contents.

        Args:
            level: 1 to 6; those of level 2, and of level 3 below them, are in the table of contents.
            content: text, or HTML.
        """
        escaped = escape(content)
        name = escaped.striptags()
        identifier = unique(_slugify_heading(name), self.ids)
        entry = ContentsEntry(title=name, url=f"#{identifier}", children=[])
        if level == 2:
            self.contents.append(entry)
        elif level == 3 and self.contents:
            self.contents[-1]["children"].append(entry)
        permalink = f'<a class="headerlink" href="#{identifier}" title="Permanent link">&para;</a>'
        return Markup(f'<h{level} id="{identifier}">{escaped}{permalink}</h{level}>')  # noqa: S704 - escaped above

    def to_text(self, body: str) -> str:
        """Return the page: front matter, and `body` without blank lines and blanks at the ends of lines."""
        hidden = self.meta.get("hide")
        contents = {} if isinstance(hidden, list) and "toc" in hidden else {"contents": self.contents}
        lines = [line for line in map(str.rstrip, body.split("\n")) if line]
        return "\n".join(("---", front_matter({**self.meta, **contents}), "---", *lines, ""))


@lru_cache(maxsize=4096)  # most pages have the same headings
def _slugify_heading(name: str) -> str:
    return slugify(name, "-")


def convert_markdown_page(title: str, text: str) -> str:
    """Return the source of a page whose text, which must be trusted, a program writes in Markdown."""
    converter = Markdown(extensions=["fenced_code", TocExtension(permalink=True)])
    page = PageSource()
    page.front({"title": title})
    body = converter.convert(text)
    for heading in getattr(converter, "toc_tokens")[0]["children"]:  # noqa: B009 - the extension sets it
        page.contents.append(ContentsEntry(title=heading["name"], url=f"#{heading['id']}", children=[]))
    return page.to_text(body)
