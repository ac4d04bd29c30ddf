"""One stylesheet for all pages: Material's without what this site's pages cannot have, then our own.

Material's has rules for everything that any site may turn on; a page waits for all of them before it shows. A rule
is left out only where the configuration says that nothing can need it, so the result depends on the configuration
and on the sheets alone, never on the pages; tests/browser/test_styles.py holds it against whole pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import tinycss2
from mkdocs.config.defaults import MkDocsConfig
from tinycss2.ast import AtRule, LiteralToken, Node, QualifiedRule

from communique.site.cache import digest
from communique.site.write import replace

PATH = "assets/site.css"
OURS = ("look", "blocks", "tables", "history", "search")
"""Our own sheets that every page needs, in their order."""

REPLACED = (
    "annotation-list",
    "banner__button",
    "consent",
    "container",
    "copyright",
    "dialog",
    "draft",
    "ellipsis",
    "feedback",
    "footer",
    "header",
    "icon",
    "input",
    "logo",
    "main",
    "nav",
    "option",
    "overlay",
    "pin",
    "progress",
    "search",
    "search-result",
    "select",
    "sidebar",
    "source",
    "source-file",
    "tabs",
    "toggle",
    "tooltip",
    "tooltip2",
    "top",
    "version",
)
"""Parts of Material's frame (``md-…``) that the theme's own templates have nothing of or style themselves."""

WRITTEN = {
    "admonition": ("!!!", "???", "admonition"),
    "card": ("card",),
    "footnote": ("[^",),
    "grid": ("grid",),
    "md-button": ("md-button",),
}
"""Classes that only hand-written pages have, and only where their Markdown has one of these."""

TYPES = (
    "abstract",
    "bug",
    "danger",
    "example",
    "failure",
    "info",
    "note",
    "question",
    "quote",
    "success",
    "tip",
    "warning",
)
"""Sorts of admonition, which go with it."""

EXTENSIONS = {
    "pymdownx.arithmatex": ("arithmatex",),
    "pymdownx.critic": ("critic",),
    "pymdownx.emoji": ("emojione", "twemoji", "gemoji"),
    "pymdownx.keys": ("keys", "key-"),
    "pymdownx.progressbar": ("progress", "progress-bar"),
    "pymdownx.tabbed": ("tabbed-",),
    "pymdownx.tasklist": ("task-list-",),
}
"""Classes that only one Markdown extension makes."""

PLUGINS = {
    "material/blog": ("md-post", "md-author", "md-pagination", "md-profile", "md-meta"),
    "material/tags": ("md-tag",),
}
FEATURES = {
    "content.code.annotate": ("md-annotation",),
    "content.code.copy": ("md-clipboard", "md-code"),
    "navigation.path": ("md-path",),
}
EXTRA = {"social": ("md-social",), "status": ("md-status",), "comments": ("md-comments", "giscus")}

_ALWAYS_THERE = re.compile(r":(?:is|not|where|has)\([^()]*(?:\([^()]*\)[^()]*)*\)")
_CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
_COLOUR = re.compile(r"\[data-md-color-(?:primary|accent)=([\w-]+)\]")
_USED = re.compile(r"var\(\s*(--[\w-]+)")
_NOT_RULES = re.compile(r'@charset "UTF-8";|/\*# sourceMappingURL=.*?\*/', re.IGNORECASE)
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


@dataclass(frozen=True, slots=True)
class Absent:
    """What no page of a site can have.

    Args:
        families: classes, each with all that go on with ``-`` or ``_`` after it.
        colours: Material's ready colours that the configuration chooses.
        direction: the direction in which no page is written.
    """

    families: tuple[str, ...]
    colours: frozenset[str]
    direction: str

    @classmethod
    def of(cls, config: MkDocsConfig) -> Absent:
        """What a configuration rules out."""
        theme = config.theme
        chosen: list[tuple[Iterable[str], dict[str, tuple[str, ...]]]] = [
            (config.markdown_extensions, EXTENSIONS),
            (config.plugins, PLUGINS),
            (theme.get("features") or (), FEATURES),
            (config.extra, EXTRA),
        ]
        families = [f"md-{part}" for part in REPLACED]
        for on, table in chosen:
            known = set(on)
            families += [one for key, classes in table.items() if key not in known for one in classes]
        written = "".join(
            path.read_text(encoding="utf-8") for path in sorted(Path(config.docs_dir).rglob("*.md"))
        )
        missing = [one for one, marks in WRITTEN.items() if not any(mark in written for mark in marks)]
        families += [*missing, *(TYPES if "admonition" in missing else ())]
        palette = theme.get("palette") or ()
        options = [palette] if isinstance(palette, dict) else palette
        colours = {str(one.get(part)) for one in options for part in ("primary", "accent") if one.get(part)}
        rightwards = theme.get("direction") == "rtl" or theme.get("language") in _RIGHT_TO_LEFT
        return cls(tuple(families), frozenset(colours), "ltr" if rightwards else "rtl")

    def rules_out(self, selector: str) -> bool:
        """Whether a selector can match on no page. What only lists or excludes a class rules nothing out."""
        needed = _ALWAYS_THERE.sub("", selector)
        if f"[dir={self.direction}]" in needed:
            return True
        if any(colour not in self.colours for colour in _COLOUR.findall(needed)):
            return True
        return any(self._has(name) for name in _CLASS.findall(needed))

    def _has(self, name: str) -> bool:
        return any(
            name == one or (name.startswith(one) and (one.endswith("-") or name[len(one)] in "_-"))
            for one in self.families
        )


def _left(nodes: Iterable[Node], absent: Absent) -> Iterator[str]:
    """The rules that are left of a sheet, also inside the conditions that rules stand under."""
    for node in nodes:
        if isinstance(node, QualifiedRule):
            alive = [part for part in _selectors(node.prelude) if not absent.rules_out(part)]
            if alive:
                yield f"{','.join(alive)}{{{tinycss2.serialize(node.content)}}}"
        elif isinstance(node, AtRule) and node.content is not None:
            if node.lower_at_keyword in ("media", "supports"):
                rules = tinycss2.parse_rule_list(node.content, skip_whitespace=True)
                if inner := "".join(_left(rules, absent)):
                    yield f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}{{{inner}}}"
            else:
                yield node.serialize()


def purged(sheet: str, absent: Absent, beside: str = "") -> str:
    """A stylesheet without rules for what is absent, and without variables that neither it nor ``beside`` uses."""
    nodes = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    text = "".join(_left(nodes, absent))
    while True:
        used = set(_USED.findall(text)) | set(_USED.findall(beside))
        unused = {name for name in re.findall(r"[{;](--[\w-]+):", text) if name not in used}
        if not unused:
            return text
        text = _without(text, unused)


def _without(text: str, unused: set[str]) -> str:
    """The sheet without some variables; a value ends where a semicolon or brace stands outside quotes."""
    names = "|".join(map(re.escape, sorted(unused)))
    declared = re.compile(r"(?<=[{;])(?:" + names + r"):(?:[^;}\"']|\"[^\"]*\"|'[^']*')*;?")
    return re.sub(r"[^{}]+\{\}", "", declared.sub("", text))


def _selectors(prelude: list[Node]) -> Iterator[str]:
    """The selectors of a rule, split at the commas between them."""
    part: list[Node] = []
    for node in [*prelude, None]:
        if node is None or (isinstance(node, LiteralToken) and node.value == ","):
            yield tinycss2.serialize(part).strip()
            part = []
        else:
            part.append(node)


def stylesheet(config: MkDocsConfig, kept: Path | None = None) -> str:
    """The stylesheet of all pages of a site.

    Args:
        config: the site's.
        kept: a folder that keeps what was left of Material's, since finding it takes as long as many pages.
    """
    folders = [Path(folder) for folder in config.theme.dirs]
    ours = "\n".join(_found(folders, f"assets/{name}.css").read_text(encoding="utf-8") for name in OURS)
    beside = ours + "".join(path.read_text(encoding="utf-8") for path in folders[0].glob("assets/*.css"))
    paths = (_found(folders, f"assets/stylesheets/{name}.*.min.css") for name in ("main", "palette"))
    both = "".join(_NOT_RULES.sub("", path.read_text(encoding="utf-8")) for path in paths)
    theirs = _kept(both, Absent.of(config), beside, kept)  # together, since one uses what the other sets
    return f'@charset "UTF-8";\n{theirs}\n{_short(ours)}\n'


def _kept(sheet: str, absent: Absent, beside: str, folder: Path | None) -> str:
    """What ``purged`` gives, from the folder if that holds it as it was put there."""
    if folder is None:
        return purged(sheet, absent, beside)
    made_of = (
        *(Path(__file__).read_text(encoding="utf-8"), metadata.version("tinycss2"), sheet, beside),
        *(absent.families, sorted(absent.colours), absent.direction),
    )
    key, file = digest(repr(made_of).encode()), folder / "stylesheet"
    try:
        said, _, content = file.read_bytes().partition(b"\n")
        if said.decode() == f"{key} {digest(content)}":
            return content.decode()
    except (OSError, ValueError):
        pass
    made = purged(sheet, absent, beside)
    replace(file, f"{key} {digest(made.encode())}\n{made}".encode())
    return made


def _short(sheet: str) -> str:
    """Without comments and the spaces at the beginning of lines."""
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)).strip()


def _found(folders: list[Path], pattern: str) -> Path:
    """The first file of a pattern in the theme's folders, ours before Material's."""
    return next(path for folder in folders for path in sorted(folder.glob(pattern)))


def replaced(path: str) -> bool:
    """Whether no page asks for a file of the theme, since it is part of the stylesheet or not used at all."""
    return path.startswith(("assets/stylesheets/", "assets/javascripts/")) or path in _SHEETS


_SHEETS = frozenset(f"assets/{name}.css" for name in OURS)
