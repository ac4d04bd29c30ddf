"""The rule book: each rule is a test over every curated file, and says the cure when it fails."""

from __future__ import annotations

import re
from collections import defaultdict
from urllib.parse import urlsplit

from communique.loaders.curation.format_files import format_text
from fixtures.repository import ROOT

ENTRIES = ROOT / "entries"
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*?-(?:19|20)\d\d(?:-[01]\d(?:-[0-3]\d)?)?(?:-[a-z0-9]+)*")
"""``<subject>-<yyyy>[-mm[-dd]]``; a word may follow, to tell apart two events of one subject and day."""


def told(problems) -> str:
    return "\n".join(problems)


def test_nothing_is_wrong_with_the_record(checked_record):
    """Neither errors nor warnings, but for those that only a second look at the article's text can settle."""
    wrong = [finding for finding in checked_record[1] if finding.rule not in {"author", "reused"}]
    assert not wrong, told(map(str, wrong))


def test_files_are_formatted():
    wrong = [
        f"{path.relative_to(ROOT)}: not in canonical form; run communique fmt"
        for path in sorted(ENTRIES.rglob("*.yaml"))
        if format_text(text := path.read_text(encoding="utf-8"), path.relative_to(ENTRIES).as_posix()) != text
    ]
    assert not wrong, told(wrong)


def test_ids_end_in_a_date(record):
    wrong = [
        f"{article.path}: {entry.id}: an id is a subject and a date, as freedom-edge-2024-06"
        for article in record.articles.values()
        for entry in article.model.events
        if not ID.fullmatch(entry.id)
    ]
    assert not wrong, told(wrong)


def test_the_year_of_an_id_is_that_of_its_event(rows):
    wrong = []
    for row in rows.get_table("event").values():
        year = re.search(r"-((?:19|20)\d\d)(?=$|-[01]\d(?:-|$)|-[a-z])", row["id"])  # not unscr-2087
        start, end = row["start_earliest"], row["end_latest"]
        if year and start and not start.year <= int(year[1]) <= (end or start).year:
            wrong.append(
                f"{row['id']}: the event is dated {row['date']}; give it another id before it is released"
            )
    assert not wrong, told(wrong)


def test_every_event_has_a_date(rows):
    wrong = [
        f"{key[0]}: no date; say at least the year"
        for key, row in rows.get_table("event").items()
        if not row["date"]
    ]
    # An event whose date sources dispute without overlap may stay open; none does at present.
    assert not wrong, told(wrong)


def test_every_event_has_a_participant(rows):
    present = {key[0] for key in rows.get_table("participation")}
    wrong = [
        f"{key[0]}: nobody takes part; add participants"
        for key in rows.get_table("event")
        if key[0] not in present
    ]
    assert not wrong, told(wrong)


def test_summaries_have_25_to_90_words(writers):
    wrong = [
        f"{article.path}: {key}: {count} words in the summary; write 25 to 90"
        for key, (article, entry) in writers.items()
        if not 25 <= (count := len(entry.summary.split())) <= 90
    ]
    assert not wrong, told(wrong)


def words(text: str, names: re.Pattern[str]) -> list[str]:
    """Words in lower case; a list of states is one word, since it can hardly be said otherwise."""
    listed = re.sub(r"◆(?:\W+(?:and |the )*◆)+", "◆", names.sub("◆", text))
    return re.findall(r"[\w'’◆]+", listed.casefold())


def runs(text: str, names: re.Pattern[str], length: int = 8) -> set[tuple[str, ...]]:
    all_words = words(text, names)
    return {tuple(all_words[i : i + length]) for i in range(len(all_words) - length + 1)}


def recorded_quotes(record):
    """Every quote of every entry: with the headlines, the only words of others that the record holds."""

    def within(value):
        if isinstance(value, dict):
            for key, item in value.items():
                if key == "quote" and isinstance(item, str):
                    yield item
                else:
                    yield from within(item)
        elif isinstance(value, list):
            for item in value:
                yield from within(item)

    for article in record.articles.values():
        yield from within(article.document.data)


def test_summaries_are_in_our_own_words(record, writers):
    states = [a.name for a in record.registry.actors.values() if a.kind in {"state", "territory"}]
    names = re.compile("|".join(map(re.escape, sorted(states, key=len, reverse=True))))
    theirs = set[tuple[str, ...]]()
    for article in record.articles.values():
        theirs |= runs(article.model.source.title, names)
    for quote in recorded_quotes(record):
        theirs |= runs(quote, names)
    wrong = [
        f"{article.path}: {key}: the summary shares the words {' '.join(min(shared))!r} with a headline or quote"
        for key, (article, entry) in writers.items()
        if (shared := runs(entry.summary, names) & theirs)
    ]
    assert not wrong, told(wrong)


LOADED = re.compile(
    r"\b(regime|brutal|thugs?|heroic|so-called|blatant(ly)?|outrageous|shocking|slammed|vowed)\b", re.I
)


def test_summaries_are_plain(writers):
    wrong = [
        f"{article.path}: {key}: {found[0]!r} takes sides; say it plainly"
        for key, (article, entry) in writers.items()
        if (found := LOADED.search(f"{entry.title} {entry.summary}"))
    ]
    assert not wrong, told(wrong)


def test_states_in_a_title_take_part(record, rows, writers):
    """A state that our own title names is a participant or the venue, itself or through a body that belongs to it."""
    actors = record.registry.actors
    names = {key: entry.name for key, entry in actors.items() if entry.kind in {"state", "territory"}}
    present = defaultdict(set)
    for event, actor, _ in rows.get_table("participation"):
        while actor:
            present[event].add(actor)
            actor = actors[actor].parent
    for (event,), row in rows.get_table("event").items():
        place = row["place_id"]
        while place:
            present[event].add(record.registry.places[place].actor)
            place = record.registry.places[place].parent
    wrong = []
    for key, (article, entry) in writers.items():
        for actor, name in names.items():
            if re.search(rf"\b{re.escape(name)}\b", entry.title) and actor not in present[key]:
                wrong.append(f"{article.path}: {key}: the title names {name}; add it to the participants")
    assert not wrong, told(wrong)


def test_look_alikes_are_declared_distinct(record, rows):
    declared = [set(entry.events) for entry in record.rulings.model.distinct]
    who = defaultdict(set)
    for event, actor, _ in rows.get_table("participation"):
        who[event].add(actor)
    alike = defaultdict(list)
    for row in rows.get_table("event").values():
        if row["date"]:
            alike[row["kind"], row["date"], frozenset(who[row["id"]])].append(row["id"])
    wrong = [
        f"{', '.join(events)}: same kind, date and participants; merge them, or declare them distinct in rulings.yaml"
        for events in alike.values()
        if len(events) > 1 and not any(set(events) <= group for group in declared)
    ]
    assert not wrong, told(wrong)


def test_addresses_are_canonical(record):
    """Uniqueness is an error of the loader already; this is about one way to write each address."""
    wrong = []
    for article in record.articles.values():
        for url in (article.model.source.url, article.model.source.archived_url):
            parts = urlsplit(url or "https://example.org/")
            if (
                parts.fragment
                or parts.netloc != parts.netloc.lower()
                or re.search(r"[?&](utm_|fbclid|gclid)", url or "")
            ):
                wrong.append(
                    f"{article.path}: {url}: leave out fragments and tracking, write the host in lower case"
                )
    assert not wrong, told(wrong)


def test_files_lie_in_the_year_of_their_publication(record):
    wrong = []
    for path, article in record.articles.items():
        published = article.model.source.published
        if published and path.split("/")[1] != published[:4]:
            wrong.append(f"{path}: published {published[:10]}; move it to articles/{published[:4]}/")
    assert not wrong, told(wrong)


def test_source_names_begin_with_their_publisher_and_day(record):
    wrong = []
    for path, article in record.articles.items():
        day = (article.model.source.published or "")[:10]
        stem = path.rsplit("/", 1)[1]
        if day and f"-{day}" not in stem:
            wrong.append(f"{path}: published {day}; put the day into the file's name")
    assert not wrong, told(wrong)


def test_no_entry_holds_long_texts_of_others(record):
    """A quote is short, and an entry has few: facts are told in our own words."""
    wrong = []
    for article in record.articles.values():
        text = str(article.document.data)
        if text.count("'quote': ") > 12:
            wrong.append(f"{article.path}: more than 12 quotes; tell the facts in your own words")
    assert not wrong, told(wrong)
