"""What search knows of a page: its own words, and of an entry of the record each thing once.

A reader loads what Pagefind keeps of a word wherever it stands, for all pages of a part of the index. So an entry
goes without its evidence, lists and labels, and without a row whose words all stand above it. Pagefind reads that in
half the time that whole pages take it.
"""

from __future__ import annotations

import re

EVENT = "Event"
"""The type of a page that tells search none (theme/main.html): as most do, a list of them would be long."""

_BODY = " data-pagefind-body"
_END = "</article>"
_TYPE = re.compile(r' data-pagefind-filter="type:([^"]*)"')
_WRITTEN = "Page"  # by hand, or as if; every other type of page is an entry of the record

# Most of a page, and no words of its own: taken out here, it costs a tenth of what Pagefind needs to pass over it.
_SMALL = re.compile(
    r'<a class="headerlink".*?</a>|<sup class="mark">.*?</sup>|<thead>.*?</thead>|<svg.*?</svg>', re.DOTALL
)
_LARGE = re.compile(r'<div class="(?:evidence|cite|actions)\b')
# Of an entry, what is said of others, on pages of their own, or of the page.
_OTHERS = "evidence|cite|actions|eyebrow|events|strip|years|figures|chips|names|relations|note"
_ENTRY = re.compile(rf'<div class="(?:{_OTHERS})\b')
_LISTED = re.compile(rf'<div class="(?:{_OTHERS}|list)\b')  # lists of people and of texts
_WITH_LISTS = ("Country", "Organisation", "Publisher")
_LABELS = re.compile(
    r'<h2\b.*?</h2>|<figure\b.*?</figure>|<td data-label="(?:Fact|Note)">[^<]*</td>', re.DOTALL
)
_SOURCES = '<h2 id="sources">'  # from here on an event's page is evidence; each text has a page of its own
_TITLE = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_ALSO = re.compile(r'<span hidden class="also"[^>]*>(.*?)</span>', re.DOTALL)
_DATE = re.compile(r' data-pagefind-meta="date:([^"]*)"')
_ATTRIBUTES = re.compile(r"<(\w+) [^>]*>")
_TEXT = re.compile(r"(?<=>)[^<]+")
_WORD = re.compile(r"\w+")
_DIV = re.compile(r"<(/?)div\b")


def words(output: str) -> str:
    """What a page says, without the site around it; "" for one that search does not find."""
    marked = output.find(_BODY)
    if marked < 0:
        return ""
    begin, end = output.rfind("<", 0, marked), output.find(_END, marked)
    body = output[begin : end if end >= 0 else None]
    found = _TYPE.search(body)
    if found and found[1] == _WRITTEN:
        said = _without(_LARGE, _SMALL.sub("", body))
    else:
        said = _entry(body, found[1] if found else EVENT)
    return f'<!doctype html><html lang="en"><body>{said}</body></html>'


def _entry(body: str, type_: str) -> str:
    """What an entry of the record says of itself."""
    if type_ == EVENT and (sources := body.find(_SOURCES)) >= 0:
        body = f"{body[:sources]}</div>"
    body = _without(_LISTED if type_ in _WITH_LISTS else _ENTRY, body)
    body = _LABELS.sub("", _SMALL.sub("", body))
    title = _TITLE.search(body)
    if title is None:
        return body
    head, rest = body[: title.start()], _ATTRIBUTES.sub(r"<\1>", body[title.end() :])
    also = _ALSO.search(head)
    if type_ == EVENT:
        return _event(head, title[1], rest, also)
    if also is not None:  # so that Japan comes before all pages that are of Japan and another
        head = f"{head[: also.start(1)]}{title[1]} · {head[also.start(1) :]}"
    return head + title[0] + _once(rest, set())


def _event(head: str, title: str, rest: str, also: re.Match[str] | None) -> str:
    """What an event's page says; its title stands apart, where Pagefind looks first and counts most."""
    heard = {*_spoken(title), *(word for date in _DATE.findall(head) for word in _spoken(date))}
    known = len(heard)
    rest = _once(rest, heard)
    if also is not None:  # of other spellings the words that are new, at the end: few results show them
        new = [word for word in dict.fromkeys(also[1].split()) if not heard.issuperset(_spoken(word))]
        head = head.replace(also[0], "")
        rest = f"{rest.rstrip().removesuffix('</div>')}<p>{' '.join(new)}</p></div>"
        heard.update(new)
    if len(heard) == known:  # Pagefind leaves out a page without any text
        return f"{head}<h1>{title}</h1>{rest}"
    name = f'<span data-pagefind-meta="title">{title}</span>'
    return f"{head}<span hidden data-pagefind-ignore>{name}</span>{rest}"


def _once(said: str, heard: set[str]) -> str:
    """HTML without the texts whose words were all heard before; what it says is heard then."""

    def new(text: re.Match[str]) -> str:
        found = _spoken(text[0])
        if heard.issuperset(found):
            return " "
        heard.update(found)
        return text[0]

    return _TEXT.sub(new, said)


def _spoken(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _without(blocks: re.Pattern[str], body: str) -> str:
    """A page without the blocks that begin so."""
    while (block := blocks.search(body)) is not None:
        body = body[: block.start()] + body[_closed(body, block.start()) :]
    return body


def _closed(body: str, begin: int) -> int:
    """Where an element ends that begins there."""
    depth = 0
    for tag in _DIV.finditer(body, begin):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return body.index(">", tag.end()) + 1
    return len(body)
