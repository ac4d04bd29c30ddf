"""A ZIP that is the same for the same files, and takes over what an earlier one holds packed already.

Packing is most of what an archive costs, and after a change all tables but a few are as they were.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import IO

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can tell
_LARGE = 1 << 30  # bytes; what is larger may need another form of header, and is packed anew
_NAMES = 26  # where a file's own header says how long its name and its extra field are
_HEADER = 30  # bytes before these (APPNOTE.TXT, 4.3.7)


def archive(
    files: Mapping[str, bytes | Path],
    target: Path,
    *,
    packed: bool = True,
    last: Path | None = None,
    same: Collection[str] = (),
) -> None:
    """A ZIP of these files that has no clock and no user in it; not packed, no library's version either.

    Args:
        files: by their paths in it.
        target: the new archive.
        packed: whether the files are compressed.
        last: an archive that this function made with the same library.
        same: the paths of files that are the same there.
    """
    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(target, "w", how) as made, zipfile.ZipFile(last or io.BytesIO(_EMPTY)) as earlier:
        known = {one.filename: one for one in earlier.infolist() if one.compress_type == how}
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.compress_type = how
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.file_size = data.stat().st_size if isinstance(data, Path) else len(data)
            found = known.get(path) if path in same else None
            if found is not None and found.file_size == entry.file_size < _LARGE:
                _take_over(found, earlier, entry, made)
                continue
            opened = data.open("rb") if isinstance(data, Path) else io.BytesIO(data)
            with opened as file, made.open(entry, "w") as into:
                shutil.copyfileobj(file, into, 1 << 20)


def _take_over(
    found: zipfile.ZipInfo, earlier: zipfile.ZipFile, entry: zipfile.ZipInfo, made: zipfile.ZipFile
) -> None:
    """Copy a file as it is packed, for which the library has no call of its own."""
    source, target = _opened(earlier), _opened(made)
    source.seek(found.header_offset + _NAMES)
    lengths = source.read(_HEADER - _NAMES)
    name, extra = (int.from_bytes(lengths[at : at + 2], "little") for at in (0, 2))
    source.seek(name + extra, io.SEEK_CUR)
    content = source.read(found.compress_size)
    entry.CRC, entry.compress_size, entry.header_offset = found.CRC, found.compress_size, made.start_dir
    target.seek(made.start_dir)
    target.write(entry.FileHeader(zip64=False) + content)
    made.start_dir = target.tell()
    made.filelist.append(entry)
    made.NameToInfo[entry.filename] = entry


def _opened(archive: zipfile.ZipFile) -> IO[bytes]:
    if archive.fp is None:
        raise ValueError("the archive is closed")
    return archive.fp


_EMPTY = b"PK\x05\x06" + bytes(18)  # an archive of nothing
