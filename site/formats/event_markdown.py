"""Render an event as Markdown without layout, for notes, mail and language models."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from communique.pipeline.output_file import OutputFile
from communique.site import labels
from communique.site.escape import clean_url, to_single_line
from communique.site.pages.components import CitedValue
from communique.site.pages.event.event_view import EventPage

_SYNTAX = re.compile(r"([\\`*_\[\]<>#|]|&(?=#?\w+;))")


def build_event_markdown(view: EventPage, cite: str) -> OutputFile:
    """Return an event's facts, sources and citation as a Markdown file, published as ``events/<id>.md``."""
    return OutputFile(f"{view.path}.txt", "\n".join(_markdown_lines(view, cite)) + "\n")


def escape_markdown(text: str) -> str:
    """Return text on one line that Markdown shows literally, with as few escapes as that needs."""
    return _SYNTAX.sub(_escape_match, to_single_line(text))


def _escape_match(match: re.Match[str]) -> str:
    """Return the matched character behind a backslash; a function is faster here than a template."""
    return f"\\{match[0]}"


def _markdown_lines(view: EventPage, cite: str) -> Iterator[str]:
    yield from (f"# {escape_markdown(view.title)}", "", escape_markdown(view.summary), "")
    if view.certainty:
        yield from (" ".join(map(escape_markdown, view.certainty)), "")
    for label, value in _event_facts(view):
        yield f"- {label}: {escape_markdown(value)}"
    yield from _section_lines("Who took part", map(_format_participant, _event_participants(view)))
    yield from _section_lines("Provisions", _provision_lines(view))
    yield from _section_lines("Notes", (f"{note.label}: {note.cited.value.label}" for note in view.notes))
    yield from _section_lines("Where sources disagree", _describe_disagreements(view))
    yield from _section_lines(
        "Before and after",
        (
            labels.join_nonempty((f"{link.text}: {link.event.value.label}", link.date), ", ")
            for link in view.links
        ),
    )
    yield from ("", "## Sources", "")
    for group in view.sources:
        for source in group.sources:
            parts = (
                source.publisher.label,
                f"“{source.source.label}”",
                source.published,
                source.closeness,
                source.paragraphs,
            )
            yield f"{source.number}. {escape_markdown(labels.join_nonempty(parts, ', '))}" + (
                f" <{url}>" if (url := clean_url(source.url)) else ""
            )
    yield from ("", "## Evidence", "")
    for claim in (claim for claims in view.evidence for claim in claims.claims):
        details = labels.join_nonempty((claim.publisher, claim.paragraphs, claim.how, claim.standing), ", ")
        quote = f" “{claim.quote}”" if claim.quote else ""
        yield f"- {escape_markdown(f'{claim.field}: {claim.value} ({details}){quote}')} \\[{claim.number}\\]"
    yield from ("", f"Cite: {escape_markdown(cite)}")


def _event_facts(view: EventPage) -> Iterator[tuple[str, str]]:
    yield "Id", view.id
    yield "Kind", view.kind_words
    yield "Date", _format_cited(view.date) + (f" (EDTF {view.edtf})" if view.edtf else "")
    fields = (("Time", view.time), ("Place", view.place), ("Status", view.status), ("Series", view.series))
    for label, value in (*fields, ("Edition", view.edition)):
        if value:
            yield label, _format_cited(value)
    for fact in view.facts:
        yield fact.label, ", ".join(map(_format_cited, fact.values))
    for figure in view.figures:
        yield figure.label, _format_cited(figure.cited)
    if view.topics:
        yield "Topics", ", ".join(_format_cited(topic) for topic in view.topics)
    yield "Sources", f"{view.source_count}, of which independent: {view.independent_source_count}"


def _provision_lines(view: EventPage) -> Iterator[str]:
    if view.provisions_read:
        yield view.provisions_read
    for provision in view.provisions:
        topic = f", {provision.topic.label}" if provision.topic else ""
        yield f"{provision.text.value.label} ({provision.force}{topic})"


def _format_cited(value: CitedValue) -> str:
    return value.value.label + (" (sources disagree)" if value.dispute == "unresolved" else "")


def _event_participants(view: EventPage) -> Iterator[tuple[str, str, list[str]]]:
    for participant in view.participants:
        people = [
            labels.join_nonempty((who.person.value.label, who.office), ", ") for who in participant.people
        ]
        yield (
            participant.actor.value.label,
            participant.role,
            [*people, *(unit.name.value.label for unit in participant.units)],
        )


def _format_participant(participant: tuple[str, str, list[str]]) -> str:
    actor, role, who = participant
    return f"{actor} ({role})" + (f": {'; '.join(who)}" if who else "")


def _describe_disagreements(view: EventPage) -> Iterator[str]:
    for disagreement in view.disagreements:
        versions = "; ".join(
            f"{version.value} according to {labels.join_with_and([claim.publisher for claim in version.claims])}"
            for version in disagreement.versions
        )
        decision = f"Ruling: {disagreement.ruled}" if disagreement.ruled else "Unresolved"
        yield f"{disagreement.field}: {versions}. {decision}. {disagreement.because}"


def _section_lines(title: str, items: Iterable[str]) -> Iterator[str]:
    lines = [f"- {escape_markdown(item)}" for item in items]
    if lines:
        yield from ("", f"## {title}", "", *lines)
