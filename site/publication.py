"""What a site says of itself to the outside: its name, its address, its licence, and how its pages are called."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from communique.errors import BuildError


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms the record may be used: what they are called, and where they stand ("" if nowhere)."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """The site as citations, feeds and descriptions of the data name it.

    Args:
        name: the site's name.
        description: what it is, in a sentence.
        address: where it is published, with a closing slash; "" where that is not said.
        licence: None where none is stated.
        release: the newest data release; "" before the first.
        released: its day, ISO 8601; "" before the first.
        folders: pages are folders (``events/x/``), not files (``events/x.html``).
        between: the record has changed since the newest release, so that it is none.
    """

    name: str = "Communiqué"
    description: str = ""
    address: str = ""
    licence: Licence | None = None
    release: str = ""
    released: str = ""
    folders: bool = True
    between: bool = False

    @classmethod
    def of(cls, settings: Mapping[str, Any], release: str = "", released: str = "") -> Publication:
        """What the settings of `mkdocs.yml` say.

        Raises:
            BuildError: the address or the licence is not what it should be.
        """
        address = settings.get("site_url") or ""
        parts = urlsplit(address) if isinstance(address, str) else None
        if address and (parts is None or parts.scheme not in ("http", "https") or not parts.netloc):
            raise BuildError(
                f"mkdocs.yml site_url: {address!r} is no web address; write https://…/ or leave it out"
            )
        extra = settings.get("extra")
        return cls(
            name=str(settings.get("site_name") or cls().name),
            description=" ".join(str(settings.get("site_description") or "").split()),
            address=f"{address.rstrip('/')}/" if address else "",
            licence=_licence(extra.get("licence") if isinstance(extra, dict) else None),
            release=release,
            released=released,
            folders=settings.get("use_directory_urls") is not False,
        )

    def edition(self, exact: bool) -> str:
        """Which state of the record something is cited from, in words; "" before the first release.

        Args:
            exact: what is cited is as the newest release has it.
        """
        if not self.release:
            return ""
        return f"data release {self.release}" if exact else f"after data release {self.release}"

    def place(self, path: str) -> str:
        """Where a page or file ends up, relative to the site: ``events/x.md`` is ``events/x/``."""
        if not path.endswith(".md"):
            return quote(path.removesuffix(".txt") if path.endswith(".md.txt") else path)
        stem = path.removesuffix(".md")
        if stem == "index" or stem.endswith("/index"):
            return quote(stem.removesuffix("index") + ("" if self.folders else "index.html"))
        return quote(f"{stem}/" if self.folders else f"{stem}.html")

    def link(self, path: str, seen_from: str) -> str:
        """The address of a page or file; without an address of the site, relative to the file it stands in."""
        if self.address:
            return self.address + self.place(path)
        return "../" * seen_from.count("/") + self.place(path) or "./"

    def identifier(self, path: str) -> str:
        """A name of a page for machines that never changes (RFC 4151 needs a host, so without one a UUID)."""
        if self.address:
            return self.address + self.place(path)
        return f"urn:uuid:{self.uuid(path)}"

    def uuid(self, path: str) -> uuid.UUID:
        """A UUID (RFC 9562, version 5) of a page of this site."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{self.address or self.name}\n{path}")


def _licence(value: Any) -> Licence | None:
    if value is None:
        return None
    if isinstance(value, dict) and set(value) <= {"name", "url"} and str(value.get("name") or "").strip():
        url = str(value.get("url") or "")
        if not url or url.startswith(("http://", "https://")):
            return Licence(str(value["name"]).strip(), url)
    raise BuildError("mkdocs.yml extra.licence: write {name: CC BY 4.0, url: https://…}, or leave it out")
