"""Search is told what a page says itself, and of an entry each thing once."""

from __future__ import annotations

import re

from communique.site.search.documents import search_html

TYPE = '<span hidden data-pagefind-filter="type:{}"></span>'
ALSO = '<span hidden class="also" data-pagefind-weight="7">{}.</span>'
TITLE = '<h1 id="t">{}<a class="headerlink" href="#t">¶</a></h1>'


def page(*parts: str) -> str:
    """A page of the site with these parts."""
    body = f'<div class="page" data-pagefind-body>{"".join(parts)}</div>'
    return f"<nav>Frame</nav><article>{body}</article><footer>Frame</footer>"


def text(output: str) -> str:
    """What search reads of a page, in one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", search_html(output)).split())


def test_a_page_written_by_hand_says_all_but_what_is_no_text_of_its_own() -> None:
    output = page(
        TYPE.format("Page"),
        TITLE.format("Method"),
        '<h2>Part</h2><p>Said<sup class="mark"><a href="#claim">1</a></sup></p>',
        '<div class="evidence"><div>Deep</div>Also</div><p>Said after</p>',
    )
    assert search_html(output) == (
        '<!doctype html><html lang="en"><body><div class="page" data-pagefind-body>'
        f"{TYPE.format('Page')}"
        '<h1 id="t">Method</h1><h2>Part</h2><p>Said</p><p>Said after</p></div></body></html>'
    )


def test_a_page_that_is_not_searched_says_nothing() -> None:
    assert search_html("<article><div>Not searched</div></article>") == ""


def test_an_event_says_each_thing_once_and_nothing_after_its_sources() -> None:
    output = page(
        '<span hidden data-pagefind-meta="date:2 May 2024"></span>',
        '<span hidden data-pagefind-filter="kind:Meeting"></span>',
        ALSO.format("Wonsik Shin · 申源湜 · Japan"),
        '<div class="head meeting"><div class="eyebrow"><p>Meeting</p></div>',
        TITLE.format("Japan meets Korea"),
        '<div class="lede"><p><span class="when">2 May 2024</span> · Seoul</p></div>',
        "<p>Shin of Korea came.</p></div>",
        '<h2 id="who">Who took part</h2><table><thead><tr><th>Who</th></tr></thead>',
        '<tr><td data-label="Fact">Place</td><td data-label="Value"><a href="../k/">Korea</a></td></tr>',
        "<tr><td>Minister of Korea</td><td>Minister</td></tr></table>",
        '<div class="relations"><ul><li>After another</li></ul></div>',
        '<h2 id="sources">Sources</h2><p>A paper said so.</p>',
    )
    assert text(output) == "Japan meets Korea · Seoul Shin of Korea came. Minister of Korea Wonsik 申源湜"
    assert search_html(output).endswith(
        "<p>Wonsik 申源湜</p></div></body></html>"
    )  # within what Pagefind reads
    assert (
        '<span hidden data-pagefind-ignore><span data-pagefind-meta="title">Japan meets Korea</span>'
        in search_html(output)
    )
    assert 'data-pagefind-filter="kind:Meeting"' in search_html(output)


def test_another_entry_is_found_by_its_names_before_all_that_have_them_in_theirs() -> None:
    output = page(
        TYPE.format("Country"),
        ALSO.format("日本"),
        TITLE.format("Japan"),
        '<div class="chips"><ul><li>Korea</li></ul></div>',
        '<div class="list"><table><tr><td>Kishida</td></tr></table></div>',
        '<div class="events"><div>Meeting</div></div><p>An island country.</p>',
    )
    assert text(output) == "Japan · 日本. Japan An island country."
    assert 'data-pagefind-weight="7">Japan · 日本' in search_html(output)


def test_a_persons_offices_are_said() -> None:
    output = page(
        TYPE.format("Person"),
        TITLE.format("Shin"),
        '<div class="list"><table><tr><td>Minister</td></tr></table></div><div class="names">Sin</div>',
    )
    assert text(output) == "Shin Minister"


def test_an_event_that_says_no_more_than_its_title_says_that() -> None:
    """Pagefind leaves out a page without any text."""
    assert "<h1>Korea</h1>" in search_html(page(TITLE.format("Korea"), "<p>Korea</p>"))
