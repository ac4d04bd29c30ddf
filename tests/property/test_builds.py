"""However a site came about, edit by edit, it is the one that a build from nothing makes of the same pages."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.errors import BuildError
from communique.pipeline import workers
from communique.pipeline.output_file import OutputFile
from communique.site import build as building
from communique.site.page_source import RelativeLinks
from fixtures.site import SETTINGS, made, pages_of

NAMES = ("events/a", "events/b", "events/c", "events/index", "places/d", "index")
ANCHORS = ("", "#one", "#two")
LINKS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(ANCHORS)), max_size=3)
PAGES = st.tuples(st.sampled_from(["Words", "Other words"]), st.sets(st.sampled_from(["One", "Two"])), LINKS)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(NAMES[:3] + NAMES[4:5]), st.one_of(st.none(), PAGES)),
        st.tuples(st.just("events/a.json"), st.sampled_from(["{}", "[]", None])),
        st.tuples(st.just("title"), st.sampled_from(["Test", "Other"])),
        st.tuples(
            st.just("spoil"), st.sampled_from(["public/events/a/index.html", ".communique/pages/events/b.md"])
        ),
        st.tuples(st.just("lose"), st.sampled_from(["public", ".communique/words", ".communique/cache"])),
    ),
    min_size=1,
    max_size=4,
)


def written(name: str, page: tuple[str, set[str], list[tuple[str, str]]]) -> OutputFile:
    """A page with headings and links."""
    words, headings, links = page
    path = f"{name}.md"
    relative = RelativeLinks.from_page(path)
    parts = [f"<p>{words}</p>", *(f'<h2 id="{heading}">{heading}</h2>' for heading in sorted(headings))]
    parts += [f'<a href="{relative.href(f"{to}.md")}{anchor}">x</a>' for to, anchor in links]
    return OutputFile(path, "\n".join(parts) + "\n")


def attempt(home: Path, pages: list[OutputFile]) -> str:
    """Build, and say what was wrong with the pages."""
    try:
        made(home, *pages)
    except BuildError as error:
        return str(error)
    return ""


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.fixed_dictionaries(dict.fromkeys(NAMES, PAGES)), edits=EDITS)
def test_every_build_of_a_history_is_the_one_from_nothing(
    first: dict[str, object], edits: list[tuple[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        building, "build_index", lambda *_: set()
    )  # Pagefind orders its parts anew in every run
    monkeypatch.setattr(workers, "worker_count", lambda count: max(1, min(count, 2)))
    with tempfile.TemporaryDirectory() as folder:
        lived, young = Path(folder, "lived"), Path(folder, "young")
        wanted = dict(first) | {"events/a.json": "{}"}
        title = "Test"
        for what, new in [("", None), *edits]:
            if what == "title":
                title = str(new)
            elif what == "spoil" and (lived / str(new)).exists():
                (lived / str(new)).write_text("spoilt")
            elif what == "lose":
                shutil.rmtree(lived / str(new), ignore_errors=True)
            elif what not in ("", "spoil"):
                wanted[what] = new
            pages = [
                OutputFile(name, page) if isinstance(page, str) else written(name, page)  # type: ignore[arg-type]  # drawn so
                for name, page in wanted.items()
                if page is not None
            ]
            shutil.rmtree(young, ignore_errors=True)
            for home in (lived, young):
                (home / "docs").mkdir(parents=True, exist_ok=True)
                (home / "docs/method.md").write_text("# Method\n\n[A](events/index.md#one)\n")
                (home / "mkdocs.yml").write_text(yaml.safe_dump(SETTINGS | {"site_name": title}))
            refused = attempt(young, pages)
            assert attempt(lived, pages) == refused
            if not refused:
                assert pages_of(lived) == pages_of(young)
