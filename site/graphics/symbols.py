"""Draw a marker symbol for each kind of event, so that kinds are distinct without their colour."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from communique.schema.vocabulary import Kind

KINDS = tuple(kind.value for kind in Kind)
"""The kinds in the order of every legend."""


def draw_symbol(kind: str, x: float, y: float, radius: float, extra: str = "") -> str:
    """Return a kind's symbol around a point: circle, square, triangle, diamond or triangle on its tip.

    ``extra`` is further attributes or, after ``>``, content. Shapes of one radius have about the same area.
    """
    body = extra if ">" in extra else f"{extra}>"
    match kind:
        case "meeting":
            return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"{body}</circle>'
        case "memorandum":
            side = radius * 1.7
            box = f'x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" width="{side:.1f}" height="{side:.1f}"'
            return f'<rect class="{kind}" {box}{body}</rect>'
        case "exercise":
            r = radius * 1.2
            wedge = f"M{x - r:.1f} {y + r * 0.8:.1f}h{2 * r:.1f}l{-r:.1f}-{1.75 * r:.1f}z"
            return f'<path class="{kind}" d="{wedge}"{body}</path>'
        case "incident":
            r = radius * 1.25
            diamond = f"M{x:.1f} {y - r:.1f}l{r:.1f} {r:.1f}-{r:.1f} {r:.1f}-{r:.1f}-{r:.1f}z"
            return f'<path class="{kind}" d="{diamond}"{body}</path>'
        case _:
            r = radius * 1.2
            wedge = f"M{x - r:.1f} {y - r * 0.8:.1f}h{2 * r:.1f}l{-r:.1f} {1.75 * r:.1f}z"
            return f'<path class="{kind}" d="{wedge}"{body}</path>'


def select_present_kinds(counts: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Return the kinds that have an event, in the order of every legend."""
    present_values = {kind for kind, count in counts if count}
    return tuple(kind for kind in KINDS if kind in present_values)


def make_focusable(marks: list[str]) -> list[str]:
    """Return marks of which only the first is a tab stop; arrow keys lead on (theme/assets/marks.js)."""
    return [marks[0].replace(' tabindex="-1"', "", 1), *marks[1:]] if marks else marks


def join_drawing(*lines: str) -> Markup:
    """Return a drawing as HTML: its lines hold numbers, words of our own and text that is escaped."""
    return Markup("\n".join(lines))  # noqa: S704
