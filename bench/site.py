"""Build our own site from nothing, and measure its stages apart."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from bench import ROOT, WORK
from bench.measure import PYTHON, Measurement, communique_command, measure_command
from bench.workspace import Workspace, remove_database


@dataclass(frozen=True, slots=True)
class BuildStages:
    """The cost of a load and of the stages of ``communique site``; memory of pages is the whole site's."""

    load: Measurement
    site: Measurement
    pages: Measurement
    search: Measurement
    downloads: Measurement

    @property
    def total(self) -> Measurement:
        """Both commands one after the other, like `communique build`, with two starts instead of one."""
        return Measurement(
            self.load.wall + self.site.wall,
            self.load.cpu + self.site.cpu,
            max(self.load.peak, self.site.peak),
        )


def build_from_scratch(workspace: Workspace) -> BuildStages:
    """Load the dataset into an empty database, build its site from nothing, and return the costs."""
    home = workspace.home
    reset_home(home)
    measure_command(communique_command(home, "db", "upgrade"), ROOT, **database_environment(home))
    load = measure_command(communique_command(home, "load"), ROOT, **database_environment(home))
    file = WORK / "stages.json"
    site = measure_command(
        [PYTHON, "-m", "bench.build_stages", home, file], ROOT, **database_environment(home)
    )
    stage_seconds = json.loads(file.read_text(encoding="utf-8"))
    search, downloads = (
        Measurement(stage_seconds[name], stage_seconds[f"{name}_cpu"], 0) for name in ("search", "downloads")
    )
    wall, cpu = site.wall - search.wall - downloads.wall, site.cpu - search.cpu - downloads.cpu
    return BuildStages(load, site, Measurement(wall, cpu, site.peak), search, downloads)


def reset_home(home: Path) -> None:
    """Reset a home to its state after ``git clone``, except for SQLite for browsers."""
    for folder in (home / "public", *(home / ".communique").glob("*")):
        if folder.is_dir() and folder.name != "web":
            shutil.rmtree(folder)
    remove_database(home / "communique.db")


def database_environment(home: Path) -> dict[str, str]:
    """Return the environment that selects the dataset's own database."""
    return {"COMMUNIQUE_DATABASE": f"sqlite:///{home / 'communique.db'}"}
