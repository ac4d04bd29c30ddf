"""Begin the entry of an article with all that is known before reading, or add one entry to the registry."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.commands.record import Home, display_path, resolve_settings
from communique.errors import UsageError
from communique.schema.vocabulary import Kind, SourceKind

if TYPE_CHECKING:
    from communique.loaders.checks.look_alikes import DuplicateCandidate
    from communique.loaders.curation.scaffold import EventDraft
    from communique.loaders.dataset import Dataset


@dataclass(frozen=True, slots=True)
class ArticleRequest:
    """What is known of an article before it is read; "" for what is not.

    Args:
        url: where it was read.
        title: its own headline.
        publisher: an id of the registry; that of the address by default.
        published: a day, or a time in its own zone.
        kind: what sort of text; by default its publisher's.
        agency: the agency whose text it carries.
        language: the BCP 47 tag of the language it was read in.
        events: each as ``id:kind``, an id that is known, or a kind; a single one by default.
        date: when the events were, in EDTF.
        place: where they were, an id.
        like: the event from which series, participants and topics are taken over.
        word: a word for the end of the file's name.
    """

    url: str | None = None
    title: str = ""
    publisher: str = ""
    published: str = ""
    kind: SourceKind | None = None
    agency: str = ""
    language: str = "en"
    events: tuple[str, ...] = ()
    date: str = ""
    place: str = ""
    like: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An entry that was begun.

    Args:
        path: its file.
        source_id: the id of its source.
        event_count: how many events it drafts.
        duplicates: entries with almost the same headline, their paths complete.
    """

    path: Path
    source_id: str
    event_count: int
    duplicates: tuple[tuple[Path, str], ...]


@dataclass(frozen=True, slots=True)
class NewRegistryEntry:
    """An entry that was added to the registry.

    Args:
        path: the file of the registry.
        label: the noun for such an entry, such as ``person``.
        count: how many the registry holds now.
        duplicates: entries with almost the same name.
    """

    path: Path
    label: str
    count: int
    duplicates: tuple[DuplicateCandidate, ...]


def new_article(home: Home, request: ArticleRequest) -> NewArticle:
    """Begin the entry of an article: file, ids and dates filled in, the rest as hints.

    Raises:
        UsageError: the record has the address already, or an option's value is none that an entry may have.
        FileExistsError: there is a file of that name.
    """
    from communique.loaders.checks.look_alikes import find_by_url, find_duplicates
    from communique.loaders.curation.scaffold import render_article, suggest_article_path
    from communique.loaders.dataset import derive_source_id
    from communique.loaders.read import read_with_findings
    from communique.pipeline.save_texts import save_text

    root = resolve_settings(home).entries
    dataset, _ = read_with_findings(root)
    url, title, published = request.url, request.title, request.published
    if url and (
        existing := find_by_url(url, dataset) or find_unfinished_entry([f"url: {url}"], root, dataset)
    ):
        raise UsageError(f"{display_path(root / existing)} has this address already; add to that file")
    source = _describe_source(request, dataset)
    drafts = _draft_events(request, dataset)
    year = _guess_year(published, request.date, drafts)
    word = request.word or ("" if published else _title_suffix(title))
    path = suggest_article_path(source["publisher"], published or None, year, word, dataset)
    text = render_article(source, drafts, dataset)
    _validate_source(source)
    save_text(root / path, text, new=True, root=root)
    titles = {other: entry.model.source.title for other, entry in dataset.articles.items()}
    duplicates = find_duplicates(title, titles)[:3] if title else ()
    return NewArticle(
        root / path,
        derive_source_id(path),
        len(drafts),
        tuple((root / duplicate.path, duplicate.title) for duplicate in duplicates),
    )


def new_registry_entry(home: Home, section: str, key: str, entry: Mapping[str, Any]) -> NewRegistryEntry:
    """Add one entry to a section of the registry, in its place; of a state what is known of it is added.

    Args:
        home: the record.
        section: the section, such as ``people``.
        key: the new id.
        entry: its fields; those that are empty are left out.

    Raises:
        UsageError: the id is taken, or a value is none that the registry may have.
    """
    from communique.loaders.checks.look_alikes import find_duplicates
    from communique.loaders.checks.references import SECTION_LABELS
    from communique.loaders.curation.known_states import complete_entry
    from communique.loaders.curation.record_schemas import add_id
    from communique.loaders.curation.registry_insert import insert_entry
    from communique.loaders.read import read_with_findings
    from communique.pipeline.save_texts import save_text

    settings = resolve_settings(home)
    root = settings.entries
    dataset, _ = read_with_findings(root)
    given = {field: value for field, value in entry.items() if value not in ("", None, [])}
    given = complete_entry(section, key, given)
    name = str(given.get("name", given.get("title", "")))
    others = {
        other: str(getattr(item, "name", "")) for other, item in dataset.registry.sections[section].items()
    }
    duplicates = find_duplicates(name, others, 0.93)
    path, text = insert_entry(root, dataset, section, key, given)
    save_text(root / path, text, root=root)
    add_id(settings.home / "schema", section, key, name)
    return NewRegistryEntry(root / path, SECTION_LABELS[section], len(others) + 1, tuple(duplicates[:3]))


def new_ruling(home: Home, ruling: Mapping[str, Any]) -> Path:
    """Add a ruling on a disagreement, decided today unless it says otherwise, and return the file that holds it.

    Args:
        home: the record.
        ruling: its fields as in a file; those that are empty are left out.

    Raises:
        UsageError: there is no such event, it is ruled on already, or a field is wrong.
    """
    from communique.loaders.curation.decision_insert import insert_rulings, require_open_value
    from communique.loaders.read import read_with_findings
    from communique.pipeline.save_texts import save_text

    root = resolve_settings(home).entries
    dataset, _ = read_with_findings(root)
    given = complete_ruling(ruling)
    require_open_value(dataset, given)
    ((path, text),) = insert_rulings(root, [given]).items()
    save_text(path, text, root=root)
    return path


def complete_ruling(ruling: Mapping[str, Any]) -> dict[str, Any]:
    """Return a ruling without what is empty, decided today unless it says otherwise."""
    today = dt.date.today().isoformat()  # noqa: DTZ011 - the curator's own day
    return {"decided": today} | {field: value for field, value in ruling.items() if value not in ("", None)}


def _describe_source(request: ArticleRequest, dataset: Dataset) -> dict[str, Any]:
    """Return the source's fields; what is not known stands as None only where a hint belongs."""
    publisher = _resolve_publisher(request.publisher, request.url, dataset)
    source: dict[str, Any] = {
        "publisher": publisher,
        "agency": request.agency or None,
        "kind": (request.kind or dataset.registry.publishers[publisher].kind).value,
        "title": request.title or None,
        "url": request.url,
        "published": request.published or None,
        "language": request.language,
        "accessed": dt.date.today().isoformat(),  # noqa: DTZ011 - the curator's own day
    }
    hinted = {"title", "url", "published"}
    return {key: value for key, value in source.items() if value is not None or key in hinted}


def find_unfinished_entry(lines: Collection[str], root: Path, dataset: Dataset) -> str | None:
    """Return an entry that was begun and is not filled in yet, and has one of some lines in its head, or None.

    Args:
        lines: such as ``url: https://news.example/talks``.
        root: the record's folder.
        dataset: the record.
    """
    from communique.loaders.entry_files import read_text

    for path in dataset.hashes:
        if path.startswith("articles/") and path not in dataset.articles:
            head = read_text(root, Path(path)).partition("\nevents:")[0]
            if not {line.strip() for line in head.splitlines()}.isdisjoint(lines):
                return path
    return None


def _resolve_publisher(given: str, url: str | None, dataset: Dataset) -> str:
    """Return the publisher's id, as given or by the address.

    Raises:
        UsageError: it is not in the registry, or nothing tells who it is.
    """
    from communique.errors import did_you_mean
    from communique.loaders.curation.scaffold import find_publisher
    from communique.loaders.curation.slugs import slugify

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


def _draft_events(request: ArticleRequest, dataset: Dataset) -> list[EventDraft]:
    """Return drafts of the events that a request names; a single one where it names none."""
    from communique.loaders.curation.scaffold import EventDraft, copy_event_fields, suggest_event_id

    known = {entry.id: entry for article in dataset.articles.values() for entry in article.model.events}
    shared: dict[str, Any] = {"date": request.date, "place": request.place}
    shared = {key: value for key, value in shared.items() if value}
    like = request.like
    if like:
        shared |= copy_event_fields(dataset, like)
    drafts = []
    for argument in request.events or [known[like].kind.value if like in known else Kind.MEETING.value]:
        key, _, kind_name = argument.partition(":")
        kind = _parse_kind(kind_name or (key if key in set(Kind) else ""))
        if key in set(Kind):
            title = str(shared.get("series", request.title))
            key = suggest_event_id(title, request.date or request.published[:10], set(known))
        drafts.append(EventDraft(key, kind, {} if key in known else shared))
    return drafts


def _parse_kind(name: str) -> Kind | None:
    if name and name not in set(Kind):
        raise UsageError(f"{name!r} is no kind of event; write one of {', '.join(Kind)}")
    return Kind(name) if name else None


def _guess_year(published: str, date: str, drafts: list[EventDraft]) -> str:
    """Return the year of the folder: of the publication, else of the event, else the current one."""
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
