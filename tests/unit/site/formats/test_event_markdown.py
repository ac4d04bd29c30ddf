"""An event in plain Markdown: every fact of its page, and no text that means more than its words."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from communique.site.formats import event_markdown
from communique.site.pages.all_pages import build_views
from communique.site.pages.views import EventPage
from golden.hostile import HOSTILE, hostile
from golden.record import record
from golden.rows import session


@pytest.fixture(scope="module")
def events() -> dict[str, EventPage]:
    with session([*record(), *hostile()]) as opened:
        return {view.id: view for view in build_views(opened) if isinstance(view, EventPage)}


def test_every_value_of_the_page_is_in_it(events: dict[str, EventPage]) -> None:
    for view in events.values():
        text = event_markdown.build_event_markdown(view, "Cited as such").data.decode()
        said = [view.title, view.summary, view.edtf, "Cited as such", view.date.value.label]
        said += [one.actor.value.label for one in view.participants]
        said += [who.person.value.label for one in view.participants for who in one.people]
        said += [one.text.value.label for one in view.provisions]
        said += [one.cited.value.label for one in (*view.figures, *view.notes)]
        said += [value.value.label for fact in view.facts for value in fact.values]
        said += [version.value for one in view.disagreements for version in one.versions]
        said += [one.because for one in view.disagreements]
        said += [source.source.label for group in view.sources for source in group.sources]
        assert [words for words in said if event_markdown.escape_markdown(words) not in text] == [], view.id
        assert text.count("\n- ") >= sum(len(claims.claims) for claims in view.evidence)
        assert [fact.label for fact in view.facts if f"- {fact.label}: " not in text] == []


def test_disagreements_are_told_with_who_says_what(events: dict[str, EventPage]) -> None:
    text = event_markdown.build_event_markdown(events["radar-lock-on-2018-12"], "").data.decode()
    assert "## Where sources disagree" in text
    assert "according to" in text


class Tags(HTMLParser):
    """The tags that a browser would find."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)


def test_hostile_text_is_words(events: dict[str, EventPage]) -> None:
    text = event_markdown.build_event_markdown(events["hostile"], "").data.decode()
    made = MarkdownIt().render(text)
    assert Tags(made).tags <= {"h1", "h2", "p", "ul", "ol", "li", "a"}
    assert not re.search(r'href="(?!https?://)', made)
    assert " ".join(HOSTILE.split()) in html.unescape(re.sub(r"<[^>]+>", "", made))
