"""Text from the record is plain text on the page, and no Markdown engine reads anything into it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from communique.site.escape import front_matter, to_single_line, to_template_value, web_link_target
from communique.site.page_source import RelativeLinks
from communique.site.pages.all_pages import build_views
from communique.site.render import html_environment, render_views
from golden.hostile import HOSTILE, HOSTILE_STARTS, hostile
from golden.record import record
from golden.rows import session

EXTENSIONS = [
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"),
    *(
        "pymdownx.betterem",
        "pymdownx.caret",
        "pymdownx.details",
        "pymdownx.emoji",
        "pymdownx.keys",
        "pymdownx.mark",
    ),
    *(
        "pymdownx.magiclink",
        "pymdownx.smartsymbols",
        "pymdownx.superfences",
        "pymdownx.tilde",
        "pymdownx.tasklist",
    ),
]
"""More than the site loads: what a way out to another builder may bring."""

TAGS = {
    *(
        "code",
        "h1",
        "h2",
        "h3",
        "div",
        "p",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "ol",
        "li",
        "a",
        "span",
    ),
    *("strong", "sup", "del", "ins", "br", "svg", "title", "rect", "small", "abbr"),
    *("figure", "img", "path", "pattern", "circle", "g", "text", "use"),
    *("form", "fieldset", "legend", "label", "input", "select", "option", "button", "details", "summary"),
}


INLINE = {"a", "span", "strong", "sup", "small", "del", "ins"}


def python_markdown(text: str) -> str:
    return markdown.markdown(text, extensions=EXTENSIONS)


def commonmark(text: str) -> str:
    return str(MarkdownIt("js-default", {"html": True, "linkify": False}).render(text))


ENGINES: list[Callable[[str], str]] = [python_markdown, commonmark]


class Seen(HTMLParser):
    """What a browser would make of HTML: tags, attributes, and the words that show."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.styles: set[str] = set()
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.styles |= {value or "" for name, value in attrs if name == "style"}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "xlink:href")]

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    with session([*record(), *hostile()]) as opened:
        made = {page.path: page.data.decode() for page in render_views(build_views(opened))}
    return {path: text.split("---\n", 2)[2] for path, text in made.items() if path.endswith(".md")}


def test_hostile_text_becomes_no_markup(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        seen = Seen(text)
        assert seen.tags <= TAGS, path
        assert not [name for name in seen.attributes if name.startswith("on")], path
        assert not seen.styles, path
        for link in seen.links:
            assert re.match(r"https?://|[\w./%-]*(?:\?[\w=&%./~-]+)?(?:#[\w-]+)?$", link), (path, link)


def test_hostile_text_shows_as_it_is(pages: dict[str, str]) -> None:
    shown = to_single_line(HOSTILE)
    event = Seen(pages["events/hostile.md"]).text
    assert event.count(shown) >= 12
    for start in HOSTILE_STARTS:
        assert to_single_line(start) in event
    for path in (
        "people/hostile-person",
        "places/hostile-place",
        "series/hostile-series",
        "topics/hostile-topic",
    ):
        assert shown in Seen(pages[f"{path}.md"]).text, path
    for path in ("sources/hostile-source", "publishers/hostile-publisher", "organisations/hostile-actor"):
        assert shown in Seen(pages[f"{path}.md"]).text, path
    for path in ("events/hostile-old", "events/hostile-gone", "events/index", "disagreements", "index"):
        assert shown in Seen(pages[f"{path}.md"]).text, path


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_passes_a_page_through_as_it_is(
    pages: dict[str, str], engine: Callable[[str], str]
) -> None:
    for path, text in pages.items():
        assert engine(text).strip() == text.strip(), path


SYNTAX = st.text(
    st.sampled_from("<>&\"'*_[]()`#|{}~\\^=$!:@+-./;%? \n1a.é🚢مرح") | st.characters(), max_size=24
)
TEMPLATE = html_environment(RelativeLinks(0)).from_string('<p title="{{ text }}">{{ text }}</p>')


@given(text=SYNTAX)
def test_any_text_in_a_template_is_only_text(text: str) -> None:
    seen = Seen(TEMPLATE.render(text=text))
    assert seen.tags == {"p"}
    assert seen.attributes == {"title"}
    assert seen.text == " ".join(str(to_template_value(text)).split())


@given(text=st.text(max_size=40))
def test_front_matter_stays_on_its_line(text: str) -> None:
    assert str(front_matter({"title": text})).count("\n") == 0


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//x", "http:", "[", ""]
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert web_link_target(url) is None


def test_a_web_address_ends_no_link() -> None:
    url = "https://x.example/a(b)c[d] \"'<script>|é\\&copy=1&b=2#f"
    seen = Seen(f'<a href="{web_link_target(url)}">x</a>')
    assert seen.links == ["https://x.example/a%28b%29c%5Bd%5D%20%22'%3Cscript%3E%7C%C3%A9%5C&copy=1&b=2#f"]
