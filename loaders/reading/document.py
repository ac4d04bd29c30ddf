"""Divide the text of an article into its parts, with paragraphs numbered as the curator's guide has it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median
from typing import Final

from communique.loaders.reading.parts import (
    BYLINE,
    CAPTION,
    CORRECTION,
    DATELINE,
    HEADLINE,
    OTHER,
    PARAGRAPH,
    STANDFIRST,
    SUBHEAD,
    Part,
)

_SINGLE: Final = {HEADLINE, BYLINE, DATELINE, STANDFIRST}

# An agency's dateline at the head of a paragraph: `SEOUL, Nov. 22 (Yonhap) --`, `TOKYO—`, `[HANOI]`.
DATELINE_HEAD: Final = re.compile(
    r"^(?:\[[A-Z][A-Z .]+\]|[A-Z][A-Z./ ]{3,40}(?:,[^-–—:]{0,40})?(?:\([^)]{2,60}\))? *(?:--|[–—:]|-(?!\w))"
    r"|[A-Z]\w+(?: [A-Z]\w+)?, [^-–—]{0,30}?\([^)]{2,60}\) *:? *(?:--|[-–—:]))"
)
_BYLINE = re.compile(
    r"^(?:by|written by|reporting by|von|di|por) [A-Z]|\breporter [A-Z][\w-]+ ?[\w-]* *$|^\S+@\S+\.\w+$"
    r"|^(?:staff (?:writer|reporter)|correspondent)\b",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(
    r"^(?:(?:posted|published|updated?|modified|last updated|date)\b[ :]*(?:on|at)?[ :]*)?"
    r"(?=.*\d)(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan\w*+|feb\w*+|mar\w*+|apr\w*+|may"
    r"|june?|july?|aug\w*+|sept?\w*+|oct\w*+|nov\w*+|dec\w*+|[ap]\.?m\.?|[a-z]{3,4}(?=[+\d]|$| )|utc|gmt|jst|kst|et"
    r"|\d++|published|updated|st|nd|rd|th|on|at|of|min(?:ute)?s? read|[\s,.:;/|()+\-–]|年|月|日|시|년|월|일)+$",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"\b(?:photos?|pictures?|images?|courtesy|credit|file photo|provided by)\s*[:/]|/ ?source:|\bfile photos?\b"
    r"|\((?:file|reuters|ap|afp|yonhap|kyodo|epa|xinhua|photo[^)]*|courtesy[^)]*|source[^)]*)[^)]{0,40}\)\s*$"
    r"|\bphoto by\b|[/–—-] ?(?:AFP|AP|Reuters|EPA|Kyodo|Yonhap)\s*$|\bphoto:? ?©|\b(?:US|U\.S\.) Navy Photo$",
    re.IGNORECASE,
)
_PARENTHETIC_CREDIT = re.compile(r"[.!?] ?\([A-Z][\w'’ .-]{2,60}\)$")
_CORRECTION = re.compile(
    r"^\(?(?:correction|corrections|clarification|editor'?s note|corrects|\(?attn:|(?:this|an earlier version"
    r" of this) (?:article|story|report) (?:has been|was|had|misstated))\b",
    re.IGNORECASE,
)
_END = re.compile(
    r"^(?:\(end\)|-- ?end ?--|enditem\.?|###|\[?(?:©|\(c\)|copyright)\b.*|topics|most (?:popular|viewed|read)"
    r"|recommended|related (?:news|articles|stories|topics)|return to top|read (?:more|next|also)\b.*"
    r"|join the mailing.*|(?:leave a|add your) comments?.*|no comments?\.?|more from .*|expanded coverage:?"
    r"|top stories|editor.s choice)$",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"^(?:[•·|>«»*-]+ ?.{0,80}|since \d{4}|short url:?.*|share.{0,30}|print.{0,40}|e-?mail|tweet|facebook|twitter"
    r"|home|menu|advertisement|listen|subscribe.{0,40}|sign ?up.{0,40}|newsletter.{0,40}|\d+ comments?.{0,30}"
    r"|adjust font size:?|source link|\[ad_\d\]|find a security clearance job!?|newsfrom japan|loading.*)$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?。…][\"'”’)\]]*$")
# Where a sentence ends: after a stop, unless that is an abbreviation's or an initial's.
_BREAK = re.compile(r"(?<=[.!?。])([\"”’)\]]*)\s+(?=[\"“‘(\[]?[A-Z0-9À-Þ])|(?<=。)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“/-])(?:[A-Z]|[A-Z]\.[A-Z]|U\.S|U\.K|U\.N|[ap]\.m|Mr|Mrs|Ms|Dr|Gen|Lt|Maj|Col|Capt|Cmdr|Adm|Sgt|Sen|Rep"
    r"|Gov|Jr|Sr|St|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Co|Inc|Corp|Ltd|Ph\.D|e\.g|i\.e)\.$"
)


@dataclass(frozen=True)
class Document:
    """An article as it was read.

    Args:
        parts: its parts in their order.
        sha256: the digest of the text as it was given, in hexadecimal.
        published: day, or day and time with the publisher's offset, in ISO form; "" where unknown.
        url: its address; "" where unknown.
        language: BCP 47 tag of its language.
    """

    parts: tuple[Part, ...]
    sha256: str
    published: str = ""
    url: str = ""
    language: str = "en"
    site_name: str = field(default="", compare=False)

    @property
    def headline(self) -> str:
        """Its headline; "" where it has none."""
        return next((part.text for part in self.parts if part.kind == HEADLINE), "")

    @cached_property
    def cited(self) -> tuple[Part, ...]:
        """The parts that an entry may cite, in their order."""
        return tuple(part for part in self.parts if part.is_citable)

    @cached_property
    def paragraphs(self) -> tuple[Part, ...]:
        """Its numbered paragraphs."""
        return tuple(part for part in self.parts if part.kind == PARAGRAPH)

    def get_part(self, citation: int | str) -> Part | None:
        """Return the part that an entry cites as a number or a label, or None where there is none."""
        return next((part for part in self.parts if part.label == str(citation)), None)


@dataclass(frozen=True, slots=True)
class ReadingRequest:
    """A text to be read, with what is known of it; "" for what is not.

    Args:
        text: plain text, or a saved page of HTML.
        url: where it was read; by default as the page says.
        title: its headline; by default the first line that looks like one.
        publisher: an id of the registry; by default that of the address.
        published: a day, or a time in its own zone; by default as the page says.
        language: BCP 47 tag of its language.
        is_beginning: only the beginning of the text could be read.
    """

    text: str
    url: str = ""
    title: str = ""
    publisher: str = ""
    published: str = ""
    language: str = "en"
    is_beginning: bool = False


def read_document(
    text: str, *, title: str = "", published: str = "", url: str = "", language: str = "en"
) -> Document:
    """Return a plain text or a saved page of HTML as a document.

    Args:
        text: the text, or a whole HTML page.
        title: the headline, where it is known; otherwise the first line that looks like one.
        published: day, or day and time with offset, in ISO form.
        url: where it was read.
        language: BCP 47 tag of its language.
    """
    digest = hashlib.sha256(text.encode()).hexdigest()
    if looks_like_html(text):
        from communique.loaders.reading.web_page import read_web_page

        page = read_web_page(text, url)
        parts = number_parts(classify_blocks(page.blocks, title or page.title, page.hints))
        return Document(
            parts, digest, published or page.published, url or page.url, page.language or language, page.site
        )
    blocks = split_blocks(text)
    return Document(number_parts(classify_blocks(blocks, title)), digest, published, url, language)


def looks_like_html(text: str) -> bool:
    """Return whether a text is a page of HTML."""
    return bool(
        re.match(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|article|div|p)\b", text, re.I)
    )


def split_blocks(text: str) -> list[str]:
    """Return the lines of a plain text, those of paragraphs that were wrapped by hand joined again."""
    lines = [" ".join(line.split()) for line in text.lstrip("\ufeff").splitlines()]
    groups: list[list[str]] = [[]]
    for line in lines:
        if line:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    inner = [line for group in groups for line in group[:-1]]
    if inner and any(len(group) > 1 for group in groups) and len([g for g in groups if g]) > 1:
        broken = sum(not _SENTENCE_END.search(line) for line in inner)
        if median(len(line) for line in inner) >= 40 and broken > len(inner) * 0.6:
            return [" ".join(group) for group in groups if group]
    return [line for group in groups for line in group]


def classify_blocks(
    blocks: Sequence[str], title: str = "", hints: Sequence[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield the kind and text of each block.

    Args:
        blocks: lines or paragraphs in their order.
        title: the headline, if known.
        hints: the kind of each block where its markup says so, else "".
    """
    title = " ".join(title.split())
    first_dateline = _find_dateline(blocks)
    has_headline = bool(title)
    is_headline_due, seen, in_body, has_ended = not title, set(), False, False
    if title:
        yield HEADLINE, title
    for number, block in enumerate(blocks):
        hint = hints[number] if hints else ""
        if has_ended or (_END.match(block) and in_body):
            has_ended = has_ended or bool(_END.match(block))
            yield OTHER, block
        elif hint and hint != PARAGRAPH:
            yield (OTHER if block == title else hint), block
        elif block == title or _FURNITURE.match(block) or block in seen:
            yield OTHER, block
        elif is_headline_due and _looks_like_headline(block):
            is_headline_due, has_headline = False, True
            yield HEADLINE, block
        else:
            seen.add(block)
            kind = _classify_block(block, in_body, has_headline and number < first_dateline)
            is_headline_due = is_headline_due and kind not in {PARAGRAPH, STANDFIRST}
            in_body = in_body or kind == PARAGRAPH
            yield kind, block


def _find_dateline(blocks: Sequence[str]) -> int:
    """Return the number of the block that begins with a dateline, -1 where none does; `MODERATOR:` is a speaker."""
    heads = [
        (number, match[0]) for number, block in enumerate(blocks) if (match := DATELINE_HEAD.match(block))
    ]
    if len({head for _, head in heads if head.endswith(":")}) > 1:
        heads = [(number, head) for number, head in heads if not head.endswith(":")]
    # Further down `U.S.: an aircraft carrier` is an item of a list.
    return heads[0][0] if heads and heads[0][0] <= 5 else -1


def _looks_like_headline(block: str) -> bool:
    terms = block.split()
    if (
        _DATE_LINE.match(block)
        or _BYLINE.search(block)
        or DATELINE_HEAD.match(block)
        or _CAPTION.search(block)
    ):
        return False
    if re.search(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]", block):
        return len(block) <= 80 and not _SENTENCE_END.search(block)
    return 2 <= len(terms) <= 30 and not re.search(r"[a-z0-9)]\.[\"”’]?$", block)


def _classify_block(block: str, in_body: bool, is_before_dateline: bool) -> str:
    terms = block.split()
    is_cjk = bool(re.search(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]", block))
    if _CORRECTION.match(block):
        return CORRECTION
    if len(terms) <= 16 and _DATE_LINE.match(block):
        return DATELINE if not in_body else OTHER
    if len(terms) <= 10 and _BYLINE.search(block):
        return BYLINE if not in_body else OTHER
    if len(terms) <= 80 and (_CAPTION.search(block) or (_PARENTHETIC_CREDIT.search(block) and not in_body)):
        return CAPTION
    is_sentence = bool(_SENTENCE_END.search(block))
    is_short = len(block) <= 30 if is_cjk else len(terms) <= 9
    if not is_sentence and is_short and not DATELINE_HEAD.match(block):
        if in_body:
            return SUBHEAD
        return DATELINE if block.isupper() and len(terms) <= 4 else BYLINE
    if is_before_dateline and not in_body:
        return STANDFIRST
    return PARAGRAPH


def number_parts(blocks: Iterable[tuple[str, str]]) -> tuple[Part, ...]:
    """Return blocks as parts, each numbered among those of its kind; a second byline or standfirst is one too."""
    items = list(blocks)
    # A subhead stands over something: what ends the text is a credit.
    while items and items[-1][0] in {SUBHEAD, OTHER}:
        position = len(items) - 1
        while position and items[position][0] == OTHER:
            position -= 1
        if items[position][0] != SUBHEAD:
            break
        items[position] = (OTHER, items[position][1])
    counts: dict[str, int] = {}
    parts = []
    for kind, text in items:
        counts[kind] = counts.get(kind, 0) + 1
        if kind in _SINGLE:
            parts.append(Part(kind if counts[kind] == 1 else OTHER, 0, text))
        else:
            parts.append(Part(kind, counts[kind], text))
    return tuple(parts)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each sentence of a text."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        end = match.end(1) if match.group(1) is not None else match.end()
        if _ABBREVIATION.search(text[start : match.start()]):
            continue
        spans.append((start, end))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans
