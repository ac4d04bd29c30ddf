"""The source of a page: front matter, headings with ids, and HTML that no engine changes."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
import yaml
from markupsafe import Markup
from mkdocs.structure.files import File, InclusionLevel

from communique.site.page_source import (
    PageSource,
    RelativeLinks,
    convert_markdown_page,
    get_dest_uri,
    get_url,
)

LINK = '<a class="headerlink" href="#{0}" title="Permanent link">&para;</a>'


def test_a_heading_has_an_id_of_its_own_and_a_permalink() -> None:
    page = PageSource()
    assert page.heading(2, "Sources & more") == (
        f'<h2 id="sources-more">Sources &amp; more{LINK.format("sources-more")}</h2>'
    )
    assert 'id="sources-more_1"' in page.heading(3, "Sources: more")
    assert page.heading(1, Markup("<em>日本</em>")).startswith('<h1 id="_1"><em>日本</em>')


def test_front_matter_holds_the_contents_of_the_page() -> None:
    page = PageSource()
    assert page.front({"title": "A <b>", "hide": ["navigation"]}) == ""
    for level, name in ((1, "Title"), (2, "One"), (3, "Under <it>"), (2, "Two")):
        page.heading(level, name)
    _, matter, body = page.to_text("<p>x</p>  \n\n<p>y</p>\n").split("---\n")
    assert yaml.safe_load(matter) == {
        "title": "A &lt;b&gt;",
        "hide": ["navigation"],
        "contents": [
            {
                "title": "One",
                "url": "#one",
                "children": [{"title": "Under &lt;it&gt;", "url": "#under-it", "children": []}],
            },
            {"title": "Two", "url": "#two", "children": []},
        ],
    }
    assert body == "<p>x</p>\n<p>y</p>\n"


def test_a_page_without_contents_keeps_none() -> None:
    page = PageSource()
    page.front({"hide": ["toc"]})
    page.heading(2, "One")
    assert page.to_text("").startswith('---\nhide: ["toc"]\n---\n')


def test_a_page_in_markdown_becomes_such_a_page() -> None:
    text = convert_markdown_page("T", "# T\n\n## a <b>\n\n```sh\nrun\n```\n\n- `x`\n")
    _, matter, body = text.split("---\n")
    assert yaml.safe_load(matter)["contents"][0]["url"] == "#a"
    assert "\n\n" not in body
    assert '<pre><code class="language-sh">run\n</code></pre>' in body
    assert LINK.format("a") in body


PATHS = (
    "index.md",
    "events.md",
    "events/index.md",
    "events/a.md",
    "events/a/history.md",
    "events/a.json",
    "countries/jp/with/kr.md",
    "countries/jp/with/index.md",
    "places/ō b.md",
    "data/SHA256SUMS",
)


def theirs(path: str, directories: bool) -> File:
    """MkDocs' own file."""
    return File(path, "/", "/x", directories, inclusion=InclusionLevel.NOT_IN_NAV)


@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize("path", PATHS)
def test_a_file_stands_where_mkdocs_would_put_it(path: str, directories: bool) -> None:
    file = theirs(path, directories)
    assert get_dest_uri(path, directories) == file.dest_uri
    assert get_url(path, directories) == file.url.removeprefix("./")


def test_markdown_to_take_away_is_no_page() -> None:
    assert get_dest_uri("events/a.md.txt", True) == "events/a.md"
    assert get_url("events/a.md.txt", True) == "events/a.md"


@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize("path", [path for path in PATHS if path.endswith(".md")])
def test_every_link_leads_to_its_file_from_every_page(path: str, directories: bool) -> None:
    links = RelativeLinks.from_page(path, directories)
    page = urljoin("https://example.org/record/", theirs(path, directories).url)
    for target in PATHS:
        expected = urljoin("https://example.org/record/", theirs(target, directories).url)
        assert urljoin(page, links.href(target)) == expected
