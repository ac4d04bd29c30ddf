"""Write a ZIP that is the same for the same files, and copy what an earlier one already holds compressed.

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
_MAX_COPIED = 1 << 30  # bytes; what is larger may need another form of header, and is packed anew
_NAME_LENGTH_OFFSET = 26  # where a file's own header says how long its name and its extra field are
_HEADER_SIZE = 30  # bytes before these (APPNOTE.TXT, 4.3.7)


def write_zip(
    files: Mapping[str, bytes | Path],
    target: Path,
    *,
    packed: bool = True,
    last: Path | None = None,
    same: Collection[str] = (),
) -> None:
    """Write a ZIP without clock, user or, if not packed, any trace of the library's version.

    Args:
        files: by their paths in it.
        target: the new archive.
        packed: whether the files are compressed.
        last: an archive that this function made with the same library.
        same: the paths of files that are the same there.
    """
    compression = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with (
        zipfile.ZipFile(target, "w", compression) as output,
        zipfile.ZipFile(last or io.BytesIO(_EMPTY_ZIP)) as earlier,
    ):
        known = {info.filename: info for info in earlier.infolist() if info.compress_type == compression}
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.compress_type = compression
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.file_size = data.stat().st_size if isinstance(data, Path) else len(data)
            previous = known.get(path) if path in same else None
            if previous is not None and previous.file_size == entry.file_size < _MAX_COPIED:
                _copy_compressed(previous, earlier, entry, output)
                continue
            opened = data.open("rb") if isinstance(data, Path) else io.BytesIO(data)
            with opened as file, output.open(entry, "w") as into:
                shutil.copyfileobj(file, into, 1 << 20)


def _copy_compressed(
    info: zipfile.ZipInfo, earlier: zipfile.ZipFile, entry: zipfile.ZipInfo, output: zipfile.ZipFile
) -> None:
    """Copy a file as it is compressed, for which the library has no call of its own."""
    source, target = _open_stream(earlier), _open_stream(output)
    source.seek(info.header_offset + _NAME_LENGTH_OFFSET)
    lengths = source.read(_HEADER_SIZE - _NAME_LENGTH_OFFSET)
    name, extra = (int.from_bytes(lengths[at : at + 2], "little") for at in (0, 2))
    source.seek(name + extra, io.SEEK_CUR)
    content = source.read(info.compress_size)
    entry.CRC, entry.compress_size, entry.header_offset = info.CRC, info.compress_size, output.start_dir
    target.seek(output.start_dir)
    target.write(entry.FileHeader(zip64=False) + content)
    output.start_dir = target.tell()
    output.filelist.append(entry)
    output.NameToInfo[entry.filename] = entry


def _open_stream(archive: zipfile.ZipFile) -> IO[bytes]:
    if archive.fp is None:
        raise ValueError("the archive is closed")
    return archive.fp


_EMPTY_ZIP = b"PK\x05\x06" + bytes(18)  # an archive of nothing
