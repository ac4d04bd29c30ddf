"""The source of a page: front matter, headings with ids, and HTML that no engine changes."""

from __future__ import annotations

import yaml
from markupsafe import Markup

from communique.site.page_source import PageSource, convert_markdown_page

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
