"""Implement ``communique new article``: draft an entry file with all that is known before reading."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.cli import context, terminal
from communique.cli.help_examples import add_examples
from communique.errors import UsageError
from communique.schema.vocabulary import Kind, SourceKind

if TYPE_CHECKING:
    from communique.loaders.curation.scaffold import EventDraft
    from communique.loaders.dataset import Dataset


@add_examples(
    'communique new article https://news.example/talks --title "Ministers meet" --published 2026-11-20',
    'communique new article https://news.example/talks --title "Ministers meet" --event talks-2026-11:meeting',
    "communique new article --publisher yonhap --title … --like trilateral-defense-ministerial-2024-07-28",
)
def article(
    url: Annotated[str | None, typer.Argument(help="Where it was read.", show_default=False)] = None,
    title: Annotated[str, typer.Option(help="Its own headline, exact.", show_default=False)] = "",
    publisher: Annotated[
        str, typer.Option(help="An id of the registry; by default told by the address.", show_default=False)
    ] = "",
    published: Annotated[
        str, typer.Option(help="2024-07-28, or 2024-07-28T12:07+09:00 in its own zone.", show_default=False)
    ] = "",
    kind: Annotated[
        SourceKind | None,
        typer.Option(help="What sort of text; by default its publisher's.", show_default=False),
    ] = None,
    agency: Annotated[str, typer.Option(help="The agency whose text it carries.", show_default=False)] = "",
    language: Annotated[str, typer.Option(help="BCP 47 tag of the language it was read in.")] = "en",
    event: Annotated[
        list[str] | None,
        typer.Option(help="id:kind, an id that is known, or a kind; may be repeated.", show_default=False),
    ] = None,
    date: Annotated[str, typer.Option(help="When the event was, in EDTF.", show_default=False)] = "",
    place: Annotated[str, typer.Option(help="Where the event was, an id.", show_default=False)] = "",
    like: Annotated[
        str, typer.Option(help="Take series, participants and topics of this event over.", show_default=False)
    ] = "",
    word: Annotated[
        str, typer.Option(help="A word for the end of the file's name.", show_default=False)
    ] = "",
) -> None:
    """Begin the entry of an article: file, ids and dates filled in, the rest as hints.

    Refused where the record has the address already; warns of a headline that is almost the same.
    """
    from communique.loaders.curation.duplicates import find_by_url, find_duplicates
    from communique.loaders.curation.scaffold import render_article, suggest_article_path
    from communique.loaders.dataset import derive_source_id
    from communique.loaders.read import read_with_findings
    from communique.pipeline.filesystem import save_text

    root = context.current_context().root
    dataset, _ = read_with_findings(root)
    if url and (existing := find_by_url(url, dataset) or _find_unfinished_entry(url, root, dataset)):
        raise UsageError(
            f"{terminal.display_path(root / existing)} has this address already; add to that file"
        )
    publisher_id = _resolve_publisher(publisher, url, dataset)
    source: dict[str, Any] = {"publisher": publisher_id, "agency": agency or None}
    source |= {"kind": (kind or dataset.registry.publishers[publisher_id].kind).value, "title": title or None}
    source |= {"url": url, "published": published or None, "language": language}
    source |= {"accessed": dt.date.today().isoformat()}  # noqa: DTZ011 - the curator's own day
    source = {
        key: value
        for key, value in source.items()
        if value is not None or key in {"title", "url", "published"}
    }
    drafts = _draft_events(event or [], title, published, date, place, like, dataset)
    year = _guess_year(published, date, drafts)
    path = suggest_article_path(
        publisher_id, published or None, year, word or ("" if published else _title_suffix(title)), dataset
    )
    text = render_article(source, drafts, dataset)
    _validate_source(source)
    save_text(root / path, text, new=True)
    terminal.print_result(terminal.display_path(root / path))
    titles = {other: entry.model.source.title for other, entry in dataset.articles.items()}
    for duplicate in find_duplicates(title, titles)[:3] if title else ():
        terminal.print_message(
            f"almost the same headline in {terminal.display_path(root / duplicate.path)}: {duplicate.title}",
            "warning",
        )
        terminal.print_message("  if it is one dispatch on two hosts, give both the same reprint_group")
    terminal.print_message(f"next: fill it in, then communique check {terminal.display_path(root / path)}")
    terminal.print_summary(f"source {derive_source_id(path)}", terminal.pluralize(len(drafts), "event"))


def _find_unfinished_entry(url: str, root: Path, dataset: Dataset) -> str | None:
    """Return an entry of this address that was begun and is not filled in yet, or None."""
    from communique.loaders.entry_files import read_text

    unread = (
        path for path in dataset.hashes if path.startswith("articles/") and path not in dataset.articles
    )
    return next((path for path in unread if f"url: {url}\n" in read_text(root, Path(path))), None)


def _resolve_publisher(given: str, url: str | None, dataset: Dataset) -> str:
    """Return the publisher's id, as given or by the address.

    Raises:
        UsageError: it is not in the registry, or nothing tells who it is.
    """
    from communique.loaders.curation.scaffold import find_publisher, slugify
    from communique.loaders.validate import did_you_mean

    known = dataset.registry.publishers
    if given in known:
        return given
    if given:
        suggestion = did_you_mean(given, known)
        raise UsageError(
            f"unknown publisher {given!r}; {suggestion} {'or ' if suggestion else ''}communique new publisher {given}"
        )
    publisher_id = find_publisher(url, dataset) if url else None
    if publisher_id:
        return publisher_id
    if not url:
        raise UsageError("who published it? write --publisher ID; communique find NAME tells the id")
    host = url.split("/")[2].removeprefix("www.") if url.count("/") > 1 else url
    cure = f'communique new publisher {slugify(host.rsplit(".", 1)[0])} --name "…" --url https://{host}'
    raise UsageError(f"no publisher of the registry is at {host}; write --publisher ID, or add it: {cure}")


def _draft_events(
    given: list[str], title: str, published: str, date: str, place: str, like: str, dataset: Dataset
) -> list[EventDraft]:
    """Return drafts of the events that the command line names; a single one where it names none."""
    from communique.loaders.curation.scaffold import EventDraft, suggest_event_id
    from communique.loaders.curation.scaffold import copy_event_fields as taken_over

    known = {entry.id: entry for article in dataset.articles.values() for entry in article.model.events}
    shared: dict[str, Any] = {"date": date, "place": place}
    shared = {key: value for key, value in shared.items() if value}
    if like:
        shared |= taken_over(dataset, like)
    drafts = []
    for argument in given or [known[like].kind.value if like in known else Kind.MEETING.value]:
        key, _, kind_name = argument.partition(":")
        kind = _parse_kind(kind_name or (key if key in set(Kind) else ""))
        if key in set(Kind):
            key = suggest_event_id(str(shared.get("series", title)), date or published[:10], set(known))
        drafts.append(EventDraft(key, kind, {} if key in known else shared))
    return drafts


def _parse_kind(name: str) -> Kind | None:
    if name and name not in set(Kind):
        raise UsageError(f"{name!r} is no kind of event; write one of {', '.join(Kind)}")
    return Kind(name) if name else None


def _guess_year(published: str, date: str, drafts: list[EventDraft]) -> str:
    """Return the year of the folder: of the publication, else of the event, else the current one."""
    import re

    for text in (published, date, *(draft.id for draft in drafts)):
        if match := re.search(r"(?<!\d)(1[89]|20)\d\d(?!\d)", text):
            return match[0]
    return f"{dt.date.today():%Y}"  # noqa: DTZ011 - the curator's own day


def _title_suffix(title: str) -> str:
    from communique.loaders.curation.scaffold import suggest_event_id

    return suggest_event_id(title, "", set()).split("-")[0] if title else "undated"


def _validate_source(source: dict[str, Any]) -> None:
    """Refuse now what the entry's model would refuse of the options.

    Raises:
        UsageError: an option's value is none that an entry may have.
    """
    from pydantic import ValidationError

    from communique.loaders.entry_format.article import SourceEntry

    filled = source | ({} if source["title"] else {"title": "to be filled in"})
    try:
        SourceEntry.model_validate(filled)
    except ValidationError as error:
        problems = (f"--{detail['loc'][0]}: {detail['msg']}" for detail in error.errors(include_url=False))
        raise UsageError("; ".join(problems)) from None
