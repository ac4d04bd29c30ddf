"""Map generated files to their addresses on the site, by the rules of MkDocs, and link pages to them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

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
