"""Write launches as CSV (RFC 4180): each with distance and altitude, their bounds, and whether sources agree."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from communique.pipeline.output_file import OutputFile
from communique.site.pages.components import Launch, ValueRange
from communique.site.pages.overview.overview_views import LaunchesPage

FIGURES = ("low", "best", "high", "unresolved")
COLUMNS = (
    *("id", "date", "title", "status", "type", "weapon", "weapon_class"),
    *(f"{measure}_{name}" for measure in ("range_km", "altitude_km") for name in FIGURES),
    *("sources", "independent_sources", "disagreement"),
)
"""The columns in order; a figure that no source states is empty, and so is a status that is `occurred`."""


def build_launches_csv(view: LaunchesPage) -> OutputFile:
    """Return the launches of a page as the CSV file beside it, the oldest first."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows(map(_format_launch, view.file_rows))
    return OutputFile(f"{view.path.removesuffix('.md')}.csv", file.getvalue())


def _format_launch(launch: Launch) -> Sequence[str | int | float | None]:
    row = launch.row
    return (
        *(row.id, launch.edtf, row.event.label, row.status, launch.type, launch.weapon, launch.weapon_class),
        *(*_format_figure(launch.distance), *_format_figure(launch.altitude)),
        *(row.source_count, row.independent_source_count, row.dispute or "none"),
    )


def _format_figure(figure: ValueRange | None) -> tuple[float | str | None, ...]:
    if figure is None:
        return (None,) * len(FIGURES)
    return figure.low, figure.best, figure.high, "true" if figure.unresolved else "false"
