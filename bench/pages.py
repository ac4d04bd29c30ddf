"""How long the site's pages take, beside other site builders on the same Markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from bench import ROOT, layouts
from bench.measure import PYTHON, CommandError, Run, communique, run
from bench.peers import ELEVENTY, HUGO, ZENSICAL, Peer
from bench.report import costs, table, times
from bench.site import cold, where
from bench.workshop import Workshop

TITLE: Final = "Pages"
OURS: Final = "Communiqué, pages"
PATIENCE: Final = 60
"""Seconds: a peer that took longer is not asked to build again."""

ABOUT: Final = """\
**Communiqué** is `communique site` from a loaded database: queries, templates, Markdown, MkDocs with Material
and our templates over it; its search index and downloads are timed apart and taken off here (see "Search index
and downloads"), its start is not. Memory is of the whole command. The others get the finished Markdown as
files, so that what it costs to make it from a database is theirs for nothing: an advantage on their side. All
copy the same other files (pictures, JSON, CSV). **MkDocs** is `mkdocs build` of our version with Material as it
comes and our extensions, theme features and small navigation, without our plugin and without search; once more
with its own search, which Pagefind is for us. With its default navigation it would take hours. Links are
checked by MkDocs and by us, not by Hugo and Eleventy. **Zensical** reads the same configuration. **Hugo** and
**Eleventy** have a plain layout (head, ten links, fields, content: far less than Material's), resolve
no links and make no contents: an advantage on their side. Hugo, Zensical and Communiqué use both cores, MkDocs
and Eleventy one. "Unchanged" and "one changed" are the same command again, and after one event's title changed;
for Communiqué it is `communique build`, which also loads the entry, makes downloads and search index where they
change, and leaves a whole site; its cold build is `communique load` and `communique site` one after the other. Peers
that took over a minute are not built again. MkDocs and Hugo keep nothing between builds (`mkdocs build --dirty`
leaves pages of deleted events behind)."""


def section(shop: Workshop) -> str:
    """Measure, and tell."""
    stages = cold(shop)
    later = {"Communiqué, `build`": (stages.whole, *rebuilds(shop.home, shop))}
    edited = later["Communiqué, `build`"][2]
    pages = shop.home / ".communique" / "pages"
    runs = {OURS: stages.pages}
    made = {OURS: _made(shop.home / "public")}
    notes = []
    for name, peer, lay_out, command in _peers():
        if peer is not None and not peer.command:
            notes.append(peer.told())
            continue
        notes.append(peer.told() if peer else "")
        try:
            built, again, changed, made[name] = _measured(peer, lay_out, command, pages, shop.empty("pages"))
        except CommandError as error:
            notes.append(f"{name} failed: {str(error)[-300:]}")
            continue
        runs[name] = built
        if again and changed:
            later[name] = (built, again, changed)
    shares = [
        [
            name,
            *(f"{one.wall:.2f} s" for one in three),
            *(f"1/{three[0].cpu / max(one.cpu, 0.01):.0f}" for one in three[1:]),
        ]
        for name, three in later.items()
    ]
    head = ["", "cold", "unchanged", "one changed", "unchanged of cold, CPU", "one changed of cold, CPU"]
    whole, _, once = later["Communiqué, `build`"]
    change = f"A cold build costs {times(whole, once)} what one costs after an edit (bar: 15×)."
    parts = [
        costs(runs, OURS, than="× ours"),
        _judged(runs),
        table(head, shares),
        change,
        "HTML pages, and how large one is on average: "
        + ", ".join(f"{name} {it}" for name, it in made.items())
        + ".",
        ABOUT,
    ]
    summary = [line for line in edited.told.splitlines() if line.strip()][-1:]
    parts.append(f"After the edit Communiqué said: {' '.join(summary).strip()}")
    return "\n\n".join([*parts, "; ".join(filter(None, notes)) + "."])


def rebuilds(home: Path, shop: Workshop) -> tuple[Run, Run]:
    """`communique build` unchanged, and after one edit; the site of the edit stays."""
    again = run(communique(home, "build"), ROOT, **where(home))
    with shop.edited():
        return again, run(communique(home, "build"), ROOT, **where(home))


def _peers() -> list[tuple[str, Peer | None, Callable[[Path, Path], int], Sequence[str]]]:
    """Name, program, how its folder is laid out, and how it is called there."""
    mkdocs = [PYTHON, "-m", "mkdocs", "build", "--quiet"]
    return [
        ("Hugo", HUGO, layouts.hugo, [str(HUGO.command), "--quiet", "--destination", "out"]),
        ("Eleventy", ELEVENTY, layouts.eleventy, [str(ELEVENTY.command), "--config=eleventy.config.cjs"]),
        ("Zensical", ZENSICAL, layouts.material, [str(ZENSICAL.command), "build"]),
        ("MkDocs", None, layouts.material, mkdocs),
        ("MkDocs with its search", None, layouts.with_search, mkdocs),
    ]


def _measured(
    peer: Peer | None, lay_out: Callable[[Path, Path], int], command: Sequence[str], pages: Path, folder: Path
) -> tuple[Run, Run | None, Run | None, str]:
    """Cold, unchanged and one changed; MkDocs, which keeps nothing, and what took minutes only cold."""
    lay_out(pages, folder)
    environment = {"NODE_OPTIONS": "--max-old-space-size=12000", **(peer.libraries if peer else {})}
    cold = run(command, folder, **environment)
    made = _made(folder / "out")
    if peer is None or cold.wall > PATIENCE:
        return cold, None, None, made
    again = run(command, folder, **environment)
    event = next(f for f in sorted((folder / "content" / "events").iterdir()) if "index" not in f.name)
    text = event.read_text(encoding="utf-8")
    event.unlink()  # the link, not what our build reads
    event.write_text(text.replace("\n# ", "\n# Again ", 1), encoding="utf-8")
    return cold, again, run(command, folder, **environment), made


def _made(site: Path) -> str:
    """How many HTML pages a site has, and their mean size."""
    sizes = [page.stat().st_size for page in site.rglob("*.html")]
    return f"{len(sizes):,} of {sum(sizes) / max(1, len(sizes)) / 1000:.1f} kB"


def _judged(runs: dict[str, Run]) -> str:
    """The ratios that bars are set for."""
    told = []
    if hugo := runs.get("Hugo"):
        told.append(f"Ours cost {times(runs[OURS], hugo)} what Hugo costs (bar: 1.5×).")
    for name in ("MkDocs", "MkDocs with its search"):
        if mkdocs := runs.get(name):
            told.append(f"{name} costs {times(mkdocs, runs[OURS])} what ours cost (bar: 6×).")
    if zensical := runs.get("Zensical"):
        told.append(f"Zensical costs {times(zensical, runs[OURS])} what ours cost (bar: more than 1×).")
    return " ".join(told)
