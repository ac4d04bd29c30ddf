"""Build the pages of the data dictionary from the models, with a diagram of tables and references for each family."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from communique.pipeline.output_file import OutputFile
from communique.schema.data_dictionary import (
    TABLE_FAMILIES,
    EnumerationEntry,
    TableEntry,
    build_data_dictionary,
    describe_view,
)
from communique.schema.views import CODEBOOK, WIDE_VIEWS, SqlView, WideView
from communique.site import labels
from communique.site.graphics.symbols import join_drawing
from communique.site.page_source import RelativeLinks
from communique.site.render import get_template, render_source

PATH, VOCABULARY_PATH = "data/dictionary.md", "data/dictionary/words.md"


@dataclass(frozen=True, slots=True)
class DictionaryPart:
    """A page of the data dictionary: a family of tables with its diagram, some views, or the words."""

    path: str
    title: str
    diagram: Markup | None = None
    tables: Sequence[TableEntry] = ()
    views: Sequence[SqlView] = ()
    enumerations: Sequence[EnumerationEntry] = ()

    @property
    def entries(self) -> list[tuple[str, str]]:
        """Name and description of all that the page explains."""
        listed: list[TableEntry | SqlView | EnumerationEntry] = [
            *self.tables,
            *self.views,
            *self.enumerations,
        ]
        return [(entry.name, entry.description) for entry in listed]

    @property
    def lead(self) -> str:
        """What is on the page, with how many of it."""
        if self.enumerations:
            return f"{len(self.enumerations)} closed lists of words, each word with its meaning"
        noun = "table" if self.diagram else "view"
        return f"{labels.format_count(len(self.entries), noun)} with every column"


def build_dictionary_pages() -> Iterator[OutputFile]:
    """Yield the data dictionary: a page on which every name stands, and those that explain them."""
    parts = list_dictionary_parts()
    template = get_template("dictionary.html", RelativeLinks.from_page(PATH))
    context = {"core": draw_core_diagram(), "parts": parts}
    yield OutputFile(PATH, render_source(template, context, "data/codebook.json"))
    for part in parts:
        template = get_template("dictionary_part.html", RelativeLinks.from_page(part.path))
        context = {
            name: getattr(part, name) for name in ("title", "diagram", "tables", "views", "enumerations")
        }
        names = ", ".join(name for name, _ in part.entries)
        context |= {"description": f"{part.lead}: {names}.", "words": VOCABULARY_PATH}
        yield OutputFile(part.path, render_source(template, context, "data/codebook.json"))


def list_dictionary_parts() -> list[DictionaryPart]:
    """Return the pages below the dictionary's first: the families in reading order, views, and words."""
    dictionary, diagrams = build_data_dictionary(), draw_er_diagrams()
    folder = PATH.removesuffix(".md")
    families = [
        DictionaryPart(
            f"{folder}/{family}.md",
            title,
            diagrams[title],
            [table for table in dictionary.tables if table.family == family],
        )
        for family, title in TABLE_FAMILIES.items()
    ]
    views = [view for view in dictionary.views if not isinstance(view, WideView)]
    wide = [*map(describe_view, (*WIDE_VIEWS, CODEBOOK))]
    return [
        *families,
        DictionaryPart(f"{folder}/views.md", "Views", views=views),
        DictionaryPart(f"{folder}/wide-views.md", "Wide views", tables=wide),
        DictionaryPart(VOCABULARY_PATH, "Words", enumerations=dictionary.enumerations),
    ]


COLUMNS, WIDTH, GAP, LINE, HEAD = 3, 232, 48, 18, 26
"""Boxes side by side; a box's width, the space between boxes, and the height of a row and of a title, in pixels."""

CORE = (
    ("event", "event_kind"),
    ("participation", "participation_person", "participation_unit", "place", "series"),
    ("actor", "person", "office", "tenure"),
)
"""The tables of the diagram of the whole, by its columns."""


@dataclass(frozen=True, slots=True)
class TableBox:
    """A table's place on the diagram."""

    table: TableEntry
    x: int
    y: int

    @property
    def height(self) -> int:
        """The box's height in pixels, title and columns."""
        return HEAD + LINE * len(self.table.columns) + 6


def draw_er_diagrams() -> dict[str, Markup]:
    """Return a diagram by its family's title, each as one block of raw HTML."""
    tables = build_data_dictionary().tables
    return {
        title: _draw_family(title, [table for table in tables if table.family == family])
        for family, title in TABLE_FAMILIES.items()
    }


def draw_core_diagram() -> Markup:
    """Return the diagram of events, who takes part in them and as what, with every table between them."""
    tables = {table.name: table for table in build_data_dictionary().tables}
    columns = [[tables[name] for name in names] for names in CORE]
    return _draw_boxes("Events, participation and actors", _stack_boxes(columns))


def _draw_family(title: str, tables: Sequence[TableEntry]) -> Markup:
    """Return the diagram of some tables, placed below the shortest column so far so that they fill evenly."""
    depths = [0] * min(COLUMNS, len(tables))
    columns: list[list[TableEntry]] = [[] for _ in depths]
    for table in tables:
        column = depths.index(min(depths))
        columns[column].append(table)
        depths[column] += TableBox(table, 0, 0).height + GAP // 2
    return _draw_boxes(title, _stack_boxes(columns))


def _draw_boxes(title: str, boxes: Sequence[TableBox]) -> Markup:
    tables = [box.table for box in boxes]
    width = GAP + max(box.x + WIDTH for box in boxes)
    height = GAP // 2 + max(box.y + box.height for box in boxes)
    lines = [
        '<figure class="diagram">',
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" fill="currentColor">',
        f"<title>{escape(_describe_diagram(title, tables))}</title>",
        *(line for box in boxes for line in _draw_box(box)),
        *(line for box in boxes for line in _draw_references(box, boxes)),
        "</svg>",
        "</figure>",
    ]
    return join_drawing(*lines)


def _stack_boxes(columns: Sequence[Sequence[TableEntry]]) -> list[TableBox]:
    """Return a box for each table, one below the other in each column."""
    boxes = []
    for number, tables in enumerate(columns):
        depth = GAP // 2
        for table in tables:
            boxes.append(TableBox(table, GAP // 2 + number * (WIDTH + GAP), depth))
            depth += boxes[-1].height + GAP // 2
    return boxes


def _draw_box(box: TableBox) -> list[str]:
    size = f'width="{WIDTH}" height="{box.height}"'
    frame = f'<rect x="{box.x}" y="{box.y}" {size} rx="3" fill="none" stroke="currentColor"/>'
    rule = f'<path d="M{box.x} {box.y + HEAD}h{WIDTH}" stroke="currentColor" stroke-opacity="0.4"/>'
    title = (
        f'<a href="#{box.table.name}"><text x="{box.x + 8}" y="{box.y + 18}" font-size="13" font-weight="700">'
        f"{box.table.name}</text></a>"
    )
    rows = []
    for index, column in enumerate(box.table.columns):
        y = box.y + HEAD + LINE * index + 14
        weight = ' font-weight="600"' if column.key else ""
        target = column.references[0].partition(".")[0] if column.references else column.type
        sign = f"→ {target}" if column.references else target
        rows.append(f'<text x="{box.x + 8}" y="{y}" font-size="11"{weight}>{column.name}</text>')
        rows.append(
            f'<text x="{box.x + WIDTH - 8}" y="{y}" font-size="11" text-anchor="end" fill-opacity="0.7">{sign}</text>'
        )
    return [frame, rule, title, *rows]


def _draw_references(box: TableBox, boxes: Sequence[TableBox]) -> list[str]:
    """Return the lines of references within the diagram; others are named in the box."""
    places = {other.table.name: other for other in boxes}
    lines = []
    for reference in box.table.references:
        target = places.get(reference.target)
        if target is None or target is box:
            continue
        names = [column.name for column in box.table.columns]
        y = box.y + HEAD + LINE * names.index(reference.columns[0]) + 10
        end = target.y + HEAD // 2
        lines.append(
            f'<path d="{_route_line(box, y, target, end)}" fill="none" stroke="currentColor" stroke-opacity="0.5"/>'
        )
        lines.append(f'<circle cx="{target.x if target.x >= box.x else target.x + WIDTH}" cy="{end}" r="3"/>')
    return lines


def _route_line(box: TableBox, y: int, target: TableBox, end: int) -> str:
    """Return the line's path through the gaps between boxes, over the top where a column lies between."""
    half = GAP // 2
    if target.x == box.x:
        return f"M{box.x} {y}H{box.x - half // 2}V{end}H{target.x}"
    right = target.x > box.x
    start, stop = (box.x + WIDTH, target.x) if right else (box.x, target.x + WIDTH)
    out, into = (start + half, stop - half) if right else (start - half, stop + half)
    over = "" if out == into else f"V{GAP // 6}H{into}"
    return f"M{start} {y}H{out}{over}V{end}H{stop}"


def _describe_diagram(title: str, tables: Sequence[TableEntry]) -> str:
    """Return what the diagram shows, as text."""
    links = [f"{table.name} to {reference.target}" for table in tables for reference in table.references]
    names = ", ".join(table.name for table in tables)
    return f"{title}: the tables {names}. References: {', '.join(links) or 'none'}."
