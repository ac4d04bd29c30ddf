"""Our own site built from nothing, with its stages told apart."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from bench import ROOT, WORK
from bench.measure import PYTHON, Run, communique, run
from bench.workshop import Workshop, clear


@dataclass(frozen=True, slots=True)
class Stages:
    """What a load and the stages of one `communique site` cost; memory of pages is that of the whole site."""

    load: Run
    site: Run
    pages: Run
    search: Run
    downloads: Run

    @property
    def whole(self) -> Run:
        """Both commands one after the other, as `communique build` does in one: the start is counted twice."""
        return Run(
            self.load.wall + self.site.wall,
            self.load.cpu + self.site.cpu,
            max(self.load.peak, self.site.peak),
        )


def cold(shop: Workshop) -> Stages:
    """Load the record into an empty database, and build its site from nothing."""
    home = shop.home
    fresh(home)
    run(communique(home, "db", "upgrade"), ROOT, **where(home))
    load = run(communique(home, "load"), ROOT, **where(home))
    file = WORK / "stages.json"
    site = run([PYTHON, "-m", "bench.stages", home, file], ROOT, **where(home))
    told = json.loads(file.read_text(encoding="utf-8"))
    search, downloads = (Run(told[name], told[f"{name}_cpu"], 0) for name in ("search", "downloads"))
    wall, cpu = site.wall - search.wall - downloads.wall, site.cpu - search.cpu - downloads.cpu
    return Stages(load, site, Run(wall, cpu, site.peak), search, downloads)


def fresh(home: Path) -> None:
    """As after ``git clone``, but for SQLite for browsers, which would be fetched from the network."""
    for folder in (home / "public", *(home / ".communique").glob("*")):
        if folder.is_dir() and folder.name != "web":
            shutil.rmtree(folder)
    clear(home / "communique.db")


def where(home: Path) -> dict[str, str]:
    """The record's own database, whatever the environment says."""
    return {"COMMUNIQUE_DATABASE": f"sqlite:///{home / 'communique.db'}"}
