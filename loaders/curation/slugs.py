"""Write ids: from a text, and free of those that are taken."""

from __future__ import annotations

import re
import unicodedata


def find_free_name(name: str, used: set[str]) -> str:
    """Return the name, or the name with the first number that is not used."""
    if name not in used:
        return name
    return next(f"{name}-{n}" for n in range(2, len(used) + 3) if f"{name}-{n}" not in used)


def slugify(text: str) -> str:
    """Return a text as an id is written: lower case, joined by hyphens, without accents."""
    without_apostrophes = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", ""))
    return "-".join(re.findall(r"[a-z0-9]+", without_apostrophes.encode("ascii", "ignore").decode().lower()))
