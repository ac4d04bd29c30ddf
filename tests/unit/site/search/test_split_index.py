"""The index is cut finer than Pagefind cuts it, and says the same."""

from __future__ import annotations

import gzip
import re
import subprocess
from pathlib import Path
from typing import Any

import cbor2
import pagefind_bin  # type: ignore[import-untyped]  # the package carries no types
import pytest

from communique.errors import BuildError
from communique.site.search import split_index
from communique.site.search.split_index import split_chunks

SAID = "Japan and Korea met; Japan's minister, Kihara, spoke of Côte d'Ivoire and of coté, 日本 and 申源湜."


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The index of three pages."""
    monkeypatch.setattr(split_index, "ENOUGH", 30)
    for name, more in (("a", "launch"), ("b", "launches"), ("c", "statement")):
        page = tmp_path / "words" / name / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(f'<html lang="en"><body data-pagefind-body><h1>{name}</h1><p>{SAID} {more}</p>')
    program, target = str(pagefind_bin.get_executable()), tmp_path / "index"
    command = [program, "--site", str(tmp_path / "words"), "--output-path", str(target), "--silent"]
    subprocess.run(command, check=True)
    return target


def read(file: Path) -> Any:
    """What is in a file of an index."""
    return cbor2.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd"))


def described(index: Path) -> list[Any]:
    """What an index says of itself: version, pages, chunks, facets, orders, fields."""
    found: list[Any] = read(next(index.glob("*.pf_meta")))
    return found


def words(index: Path) -> list[list[Any]]:
    """The words of each chunk, as the description names them."""
    return [read(index / "index" / f"{name}.pf_index")[0] for _, _, name in described(index)[2]]


def test_every_word_is_where_it_was(index: Path) -> None:
    whole, before = described(index), [word for chunk in words(index) for word in chunk]
    assert len(whole[2]) < 3
    split_chunks(index)
    after = described(index)
    assert after[:2] == whole[:2]
    assert after[3:] == whole[3:]
    assert len(after[2]) > len(whole[2])
    assert [word for chunk in words(index) for word in chunk] == before
    assert {file.stem for file in (index / "index").iterdir()} == {name for _, _, name in after[2]}


def test_a_chunk_is_found_by_each_of_its_words(index: Path) -> None:
    """Pagefind's script takes those chunks between whose first and last word the word asked for stands."""
    split_chunks(index)
    ranges = [(begin, end) for begin, end, _ in described(index)[2]]
    assert ranges == sorted(ranges)
    for (begin, end), chunk in zip(ranges, words(index), strict=True):
        assert all(begin <= word[0] for word in chunk)
        assert all(
            word[0] <= end for word in chunk if not word[0].startswith(end)
        )  # Pagefind shortens some ends


def test_another_pagefind_is_refused(index: Path) -> None:
    file = next(index.glob("*.pf_meta"))
    made = described(index)
    made[0] = "1.6.0"
    file.write_bytes(gzip.compress(b"pagefind_dcd" + cbor2.dumps(made)))
    with pytest.raises(BuildError, match=re.escape("1.6.0 is installed")):
        split_chunks(index)
