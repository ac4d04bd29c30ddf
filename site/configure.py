"""One configuration for `communique build` and `mkdocs build`: the package's file, the record's own over it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load

from communique.errors import BuildError

ROOM = Path(__file__).resolve().parent
NAME = "mkdocs.yml"


def configure(home: Path, pages: Path, site: Path, extra: Mapping[str, Any]) -> MkDocsConfig:
    """The configuration of one build.

    The package's own file reads as if it stood beside the room `site/`, as it does in the project; so its
    paths hold in a checkout and in an installed package alike. A `mkdocs.yml` in the record's home is laid over it:
    mappings are merged, everything else is replaced, and its paths are relative to itself.

    Args:
        home: the record's folder.
        pages: where the generated pages are.
        site: where the built site goes.
        extra: what templates may show besides, as `config.extra.record`.

    Raises:
        BuildError: a file is not YAML, or MkDocs refuses a setting.
    """
    own, base = settings(home)
    base = _merged(base, {"site_dir": str(site), "extra": {"record": dict(extra)}})
    config = MkDocsConfig(config_file_path=str(own))
    config.load_dict(base)
    try:
        errors, warnings = config.validate()
    except ConfigurationError as error:
        raise BuildError(f"{own}: {error}") from error
    if found := [f"{own} {key}: {words}" for key, words in [*errors, *warnings]]:
        raise BuildError("\n".join(found))
    if "communique" not in config.plugins:
        raise BuildError(
            f"{own} plugins: 'communique' is missing, so no generated page would be built; add it"
        )
    config.plugins["communique"].config.pages = str(pages.resolve())
    return config


def settings(home: Path) -> tuple[Path, dict[str, Any]]:
    """The file that configures a record's site, and its settings over the package's, not yet judged.

    Raises:
        BuildError: a file cannot be read or is not YAML.
    """
    base = _read(ROOM / NAME, ROOM.parent)
    own = home / NAME
    if own.is_file() and own.resolve() != (ROOM / NAME).resolve():
        return own, _merged(base, _read(own, home))
    return ROOM.parent / NAME, base


def _read(file: Path, folder: Path) -> dict[str, Any]:
    """A configuration file with its paths made absolute from a folder."""
    try:
        source = io.StringIO(file.read_text(encoding="utf-8"))
        source.name = str(file)  # from here MkDocs follows INHERIT
        settings = yaml_load(source)
    except (OSError, UnicodeError, yaml.YAMLError, ConfigurationError) as error:
        raise BuildError(f"{file} cannot be read: {error}") from error
    if not isinstance(settings, dict):
        raise BuildError(f"{file} is not a mapping of settings; see the package's own for an example")
    for mapping, key in ((settings, "docs_dir"), (settings.get("theme"), "custom_dir")):
        if isinstance(mapping, dict) and isinstance(mapping.get(key), str):
            mapping[key] = str(folder.resolve() / mapping[key])
    return settings


def _merged(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Two mappings as one; where both have a mapping, these are merged in turn."""
    both = dict(below)
    for key, value in above.items():
        mappings = isinstance(value, Mapping) and isinstance(both.get(key), dict)
        both[key] = _merged(both[key], value) if mappings else value
    return both
