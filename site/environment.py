"""Say what all generated files share besides the record: our code, and the libraries that shape bytes."""

from __future__ import annotations

import sqlite3
import zlib
from functools import cache
from importlib import metadata
from pathlib import Path

from communique.pipeline.cache_key import code_fingerprint

_CODE_FOLDERS = ("pipeline", "releases", "schema", "site")
_LIBRARIES = (
    *("babel", "font-source-serif-pro", "geo-intel-offline", "jinja2", "markupsafe", "pyarrow", "pydantic"),
    *("resvg-py", "sqlalchemy"),
)


@cache
def code_environment() -> str:
    """Return a description that is another one whenever other code or another library makes the files."""
    package = Path(__file__).parent.parent
    code = code_fingerprint(*(package / folder for folder in _CODE_FOLDERS))
    versions = [_library_version(name) for name in _LIBRARIES]
    return repr((code, versions, sqlite3.sqlite_version, zlib.ZLIB_RUNTIME_VERSION))


def _library_version(name: str) -> str:
    """Return the version of a library; "" where an optional one is not installed."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
