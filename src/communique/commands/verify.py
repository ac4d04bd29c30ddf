"""Hold an entry against the text that it was read from, and note in it that somebody read it a second time."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.commands.read import find_text
from communique.commands.record import Home, display_path, resolve_dataset_paths, resolve_settings
from communique.errors import RecordError, UsageError

if TYPE_CHECKING:
    from communique.loaders.dataset import Dataset, ParsedFile
    from communique.loaders.drafting.verification import Verification
    from communique.loaders.entry_format.article import Article
    from communique.loaders.reading.document import Document


@dataclass(frozen=True, slots=True)
class VerifiedEntry:
    """An entry that was held against its text.

    Args:
        path: the entry file.
        text_path: the file of the text.
        verification: what it came to.
        is_noted: whether the second reading was written into the entry.
    """

    path: Path
    text_path: Path
    verification: Verification
    is_noted: bool


def verify_article(home: Home, path: Path, *, text: Path | None = None, by: str = "") -> VerifiedEntry:
    """Hold every value of an entry against the parts of the text that it cites.

    Args:
        home: the record.
        path: the entry file.
        text: the text; by default the one kept on this machine when it was read.
        by: who reads it a second time; noted in the entry with the day and the counts. "" notes nothing.

    Raises:
        UsageError: there is no such entry, or no text of it.
        RecordError: the entry cannot be understood.
    """
    from communique.loaders.drafting.profiles import profile_record
    from communique.loaders.drafting.verification import verify_entry
    from communique.loaders.read import read_with_findings
    from communique.loaders.reading.document import read_document
    from communique.loaders.reading.lexicon import Lexicon
    from communique.loaders.reading.recognise import recognise

    settings = resolve_settings(home)
    (name,) = resolve_dataset_paths(settings.entries, [path])
    text_path = text or find_text(settings.home, Path(name).stem)
    if text_path is None or not text_path.is_file():
        raise UsageError(
            f"there is no text of {display_path(path)} on this machine; name it with --text FILE"
        )
    dataset, findings = read_with_findings(settings.entries)
    file = dataset.articles.get(name) or _read_draft(settings.entries, name, dataset)
    if file is None:
        raise RecordError([finding for finding in findings if finding.path == name] or findings)
    source = file.model.source
    content = text_path.read_text(encoding="utf-8-sig")
    lines = {line.strip() for line in content.splitlines()}
    title = source.title if source.title in lines and not source.title.endswith(".") else ""
    document = read_document(content, title=title, published=source.published or "", language=source.language)
    record = profile_record(dataset)
    reading = recognise(document, Lexicon(dataset.registry, record.units), record.active)
    verification = verify_entry(file, reading, dataset)
    if by:
        _note_reading(settings.entries, name, document, verification, by, source.read)
    return VerifiedEntry(settings.entries / name, text_path, verification, bool(by))


def _read_draft(root: Path, name: str, dataset: Dataset) -> ParsedFile[Article] | None:
    """Return an entry that is still a draft and so no part of the record, or None where it cannot be understood."""
    from communique.loaders.entry_files import read_file
    from communique.loaders.entry_format.article import Article
    from communique.loaders.entry_format.validate import validate_document
    from communique.loaders.yaml.parser import parse_yaml

    content = read_file(root, Path(name))
    return validate_document(Article, parse_yaml(content.text, name), name, content.sha256)


def _note_reading(
    root: Path, name: str, document: Document, verification: Verification, by: str, first: Any
) -> None:
    """Write into an entry how its text was read, leaving every other line as it stands."""
    from communique.loaders.yaml.dump import dump_yaml
    from communique.pipeline.save_texts import save_text

    reading: dict[str, Any] = {"sha256": document.sha256, "paragraphs": len(document.paragraphs)}
    if first and first.by:
        reading["by"] = first.by
    reading["second"] = {
        "by": by,
        "on": dt.date.today().isoformat(),  # noqa: DTZ011 - the reader's own day
        "located": verification.located,
        "missing": verification.missing,
    }
    block = "".join(f"  {line}\n" for line in dump_yaml({"read": reading}).splitlines())
    text = (root / name).read_text(encoding="utf-8")
    without = re.sub(r"(?m)^  read:(?:.*)\n(?:    .*\n)*", "", text)
    later = re.sub(r"(?m)^(?=events:)", lambda _: block, without, count=1)
    save_text(root / name, later, root=root)
