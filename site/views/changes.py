"""What the feed of changes may say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from communique.site.views.parts import Ref


@dataclass(frozen=True, slots=True)
class Changed:
    """What one data release changed on one event: ``types`` are its sorts of change, ``words`` says each."""

    event: Ref
    release: str
    released: dt.date
    types: tuple[str, ...]
    words: tuple[str, ...]
