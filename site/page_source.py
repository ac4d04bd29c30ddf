"""Write a generated page as MkDocs reads it, and map files to the addresses that MkDocs gives them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, TypedDict
from urllib.parse import quote

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

    def heading(self, level: int, content: str, identifier: str = "", *, listed: bool = True) -> Markup:
        """Return a heading with its id and permalink, and add it to the table of contents.

        Args:
            level: 1 to 6; those of level 2, and of level 3 below them, are in the table of contents.
            content: text, or HTML.
            identifier: its id, where that is not made of its words.
            listed: whether the table of contents has it.
        """
        escaped = escape(content)
        name = escaped.striptags()
        identifier = unique(identifier or _slugify_heading(name), self.ids)
        entry = ContentsEntry(title=name, url=f"#{identifier}", children=[])
        if level == 2 and listed:
            self.contents.append(entry)
        elif level == 3 and listed and self.contents:
            self.contents[-1]["children"].append(entry)
        permalink = f'<a class="headerlink" href="#{identifier}" title="Permanent link">&para;</a>'
        return Markup(f'<h{level} id="{identifier}">{escaped}{permalink}</h{level}>')  # noqa: S704 - escaped above

    def to_text(self, body: str) -> str:
        """Return the page: front matter, and `body` without blank lines and blanks at the ends of lines."""
        if not self.meta.get("empty", True):  # only what is empty says so, for the navigation
            del self.meta["empty"]
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


_MARKDOWN_DOWNLOAD = ".md.txt"  # Markdown to take away, which MkDocs would make a page of


def is_page(path: str) -> bool:
    """Return whether a generated file is a page, and not data belonging to one."""
    return path.endswith(".md")


def get_dest_uri(path: str, use_directory_urls: bool) -> str:
    """Return where a generated file stands in the site, by the rules of MkDocs (``File.dest_uri``).

    Args:
        path: its path among the generated files.
        use_directory_urls: whether a page is `name/index.html` (MkDocs' `use_directory_urls`) and not `name.html`.
    """
    if path.endswith(_MARKDOWN_DOWNLOAD):
        return path.removesuffix(".txt")
    if not is_page(path):
        return path
    folder, _, name = path.removesuffix(".md").rpartition("/")
    file_name = f"{name}/index.html" if use_directory_urls and name != "index" else f"{name}.html"
    return f"{folder}/{file_name}" if folder else file_name


@lru_cache(maxsize=65_536)
def get_url(path: str, use_directory_urls: bool) -> str:
    """Return a generated file's address on the site, by the rules of MkDocs (``File.url``), but "" for its root."""
    dest_uri = get_dest_uri(path, use_directory_urls)
    if use_directory_urls and (dest_uri == "index.html" or dest_uri.endswith("/index.html")):
        dest_uri = dest_uri.removesuffix("index.html")
    return quote(dest_uri)


class RelativeLinks(NamedTuple):
    """The links of pages that stand equally deep in the site: each leads to its root first, and from there on.

    Args:
        depth: the folders between the root of the site and the page.
        use_directory_urls: whether pages are folders.
    """

    depth: int
    use_directory_urls: bool = True

    @classmethod
    def from_page(cls, path: str, use_directory_urls: bool = True) -> RelativeLinks:
        """Return the links of a generated page."""
        return cls(get_url(path, use_directory_urls).count("/"), use_directory_urls)

    def href(self, path: str) -> Markup:
        """Return the address of a page or file of the site, ready for an attribute."""
        return Markup("../" * self.depth + get_url(path, self.use_directory_urls) or "./")  # noqa: S704 - quoted
