"""Independent sources are counted by who wrote them, not by how many addresses they were read at."""

from __future__ import annotations

import pytest

from communique.loaders.entry_format.article import SourceEntry
from communique.loaders.rows.event import count_originators

Written = tuple[str, str | None, str | None]


def source(publisher: str, agency: str | None, reprint_group: str | None) -> SourceEntry:
    """A source of which only the originator matters."""
    shared = {"kind": "wire", "title": "Talks", "url": None, "published": None, "accessed": "2026-11-23"}
    named = {"publisher": publisher, "agency": agency, "reprint_group": reprint_group}
    return SourceEntry.model_validate(shared | named)


@pytest.mark.parametrize(
    ("sources", "count"),
    [
        ([("yonhap", None, None)], 1),
        ([("yonhap", None, None), ("yonhap", None, None)], 1),
        ([("yonhap", None, None), ("kyodo-news", None, None)], 2),
        ([("yonhap", None, None), ("japan-times", "yonhap", None)], 1),
        ([("japan-times", "kyodo-news", None), ("japan-times", None, None)], 2),
        ([("japan-times", None, "one"), ("arab-news", None, "one")], 1),
        ([("japan-times", None, "one"), ("arab-news", "jiji-press", "one"), ("jiji-press", None, None)], 1),
        ([("yonhap", None, None), ("jiji-press", None, "one"), ("yonhap", None, "one")], 1),
    ],
)
def test_originators(sources: list[Written], count: int) -> None:
    assert count_originators(source(*written) for written in sources) == count
    assert count_originators(source(*written) for written in reversed(sources)) == count
