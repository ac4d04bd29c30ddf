"""Render partial templates that are equal on many pages once: the frame costs more than most contents."""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page


class CachedPartials:
    """The global ``shared(name)`` of templates, which includes a partial rendered once for similar pages.

    Pages stand alike if they are outside the navigation, as deep as each other, and below the same of the folders
    that the navigation leads to; then links from them to anything outside their own folders are the same, and so
    are the marks of where one is. A part may show what such pages have in common and the configuration, nothing
    else of the page. On a page of the navigation, and where there is no page, each part is made anew.

    Args:
        nav: the site's navigation.
    """

    def __init__(self, navigation: Navigation) -> None:
        self.navigation_ids = {id(page) for page in navigation.pages}
        self.navigation_folders = tuple(
            sorted({folder for page in navigation.pages for folder in _parent_folders(page.url)})
        )
        self.rendered: dict[tuple[str, str], str] = {}
        self.last_position: tuple[Page | None, str] = (None, "")

    @pass_context
    def __call__(self, context: Context, name: str) -> str:
        """Return the partial `name` as it is on the page that is being rendered."""
        page: Page | None = context.get("page")
        if page is None or id(page) in self.navigation_ids:
            return _render_template(context, name)
        if self.last_position[0] is not page:
            self.last_position = (page, self._position_key(page.url))
        key = (name, self.last_position[1])
        partial = self.rendered.get(key)
        if partial is None:
            partial = self.rendered[key] = _render_template(context, name)
        return partial

    def _position_key(self, url: str) -> str:
        """Return a key that is equal for all pages whose links out of their folders are equal."""
        below = [folder for folder in self.navigation_folders if url.startswith(folder)]
        return " ".join([str(url.count("/")), url.partition("/")[0], *below])


def _render_template(context: Context, name: str) -> str:
    return context.environment.get_template(name).render(context.get_all())


def _parent_folders(url: str) -> list[str]:
    """Return every folder on the way to a page."""
    parts = url.split("/")[:-1]
    return ["/".join(parts[:count]) + "/" for count in range(1, len(parts) + 1)]
