"""Whether cost grows with what there is and no faster: the record of the wanted size, and larger ones."""

from __future__ import annotations

from typing import Final

from bench import ROOT
from bench.load import fresh_database
from bench.measure import Run, communique, run
from bench.report import megabytes, seconds, table
from bench.site import cold
from bench.workshop import Workshop

TITLE: Final = "Growth"
TIMES: Final = 5
LOADED: Final = 10

ABOUT: Final = """\
Each size is loaded into an empty SQLite database and its site built from nothing; the largest is loaded only. The
bars are set for 10,000 and 50,000 events: at most 5.5× the time, 2 GB for pages; and at 100,000 events 600 MB for
a load. Memory of pages is the peak of all processes of `communique site`."""


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
    largest = Workshop(shop.events * LOADED, shop.seed)
    load = _loaded(largest)
    more = (
        f"Loading {largest.events:,} events took {seconds(load.wall)} by the clock, {seconds(load.cpu)} of CPU and "
        f"{megabytes(load.peak)} (bar: 600 MB at 100,000)."
    )
    return "\n\n".join([table(head, rows), more, ABOUT])


def _measured(shop: Workshop) -> dict[str, Run]:
    it = cold(shop)
    return {
        "load": it.load,
        "site, whole": it.site,
        "pages": it.pages,
        "search": it.search,
        "downloads": it.downloads,
    }


def _loaded(shop: Workshop) -> Run:
    """A load into an empty database, without the site."""
    address = {"COMMUNIQUE_DATABASE": f"sqlite:///{fresh_database(shop)}"}
    return run(communique(shop.home, "load"), ROOT, **address)
