"""Load the MkDocs configuration: the package's file, with the record's own over it."""

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

PACKAGE_FOLDER = Path(__file__).resolve().parents[1]
CONFIG_NAME = "mkdocs.yml"


def load_site_config(home: Path, pages: Path, site: Path, extra: Mapping[str, Any]) -> MkDocsConfig:
    """Return the MkDocs configuration of one build.

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
    config_file, base = read_settings(home)
    base = _merge_mappings(base, {"site_dir": str(site), "extra": {"record": dict(extra)}})
    config = MkDocsConfig(config_file_path=str(config_file))
    config.load_dict(base)
    try:
        errors, warnings = config.validate()
    except ConfigurationError as error:
        raise BuildError(f"{config_file}: {error}") from error
    if messages := [f"{config_file} {key}: {message}" for key, message in [*errors, *warnings]]:
        raise BuildError("\n".join(messages))
    if "communique" not in config.plugins:
        raise BuildError(
            f"{config_file} plugins: 'communique' is missing, so no generated page would be built; add it"
        )
    config.plugins["communique"].config.pages = str(pages.resolve())
    return config


def read_settings(home: Path) -> tuple[Path, dict[str, Any]]:
    """Return the file that configures a record's site, and its settings over the package's, unvalidated.

    Raises:
        BuildError: a file cannot be read or is not YAML.
    """
    base = _read_yaml(PACKAGE_FOLDER / CONFIG_NAME, PACKAGE_FOLDER.parent)
    config_file = home / CONFIG_NAME
    if config_file.is_file() and config_file.resolve() != (PACKAGE_FOLDER / CONFIG_NAME).resolve():
        return config_file, _merge_mappings(base, _read_yaml(config_file, home))
    return PACKAGE_FOLDER.parent / CONFIG_NAME, base


def _read_yaml(file: Path, folder: Path) -> dict[str, Any]:
    """Read a configuration file and return its settings, with paths made absolute from a folder."""
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


def _merge_mappings(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Merge two mappings into a new one; where both have a mapping, these are merged in turn."""
    merged = dict(below)
    for key, value in above.items():
        mappings = isinstance(value, Mapping) and isinstance(merged.get(key), dict)
        merged[key] = _merge_mappings(merged[key], value) if mappings else value
    return merged
