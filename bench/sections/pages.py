"""Measure how long the site's pages take, beside other site builders on the same Markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from bench import ROOT, peer_templates
from bench.measure import PYTHON, CommandError, Measurement, communique_command, measure_command
from bench.peers import ELEVENTY, HUGO, ZENSICAL, Peer
from bench.report import format_costs, format_ratio, format_table
from bench.site import build_from_scratch, database_environment
from bench.workspace import Workspace

TITLE: Final = "Pages"
OURS: Final = "Communiqué, pages"
REBUILD_LIMIT: Final = 60
"""Seconds: a peer that took longer is not asked to build again."""

ABOUT: Final = """\
**Communiqué** is `communique site` from a loaded database: queries, templates, MkDocs with Material
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


def measure_section(workspace: Workspace) -> str:
    """Measure our pages and those of the peers, and return the section as Markdown."""
    stages = build_from_scratch(workspace)
    later = {"Communiqué, `build`": (stages.total, *measure_rebuilds(workspace.home, workspace))}
    edited = later["Communiqué, `build`"][2]
    pages = workspace.home / ".communique" / "pages"
    runs = {OURS: stages.pages}
    page_sizes = {OURS: _describe_pages(workspace.home / "public")}
    notes = []
    for name, peer, write_site, command in _peer_builds():
        if peer is not None and not peer.command:
            notes.append(peer.describe_version())
            continue
        notes.append(peer.describe_version() if peer else "")
        try:
            built, unchanged, changed, page_sizes[name] = _measure_peer(
                peer, write_site, command, pages, workspace.create_folder("pages")
            )
        except CommandError as error:
            notes.append(f"{name} failed: {str(error)[-300:]}")
            continue
        runs[name] = built
        if unchanged and changed:
            later[name] = (built, unchanged, changed)
    shares = [
        [
            name,
            *(f"{measurement.wall:.2f} s" for measurement in three),
            *(f"1/{three[0].cpu / max(measurement.cpu, 0.01):.0f}" for measurement in three[1:]),
        ]
        for name, three in later.items()
    ]
    head = ["", "cold", "unchanged", "one changed", "unchanged of cold, CPU", "one changed of cold, CPU"]
    cold_run, _, edit_run = later["Communiqué, `build`"]
    change = f"A cold build costs {format_ratio(cold_run, edit_run)} what one costs after an edit (bar: 15×)."
    parts = [
        format_costs(runs, OURS, unit="× ours"),
        _format_target_ratios(runs),
        format_table(head, shares),
        change,
        "HTML pages, and how large one is on average: "
        + ", ".join(f"{name} {size}" for name, size in page_sizes.items())
        + ".",
        ABOUT,
    ]
    summary = [line for line in edited.error_output.splitlines() if line.strip()][-1:]
    parts.append(f"After the edit Communiqué said: {' '.join(summary).strip()}")
    return "\n\n".join([*parts, "; ".join(filter(None, notes)) + "."])


def measure_rebuilds(home: Path, workspace: Workspace) -> tuple[Measurement, Measurement]:
    """Return what `communique build` costs unchanged and after one edit; the edited site stays."""
    unchanged = measure_command(communique_command(home, "build"), ROOT, **database_environment(home))
    with workspace.edit_title():
        return unchanged, measure_command(
            communique_command(home, "build"), ROOT, **database_environment(home)
        )


def _peer_builds() -> list[tuple[str, Peer | None, Callable[[Path, Path], int], Sequence[str]]]:
    """Return each peer's name, program, function that writes its site, and command line."""
    mkdocs = [PYTHON, "-m", "mkdocs", "build", "--quiet"]
    return [
        (
            "Hugo",
            HUGO,
            peer_templates.write_hugo_site,
            [str(HUGO.command), "--quiet", "--destination", "out"],
        ),
        (
            "Eleventy",
            ELEVENTY,
            peer_templates.write_eleventy_site,
            [str(ELEVENTY.command), "--config=eleventy.config.cjs"],
        ),
        ("Zensical", ZENSICAL, peer_templates.write_mkdocs_site, [str(ZENSICAL.command), "build"]),
        ("MkDocs", None, peer_templates.write_mkdocs_site, mkdocs),
        ("MkDocs with its search", None, peer_templates.write_mkdocs_search_site, mkdocs),
    ]


def _measure_peer(
    peer: Peer | None,
    write_site: Callable[[Path, Path], int],
    command: Sequence[str],
    pages: Path,
    folder: Path,
) -> tuple[Measurement, Measurement | None, Measurement | None, str]:
    """Return a peer's cold, unchanged and edited builds, the last two only if it is fast, and its pages."""
    write_site(pages, folder)
    environment = {"NODE_OPTIONS": "--max-old-space-size=12000", **(peer.libraries if peer else {})}
    cold = measure_command(command, folder, **environment)
    page_sizes = _describe_pages(folder / "out")
    if peer is None or cold.wall > REBUILD_LIMIT:
        return cold, None, None, page_sizes
    unchanged = measure_command(command, folder, **environment)
    event = next(f for f in sorted((folder / "content" / "events").iterdir()) if "index" not in f.name)
    text = event.read_text(encoding="utf-8")
    event.unlink()  # the link, not what our build reads
    event.write_text(text.replace("\n# ", "\n# Again ", 1), encoding="utf-8")
    return cold, unchanged, measure_command(command, folder, **environment), page_sizes


def _describe_pages(site: Path) -> str:
    """Return the number of a site's HTML pages and their mean size, as text."""
    sizes = [page.stat().st_size for page in site.rglob("*.html")]
    return f"{len(sizes):,} of {sum(sizes) / max(1, len(sizes)) / 1000:.1f} kB"


def _format_target_ratios(runs: dict[str, Measurement]) -> str:
    """Return a sentence for each ratio that has a target."""
    sentences = []
    if hugo := runs.get("Hugo"):
        sentences.append(f"Ours cost {format_ratio(runs[OURS], hugo)} what Hugo costs (bar: 1.5×).")
    for name in ("MkDocs", "MkDocs with its search"):
        if mkdocs := runs.get(name):
            sentences.append(f"{name} costs {format_ratio(mkdocs, runs[OURS])} what ours cost (bar: 6×).")
    if zensical := runs.get("Zensical"):
        sentences.append(
            f"Zensical costs {format_ratio(zensical, runs[OURS])} what ours cost (bar: more than 1×)."
        )
    return " ".join(sentences)
