"""Describe the site to the outside: name, address, licence, its pages' addresses, robots.txt and llms.txt."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit

from communique.errors import BuildError
from communique.pipeline.output_file import OutputFile
from communique.schema.event_types import EVENT_TYPES
from communique.site import labels
from communique.site.escape import to_single_line
from communique.site.page_source import get_url


@dataclass(frozen=True, slots=True)
class Licence:
    """The terms under which the record may be used: their name and URL ("" if none)."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes the record: an institution or a person, with a web address ("" if none)."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a record says of itself, each "" or () where it does not: `extra.about` of its `mkdocs.yml`.

    Args:
        headline: what the front page says above everything.
        scope: region, theme and period in a sentence.
        authors: whom citations name as authors.
        funding: who pays for it, in a sentence.
        corrections: how faults are mended, where it is more than every record does.
        report: where a fault is reported; `{page}` and `{release}` are filled in.
        doi: the identifier of the whole record, as `10.5281/zenodo.1234`.
    """

    headline: str = ""
    scope: str = ""
    authors: tuple[Author, ...] = ()
    funding: str = ""
    corrections: str = ""
    report: str = ""
    doi: str = ""

    @property
    def author(self) -> str:
        """The authors in a row, as a citation names them; "" where none is named."""
        return "; ".join(to_single_line(author.name) for author in self.authors)


@dataclass(frozen=True, slots=True)
class SiteMetadata:
    """The site as citations, feeds and descriptions of the data name it.

    Args:
        name: the site's name.
        description: what it is, in a sentence.
        address: where it is published, with a closing slash; "" where that is not said.
        licence: None where none is stated.
        release: the newest data release; "" before the first.
        released: its day, ISO 8601; "" before the first.
        use_directory_urls: pages are folders (``events/x/``), not files (``events/x.html``).
        has_unreleased_changes: the record has changed since the newest release, so that it is none.
        about: what the record says of itself.
        keeps_releases: the site offers the frozen files of every release, and is not built without one.
    """

    name: str = "Communiqué"
    description: str = ""
    address: str = ""
    licence: Licence | None = None
    release: str = ""
    released: str = ""
    use_directory_urls: bool = True
    has_unreleased_changes: bool = False
    about: About = About()
    keeps_releases: bool = False

    @classmethod
    def from_settings(
        cls, settings: Mapping[str, Any], release: str = "", released: str = ""
    ) -> SiteMetadata:
        """Return the metadata that the settings of `mkdocs.yml` state.

        Raises:
            BuildError: the address or the licence is not what it should be.
        """
        address = settings.get("site_url") or ""
        parts = urlsplit(address) if isinstance(address, str) else None
        if address and (parts is None or parts.scheme not in ("http", "https") or not parts.netloc):
            raise BuildError(
                f"mkdocs.yml site_url: {address!r} is no web address; write https://…/ or leave it out, "
                "here and in COMMUNIQUE_SITE_URL"
            )
        given = settings.get("extra")
        extra: dict[str, Any] = given if isinstance(given, dict) else {}
        if extra.get("releases") not in (None, "keep"):
            raise BuildError("mkdocs.yml extra.releases: write keep, or leave it out")
        if "abbreviations" in extra:
            raise BuildError(
                "mkdocs.yml extra.abbreviations: search finds what the registry holds; move each to "
                "entries/registry/abbreviations.yaml, as gsomia: {name: GSOMIA, meaning: General Security of …}"
            )
        return cls(
            name=str(settings.get("site_name") or cls().name),
            description=" ".join(str(settings.get("site_description") or "").split()),
            address=f"{address.rstrip('/')}/" if address else "",
            licence=_parse_licence(extra.get("licence")),
            about=_parse_about(extra.get("about")),
            release=release,
            released=released,
            use_directory_urls=settings.get("use_directory_urls") is not False,
            keeps_releases="releases" in extra,
        )

    def edition_label(self, is_exact: bool) -> str:
        """Return which state of the record a citation is of, in words; "" before the first release.

        Args:
            is_exact: what is cited is as the newest release has it.
        """
        if not self.release:
            return ""
        return f"data release {self.release}" if is_exact else f"after data release {self.release}"

    def output_path(self, path: str) -> str:
        """Return where a page or file ends up, relative to the site: ``events/x.md`` is ``events/x/``."""
        return get_url(path, self.use_directory_urls)

    def page_link(self, path: str, seen_from: str) -> str:
        """Return the address of a page or file, relative to `seen_from` where the site has no address."""
        if self.address:
            return self.address + self.output_path(path)
        return "../" * seen_from.count("/") + self.output_path(path) or "./"

    def page_identifier(self, path: str) -> str:
        """Return a permanent identifier of a page (RFC 4151 needs a host; without one, a UUID)."""
        if self.address:
            return self.address + self.output_path(path)
        return f"urn:uuid:{self.page_uuid(path)}"

    def event_uuid(self, path: str) -> uuid.UUID:
        """Return a UUID of an event that stays when the site moves to another address: it goes by the site's name."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{self.name}\n{path}")

    def page_uuid(self, path: str) -> uuid.UUID:
        """Return a UUID (RFC 9562, version 5) of a page of this site."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{self.address or self.name}\n{path}")


def _parse_licence(value: Any) -> Licence | None:
    if value is None:
        return None
    if isinstance(value, dict) and set(value) <= {"name", "url"} and str(value.get("name") or "").strip():
        url = str(value.get("url") or "")
        if not url or url.startswith(("http://", "https://")):
            return Licence(str(value["name"]).strip(), url)
    raise BuildError("mkdocs.yml extra.licence: write {name: CC BY 4.0, url: https://…}, or leave it out")


_REPORT_ADDRESS = re.compile(r"(https?://|mailto:)\S+")
_DOI = re.compile(r"10\.\d{4,9}/\S+")


def _parse_about(value: Any) -> About:
    """Return what `extra.about` says.

    Raises:
        BuildError: it holds what is no part of it, or an address or DOI that is none.
    """
    where = "mkdocs.yml extra.about"
    names = [item.name for item in fields(About)]
    if not isinstance(value, dict | None) or set(value or {}) - set(names):
        raise BuildError(f"{where}: write a mapping of {', '.join(names)}, or leave it out")
    given = dict(value or {})
    authors = given.pop("authors", None) or []
    if not isinstance(authors, list) or not all(_is_author(author) for author in authors):
        raise BuildError(f"{where}.authors: write a list of {{name: An institute, url: https://…}}")
    texts = {key: " ".join(str(text or "").split()) for key, text in given.items()}
    for key, pattern, cure in (
        (
            "report",
            _REPORT_ADDRESS,
            "write https://… or mailto:…, with {page} and {release} where these belong",
        ),
        ("doi", _DOI, "write it as 10.5281/zenodo.1234"),
    ):
        if texts.get(key) and not pattern.fullmatch(texts[key]):
            raise BuildError(f"{where}.{key}: {texts[key]!r} is none; {cure}")
    return About(
        authors=tuple(Author(str(author["name"]), str(author.get("url") or "")) for author in authors),
        **texts,
    )


def _is_author(value: Any) -> bool:
    url = str(value.get("url") or "") if isinstance(value, dict) else ""
    return (
        isinstance(value, dict)
        and set(value) <= {"name", "url"}
        and bool(str(value.get("name") or "").strip())
        and (not url or url.startswith(("http://", "https://")))
    )


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
