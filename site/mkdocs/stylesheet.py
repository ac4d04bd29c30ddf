"""Build one stylesheet for all pages: Material's without rules that no page needs, then our own.

Material's has rules for everything that any site may turn on; a page waits for all of them before it shows. A rule
is left out only where the configuration says that nothing can need it, so the result depends on the configuration
and on the sheets alone, never on the pages; tests/browser/test_styles.py holds it against whole pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import tinycss2
from mkdocs.config.defaults import MkDocsConfig
from tinycss2.ast import AtRule, LiteralToken, Node, QualifiedRule

from communique.pipeline.cache import blake2b_hex
from communique.pipeline.filesystem import write_atomic

PATH = "assets/site.css"
OWN_SHEETS = ("look", "blocks", "tables", "history", "search")
"""Our own sheets that every page needs, in their order."""

REPLACED_BLOCKS = (
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

HANDWRITTEN_CLASSES = {
    "admonition": ("!!!", "???", "admonition"),
    "card": ("card",),
    "footnote": ("[^",),
    "grid": ("grid",),
    "md-button": ("md-button",),
}
"""Classes that only hand-written pages have, and only where their Markdown has one of these."""

ADMONITION_TYPES = (
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

EXTENSION_CLASSES = {
    "pymdownx.arithmatex": ("arithmatex",),
    "pymdownx.critic": ("critic",),
    "pymdownx.emoji": ("emojione", "twemoji", "gemoji"),
    "pymdownx.keys": ("keys", "key-"),
    "pymdownx.progressbar": ("progress", "progress-bar"),
    "pymdownx.tabbed": ("tabbed-",),
    "pymdownx.tasklist": ("task-list-",),
}
"""Classes that only one Markdown extension makes."""

PLUGIN_CLASSES = {
    "material/blog": ("md-post", "md-author", "md-pagination", "md-profile", "md-meta"),
    "material/tags": ("md-tag",),
}
FEATURE_CLASSES = {
    "content.code.annotate": ("md-annotation",),
    "content.code.copy": ("md-clipboard", "md-code"),
    "navigation.path": ("md-path",),
}
EXTRA_CLASSES = {"social": ("md-social",), "status": ("md-status",), "comments": ("md-comments", "giscus")}

_FUNCTIONAL_PSEUDO_CLASS = re.compile(r":(?:is|not|where|has)\([^()]*(?:\([^()]*\)[^()]*)*\)")
_CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
_COLOUR = re.compile(r"\[data-md-color-(?:primary|accent)=([\w-]+)\]")
_USED_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_NON_RULES = re.compile(r'@charset "UTF-8";|/\*# sourceMappingURL=.*?\*/', re.IGNORECASE)
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


@dataclass(frozen=True, slots=True)
class UnusedStyles:
    """The classes, colours and direction that no page of a site can have.

    Args:
        class_prefixes: classes, each with all that go on with ``-`` or ``_`` after it.
        colours: Material's ready colours that the configuration chooses.
        direction: the direction in which no page is written.
    """

    class_prefixes: tuple[str, ...]
    colours: frozenset[str]
    direction: str

    @classmethod
    def from_config(cls, config: MkDocsConfig) -> UnusedStyles:
        """Return what a configuration excludes."""
        theme = config.theme
        options: list[tuple[Iterable[str], dict[str, tuple[str, ...]]]] = [
            (config.markdown_extensions, EXTENSION_CLASSES),
            (config.plugins, PLUGIN_CLASSES),
            (theme.get("features") or (), FEATURE_CLASSES),
            (config.extra, EXTRA_CLASSES),
        ]
        class_prefixes = [f"md-{part}" for part in REPLACED_BLOCKS]
        for enabled, table in options:
            enabled_names = set(enabled)
            class_prefixes += [
                class_name
                for key, classes in table.items()
                if key not in enabled_names
                for class_name in classes
            ]
        written = "".join(
            path.read_text(encoding="utf-8") for path in sorted(Path(config.docs_dir).rglob("*.md"))
        )
        missing = [
            class_name
            for class_name, marks in HANDWRITTEN_CLASSES.items()
            if not any(mark in written for mark in marks)
        ]
        class_prefixes += [*missing, *(ADMONITION_TYPES if "admonition" in missing else ())]
        palette = theme.get("palette") or ()
        schemes = [palette] if isinstance(palette, dict) else palette
        colours = {
            str(scheme.get(part)) for scheme in schemes for part in ("primary", "accent") if scheme.get(part)
        }
        is_right_to_left = theme.get("direction") == "rtl" or theme.get("language") in _RIGHT_TO_LEFT
        return cls(tuple(class_prefixes), frozenset(colours), "ltr" if is_right_to_left else "rtl")

    def rules_out(self, selector: str) -> bool:
        """Return whether a selector can match on no page; classes in :is() or :not() do not count."""
        needed = _FUNCTIONAL_PSEUDO_CLASS.sub("", selector)
        if f"[dir={self.direction}]" in needed:
            return True
        if any(colour not in self.colours for colour in _COLOUR.findall(needed)):
            return True
        return any(self._is_unused_class(name) for name in _CLASS.findall(needed))

    def _is_unused_class(self, name: str) -> bool:
        return any(
            name == prefix
            or (name.startswith(prefix) and (prefix.endswith("-") or name[len(prefix)] in "_-"))
            for prefix in self.class_prefixes
        )


def _used_rules(nodes: Iterable[Node], unused_styles: UnusedStyles) -> Iterator[str]:
    """Yield the rules of a sheet that are still used, also inside @media and @supports."""
    for node in nodes:
        if isinstance(node, QualifiedRule):
            used = [part for part in _split_selectors(node.prelude) if not unused_styles.rules_out(part)]
            if used:
                yield f"{','.join(used)}{{{tinycss2.serialize(node.content)}}}"
        elif isinstance(node, AtRule) and node.content is not None:
            if node.lower_at_keyword in ("media", "supports"):
                rules = tinycss2.parse_rule_list(node.content, skip_whitespace=True)
                if inner := "".join(_used_rules(rules, unused_styles)):
                    yield f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}{{{inner}}}"
            else:
                yield node.serialize()


@lru_cache(maxsize=4)  # a preview builds again and again
def purge_stylesheet(sheet: str, unused_styles: UnusedStyles, other_css: str = "") -> str:
    """Return a stylesheet without unused rules, and without variables unused here and in `other_css`."""
    nodes = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    text = "".join(_used_rules(nodes, unused_styles))
    while True:
        used = set(_USED_VARIABLE.findall(text)) | set(_USED_VARIABLE.findall(other_css))
        unused = {name for name in re.findall(r"[{;](--[\w-]+):", text) if name not in used}
        if not unused:
            return text
        text = _drop_variables(text, unused)


def _drop_variables(text: str, unused: set[str]) -> str:
    """Return the sheet without some variables; a value ends at a semicolon or brace outside quotes."""
    names = "|".join(map(re.escape, sorted(unused)))
    declared = re.compile(r"(?<=[{;])(?:" + names + r"):(?:[^;}\"']|\"[^\"]*\"|'[^']*')*;?")
    return re.sub(r"[^{}]+\{\}", "", declared.sub("", text))


def _split_selectors(prelude: list[Node]) -> Iterator[str]:
    """Yield the selectors of a rule, split at the commas between them."""
    part: list[Node] = []
    for node in [*prelude, None]:
        if node is None or (isinstance(node, LiteralToken) and node.value == ","):
            yield tinycss2.serialize(part).strip()
            part = []
        else:
            part.append(node)


def build_stylesheet(config: MkDocsConfig, cache_folder: Path | None = None) -> str:
    """Return the stylesheet of all pages of a site.

    Args:
        config: the site's.
        cache_folder: a folder that keeps what was left of Material's, since finding it takes as long as many pages.
    """
    folders = [Path(folder) for folder in config.theme.dirs]
    ours = "\n".join(
        _find_file(folders, f"assets/{name}.css").read_text(encoding="utf-8") for name in OWN_SHEETS
    )
    other_css = ours + "".join(path.read_text(encoding="utf-8") for path in folders[0].glob("assets/*.css"))
    paths = (_find_file(folders, f"assets/stylesheets/{name}.*.min.css") for name in ("main", "palette"))
    both = "".join(_NON_RULES.sub("", path.read_text(encoding="utf-8")) for path in paths)
    theirs = _purge_cached(
        both, UnusedStyles.from_config(config), other_css, cache_folder
    )  # together, since one uses what the other sets
    return f'@charset "UTF-8";\n{theirs}\n{minify_css(ours)}\n'


def _purge_cached(sheet: str, unused_styles: UnusedStyles, other_css: str, folder: Path | None) -> str:
    """Return what `purge_stylesheet` returns, from the cache folder if the inputs have not changed."""
    if folder is None:
        return purge_stylesheet(sheet, unused_styles, other_css)
    inputs = (
        *(Path(__file__).read_text(encoding="utf-8"), metadata.version("tinycss2"), sheet, other_css),
        *(unused_styles.class_prefixes, sorted(unused_styles.colours), unused_styles.direction),
    )
    key, file = blake2b_hex(repr(inputs).encode()), folder / "stylesheet"
    try:
        header, _, content = file.read_bytes().partition(b"\n")
        if header.decode() == f"{key} {blake2b_hex(content)}":
            return content.decode()
    except (OSError, ValueError):
        pass
    purged = purge_stylesheet(sheet, unused_styles, other_css)
    write_atomic(file, f"{key} {blake2b_hex(purged.encode())}\n{purged}".encode())
    return purged


def minify_css(sheet: str) -> str:
    """Return a sheet without comments and the spaces that no rule needs; texts in quotes stay as they are."""
    lines = _COMMENTS.sub("", sheet).strip()
    return _SPACES.sub(lambda match: match["text"] or match["mark"] or match["colon"], lines)


_COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACES = re.compile(r"""(?P<text>"[^"]*"|'[^']*'|url\([^)]*\))|\s*(?P<mark>[{};,])\s*|(?P<colon>:)\s+""")
"""Texts, which stay, and signs that need no space beside them; of a colon after it, as `a :is(b)` is no `a:is(b)`."""


def _find_file(folders: list[Path], pattern: str) -> Path:
    """Return the first file that matches a pattern in the theme's folders, ours before Material's."""
    return next(path for folder in folders for path in sorted(folder.glob(pattern)))


def is_replaced(path: str) -> bool:
    """Return whether a theme file is part of the stylesheet or unused, so that no page asks for it."""
    return path.startswith(("assets/stylesheets/", "assets/javascripts/")) or path in _OWN_SHEET_PATHS


_OWN_SHEET_PATHS = frozenset(f"assets/{name}.css" for name in OWN_SHEETS)
