"""Split Pagefind's term index into smaller chunks than Pagefind does, so that a search loads less.

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

SUPPORTED_VERSION = "1.5."
"""The versions of Pagefind whose files this module knows."""

ENOUGH = 8000
"""How many bytes a chunk has at least, unpacked, but for the last of those that one of Pagefind's is cut into."""

_SIGNED = b"pagefind_dcd"  # what Pagefind's script looks for at the head of a file it has unpacked
_CHUNKS = 2  # in the list that the description of an index is
_HEADS = {24: 2, 25: 3, 26: 5}  # bytes of the head of a CBOR array by its low bits (RFC 8949, 3); else one

IndexTerm = tuple[str, bytes]
"""A word, and the bytes that it is in an index with all its places."""


def split_chunks(index: Path) -> None:
    """Split the chunks of an index that Pagefind built.

    Args:
        index: its folder.

    Raises:
        BuildError: another version of Pagefind made it.
    """
    file = next(index.glob("pagefind.*.pf_meta"))
    metadata = cbor2.loads(_read_packed(file))
    if not metadata[0].startswith(SUPPORTED_VERSION):
        raise BuildError(
            f"the search index can be made with Pagefind {SUPPORTED_VERSION}x, and {metadata[0]} is installed; "
            "install the one that Communiqué names: pip install 'pagefind-bin>=1.5,<1.6'"
        )
    chunks = []
    for begin, end, name in metadata[_CHUNKS]:
        chunk_file = index / "index" / f"{name}.pf_index"
        groups = list(_group_terms(_read_terms(_read_packed(chunk_file))))
        chunk_file.unlink()
        for number, terms in enumerate(groups):
            first, last = number == 0, number == len(groups) - 1
            part = f"{name}-{number}"
            _write_packed(
                _array_head(1) + _array_head(len(terms)) + b"".join(data for _, data in terms),
                chunk_file.with_stem(part),
            )
            chunks.append([begin if first else terms[0][0], end if last else terms[-1][0], part])
    metadata[_CHUNKS] = chunks
    _write_packed(cbor2.dumps(metadata), file)


def _read_terms(chunk: bytes) -> Iterator[IndexTerm]:
    """Yield the terms of a chunk: a list whose only item is the list of them."""
    stream = io.BytesIO(chunk)
    decoder = cbor2.CBORDecoder(stream, read_size=1)  # so that the stream stands where a word ends
    begin = stream.seek(1 + _HEADS.get(chunk[1] & 31, 1))
    while begin < len(chunk):
        term = decoder.decode()
        end = stream.tell()
        yield term[0], chunk[begin:end]
        begin = end


def _group_terms(terms: Iterable[IndexTerm]) -> Iterator[list[IndexTerm]]:
    """Yield consecutive terms in groups of at least `ENOUGH` bytes."""
    group: list[IndexTerm] = []
    size = 0
    for term in terms:
        group.append(term)
        size += len(term[1])
        if size >= ENOUGH:
            yield group
            group, size = [], 0
    if group:
        yield group


def _array_head(length: int) -> bytes:
    """Return the head of a CBOR array of `length` items."""
    return cbor2.dumps([None] * length)[:-length]


def _read_packed(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes()).removeprefix(_SIGNED)


def _write_packed(data: bytes, file: Path) -> None:
    file.write_bytes(gzip.compress(_SIGNED + data, compresslevel=6, mtime=0))
