"""Measure whether cost grows no faster than the dataset: the wanted size, and larger ones."""

from __future__ import annotations

from typing import Final

from bench import ROOT
from bench.measure import Measurement, communique_command, measure_command
from bench.report import format_megabytes, format_seconds, format_table
from bench.sections.load import create_database
from bench.site import build_from_scratch
from bench.workspace import Workspace

TITLE: Final = "Growth"
GROWTH_FACTOR: Final = 5
LOAD_FACTOR: Final = 10

ABOUT: Final = """\
Each size is loaded into an empty SQLite database and its site built from nothing; the largest is loaded only. The
bars are set for 10,000 and 50,000 events: at most 5.5× the time, 2 GB for pages; and at 100,000 events 600 MB for
a load. Memory of pages is the peak of all processes of `communique site`."""


def measure_section(workspace: Workspace) -> str:
    """Measure datasets of growing size and return the section as Markdown."""
    sizes = [workspace, Workspace(workspace.events * GROWTH_FACTOR, workspace.seed)]
    measured = [_measure_build(size) for size in sizes]
    head = ["", *(f"{size.events:,} events" for size in sizes), "×, wall", "×, CPU", "memory"]
    rows = []
    for name, small in measured[0].items():
        large = measured[1][name]
        ratios = [f"{large.wall / small.wall:.2f}", f"{large.cpu / small.cpu:.2f}"]
        peak = f"{format_megabytes(small.peak)} → {format_megabytes(large.peak)}" if large.peak else "–"
        rows.append([name, format_seconds(small.wall), format_seconds(large.wall), *ratios, peak])
    largest = Workspace(workspace.events * LOAD_FACTOR, workspace.seed)
    load = _measure_load(largest)
    more = (
        f"Loading {largest.events:,} events took {format_seconds(load.wall)} by the clock,"
        f" {format_seconds(load.cpu)} of CPU and "
        f"{format_megabytes(load.peak)} (bar: 600 MB at 100,000)."
    )
    return "\n\n".join([format_table(head, rows), more, ABOUT])


def _measure_build(workspace: Workspace) -> dict[str, Measurement]:
    stages = build_from_scratch(workspace)
    return {
        "load": stages.load,
        "site, whole": stages.site,
        "pages": stages.pages,
        "search": stages.search,
        "downloads": stages.downloads,
    }


def _measure_load(workspace: Workspace) -> Measurement:
    """Return what a load into an empty database costs, without the site."""
    address = {"COMMUNIQUE_DATABASE": f"sqlite:///{create_database(workspace)}"}
    return measure_command(communique_command(workspace.home, "load"), ROOT, **address)
