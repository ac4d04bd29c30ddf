"""Count the frames of our own code that stand between `communique build` and a page of an event."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from jinja2 import Template


def own_frames(frame: FrameType | None) -> Iterator[str]:
    """Yield `module:function` of each frame of the package, from the innermost outwards."""
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name.startswith("communique."):
            yield f"{name.removeprefix('communique.')}:{frame.f_code.co_name}"
        frame = frame.f_back


@contextmanager
def watch_templates(notes: Path) -> Iterator[None]:
    """Write the frames of each rendering of a page in the theme to a file, which forked workers share."""
    render = Template.render

    def watched(self: Template, *args: Any, **context: Any) -> str:
        if self.name == "main.html":
            with notes.open("a", encoding="utf-8") as file:
                file.write(" ".join(own_frames(sys._getframe(1))) + "\n")
        return render(self, *args, **context)

    Template.render = watched  # type: ignore[method-assign]
    try:
        yield
    finally:
        Template.render = render  # type: ignore[method-assign]


def frames_to_a_page() -> list[str]:
    """Build a site of one event, and return the frames of its deepest page, from the command inwards."""
    from communique import commands
    from fixtures.record import article, meeting, write_record

    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder, "frames")
        write_record(Path(folder), {"one": article(meeting())})
        with watch_templates(notes):
            commands.build(Path(folder))
        stacks = [line.split() for line in notes.read_text(encoding="utf-8").splitlines()]
    return max(stacks, key=len)[::-1]
