"""Links and anchors of generated pages are read off their HTML, and each is held to lead somewhere."""

from __future__ import annotations

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from communique.site.mkdocs.links import LinkTargets, PageLinks
from communique.site.page_source import RelativeLinks

PATHS = ("index.md", "events/index.md", "events/a.md", "events/b.md", "events/b.md.txt", "places/ō b.md")
BY_HAND = ("method.md", "data/guide.md", "assets/look.css")


def targets(directories: bool) -> LinkTargets:
    """What links may lead to, on a site of generated and of hand-written pages."""
    config = MkDocsConfig()
    config.load_dict(
        {"site_name": "Test", "use_directory_urls": directories, "docs_dir": "/", "site_dir": "/x"}
    )
    config.validate()
    return LinkTargets(dict.fromkeys(PATHS), Files([file(path, directories) for path in BY_HAND]), config)


def file(path: str, directories: bool = True) -> File:
    """A page or another file of the site."""
    return File(path, "/", "/x", directories, inclusion=InclusionLevel.NOT_IN_NAV)


@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize("page", ["index.md", "events/index.md", "events/a.md"])
def test_a_link_is_known_by_its_file_wherever_it_stands(
    page: str, directories: bool, caplog: pytest.LogCaptureFixture
) -> None:
    links = RelativeLinks.from_page(page, directories)
    content = "".join(f'<a href="{links.href(path)}?q=1#here">x</a>' for path in (*PATHS, *BY_HAND))
    seen = PageLinks(targets(directories), file(page, directories), content)
    assert seen.linked_paths == {*PATHS, *BY_HAND}
    assert {(path, *anchors) for path, anchors in seen.anchors.items()} == {
        (path, "here") for path in (*PATHS, *BY_HAND)
    }
    assert not caplog.text


@pytest.mark.parametrize(
    "link", ["gone/", "../gone/", "../../../events/a/", "../../a.md", "/events/a/", "b/"]
)
def test_a_link_that_leads_nowhere_is_a_warning(link: str, caplog: pytest.LogCaptureFixture) -> None:
    seen = PageLinks(targets(True), file("events/a.md"), f'<a href="{link}">x</a>')
    assert f"Doc file 'events/a.md' contains a link '{link}'" in caplog.text
    assert not seen.linked_paths


def test_anchors_and_links_to_the_page_itself_and_abroad() -> None:
    content = '<h2 id="a&amp;b">x</h2><a href="#c">c</a><a href="https://example.org/#d">d</a>'
    seen = PageLinks(targets(True), file("events/a.md"), content)
    assert seen.ids == {"a&b"}
    assert seen.anchors == {"events/a.md": {"c": "#c"}}
    assert not seen.linked_paths
