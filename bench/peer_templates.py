"""Lay out the same Markdown and files as each peer wants them, minimally or with Material's default."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from bench import ROOT

SECTIONS = (
    "events",
    "countries",
    "people",
    "series",
    "places",
    "topics",
    "years",
    "sources",
    "publishers",
    "data",
)

_FIELDS = ("type", "kind", "date", "year", "country", "topic", "status")

_HUGO = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Params.description }}"></head><body>
<nav>%s</nav><main>{{ with .Params.search }}<dl>%s</dl>{{ end }}{{ .Content }}</main></body></html>
"""
_HUGO_CONFIG = """\
baseURL = "/"
title = "Record"
disableKinds = ["taxonomy", "term", "RSS"]
[markup.goldmark.renderer]
unsafe = true
"""
_ELEVENTY = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="description" content="{{ description }}"></head><body>
<nav>%s</nav><main>{%% if search %%}<dl>%s</dl>{%% endif %%}{{ content | safe }}</main></body></html>
"""
_ELEVENTY_CONFIG = """\
module.exports = (config) => {
  config.addGlobalData("layout", "plain.njk");
  config.addPassthroughCopy({ static: "/" });
  config.setQuietMode(true);
  return { dir: { input: "content", includes: "../layouts", output: "out" }, markdownTemplateEngine: false };
};
"""


def link_files(pages: Path, folder: Path, *, combined: bool, index: str = "index.md") -> int:
    """Link generated and hand-written files into a folder and return the number of Markdown pages.

    Args:
        pages: the generated files.
        folder: where they go: Markdown below ``content/``, the rest below ``static/``.
        combined: put the rest below ``content/`` too.
        index: what the first page of a folder is called.
    """
    page_count = 0
    for base in (pages, ROOT / "site" / "docs"):
        for file in sorted(base.rglob("*")):
            if not file.is_file() or file.name.startswith("."):
                continue
            name = file.relative_to(base)
            markdown = name.suffix == ".md"
            page_count += markdown
            target = folder / ("content" if markdown or combined else "static") / name
            target = target.with_name(index) if name.name == "index.md" else target
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(file, target)
            except OSError:
                shutil.copyfile(file, target)
    return page_count


def write_hugo_site(pages: Path, folder: Path) -> int:
    """Write a minimal Hugo site (head, ten links, front matter, content) and return its number of pages."""
    page_count = link_files(pages, folder, combined=False, index="_index.md")
    fields = "".join(f"{{{{ with .{f} }}}}<dt>{f}</dt><dd>{{{{ . }}}}</dd>{{{{ end }}}}" for f in _FIELDS)
    layout = folder / "layouts" / "_default"
    layout.mkdir(parents=True)
    for name in ("single.html", "list.html"):
        (layout / name).write_text(_HUGO % (_navigation_links(), fields), encoding="utf-8")
    (folder / "config.toml").write_text(_HUGO_CONFIG, encoding="utf-8")
    return page_count


def write_eleventy_site(pages: Path, folder: Path) -> int:
    """Write the same minimal site for Eleventy, Markdown by markdown-it alone; return its page count."""
    page_count = link_files(pages, folder, combined=False)
    fields = "".join(
        f"{{% if search.{f} %}}<dt>{f}</dt><dd>{{{{ search.{f} }}}}</dd>{{% endif %}}" for f in _FIELDS
    )
    (folder / "layouts").mkdir()
    (folder / "layouts" / "plain.njk").write_text(_ELEVENTY % (_navigation_links(), fields), encoding="utf-8")
    (folder / "eleventy.config.cjs").write_text(_ELEVENTY_CONFIG, encoding="utf-8")
    (folder / "package.json").write_text(json.dumps({"private": True}), encoding="utf-8")
    return page_count


def write_mkdocs_search_site(pages: Path, folder: Path) -> int:
    """Write the site of ``write_mkdocs_site`` with MkDocs' own search; return its number of pages."""
    return write_mkdocs_site(pages, folder, ["search"])


def write_mkdocs_site(pages: Path, folder: Path, plugins: Sequence[str] = ()) -> int:
    """Write a site for MkDocs or Zensical with our configuration, without our plugin and templates."""
    page_count = link_files(pages, folder, combined=True)
    our_config: dict[str, Any] = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    config = {key: our_config[key] for key in ("site_name", "nav", "theme", "markdown_extensions")}
    config["theme"] = {
        key: value for key, value in our_config["theme"].items() if key not in {"custom_dir", "favicon"}
    }
    config |= {"docs_dir": "content", "site_dir": "out", "plugins": list(plugins)}
    (folder / "mkdocs.yml").write_text(
        yaml.safe_dump(config, sort_keys=False, allow_unicode=True), encoding="utf-8"
    )
    return page_count


def _navigation_links() -> str:
    return "".join(f'<a href="/{name}/">{name}</a>' for name in SECTIONS)
