"""Report what may be wrong in an entry, unless the entry accepts it with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from communique.errors import Finding
from communique.loaders.dataset import Dataset, EventEntries, Location, ParsedFile
from communique.loaders.entry_format.annotated_value import Rule

if TYPE_CHECKING:
    from communique.loaders.entry_format.article import Article


class Remark(NamedTuple):
    """A doubt about one place of an article; ``others`` are the files that hold its other half."""

    article: ParsedFile[Article]
    location: Location
    rule: Rule
    what: str
    cure: str
    others: tuple[str, ...] = ()

    def to_finding(self) -> Finding:
        """Return the remark as a warning that says how to accept it."""
        holder = "the source" if self.location[0] == "source" else "the event"
        return self.article.create_finding(
            self.location,
            self.what,
            f"{self.cure}; if it is right, say why: accepted: {{{self.rule}: …}} in {holder}",
            "warning",
            rule=self.rule,
            others=self.others,
        )


def report_event_remarks(
    remarks: Iterable[Finding | Remark], event_entries: EventEntries
) -> Iterator[Finding]:
    """Yield the findings, the remarks that none of the entries concerned accepts, and acceptances of nothing."""
    accepted = {
        (article.path, rule): (article, index)
        for article, index in event_entries.reports
        for rule in article.model.events[index].accepted
    }
    needed: set[tuple[str, Rule]] = set()
    for remark in remarks:
        if isinstance(remark, Finding):
            yield remark
            continue
        homes = {(path, remark.rule) for path in (remark.article.path, *remark.others)} & accepted.keys()
        needed |= homes
        if not homes:
            yield remark.to_finding()
    for (path, rule), (article, index) in accepted.items():
        if (path, rule) not in needed:
            yield _needless_acceptance(article, ("events", index, "accepted", rule), rule)


def report_source_remarks(
    remarks: Iterable[Finding | Remark], article: ParsedFile[Article]
) -> Iterator[Finding]:
    """Yield the findings, the remarks on the source that it does not accept, and acceptances of nothing.

    Whether another entry is of the same article shows only where both are read, so that may be accepted beforehand.
    """
    needed: set[Rule] = {Rule.SAME_ARTICLE}
    for remark in remarks:
        if isinstance(remark, Finding):
            yield remark
        elif remark.rule in article.model.source.accepted:
            needed.add(remark.rule)
        else:
            yield remark.to_finding()
    for rule in [rule for rule in article.model.source.accepted if rule not in needed]:
        yield _needless_acceptance(article, ("source", "accepted", rule), rule)


def _needless_acceptance(article: ParsedFile[Article], location: Location, rule: Rule) -> Finding:
    what = f"{rule} is accepted, and check finds nothing of it here"
    return article.create_finding(location, what, "remove it", "warning")


def report_texts(dataset: Dataset) -> Iterator[Finding]:
    """Yield a warning for each text of the registry and of the decisions that is cut or looks wrongly decoded."""
    files: dict[str, ParsedFile[Any]] = {file.path: file for file in dataset.registry.files_by_entry.values()}
    files |= {file.path: file for file in (dataset.rulings.files if dataset.rulings else ())}
    for file in files.values():
        for location, what, cure, _ in file.document.remarks:
            yield file.create_finding(location, what, cure, "warning")
