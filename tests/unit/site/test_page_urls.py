"""Where files stand and where links lead, worked out our way, is what MkDocs would say."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from mkdocs.structure.files import File, InclusionLevel

from communique.site.page_urls import RelativeLinks, get_dest_uri, get_url

PATHS = (
    "index.md",
    "events.md",
    "events/index.md",
    "events/a.md",
    "events/a/history.md",
    "events/a.json",
    "countries/jp/with/kr.md",
    "countries/jp/with/index.md",
    "places/ō b.md",
    "data/SHA256SUMS",
)


def theirs(path: str, directories: bool) -> File:
    """MkDocs' own file."""
    return File(path, "/", "/x", directories, inclusion=InclusionLevel.NOT_IN_NAV)


@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize("path", PATHS)
def test_a_file_stands_where_mkdocs_would_put_it(path: str, directories: bool) -> None:
    file = theirs(path, directories)
    assert get_dest_uri(path, directories) == file.dest_uri
    assert get_url(path, directories) == file.url.removeprefix("./")


def test_markdown_to_take_away_is_no_page() -> None:
    assert get_dest_uri("events/a.md.txt", True) == "events/a.md"
    assert get_url("events/a.md.txt", True) == "events/a.md"


@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize("path", [path for path in PATHS if path.endswith(".md")])
def test_every_link_leads_to_its_file_from_every_page(path: str, directories: bool) -> None:
    links = RelativeLinks.from_page(path, directories)
    page = urljoin("https://example.org/record/", theirs(path, directories).url)
    for target in PATHS:
        expected = urljoin("https://example.org/record/", theirs(target, directories).url)
        assert urljoin(page, links.href(target)) == expected
