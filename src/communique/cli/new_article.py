"""``communique new article``: an entry file with everything filled in that is known before reading."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.cli import run, terminal
from communique.cli.example import example
from communique.errors import UsageError
from communique.schema.vocabulary import Kind, SourceKind

if TYPE_CHECKING:
    from communique.loaders.curating.scaffold import Sketch
    from communique.loaders.record import Record


@example(
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
    from communique.loaders.curating.near import alike, same_address
    from communique.loaders.curating.save import save
    from communique.loaders.curating.scaffold import article_name, article_text
    from communique.loaders.read import gather
    from communique.loaders.record import source_id

    root = run.current().root
    record, _ = gather(root)
    if url and (twin := same_address(url, record) or _begun(url, root, record)):
        raise UsageError(f"{terminal.shown(root / twin)} has this address already; add to that file")
    name = _publisher(publisher, url, record)
    source: dict[str, Any] = {"publisher": name, "agency": agency or None}
    source |= {"kind": (kind or record.registry.publishers[name].kind).value, "title": title or None}
    source |= {"url": url, "published": published or None, "language": language}
    source |= {"accessed": dt.date.today().isoformat()}  # noqa: DTZ011 - the curator's own day
    source = {
        key: value
        for key, value in source.items()
        if value is not None or key in {"title", "url", "published"}
    }
    sketches = _sketches(event or [], title, published, date, place, like, record)
    year = _year(published, date, sketches)
    path = article_name(name, published or None, year, word or ("" if published else _word(title)), record)
    text = article_text(source, sketches, record)
    _try_head(source)
    save(root / path, text, new=True)
    terminal.result(terminal.shown(root / path))
    titles = {other: entry.model.source.title for other, entry in record.articles.items()}
    for near in alike(title, titles)[:3] if title else ():
        terminal.tell(
            f"almost the same headline in {terminal.shown(root / near.path)}: {near.title}", "warning"
        )
        terminal.tell("  if it is one dispatch on two hosts, give both the same reprint_group")
    terminal.tell(f"next: fill it in, then communique check {terminal.shown(root / path)}")
    terminal.summary(f"source {source_id(path)}", terminal.counted(len(sketches), "event"))


def _begun(url: str, root: Path, record: Record) -> str | None:
    """An entry of this address that was begun and cannot be read yet, because it is not filled in."""
    from communique.loaders.files import read_text

    unread = (path for path in record.hashes if path.startswith("articles/") and path not in record.articles)
    return next((path for path in unread if f"url: {url}\n" in read_text(root, Path(path))), None)


def _publisher(given: str, url: str | None, record: Record) -> str:
    """The publisher's id.

    Raises:
        UsageError: it is not in the registry, or nothing tells who it is.
    """
    from communique.loaders.curating.scaffold import publisher_of, slug
    from communique.loaders.validate import did_you_mean

    known = record.registry.publishers
    if given in known:
        return given
    if given:
        near = did_you_mean(given, known)
        raise UsageError(
            f"unknown publisher {given!r}; {near} {'or ' if near else ''}communique new publisher {given}"
        )
    found = publisher_of(url, record) if url else None
    if found:
        return found
    if not url:
        raise UsageError("who published it? write --publisher ID; communique find NAME tells the id")
    host = url.split("/")[2].removeprefix("www.") if url.count("/") > 1 else url
    cure = f'communique new publisher {slug(host.rsplit(".", 1)[0])} --name "…" --url https://{host}'
    raise UsageError(f"no publisher of the registry is at {host}; write --publisher ID, or add it: {cure}")


def _sketches(
    given: list[str], title: str, published: str, date: str, place: str, like: str, record: Record
) -> list[Sketch]:
    """The events that the command line names; one without id or kind where it names none."""
    from communique.loaders.curating.scaffold import Sketch, event_id
    from communique.loaders.curating.scaffold import like as taken_over

    known = {entry.id: entry for one in record.articles.values() for entry in one.model.events}
    shared: dict[str, Any] = {"date": date, "place": place}
    shared = {key: value for key, value in shared.items() if value}
    if like:
        shared |= taken_over(record, like)
    sketches = []
    for one in given or [known[like].kind.value if like in known else Kind.MEETING.value]:
        key, _, word = one.partition(":")
        kind = _kind(word or (key if key in set(Kind) else ""))
        if key in set(Kind):
            key = event_id(str(shared.get("series", title)), date or published[:10], set(known))
        sketches.append(Sketch(key, kind, {} if key in known else shared))
    return sketches


def _kind(word: str) -> Kind | None:
    if word and word not in set(Kind):
        raise UsageError(f"{word!r} is no kind of event; write one of {', '.join(Kind)}")
    return Kind(word) if word else None


def _year(published: str, date: str, sketches: list[Sketch]) -> str:
    """The folder: of the publication, else of the event, else this year's."""
    import re

    for text in (published, date, *(sketch.id for sketch in sketches)):
        if found := re.search(r"(?<!\d)(1[89]|20)\d\d(?!\d)", text):
            return found[0]
    return f"{dt.date.today():%Y}"  # noqa: DTZ011 - the curator's own day


def _word(title: str) -> str:
    from communique.loaders.curating.scaffold import event_id

    return event_id(title, "", set()).split("-")[0] if title else "undated"


def _try_head(source: dict[str, Any]) -> None:
    """Refuse now what the entry's model would refuse of the options.

    Raises:
        UsageError: an option's value is none that an entry may have.
    """
    from pydantic import ValidationError

    from communique.loaders.entry.article import SourceEntry

    filled = source | ({} if source["title"] else {"title": "to be filled in"})
    try:
        SourceEntry.model_validate(filled)
    except ValidationError as error:
        said = (f"--{one['loc'][0]}: {one['msg']}" for one in error.errors(include_url=False))
        raise UsageError("; ".join(said)) from None
