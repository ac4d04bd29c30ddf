"""Load the MkDocs configuration: the package's file, with the record's own over it."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load

from communique.errors import BuildError
from communique.settings import SITE_URL

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


def read_settings(home: Path, environment: Mapping[str, str] = os.environ) -> tuple[Path, dict[str, Any]]:
    """Return the file that configures a record's site, and its settings over the package's, unvalidated.

    Args:
        home: the record's folder.
        environment: variables, of which `COMMUNIQUE_SITE_URL` goes before `site_url`; {} where files alone count.

    Raises:
        BuildError: a file cannot be read or is not YAML.
    """
    package_file, config_file = PACKAGE_FOLDER / CONFIG_NAME, home / CONFIG_NAME
    settings = _read_yaml(package_file, PACKAGE_FOLDER.parent)
    if not (config_file.is_file() and config_file.samefile(package_file)):
        settings = _without_own_terms(settings)
        if config_file.is_file():
            settings = _merge_mappings(settings, _read_yaml(config_file, home))
    if address := environment.get(SITE_URL.name, "").strip():
        settings = settings | {"site_url": address}
    return config_file if config_file.is_file() else PACKAGE_FOLDER.parent / CONFIG_NAME, settings


def _without_own_terms(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the package's settings without what is true of its own record: address, licence and what it is."""
    extra = {
        key: value
        for key, value in settings["extra"].items()
        if key not in ("licence", "about", "naming", "releases")
    }
    return {key: value for key, value in settings.items() if key != "site_url"} | {"extra": extra}


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
