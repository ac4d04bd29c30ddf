"""The engine for generated pages reads as Python-Markdown reads, so that either can build the same folder."""

from __future__ import annotations

import re
from html import escape, unescape
from html.parser import HTMLParser

import markdown
import pytest

from communique.site.mkdocs.markdown import convert_markdown

SAMPLE = """\
<div class="head meeting" markdown>

<div class="eyebrow" markdown>

<span class="kind meeting">Meeting</span> Ministerial · [Series](../series/a.md)

</div>

# Ministers &#42;meet&#42; in <b>Tokyo</b> &amp; Seoul

<div class="lede" markdown>

<span class="when">28 July 2024</span> · [Tokyo](../places/tokyo.md), [日本](../jp.md "&quot;JP&quot;")

</div>

One paragraph
in two lines.

</div>

<div class="facts" markdown>

| Fact | Value | N |
|---|:-:|---:|
| Date | 28 July 2024 <sup class="mark">[1](#claim-1) [2](#claim-7)</sup> | 3 |
| Pipe | a &#124; b and `code` | 4 |

</div>

## Who took part

- <span class="relation">Produced</span> [Memo](tscf.md) <span class="when">28 July</span>
- <span lang="ja">申源湜</span> **bold** *em*

### Where?

1. <span id="source-1"></span>[Title](../sources/x.md) <span class="more">Arab News</span> [original](https://example.org/?a=1&b=2)
2. second

## Who took part

> quoted

<figure class="chart">
<svg viewBox="0 0 10 10" role="img"><title>Years</title>
<rect x="1" width="3" height="4"></rect>
</svg>
<figcaption>Figure</figcaption>
</figure>

## <em>日本</em>
"""

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](https://example.org/pixel.png)",
    "<javascript:alert(1)>",
    "**bold** _em_ `code` ~~gone~~ ^up^",
    "| a | b |",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "    code",
    "```\ncode",
    "{{ config }} {% raw %} {: .x }",
    "</div></td>",
    "[^1] [ref]: /x",
    "&lt;b&gt; &amp; &#60;",
    "Setext\n===",
    "$x$ :smile: ++ins++ ==mark== https://example.org",
    "*[HTML]: x",
)


def python_markdown(text: str) -> str:
    """What stock MkDocs would make of it, with the same extensions as mkdocs.yml."""
    extensions = ["attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc", "admonition"]
    settings = {"toc": {"permalink": True}, "tables": {"use_align_attribute": True}}
    return markdown.markdown(text, extensions=extensions, extension_configs=settings)


class Normal(HTMLParser):
    """HTML as a list of tags and words: white space between blocks, order and form of attributes do not count."""

    ADDED = frozenset({"data-label"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {
            (name, value)
            for name, value in attrs
            if name not in self.ADDED and (tag, name) != ("table", "class")
        }
        self.parts.append((tag, frozenset(kept)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.parts.append("/" + tag)

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self.parts.append(words)


def normal(html: str) -> list[object]:
    """See Normal."""
    parser = Normal()
    parser.feed(html)
    parser.close()
    return parser.parts


def inert(text: str) -> str:
    """A text as the templates write it: what has a meaning in Markdown or HTML as numeric entities."""
    line = " ".join(text.split())
    return re.sub(r"[^\w\s]|_", lambda match: f"&#{ord(match[0])};", line)


def test_both_engines_read_the_patterns_of_the_templates_alike() -> None:
    assert normal(convert_markdown(SAMPLE, lambda url: url).html) == normal(python_markdown(SAMPLE))


def test_contents_ids_and_title_are_those_of_python_markdown() -> None:
    reference = markdown.Markdown(extensions=["md_in_html", "tables", "toc"])
    reference.convert(SAMPLE)
    page = convert_markdown(SAMPLE, lambda url: url)

    def shape(tokens: list) -> list:
        return [
            (token["level"], token["id"], unescape(token["name"]), shape(token["children"]))
            for token in tokens
        ]

    assert shape(page.toc) == shape(reference.toc_tokens)
    assert page.title == "Ministers *meet* in Tokyo &amp; Seoul"
    assert {"source-1", "who-took-part", "who-took-part_1", "where"} <= page.anchors


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "place", ["{}", "- {}", "## {}", "| {} |\n|---|\n| {} |", "[{}](a.md)", "<div markdown>\n\n{}\n\n</div>"]
)
def test_escaped_text_stays_plain_text_in_both_engines(text: str, place: str) -> None:
    source = place.replace("{}", inert(text))
    words = " ".join(text.split())
    for html in (convert_markdown(source, lambda url: url).html, python_markdown(source)):
        expected = normal(place_html(place, words))
        assert [part for part in normal(html) if part != "¶" and not is_permalink(part)] == expected


def is_permalink(part: object) -> bool:
    """Whether a part is a heading's permalink (its closing tag is taken care of in place_html)."""
    return isinstance(part, tuple) and ("class", "headerlink") in part[1]


def place_html(place: str, words: str) -> str:
    """What a place in Markdown must become, around the words."""
    plain = escape(words)
    if place.startswith("##"):
        identifier = re.search(r'id="([^"]*)"', convert_markdown(f"## {inert(words)}", str).html)
        assert identifier is not None
        return f'<h2 id="{identifier[1]}">{plain}</a></h2>'
    return {
        "{}": f"<p>{plain}</p>",
        "- {}": f"<ul><li>{plain}</li></ul>",
        "[{}](a.md)": f'<p><a href="a.md">{plain}</a></p>',
        "<div markdown>\n\n{}\n\n</div>": f"<div><p>{plain}</p></div>",
    }.get(
        place,
        f"<table><thead><tr><th>{plain}</th></tr></thead><tbody><tr><td>{plain}</td></tr></tbody></table>",
    )


def test_every_address_is_resolved_once_and_escaped() -> None:
    asked: list[str] = []

    def resolve(url: str) -> str:
        asked.append(url)
        return url.replace(".md", '/"&')

    text = (
        "[a](x.md) [b](x.md) ![c](p.md)\n\n| [d](y.md) |\n|---|\n| [e](x.md?a&amp;b) |\n\n## [f](z.md)\n\n"
        '<figure>\n<a class="k" href="raw.md">g</a>\n</figure>'
    )
    html = convert_markdown(text, resolve).html
    assert sorted(asked) == ["p.md", "raw.md", "x.md", "x.md?a&b", "y.md", "z.md"]
    names = [name.removesuffix("/&quot;&amp;") for name in re.findall(r'(?:href|src)="([^"#]*)"', html)]
    assert names == ["x", "x", "p", "y", "x/&quot;&amp;?a&amp;b", "z", "raw"]


def test_cells_name_their_column_and_no_style_attribute_is_left() -> None:
    html = convert_markdown(
        "| A &amp; B | [C](c.md) |\n|---|--:|\n| 1 | 2 |\n| 3 | |\n", lambda url: url
    ).html
    row = [' data-label="A &amp; B"', ' align="right" data-label="C"']
    assert re.findall(r"<td([^>]*)>", html) == row * 2
    assert "style=" not in html
