"""Read an article's text: recognise what it names, rank the events that it may report, and draft its entry."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from communique.commands.record import Home, display_path, resolve_settings
from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.loaders.dataset import Dataset
    from communique.loaders.drafting.draft import Draft
    from communique.loaders.reading.document import Document

TEXTS_FOLDER: Final = ".communique/texts"
"""The folder below a home where the texts that curators have read are kept; it never leaves their machine."""


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


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """A text that was read, and the draft of its entry.

    Args:
        draft: what is proposed, with all that was recognised.
        entry: the text of the entry file.
        path: where that was written, or would be.
        text_path: where the text is kept on this machine; None where nothing was written.
        existing: an entry of the same address; None where there is none.
        error_count: how many errors in the record hid parts of it.
    """

    draft: Draft
    entry: str
    path: Path
    text_path: Path | None
    existing: Path | None
    error_count: int


def read_article(home: Home, request: ReadingRequest, *, write: bool = True) -> ReadArticle:
    """Read a text and draft its entry, beside the record's own files.

    Args:
        home: the record.
        request: the text.
        write: write the entry and keep the text; otherwise only tell what would be written.

    Raises:
        UsageError: the text is empty, or the record has its address already.
        FileExistsError: there is a file of that name.
    """
    from communique.loaders.checks.look_alikes import find_by_url
    from communique.loaders.drafting.draft import draft_document
    from communique.loaders.drafting.draft_yaml import render_draft
    from communique.loaders.read import read_with_findings
    from communique.loaders.reading.document import read_document
    from communique.pipeline.filesystem import save_text

    text = request.text
    if not text.strip():
        raise UsageError(
            "the text is empty; name a file that holds the article, or pass it on standard input"
        )
    settings = resolve_settings(home)
    known = {"title": request.title, "published": request.published, "url": request.url}
    document = read_document(text, **known, language=request.language)
    dataset, findings = read_with_findings(settings.entries)
    existing = find_by_url(document.url, dataset) if document.url else None
    if existing and write:
        file = display_path(settings.entries / existing)
        raise UsageError(
            f"{file} has this address already; communique verify {file} holds it against this text"
        )
    draft = draft_document(document, dataset, existing or "")
    source = _describe_source(document, request, dataset)
    entry = render_draft(draft, source)
    path = settings.entries / (existing or _choose_path(document, source, draft, dataset))
    if write:
        save_text(path, entry, new=True)
    return ReadArticle(
        draft,
        entry,
        path,
        store_text(settings.home, path.stem, text) if write else None,
        settings.entries / existing if existing else None,
        sum(finding.severity == "error" for finding in findings),
    )


def store_text(home: Path, source_id: str, text: str) -> Path:
    """Keep a text on this machine, where Git never looks, and return its file.

    Args:
        home: the home folder of the record.
        source_id: the id of the source.
        text: as it was given.
    """
    from communique.pipeline.filesystem import save_text

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


def _choose_path(document: Document, source: dict[str, Any], draft: Draft, dataset: Dataset) -> str:
    from communique.loaders.curation.scaffold import suggest_article_path
    from communique.loaders.curation.slugs import slugify

    day = document.published[:10]
    today = dt.date.today()  # noqa: DTZ011 - the curator's own day
    year = day[:4] or str((draft.reading.reference or today).year)
    suffix = "" if day else slugify(document.headline)[:40].strip("-") or "undated"
    return suggest_article_path(
        source["publisher"] or "unknown-publisher", day or None, year, suffix, dataset
    )
