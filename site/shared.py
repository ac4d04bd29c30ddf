"""Parts of a page that are the same on many pages are made once: the frame costs more than most contents."""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page


class Shared:
    """``shared(name)`` in a template includes another template, made once for all pages that stand alike.

    Pages stand alike if they are outside the navigation, as deep as each other, and below the same of the folders
    that the navigation leads to; then links from them to anything outside their own folders are the same, and so
    are the marks of where one is. A part may show what such pages have in common and the configuration, nothing
    else of the page. On a page of the navigation, and where there is no page, each part is made anew.

    Args:
        nav: the site's navigation.
    """

    def __init__(self, nav: Navigation) -> None:
        self.inside = {id(page) for page in nav.pages}
        self.folders = tuple(sorted({folder for page in nav.pages for folder in _folders(page.url)}))
        self.made: dict[tuple[str, str], str] = {}
        self.last: tuple[Page | None, str] = (None, "")

    @pass_context
    def __call__(self, context: Context, name: str) -> str:
        """The template of this name as it is on the page that is being made."""
        page: Page | None = context.get("page")
        if page is None or id(page) in self.inside:
            return _made(context, name)
        if self.last[0] is not page:
            self.last = (page, self._place(page.url))
        key = (name, self.last[1])
        part = self.made.get(key)
        if part is None:
            part = self.made[key] = _made(context, name)
        return part

    def _place(self, url: str) -> str:
        """Where a page stands, in one word that is the same for all that stand alike."""
        below = [folder for folder in self.folders if url.startswith(folder)]
        return " ".join([str(url.count("/")), url.partition("/")[0], *below])


def _made(context: Context, name: str) -> str:
    return context.environment.get_template(name).render(context.get_all())


def _folders(url: str) -> list[str]:
    """Every folder on the way to a page."""
    parts = url.split("/")[:-1]
    return ["/".join(parts[:count]) + "/" for count in range(1, len(parts) + 1)]
