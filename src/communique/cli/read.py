"""Implement ``communique read``: from a text to the draft of its entry."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique import commands
from communique.cli import context, terminal
from communique.cli.context import add_examples
from communique.errors import UsageError

MAX_TEXT = 4 * 1024**2
"""Bytes of a text; a saved page of HTML may have some hundred thousand."""

if TYPE_CHECKING:
    from communique.commands.read import ReadArticle
    from communique.loaders.drafting.draft import Draft
    from communique.loaders.drafting.statements import DraftEvent
    from communique.loaders.reading.recognise import Reading


@add_examples(
    "communique read text.txt --publisher arab-news-japan --published 2024-07-28T12:07:32+09:00",
    "communique read saved-page.html --show",
    "pbpaste | communique read - --url https://news.example/talks --published 2026-11-20",
    "communique read text.txt --again --with freedom-edge-2024-06",
    "communique read text.txt --json | jq '.events[].id'",
)
def read(
    text: Annotated[Path, typer.Argument(help="A text, a saved page of HTML, or - for standard input.")],
    url: Annotated[str, typer.Option(help="Where it was read.", show_default=False)] = "",
    title: Annotated[
        str, typer.Option(help="Its own headline, exact; by default its first line.", show_default=False)
    ] = "",
    publisher: Annotated[
        str, typer.Option(help="An id of the registry; by default told by the address.", show_default=False)
    ] = "",
    published: Annotated[
        str, typer.Option(help="2024-07-28, or 2024-07-28T12:07+09:00 in its own zone.", show_default=False)
    ] = "",
    language: Annotated[str, typer.Option(help="BCP 47 tag of the language it is written in.")] = "en",
    beginning: Annotated[
        bool, typer.Option("--beginning", help="Only the beginning of the article could be read.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Draft an article anew whose entry is still a draft.")
    ] = False,
    wanted: Annotated[
        list[str] | None,
        typer.Option("--with", help="Write out this event as well, however unlikely.", show_default=False),
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Write nothing: print the numbered text and the draft.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Write nothing: print for programs.")] = False,
) -> None:
    """Draft the entry of an article from its text: paragraphs numbered, events found, values ticked where it says so.

    The text stays on this machine, below .communique/texts/.
    """
    from communique.loaders.reading.document import ReadingRequest

    request = ReadingRequest(_read_text(text), url, title, publisher, published, language, beginning)
    result = commands.read_article(
        context.current_settings(), request, write=not (show or json), again=again, wanted=wanted or ()
    )
    if json:
        terminal.print_json(draft_to_data(result))
        return
    if show:
        print_parts(result.draft.reading)
        terminal.print_result(result.entry)
    else:
        terminal.print_result(terminal.display_path(result.path))
        terminal.print_message(
            f"next: fill it in, then communique check {terminal.display_path(result.path)}"
        )
    _print_summary(result)


def _read_text(path: Path) -> str:
    """Return the text of a file, or of standard input for ``-``.

    Raises:
        UsageError: there is no such file, it is too large, or it is no text.
    """
    try:
        with nullcontext(sys.stdin.buffer) if str(path) == "-" else path.open("rb") as file:
            data = file.read(MAX_TEXT + 1)
    except OSError as error:
        raise UsageError(
            f"{path}: {error.strerror}; name a file that holds the article's text, or - for standard input"
        ) from None
    if len(data) > MAX_TEXT:
        reason = f"{path} holds more than {MAX_TEXT // 1024**2} MiB"
        raise UsageError(f"{reason}; save the page without its pictures, or paste the text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(
            f"{path} is no UTF-8 text; save it as UTF-8, or as a page of HTML in UTF-8"
        ) from None


def print_parts(reading: Reading) -> None:
    """Print every part of a text under the label by which an entry cites it, with what was recognised in it."""
    for number, part in enumerate(reading.parts):
        terminal.print_result(f"{part.label:>12}  {part.text}")
        ids = dict.fromkeys(mention.id for mention in reading.by_part.get(number, ()))
        dates = dict.fromkeys(date.edtf for date in reading.dates[number])
        if ids or dates:
            terminal.print_result(f"{'':>12}  → {', '.join([*ids, *dates])}", "~")
    terminal.print_result("")


def _print_summary(result: ReadArticle) -> None:
    draft = result.draft
    known = sum(event.is_known for event in draft.events)
    statements = [statement for event in draft.events for statement in event.statements]
    terminal.print_summary(
        terminal.pluralize(len(draft.reading.document.paragraphs), "paragraph"),
        f"{terminal.pluralize(known, 'known event')}",
        f"{len(draft.events) - known} new",
        f"{sum(s.is_ticked for s in statements)} values ticked",
        f"{sum(s.is_offered and not s.is_ticked for s in statements)} offered",
        f"{result.error_count} errors in the record: some of it was not read" if result.error_count else "",
    )


def draft_to_data(result: ReadArticle) -> dict[str, Any]:
    """Return a draft as plain data, for programs."""
    draft: Draft = result.draft
    document = draft.reading.document
    return {
        "sha256": document.sha256,
        "published": document.published or None,
        "url": document.url or None,
        "parts": [{"label": part.label, "kind": part.kind, "text": part.text} for part in document.parts],
        "mentions": [
            {
                "noun": m.noun,
                "id": m.id,
                "part": draft.reading.parts[m.part].label,
                "start": m.start,
                "end": m.end,
                "manner": m.manner,
            }
            for m in draft.reading.mentions
        ],
        "events": [_event_to_data(event) for event in draft.events],
        "candidates": [
            {"id": ranked.event.id, "score": ranked.score, "reasons": dict(ranked.reasons)}
            for ranked in draft.candidates
        ],
        "entry": result.entry,
        "path": str(result.path),
    }


def _event_to_data(event: DraftEvent) -> dict[str, Any]:
    statements = [
        {
            "field": s.field,
            "element": s.element,
            "value": s.value,
            "paragraphs": list(s.citations),
            "ticked": s.is_ticked,
            "offered": s.is_offered,
            "origin": s.origin,
            "label": s.label,
            "sources": s.sources,
        }
        for s in event.statements
    ]
    return {
        "id": event.id,
        "kind": str(event.kind),
        "known": event.is_known,
        "score": event.score,
        "reasons": event.reasons,
        "paragraphs": list(event.citations),
        "statements": statements,
    }
