"""An event as plain Markdown beside its page: the same facts and sources, for notes, mail and language models."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from communique.site import words
from communique.site.escape import address, line
from communique.site.page import Page
from communique.site.views.event import EventPage, MemorandumPage
from communique.site.views.parts import Cited

SINGLE = (
    *("level", "format", "instrument", "binding", "in_force"),
    *("type", "weapon", "weapon_class", "splashdown", "overflew"),
)
SETS = ("domains", "missions")
"""The fields that only some kinds of event have; a test holds them to the views."""

_SYNTAX = re.compile(r"([\\`*_\[\]<>#|]|&(?=#?\w+;))")


def event_markdown(view: EventPage) -> Page:
    """The page's facts without its layout. It is published as ``events/<id>.md``."""
    return Page(f"{view.path}.txt", "\n".join(_lines(view)) + "\n")


def plain(text: str) -> str:
    """Text on one line that Markdown shows as it is, with as few marks of its own as that needs."""
    return _SYNTAX.sub(_kept, line(text))


def _kept(mark: re.Match[str]) -> str:
    """A mark that stays what it is; as a function, since Python takes a template for it apart at each call."""
    return f"\\{mark[0]}"


def _lines(view: EventPage) -> Iterator[str]:
    yield from (f"# {plain(view.title)}", "", plain(view.summary), "")
    if view.certainty:
        yield from (" ".join(map(plain, view.certainty)), "")
    for label, value in _facts(view):
        yield f"- {label}: {plain(value)}"
    yield from _section("Who took part", map(_participant, _participants(view)))
    yield from _section("Provisions", _provisions(view))
    yield from _section("Notes", (f"{note.label}: {note.cited.value.label}" for note in view.notes))
    yield from _section("Where sources disagree", _disagreements(view))
    yield from _section(
        "Before and after",
        (words.joined((f"{one.words}: {one.event.value.label}", one.date), ", ") for one in view.links),
    )
    yield from ("", "## Sources", "")
    for group in view.sources:
        for one in group.sources:
            parts = (
                one.publisher.label,
                f"“{one.source.label}”",
                one.published,
                one.closeness,
                one.paragraphs,
            )
            yield f"{one.number}. {plain(words.joined(parts, ', '))}" + (
                f" <{url}>" if (url := address(one.url)) else ""
            )
    yield from ("", "## Evidence", "")
    for claim in (claim for claims in view.evidence for claim in claims.said):
        said = words.joined((claim.publisher, claim.paragraphs, claim.how, claim.standing), ", ")
        quote = f" “{claim.quote}”" if claim.quote else ""
        yield f"- {plain(f'{claim.field}: {claim.value} ({said}){quote}')} \\[{claim.number}\\]"
    yield from ("", f"Cite: {plain(view.cite)}")


def _facts(view: EventPage) -> Iterator[tuple[str, str]]:
    yield "Id", view.id
    yield "Kind", view.kind_words
    yield "Date", _said(view.date) + (f" (EDTF {view.edtf})" if view.edtf else "")
    singles = (("Time", view.time), ("Place", view.place), ("Status", view.status), ("Series", view.series))
    for label, value in (*singles, ("Edition", view.edition)):
        if value:
            yield label, _said(value)
    yield from _facts_of_kind(view)
    for fact in view.figures:
        yield fact.label, _said(fact.cited)
    if view.topics:
        yield "Topics", ", ".join(_said(topic) for topic in view.topics)
    yield "Sources", f"{view.source_count}, of which independent: {view.independent_source_count}"


def _facts_of_kind(view: EventPage) -> Iterator[tuple[str, str]]:
    """The facts that only events of its kind have."""
    for name in SINGLE:
        if value := getattr(view, name, None):
            yield words.capital(name.replace("_", " ")), _said(value)
    for name in SETS:
        if values := getattr(view, name, ()):
            yield words.capital(name), ", ".join(map(_said, values))


def _provisions(view: EventPage) -> Iterator[str]:
    for one in view.provisions if isinstance(view, MemorandumPage) else ():
        topic = f", {one.topic.label}" if one.topic else ""
        yield f"{one.text.value.label} ({one.force}{topic})"


def _said(value: Cited) -> str:
    return value.value.label + (" (sources disagree)" if value.dispute == "unresolved" else "")


def _participants(view: EventPage) -> Iterator[tuple[str, str, list[str]]]:
    for one in view.participants:
        people = [words.joined((who.person.value.label, who.office), ", ") for who in one.people]
        yield one.actor.value.label, one.role, [*people, *(unit.value.label for unit in one.units)]


def _participant(one: tuple[str, str, list[str]]) -> str:
    actor, role, who = one
    return f"{actor} ({role})" + (f": {'; '.join(who)}" if who else "")


def _disagreements(view: EventPage) -> Iterator[str]:
    for one in view.disagreements:
        versions = "; ".join(
            f"{version.value} according to {words.listed([claim.publisher for claim in version.claims])}"
            for version in one.versions
        )
        ruled = {"unresolved": "Unresolved", "settled": f"Ruling: {one.ruled}"}.get(one.decision, "")
        yield f"{one.field}: {versions}. {ruled}. {one.because}"


def _section(title: str, items: Iterable[str]) -> Iterator[str]:
    found = [f"- {plain(item)}" for item in items]
    if found:
        yield from ("", f"## {title}", "", *found)
