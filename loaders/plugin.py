"""Bring in what no map can say: somebody's own function from a file to entries, found by its entry point.

A package declares it in the group ``communique.loaders``. It takes the path of the file and yields, for each entry,
the name of its file without an ending and what stands in it, as YAML would give it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Final

from communique.errors import Finding, RecordError, UsageError, did_you_mean
from communique.loaders.entry_format.article import Article
from communique.loaders.entry_format.validate import validate_document
from communique.loaders.layout import ARTICLES, SLUG
from communique.loaders.table_import.entry_batches import render_article
from communique.loaders.yaml.dump import dump_yaml
from communique.loaders.yaml.parser import parse_yaml

GROUP: Final = "communique.loaders"

Loader = Callable[[Path], Iterable[tuple[str, Mapping[str, Any]]]]
"""From a file to entries: the name of each and its data."""


def find_loader(name: str) -> Loader:
    """Return the installed loader of a name.

    Raises:
        UsageError: there is none, or it cannot be imported.
    """
    installed = {point.name: point for point in entry_points(group=GROUP)}
    if name not in installed:
        known = did_you_mean(name, installed) or f"installed: {', '.join(sorted(installed)) or 'none'}"
        raise UsageError(f"no package offers a loader {name!r} (entry point {GROUP}); {known}")
    try:
        loader: Loader = installed[name].load()
    except Exception as error:  # somebody else's code may raise anything
        raise UsageError(
            f"the loader {name!r} cannot be imported: {error!r}; mend {installed[name].value}"
        ) from error
    return loader


def load_with_plugin(name: str, file: Path) -> dict[str, str]:
    """Return the text of each entry file that a loader makes of a file, by its path in the record.

    Raises:
        UsageError: there is no such loader, or it failed.
        RecordError: entries are wrong, each with its findings.
    """
    loader, texts, findings = find_loader(name), dict[str, str](), list[Finding]()
    try:
        entries = list(loader(file))
    except Exception as error:  # somebody else's code may raise anything
        raise UsageError(f"the loader {name!r} failed on {file}: {error!r}; mend it or the file") from error
    for entry_name, data in entries:
        path = f"{ARTICLES}/{name}/{entry_name}.yaml"
        if not re.fullmatch(SLUG, entry_name):  # what a file holds may name no other folder
            cure = "let the loader name entries with lower-case letters, digits and single hyphens"
            findings.append(Finding(path, 0, 0, "", f"the entry's name {entry_name!r} is no id", cure))
            continue
        try:
            document = parse_yaml(dump_yaml(dict(data)), path)
            article = validate_document(Article, document, path, "").model
            if path in texts:
                raise RecordError(
                    [Finding(path, 0, 0, "", "the loader gives it twice", "name each entry once")]
                )
            texts[path] = render_article(article, f"plugin {name}`", "what it was made of")
        except RecordError as error:
            findings += error.findings
        except (TypeError, ValueError) as error:
            findings.append(Finding(path, 0, 0, "", str(error), "let the loader give plain data"))
    if findings:
        raise RecordError(findings)
    return texts
