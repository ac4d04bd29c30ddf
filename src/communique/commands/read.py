"""Read an article's text: recognise what it names, rank the events that it may report, and draft its entry."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from communique.commands.record import Home, display_path, resolve_settings
from communique.errors import UsageError
from communique.extras import require_extra

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from communique.loaders.dataset import Dataset
    from communique.loaders.drafting.draft import Draft
    from communique.loaders.drafting.statements import DraftEvent
    from communique.loaders.reading.document import Document, ReadingRequest

TEXTS_FOLDER: Final = ".communique/texts"
"""The folder below a home where the texts that curators have read are kept; it never leaves their machine."""


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """A text that was read, and the draft of its entry.

    Args:
        draft: what is proposed, with all that was recognised.
        entry: the text of the entry file.
        path: where that was written, or would be.
        text_path: where the text is kept on this machine; None where nothing was written.
        existing: an entry of the same article, finished or begun; None where there is none.
        error_count: how many errors in the record hid parts of it.
    """

    draft: Draft
    entry: str
    path: Path
    text_path: Path | None
    existing: Path | None
    error_count: int


def read_article(
    home: Home,
    request: ReadingRequest,
    *,
    write: bool = True,
    again: bool = False,
    wanted: Collection[str] = (),
) -> ReadArticle:
    """Read a text and draft its entry, beside the record's own files.

    Args:
        home: the record.
        request: the text.
        write: write the entry and keep the text; otherwise only tell what would be written.
        again: write over an entry of the article that is still a draft.
        wanted: ids of events to write out, however unlikely.

    Raises:
        UsageError: the text is empty, nothing has a wanted id, or the record has an entry of the article already.
        FileExistsError: there is a file of that name.
    """
    from communique.commands.new_entries import find_unfinished_entry
    from communique.loaders.drafting.draft_yaml import render_draft
    from communique.loaders.read import read_with_findings
    from communique.pipeline.save_texts import save_text

    settings = resolve_settings(home)
    dataset, findings = read_with_findings(settings.entries)
    draft, source, existing, shared = draft_article(request, dataset, wanted)
    for event_id in wanted:
        if all(event.id != event_id for event in draft.events):
            raise UsageError(
                f"the text and the record have no event {event_id!r}; the draft names those that it may tell of"
            )
    lines = [f"url: {source['url']}", f"sha256: {source['read']['sha256']}"]
    begun = None if existing else find_unfinished_entry(lines, settings.entries, dataset)
    if write and existing:
        raise UsageError(_tell_existing(display_path(settings.entries / existing), shared))
    if write and begun and not again:
        file = display_path(settings.entries / begun)
        raise UsageError(f"{file} is a draft of this article; fill it in, or draft it anew with --again")
    entry = render_draft(draft, source)
    year = (draft.reading.reference or dt.date.today()).year  # noqa: DTZ011 - the curator's own day
    path = settings.entries / (existing or begun or choose_path(source, dataset, year))
    if write:
        save_text(path, entry, new=not begun, root=settings.entries)
    return ReadArticle(
        draft,
        entry,
        path,
        store_text(settings.home, path.stem, request.text) if write else None,
        path if existing or begun else None,
        sum(finding.severity == "error" for finding in findings),
    )


def _tell_existing(file: str, shared: str) -> str:
    return (
        f"{file} is of this article: it has the same {shared}; communique verify {file} --text TEXT holds it "
        f"against the text, and communique read TEXT --show tells what would be drafted"
    )


def draft_article(
    request: ReadingRequest, dataset: Dataset, wanted: Collection[str] = ()
) -> tuple[Draft, dict[str, Any], str, str]:
    """Return the draft of a text's entry, the fields of its source, and the entry that the article has already.

    Args:
        request: the text.
        dataset: the record as it could be read.
        wanted: ids of events to write out, however unlikely.

    Returns:
        The draft; the source's fields, None where a curator fills in; a path relative to the record's folder and what
        that entry has in common with the text, or twice "".

    Raises:
        UsageError: the text is empty, or the publisher is unknown.
    """
    require_extra("reading", "drafting an entry from a text")
    from communique.loaders.checks.look_alikes import find_same_article
    from communique.loaders.drafting.draft import draft_document
    from communique.loaders.reading.document import read_document

    if not request.text.strip():
        raise UsageError(
            "the text is empty; name a file that holds the article, or pass it on standard input"
        )
    known = {"title": request.title, "published": request.published, "url": request.url}
    document = read_document(request.text, **known, language=request.language)
    source = _describe_source(document, request, dataset)
    existing, shared = find_same_article(source, dataset)
    return draft_document(document, dataset, existing, wanted), source, existing, shared


def list_draft_events(draft: Draft) -> tuple[DraftEvent, ...]:
    """Return every event that a text may report: known ones, new ones, then candidates, each as a draft has it."""
    from communique.loaders.drafting.draft import draft_candidates

    return (*draft.events, *draft_candidates(draft))


def compose_entry(events: Sequence[Mapping[str, Any]], source: Mapping[str, Any]) -> str:
    """Return the text of an entry that says what is ticked, and nothing else.

    Args:
        events: drafted events as plain data, with the fields of ``DraftEvent``.
        source: the fields of the source, in their order.

    Raises:
        ValueError: a value cannot be written.
    """
    from pydantic import TypeAdapter

    from communique.loaders.drafting.entry_data import render_entry
    from communique.loaders.drafting.statements import DraftEvent

    return render_entry(TypeAdapter(tuple[DraftEvent, ...]).validate_python(events), source)


def store_text(home: Path, source_id: str, text: str) -> Path:
    """Keep a text on this machine, where Git never looks, and return its file.

    Args:
        home: the home folder of the record.
        source_id: the id of the source.
        text: as it was given.
    """
    from communique.pipeline.save_texts import save_text

    folder = home / TEXTS_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    if not (ignore := folder / ".gitignore").exists():
        save_text(ignore, "*\n")
    path = folder / f"{source_id}.txt"
    save_text(path, text)
    return path


def find_text(home: Path, source_id: str) -> Path | None:
    """Return the file in which a source's text is kept on this machine, or None."""
    path = home / TEXTS_FOLDER / f"{source_id}.txt"
    return path if path.is_file() else None


def _describe_source(document: Document, request: ReadingRequest, dataset: Dataset) -> dict[str, Any]:
    """Return the source's fields as far as text and options tell them; None where a curator fills in."""
    from communique.loaders.curation.scaffold import find_publisher

    publisher = request.publisher or (find_publisher(document.url, dataset) if document.url else None)
    known = dataset.registry.publishers.get(publisher or "")
    if request.publisher and not known:
        raise UsageError(
            f"unknown publisher {request.publisher!r}; communique find tells ids, communique new publisher adds one"
        )
    source: dict[str, Any] = {
        "publisher": publisher,
        "kind": str(known.kind) if known else None,
        "title": document.headline or None,
        "url": document.url or None,
        "published": document.published or None,
        "language": document.language,
        "accessed": dt.date.today().isoformat(),  # noqa: DTZ011 - the curator's own day
    }
    if request.is_beginning:
        source["excerpt"] = True
    source["read"] = {"sha256": document.sha256, "paragraphs": len(document.paragraphs)}
    return {key: value for key, value in source.items() if key != "language" or value != "en"}


def choose_path(source: Mapping[str, Any], dataset: Dataset, year: int) -> str:
    """Return the free path of a new entry, relative to the record's folder, told by publisher and day.

    Args:
        source: the fields of the source, as far as they are known.
        dataset: the record.
        year: the year of its folder where it has no day.
    """
    from communique.loaders.curation.scaffold import suggest_article_path
    from communique.loaders.curation.slugs import slugify

    day = str(source.get("published") or "")[:10]
    suffix = "" if day else slugify(str(source.get("title") or ""))[:40].strip("-") or "undated"
    return suggest_article_path(
        source.get("publisher") or "unknown-publisher", day or None, day[:4] or str(year), suffix, dataset
    )
