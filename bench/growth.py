"""Whether cost grows with what there is and no faster: the record of the wanted size and one five times as large."""

from __future__ import annotations

from typing import Final

from bench import ROOT
from bench.load import fresh_database
from bench.measure import Run, communique, run
from bench.report import megabytes, seconds, table
from bench.site import cold, where
from bench.workshop import Workshop

TITLE: Final = "Growth"
TIMES: Final = 5

ABOUT: Final = """\
Each size is generated, loaded into an empty SQLite database and built from nothing. The bars are set for 10,000
and 50,000 events: at most 5.5× the time, 2 GB for pages; and at 100,000 events 600 MB for load and generation
(`make bench SECTION=growth N=20000`)."""


def section(shop: Workshop) -> str:
    """Measure, and tell."""
    sizes = [shop, Workshop(shop.events * TIMES, shop.seed)]
    measured = [_measured(one) for one in sizes]
    head = ["", *(f"{one.events:,} events" for one in sizes), "×, wall", "×, CPU", "memory"]
    rows = []
    for name, small in measured[0].items():
        large = measured[1][name]
        ratios = [f"{large.wall / small.wall:.2f}", f"{large.cpu / small.cpu:.2f}"]
        peak = f"{megabytes(small.peak)} → {megabytes(large.peak)}" if large.peak else "–"
        rows.append([name, seconds(small.wall), seconds(large.wall), *ratios, peak])
    return "\n\n".join([table(head, rows), ABOUT])


def _measured(shop: Workshop) -> dict[str, Run]:
    file = fresh_database(shop)
    load = run(communique(shop.home, "load"), ROOT, **where(shop.home))
    stages = cold(shop)
    assert file.exists()
    return {
        "load": load, "site, whole": stages.whole, "pages": stages.pages, "search": stages.search,
        "downloads": stages.downloads,
    }  # fmt: skip
