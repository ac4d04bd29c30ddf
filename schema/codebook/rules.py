"""Declare by which rule tables, columns and words are coded: how a curator decides, or what it follows from.

The fields of events have their rule where they are declared (``EventField.rule``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

VIEW_RULE: Final = "follows from the tables by the view's SQL, which `communique schema ddl` prints"

TABLE_RULES: Final[Mapping[str, str]] = {
    "event_kind": "one row for each kind that the models declare",
    "event": "one thing that happened or is to happen, once; another day, another place or other parties make "
    "another event, a further article does not",
    "event_name": "each other name that a source gives the event",
    "event_link": "only where a source states how the two hang together, never because one came after the other",
    "figure": "a number that a source gives of the event; what sources give is reconciled to one low, best and high",
    "note": "a fact that no typed field holds",
    "redirect": "an editor found the old id to be the same event as another, or gave it a new id",
    "split": "an editor found that several events had been taken for one",
    "split_target": "each event that it turned out to be",
    "withdrawal": "an editor found that there is no such event",
    "event_search": "gathered by the load from titles, names, summaries, notes and provisions",
    "provision": "each thing that the text lays down by itself, in one sentence",
    "participation": "each actor in each role that a source gives it; a general role gives way to an exact one",
    "participation_person": "each person whom a source names as acting for the participant",
    "participation_unit": "each ship, aircraft, unit or force that a source names on the participant's side",
    "actor": "whoever takes part in an event, publishes, or holds others; a ministry or force is an actor of its own",
    "actor_name": "each other name that a source or the actor itself uses",
    "actor_membership": "what the group's own list of members says",
    "person": "whoever acts for an actor and is named by a source",
    "person_name": "each other name or spelling that a source uses",
    "office": "a post that people hold one after another",
    "tenure": "each time that a person held the office",
    "place": "the finest place that a source names, and the larger ones that it lies in",
    "place_name": "each other name, with who uses it where that is disputed",
    "series": "events that recur under one name, between the same sides",
    "topic": "what several events are about, by its description",
    "abbreviation": "what readers type where titles and summaries have words",
    "coverage": "what curators say of how complete the record is",
    "outside_count": "what somebody else published, unchanged",
    "dossier": "a question that runs through several events",
    "dossier_series": "each series whose events all belong to it",
    "dossier_topic": "each topic whose events all belong to it",
    "dossier_event": "each event that belongs to it by name",
    "dossier_paragraph": "what the events below it state, and no more",
    "dossier_citation": "each event that states what the paragraph says",
    "identifier": "the code that the list itself gives; of states, from the packaged registry",
    "event_identifier": "the code that the list itself gives; of an imported row, its own id",
    "publisher": "whoever publishes or writes an article of the record; an agency is one too",
    "source": "one article, text or row of a table, as one curator read it",
    "source_event": "each event that the text reports; what it only mentions is a link or a note",
    "claim": "each value that a source states; nothing that it does not say",
    "ruling": "wherever sources disagree; without one the record does not load",
    "entry_file": "noted by the load",
    "release": "sealed by `communique release`",
    "released_event": "noted by the first release that held the id",
    "change": "found by comparing the release with the one before",
    "change_source": "the articles whose entries caused the change",
    "year_tally": "counted by the load: events that began in the year, whatever became of them",
    "pair_tally": "counted by the load: meetings at which both were",
    "person_tally": "counted by the load: events at which the person acted",
    "person_office_tally": "counted by the load: events at which the person acted in the office",
    "publisher_tally": "counted by the load: reports of articles that it published",
    "response": "counted by the load from links of the relation `responds-to`",
    "flight": "taken by the load from the figures of launches",
    "doubt_tally": "counted by the load from the manner of claims",
    "overdue": "found by the load: planned or going on, and over by the day on which a source was read last",
    "promise_tally": "counted by the load from the force of provisions",
}
"""How a row comes about; those of kinds and of their sets have the rule of their event and field."""

COUNTED: Final = frozenset(
    name for name, rule in TABLE_RULES.items() if rule.split()[0] in ("counted", "taken", "found", "gathered")
) | {"entry_file", "release", "released_event", "change_source", "event_kind"}
"""Tables that the program fills: the rule of the table is that of each column."""

_BOUND: Final = "follows from `date`: the first or the last day that its text allows"
COLUMN_RULES: Final[Mapping[str, str]] = {
    "date": "no finer than the source that gives it",
    **dict.fromkeys(("start_earliest", "start_latest", "end_earliest", "end_latest"), _BOUND),
    "date_precision": "follows from `date`",
    "date_approximate": "follows from `date`: a `~`, `?` or `%` in it",
    "language": "of the name or text as written; never of its publisher",
    "label_note": "wherever two sides name it differently",
    "because": "the editor's reason, for readers",
    "decided": "the day on which the editor decided",
    "id": "minted once, and never given to another thing",
    "text": "in our own words, no more than the source says",
    "title": "the office's own title in English",
    "name": "the name that the registry was given, in English or in Latin letters",
    "description": "what belongs under it, so that two curators choose alike",
    "url": "the address that was read; nothing where there was none",
    "archived_url": "the first copy saved from the day of publication on",
    "value": "as the list or the source writes it",
    "element": "made of the element's own parts; empty for a single value",
    "dataset": "the data set's own short name",
    "publisher.url": "its home page",
    "outside_count.url": "where they published it",
    **dict.fromkeys(("tenure.url", "tenure.archived_url"), "the page that gives the dates of the tenure"),
    **dict.fromkeys((f"{owner}_name.name" for owner in ("event", "actor", "person", "place")), "as written"),
    "event.kind": "the kind whose meaning fits what happened, whatever an article calls it",
    "series.kind": "that of its events",
    "identifier.entity": "by what the code is of",
    "event.title": "in our own words, by the one entry that writes the event's text; no article's headline",
    "event.summary": "in our own words, 15 to 120 words, by that entry",
    "event.outcome_sought": "the day on which the editor looked for texts on the outcome, in vain",
    "event.record_status": "follows from redirects, splits and withdrawals",
    "event.disagreement": "follows from rulings: those on substance or a figure",
    "event.source_count": "counted by the load: articles that report it",
    "event.independent_source_count": "counted by the load: agencies, or publishers where none is named",
    "figure.low": "`at least`, `more than`, or the lower end of a range; the lowest where it is unresolved",
    "figure.best": "the number that is given; none where only bounds are",
    "figure.high": "`at most`, `up to`, or the upper end of a range; the highest where it is unresolved",
    "note.type": "by what the sentence is to the event",
    "provision.force": "by the verb of the text; `reported` where only a paraphrase was read",
    "actor.kind": "by its constitution, not by what it does at an event",
    "actor.short_name": "where tables need one that readers know",
    "actor.adjective": "as English dictionaries have it",
    **dict.fromkeys(
        ("actor.iso_alpha2", "actor.iso_alpha3"), "from ISO 3166-1; nothing where the standard has none"
    ),
    **dict.fromkeys(
        ("person.family_name", "person.given_name"), "as the person's own usage divides the name"
    ),
    "person.name_order": "the person's own usage, whatever an article prints",
    "person.native_name": "as official texts of the person's country write it",
    "person.native_language": "of that name",
    "office.rank": "by protocol: 0 for the head of state",
    "office.holders": "`several` only where several hold it at a time",
    "place.precision": "by what the coordinates mark, not by how many digits they have",
    **dict.fromkeys(("place.latitude", "place.longitude"), "of the place's middle, as a gazetteer gives it"),
    "series.rhythm": "only where its own description or practice fixes one",
    "abbreviation.name": "as readers type it",
    "abbreviation.meaning": "the words of titles and summaries, which both searches then look for",
    "coverage.extent": "`complete` only where every event is looked for",
    "coverage.scope": "in our own words",
    "coverage.year": "where the statement is of one year",
    "coverage.incident_type": "where only one type counts",
    "coverage.unit": "what the outside counts count",
    **dict.fromkeys(("outside_count.counted", "outside_count.counted_by"), "as they published it"),
    **dict.fromkeys(("dossier.title", "dossier.question", "dossier.summary"), "in our own words"),
    **dict.fromkeys(
        ("publisher.kind", "source.kind"), "by the text itself; of a publisher, by most of its texts"
    ),
    "source.title": "its headline as printed",
    "source.published": "as the text shows it, in the publisher's own zone; the text before the page's metadata",
    "source.published_on": "follows from `published`",
    "source.accessed": "the day on which the curator read it",
    "source.reprint_group": "the same wherever a publisher carries the same dispatch",
    "source.excerpt": "only the beginning could be read",
    **dict.fromkeys(
        ("source.text_sha256", "source.text_paragraphs"), "noted by `communique read` from the text"
    ),
    **dict.fromkeys(
        ("source.read_by", "source.second_read_by", "source.second_read_on"), "who read it, and when"
    ),
    **dict.fromkeys(
        ("source.values_located", "source.values_missing"),
        "counted by the second reader, who has the text alone",
    ),
    "paragraphs": "counted in the body as read, from 1; headline, captions and other parts by their words",
    "closeness": "by how the source knows it, not by how good it is",
    "source_event.author_of_text": "follows from who wrote title and summary: exactly one entry",
    "claim.value": "as the source gives it, no finer and no coarser",
    "claim.modality": "by how the source puts it: its own voice, a named voice, an accusation, a denial, a plan",
    "claim.quote": "exact, at most 25 words",
    "claim.basis": "by whether the text has the value itself",
    "claim.standing": "follows from reconciling all claims on the value and the ruling on it",
    **dict.fromkeys(
        (f"claim.value_{part}" for part in ("text", "truth", "number", "low", "high", "from", "until")),
        "follows from `value`",
    ),
    "ruling.decision": "`settled` where reasons that readers can check speak for one value; else `unresolved`",
    "ruling.value": "the value that stands; a source must state it",
    "ruling.grade": "by what the sources differ on",
    "ruling.review": "of an unresolved one, when to look again",
    "ruling.would_settle": "of an unresolved one, what would decide it",
}
"""How a column's value is decided, by ``table.column``, or by a name that means one thing in all tables."""

WORD_RULES: Final[Mapping[str, str]] = {
    "Role.attendee": "only where no other role says more",
    "Role.initiator": "only where no source denies it; else `alleged-initiator`",
    "Role.alleged-initiator": "wherever the accused denies it, or only one side says so",
    "Modality.stated": "unless the source names who says it",
    "Status.occurred": "the default; it need not be written",
    "Basis.explicit": "the default; it need not be written",
}
"""Of a word, where its list's rule does not say it."""
