"""What robots read first: a plain description of the site for language models, and what crawlers may do."""

from __future__ import annotations

from collections.abc import Iterator

from communique.site import words
from communique.site.escape import line
from communique.site.page import Page
from communique.site.publication import Publication

LLMS = "llms.txt"
ROBOTS = "robots.txt"
HOW_TO_READ = (
    "Each value names the sources that state it, with paragraph and manner: stated, attributed, alleged, denied or "
    "planned. Where sources disagree, every version stands with an editor's ruling, or is marked as unresolved. "
    "Keep these words when you pass a value on: an alleged or disputed event is not a fact, a planned one has not "
    "happened."
)


def machines(publication: Publication, events: int) -> Iterator[Page]:
    """``llms.txt`` and ``robots.txt``."""
    yield Page(LLMS, llms(publication, events))
    yield Page(ROBOTS, robots(publication))


def robots(publication: Publication) -> str:
    """Everybody may read everything. The map of the site can be named only by its whole address."""
    found = "User-agent: *\nAllow: /\n"
    return found + (f"\nSitemap: {publication.address}sitemap.xml\n" if publication.address else "")


def llms(publication: Publication, events: int) -> str:
    """The site in a page of Markdown, in the form of the llms.txt proposal."""

    def to(label: str, path: str, what: str) -> str:
        return f"- [{label}]({publication.link(path, LLMS)}): {what}\n"

    terms = f"Licence: {line(publication.licence.name)}.\n" if publication.licence else ""
    return (
        f"# {line(publication.name)}\n\n> {line(publication.description)}\n\n"
        f"{words.counted(events, 'event')} (meetings, memoranda, exercises, incidents). {HOW_TO_READ}\n\n"
        f"{terms}Cite an event by its id and its address; ids never change their meaning.\n\n"
        "## Data\n\n"
        + to("SQLite", "data/communique.sqlite", "the whole record with views and full-text search")
        + to("JSON Lines", "data/events.jsonl", "one event a line with all claims, rulings and sources")
        + to("CSV", "data/communique-csv.zip", "every table, described by a Data Package")
        + to("Description", "data/dataset.jsonld", "files, sizes and checksums as schema.org and DCAT")
        + to("Dictionary", "data/dictionary.md", "what every table, column and word means")
        + to("JSON Schema", "data/event.schema.json", "the shape of an event's JSON")
        + to(
            "Old ids",
            "data/lives.json",
            "events renamed, merged, split or withdrawn; their own addresses say the same",
        )
        + "\n## Pages\n\n"
        + to(
            "Events",
            "events/index.md",
            "all events; behind an event's address, `.json` or `.md` in place of `/` "
            "gives the same in JSON or Markdown",
        )
        + to("Countries", "countries/index.md", "who took part in what")
        + to("Disagreements", "disagreements.md", "where sources contradict each other")
        + to("Changes", "changes.md", "what each data release changed, and what has changed since")
        + to("Feed", "feeds/events.atom", "the newest events")
        + to(
            "Corrections",
            "feeds/corrections.atom",
            "what the record had wrong: corrected, merged, split, withdrawn",
        )
    )
