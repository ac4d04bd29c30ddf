"""Checking a few files: what else must be read for it is found by its bytes, not by understanding every file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from communique.errors import Finding, RecordError
from communique.loaders.check import errors, examine
from communique.loaders.coherence import Elsewhere
from communique.loaders.files import LARGEST, list_files, read_file
from communique.loaders.ledger import Ledger
from communique.loaders.read import ARTICLES, take_in
from communique.loaders.record import Record, source_id, words_of
from communique.loaders.refer import unknown_references
from communique.loaders.survey import Survey, survey


def focus(root: Path, paths: Iterable[str]) -> Survey:
    """Check some entry files, with all that they refer to, as the check of the whole record would.

    Every file in which one of their events, links or addresses stands is read with them. What only the whole
    record can show, such as a cycle through files that were not read, is left to ``survey``.

    Args:
        root: the record's folder.
        paths: articles, as POSIX paths relative to root.

    Returns:
        What was read, and what is wrong with the files named.

    """
    wanted, record, findings = set(paths), Record(), list[Finding]()

    def read(names: Iterable[str]) -> None:
        for name in sorted(names):
            try:
                findings.extend(take_in(record, read_file(root, Path(name)), root))
            except RecordError as error:
                findings.extend(error)

    everything = list_files(root).paths
    others = {path for path in everything if path.startswith(f"{ARTICLES}/") and path not in wanted}
    read(path for path in everything if path not in others)
    related = _related(root, others, _telling(record))
    read(related)
    record.scope = frozenset(_events(record, wanted))
    if errors(findings):
        findings += unknown_references(record) if record.registry.actors else []
    else:
        unread = {source_id(path): path for path in others if path not in related}
        findings += examine(record, Elsewhere(kinds=_beyond(record, wanted), sources=unread))
    findings = sorted(finding for finding in findings if finding.path in wanted)
    if any(
        ".links[" in finding.where for finding in findings
    ):  # the whole record tells which event was meant
        findings = [finding for finding in survey(root).findings if finding.path in wanted]
    events = {event.id for one in record.articles.values() for event in one.model.events}
    return Survey(frozenset(record.articles), frozenset(events), findings)


def _events(record: Record, paths: Iterable[str]) -> set[str]:
    """The events that some files report, under the ids that they have now."""
    moved = record.redirects()
    read = [record.articles[path].model for path in paths if path in record.articles]
    return {moved.get(event.id, event.id) for model in read for event in model.events}


def _telling(record: Record) -> list[str]:
    """What another file must say to have to do with these: an event, a link's target, an address."""
    words = {word for article in record.articles.values() for word in words_of(article.model).split()}
    moved = record.redirects()
    words |= {old for old, new in moved.items() if new in words} | {
        moved[word] for word in words if word in moved
    }
    return sorted(words)


def _related(root: Path, others: set[str], words: list[str]) -> set[str]:
    """The files that say one of these words: found in the ledger, or by their bytes where it does not know them."""
    ledger = Ledger(root)
    known = ledger.telling(sorted(others))
    sought = [word.encode() for word in words]
    found = {path for path in others - known if _mentions(f"{root}/{path}", sought)}
    return found | (known & set(ledger.naming(words)))


def _mentions(file: str, words: list[bytes]) -> bool:
    try:
        with open(file, "rb") as content:  # noqa: PTH123 - a path object for each file would take as long as this
            said = content.read(LARGEST)
    except OSError:
        return False  # a finding of its own when the whole record is checked
    return any(word in said for word in words)


def _beyond(record: Record, wanted: set[str]) -> dict[str, str]:
    """Events that are taken to be there: those that were read, and those that only other files name."""
    kinds = {event.id: event.kind.value for one in record.articles.values() for event in one.model.events}
    others = [article.model for path, article in record.articles.items() if path not in wanted]
    named = {link.target for model in others for event in model.events for link in event.links}
    if record.rulings:
        decided = record.rulings.model
        named |= {ruling.event for ruling in decided.rulings} | set(record.redirects().values())
        named -= {one.id for one in decided.withdrawals}
    return {key: kinds.get(key, "") for key in (set(kinds) | named) - (record.scope or frozenset())}
