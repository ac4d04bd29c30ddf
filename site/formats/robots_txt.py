"""Write robots.txt for crawlers, and llms.txt, which describes the site to language models."""

from __future__ import annotations

from collections.abc import Iterator

from communique.pipeline.output_file import OutputFile
from communique.schema.event_types import EVENT_TYPES
from communique.site import labels
from communique.site.escape import to_single_line
from communique.site.site_metadata import SiteMetadata

LLMS = "llms.txt"
ROBOTS = "robots.txt"
HOW_TO_READ = (
    "Each value names the sources that state it, with paragraph and manner: stated, attributed, alleged, denied or "
    "planned. Where sources disagree, every version stands with an editor's ruling, or is marked as unresolved. "
    "Keep these words when you pass a value on: an alleged or disputed event is not a fact, a planned one has not "
    "happened."
)


def build_robots_files(publication: SiteMetadata, events: int) -> Iterator[OutputFile]:
    """Yield ``llms.txt`` and ``robots.txt``."""
    yield OutputFile(LLMS, render_llms_txt(publication, events))
    yield OutputFile(ROBOTS, render_robots_txt(publication))


def render_robots_txt(publication: SiteMetadata) -> str:
    """Return ``robots.txt``, which allows everything; a sitemap can be named only by its full URL."""
    text = "User-agent: *\nAllow: /\n"
    return text + (f"\nSitemap: {publication.address}sitemap.xml\n" if publication.address else "")


def render_llms_txt(publication: SiteMetadata, events: int) -> str:
    """Return the site on a page of Markdown, in the form of the llms.txt proposal."""

    def link_item(label: str, path: str, description: str) -> str:
        return f"- [{label}]({publication.page_link(path, LLMS)}): {description}\n"

    kinds = ", ".join(event_type.plural for event_type in EVENT_TYPES.values())
    terms = f"Licence: {to_single_line(publication.licence.name)}.\n" if publication.licence else ""
    return (
        f"# {to_single_line(publication.name)}\n\n> {to_single_line(publication.description)}\n\n"
        f"{labels.format_count(events, 'event')} ({kinds}). {HOW_TO_READ}\n\n"
        f"{terms}Cite an event by its id and its address; ids never change their meaning.\n\n"
        "## Data\n\n"
        + link_item("SQLite", "data/communique.sqlite", "the whole record with views and full-text search")
        + link_item(
            "JSON Lines", "data/events.jsonl", "one event a line with all claims, rulings and sources"
        )
        + link_item("CSV", "data/communique-csv.zip", "every table, described by a Data Package")
        + link_item("Description", "data/dataset.jsonld", "files, sizes and checksums as schema.org and DCAT")
        + link_item("Dictionary", "data/dictionary.md", "what every table, column and word means")
        + link_item("JSON Schema", "data/event.schema.json", "the shape of an event's JSON")
        + link_item(
            "Old ids",
            "data/lives.json",
            "events renamed, merged, split or withdrawn; their own addresses say the same",
        )
        + "\n## Pages\n\n"
        + link_item(
            "Events",
            "events/index.md",
            "all events; behind an event's address, `.json` or `.md` in place of `/` "
            "gives the same in JSON or Markdown",
        )
        + link_item("Countries", "countries/index.md", "who took part in what")
        + link_item("Disagreements", "disagreements.md", "where sources contradict each other")
        + link_item("Changes", "changes.md", "what each data release changed, and what has changed since")
        + link_item("Feed", "feeds/events.atom", "the newest events")
        + link_item(
            "Corrections",
            "feeds/corrections.atom",
            "what the record had wrong: corrected, merged, split, withdrawn",
        )
    )
