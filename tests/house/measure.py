"""Measure the house against the bars of its plan, and print what misses one: `make house`.

What counts is the package, everything that is installed: schema, migrations, loaders, site and src/communique. Lines
are lines of the file, blank ones and comments too. The bench is shown beside it, and words that are refused as
identifiers are refused in it too. A room that was added since the plan is counted apart, with its own allowance.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from statistics import median, quantiles

import grimp

from house.added_rooms import ADDED_ROOMS, Allowance
from house.module import ROOT, Definition, Module

PACKAGE = ("schema", "migrations", "loaders", "site", "src")
BENCH = ("bench",)
GLOSSARY = ROOT / "site/docs/developers/glossary.md"

# fmt: off
PRIVATE_WORDS = frozenset({
    "told", "tell", "tells", "said", "say", "kept", "keep", "keeps", "made", "maker", "making",
    "shown", "whole", "beside", "hands", "one", "ones", "found", "plain", "words", "gathered",
    "gather", "lives", "crew", "shelf", "poured", "pour", "learn", "learned",
})
# fmt: on
"""Words that say nothing to a reader who is new to this code; exact identifiers, any case, `_` around them aside."""
LISTED = 30
"""How many offenders are printed below the table, of each bar that is missed."""


@dataclass(frozen=True)
class House:
    """The modules that count, and those of the bench."""

    package: list[Module] = field(default_factory=lambda: read_modules(PACKAGE))
    bench: list[Module] = field(default_factory=lambda: read_modules(BENCH))

    @cached_property
    def planned(self) -> list[Module]:
        """The modules of the package but those of rooms that were added since."""
        added = [module for allowance in ADDED_ROOMS.values() for module in self.select_modules(allowance)]
        return [module for module in self.package if module not in added]

    def select_modules(self, allowance: Allowance) -> list[Module]:
        """Return the modules that an allowance is for."""
        return [module for module in self.package if str(module.path).startswith(allowance.paths)]

    @cached_property
    def imports(self) -> dict[str, set[str]]:
        """Each module with those of the package that it imports when it runs, so not for types alone."""
        graph = grimp.build_graph("communique", cache_dir=None, exclude_type_checking_imports=True)
        return {name: graph.find_modules_directly_imported_by(name) for name in sorted(graph.modules)}


def read_modules(rooms: Iterable[str]) -> list[Module]:
    """Return every module below the rooms, by path; links are not followed, so that none counts twice."""
    paths = (path for room in rooms for path in (ROOT / room).rglob("*.py"))
    return [Module.read(path.relative_to(ROOT)) for path in sorted(paths)]


def count_in_folders(modules: Iterable[Module]) -> Counter[str]:
    """Return how many modules each folder holds itself, `__init__.py` with them.

    The steps of the schema are left out: their names are a list, and no step goes when another comes.
    """
    folders = (str(module.path.parent) for module in modules)
    return Counter(folder for folder in folders if folder != "migrations/versions")


def count_lines(modules: Iterable[Module]) -> int:
    """Return the lines of all modules together."""
    return sum(module.lines for module in modules)


def import_circles(imports: dict[str, set[str]]) -> tuple[list[list[str]], dict[str, set[str]]]:
    """Return circles of imports, and the imports without those that close them.

    In a circle each module imports the next, the first again at the end. Without the imports that close them there is
    none left.
    """
    open_imports = {name: set(imported) for name, imported in imports.items()}
    circles = []
    while True:
        try:
            TopologicalSorter(open_imports).prepare()
        except CycleError as error:
            circle = list(reversed(error.args[1]))
            open_imports[circle[-2]].remove(circle[-1])
            circles.append(circle)
        else:
            return circles, open_imports


def longest_chain(imports: dict[str, set[str]]) -> list[str]:
    """Return the longest chain of imports, from the module that imports to the last imported.

    Of each circle the import that closes it is left out, so that there is a longest chain.
    """
    _, imports = import_circles(imports)
    chains: dict[str, list[str]] = {}
    for name in TopologicalSorter(imports).static_order():
        below = (chains[other] for other in sorted(imports[name]))
        chains[name] = [name, *max(below, key=len, default=[])]
    return max(chains.values(), key=len)


def repeated_classes(modules: Iterable[Module]) -> dict[str, list[str]]:
    """Return the places of each class name that is defined more than once."""
    places = defaultdict(list)
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{module.path}:{node.lineno}")
    return {name: found for name, found in sorted(places.items()) if len(found) > 1}


def function_names(modules: Iterable[Module]) -> list[str]:
    """Return the names of all functions and methods but Python's own (`__init__`), without underscores around."""
    names = (node.name for module in modules for node in module.functions)
    return [name.strip("_") for name in names if not (name.startswith("__") and name.endswith("__"))]


def private_identifiers(modules: Iterable[Module]) -> list[str]:
    """Return `file:line name` of every identifier that is a private word, where it is given."""
    return [
        f"{module.path}:{line} {name}"
        for module in modules
        for line, name in sorted({(0, module.path.stem), *given_names(module.tree)})
        if name.strip("_").lower() in PRIVATE_WORDS
    ]


def given_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and name of everything that a module names itself: not what it calls of others.

    The keys of a `TypedDict` are left out: they are words of a published file.
    """
    keys = {
        key.target
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "TypedDict" for base in node.bases)
        for key in node.body
        if isinstance(key, ast.AnnAssign)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Name() if node in keys:
                continue
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.Attribute(attr=name, ctx=ast.Store()) | ast.alias(asname=str(name)):
                yield node.lineno, name
            case (
                ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
            ):
                yield node.lineno, name


def glossary_rows() -> list[tuple[str, ...]]:
    """Return the glossary's rows: noun, meaning, classes and the field that it is taken from."""
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    rows = [
        tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("| ")
    ]
    return [row for row in rows if row[0] != "Noun"]


def function_lengths(modules: Iterable[Module]) -> list[tuple[int, str]]:
    """Return the lines of every function from `def` to its end, docstring included, and where it stands."""
    return sorted(
        ((node.end_lineno or 0) - node.lineno + 1, f"{module.path}:{node.lineno} {node.name}")
        for module in modules
        for node in module.functions
    )


def undocumented(modules: Iterable[Module]) -> tuple[int, list[str]]:
    """Return how many public functions there are, and those without a docstring."""
    places = [(module, node) for module in modules for node in module.public_functions]
    missing = [
        f"{module.path}:{node.lineno} {node.name}" for module, node in places if not ast.get_docstring(node)
    ]
    return len(places), missing


def silent_raises(modules: Iterable[Module]) -> tuple[int, list[str]]:
    """Return how many public functions raise an error themselves, and those whose docstring has no `Raises:`."""
    raising = [
        (module, node) for module in modules for node in module.public_functions if any(_raised_errors(node))
    ]
    silent = [
        f"{module.path}:{node.lineno} {node.name}"
        for module, node in raising
        if "Raises:" not in (ast.get_docstring(node) or "")
    ]
    return len(raising), silent


def _raised_errors(function: Definition) -> Iterator[ast.Raise]:
    """Yield the errors that a function raises by name: what it passes on with a bare `raise` is not its own."""
    return (node for node in ast.walk(function) if isinstance(node, ast.Raise) and node.exc is not None)


def percentile(values: list[int], hundredth: int) -> int:
    """Return the value that so many hundredths of all do not exceed."""
    return round(quantiles(values, n=100, method="inclusive")[hundredth - 1])


@dataclass(frozen=True)
class Measurement:
    """One line of the table: what was counted, its bar (None: none), and what stands in the way."""

    name: str
    value: int
    bar: int | None = None
    at_least: bool = False
    offenders: list[str] = field(default_factory=list)

    @property
    def is_met(self) -> bool:
        """Whether the bar is met; what has none always meets it."""
        if self.bar is None:
            return True
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    @property
    def bar_text(self) -> str:
        """The bar as the table shows it."""
        return "" if self.bar is None else f"{'≥' if self.at_least else '≤'} {self.bar:,}"


def measure_size(house: House) -> list[Measurement]:
    """Return how large the package, its folders, its modules and its functions are."""
    modules = house.package
    folders = [f"{count} {folder}" for folder, count in count_in_folders(modules).most_common() if count > 20]
    by_length = sorted(modules, key=lambda module: -module.lines)
    lengths = function_lengths(modules)
    return [
        Measurement("modules", len(house.planned), 270),
        Measurement("lines of Python", count_lines(house.planned), 30_000),
        Measurement(
            "largest folder, modules", max(count_in_folders(modules).values()), 20, offenders=folders
        ),
        Measurement("median module, lines", round(median(module.lines for module in modules))),
        Measurement(
            "largest module, lines",
            by_length[0].lines,
            320,
            offenders=[f"{module.lines} {module.path}" for module in by_length if module.lines > 320],
        ),
        Measurement(
            "functions, 99th percentile, lines",
            percentile([length for length, _ in lengths], 99),
            45,
            offenders=[f"{length} {place}" for length, place in reversed(lengths) if length > 45],
        ),
        Measurement("bench, lines of Python", count_lines(house.bench)),
    ]


def measure_added_rooms(house: House) -> list[Measurement]:
    """Return how large each room is that was added since the plan."""
    return [
        measurement
        for name, allowance in ADDED_ROOMS.items()
        for modules in [house.select_modules(allowance)]
        for measurement in (
            Measurement(f"added: {name}, modules", len(modules), allowance.modules),
            Measurement(f"added: {name}, lines of Python", count_lines(modules), allowance.lines),
        )
    ]


def measure_imports(house: House) -> list[Measurement]:
    """Return how the modules of the package hang together."""
    circles, _ = import_circles(house.imports)
    chain = longest_chain(house.imports)
    return [
        Measurement(
            "circles of imports", len(circles), 0, offenders=[" → ".join(circle) for circle in circles]
        ),
        Measurement("longest chain of imports", len(chain) - 1, 15, offenders=chain),
    ]


def measure_names(house: House) -> list[Measurement]:
    """Return how things are named."""
    names = function_names(house.package)
    repeated = repeated_classes(house.package)
    private = private_identifiers([*house.package, *house.bench])
    short = Counter(name for name in names if "_" not in name)
    return [
        Measurement(
            "class names defined twice or more",
            len(repeated),
            0,
            offenders=[f"{name}: {', '.join(places)}" for name, places in repeated.items()],
        ),
        Measurement(
            "function names of one word, %",
            round(100 * short.total() / len(names)),
            40,
            offenders=[f"{count} × {name}" for name, count in short.most_common()],
        ),
        Measurement("private words as identifiers", len(private), 0, offenders=private),
        Measurement("nouns to know, in the glossary", len(glossary_rows()), 40),
    ]


def measure_documentation(house: House) -> list[Measurement]:
    """Return how much of what is public says what it does and what it raises."""
    public, bare = undocumented(house.package)
    raising, silent = silent_raises(house.package)
    return [
        Measurement(
            "public functions with a docstring, %", 100 - round(100 * len(bare) / public), 95, True, bare
        ),
        Measurement(
            "of those that raise, with `Raises:`, %",
            100 - round(100 * len(silent) / raising),
            72,
            True,
            silent,
        ),
    ]


MEASURES: tuple[Callable[[House], list[Measurement]], ...] = (
    measure_size,
    measure_added_rooms,
    measure_imports,
    measure_names,
    measure_documentation,
)


def measure_house(house: House | None = None) -> list[Measurement]:
    """Return every measurement, in the order of the table."""
    house = house or House()
    return [measurement for each in MEASURES for measurement in each(house)]


def format_table(measurements: Iterable[Measurement]) -> str:
    """Return the table of all measurements, as text."""
    rows = [f"{'':2}{'':40}{'today':>8}{'bar':>10}"]
    rows += [
        f"{' ' if item.is_met else '✗':2}{item.name:40}{item.value:8,}{item.bar_text:>10}"
        for item in measurements
    ]
    return "\n".join(rows)


def format_offenders(item: Measurement, listed: int) -> str:
    """Return what stands in the way of a bar, the first so many of it."""
    lines = [f"{item.name}: {item.value:,}, the bar is {item.bar_text}"]
    lines += [f"  {offender}" for offender in item.offenders[:listed]]
    if len(item.offenders) > listed:
        lines.append(f"  … and {len(item.offenders) - listed} more (all: --all)")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Print the table, then what misses a bar; return 1 where one is missed.

    Args:
        arguments: `--frames` builds a site of one event and counts its frames, `--all` lists every offender.
    """
    measurements = measure_house()
    if "--frames" in arguments:
        from house.frames import frames_to_a_page

        measurements.append(Measurement("frames from the command to a page", len(frames_to_a_page())))
    missed = [item for item in measurements if not item.is_met]
    listed = sys.maxsize if "--all" in arguments else LISTED
    parts = [format_table(measurements), *(format_offenders(item, listed) for item in missed)]
    sys.stdout.write("\n\n".join(parts) + "\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
