"""Pagefind's index of words, cut finer than Pagefind cuts it.

A chunk of its index holds words in order until they have 20,000 places on pages, some 25 kB, and Pagefind 1.5 takes
no wish for another size. A reader loads one for each word from each part. Parts are needed, since a change costs
the whole of one, and a search the square of the pages that it finds in one. Cut finer, a word costs what it holds
itself and a little more, in one part or in eight.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import cbor2

from communique.errors import BuildError

KNOWN = "1.5."
"""The versions of Pagefind whose files this module knows."""

ENOUGH = 8000
"""How many bytes a chunk has at least, unpacked, but for the last of those that one of Pagefind's is cut into."""

_SIGNED = b"pagefind_dcd"  # what Pagefind's script looks for at the head of a file it has unpacked
_CHUNKS = 2  # in the list that the description of an index is
_HEADS = {24: 2, 25: 3, 26: 5}  # bytes of the head of a CBOR array by its low bits (RFC 8949, 3); else one

Word = tuple[str, bytes]
"""A word, and the bytes that it is in an index with all its places."""


def cut(index: Path) -> None:
    """Cut the chunks of an index that Pagefind made.

    Args:
        index: its folder.

    Raises:
        BuildError: another version of Pagefind made it.
    """
    file = next(index.glob("pagefind.*.pf_meta"))
    described = cbor2.loads(_unpacked(file))
    if not described[0].startswith(KNOWN):
        raise BuildError(
            f"the search index can be made with Pagefind {KNOWN}x, and {described[0]} is installed; "
            "install the one that Communiqué names: pip install 'pagefind-bin>=1.5,<1.6'"
        )
    chunks = []
    for begin, end, name in described[_CHUNKS]:
        whole = index / "index" / f"{name}.pf_index"
        groups = list(_groups(_words(_unpacked(whole))))
        whole.unlink()
        for number, words in enumerate(groups):
            first, last = number == 0, number == len(groups) - 1
            part = f"{name}-{number}"
            _pack(_array(1) + _array(len(words)) + b"".join(data for _, data in words), whole.with_stem(part))
            chunks.append([begin if first else words[0][0], end if last else words[-1][0], part])
    described[_CHUNKS] = chunks
    _pack(cbor2.dumps(described), file)


def _words(chunk: bytes) -> Iterator[Word]:
    """The words of a chunk: a list whose only item is the list of them."""
    stream = io.BytesIO(chunk)
    decoder = cbor2.CBORDecoder(stream, read_size=1)  # so that the stream stands where a word ends
    begin = stream.seek(1 + _HEADS.get(chunk[1] & 31, 1))
    while begin < len(chunk):
        word = decoder.decode()
        end = stream.tell()
        yield word[0], chunk[begin:end]
        begin = end


def _groups(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Words that follow each other, in groups of so many bytes."""
    group: list[Word] = []
    size = 0
    for word in words:
        group.append(word)
        size += len(word[1])
        if size >= ENOUGH:
            yield group
            group, size = [], 0
    if group:
        yield group


def _array(length: int) -> bytes:
    """The head of a CBOR array."""
    return cbor2.dumps([None] * length)[:-length]


def _unpacked(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes()).removeprefix(_SIGNED)


def _pack(data: bytes, file: Path) -> None:
    file.write_bytes(gzip.compress(_SIGNED + data, compresslevel=6, mtime=0))
