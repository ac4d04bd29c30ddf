"""The one stylesheet: what it leaves out, what it must keep, and that a setting brings a rule back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from communique.site.mkdocs import stylesheet as sheets
from communique.site.mkdocs.config import load_site_config
from communique.site.mkdocs.stylesheet import (
    UnusedStyles,
    build_stylesheet,
    is_replaced,
    minify_css,
    purge_stylesheet,
)

NOTHING = UnusedStyles((), frozenset(), "rtl")
TABS = UnusedStyles(("tabbed-", "md-source"), frozenset({"custom"}), "rtl")


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (".a{color:red}.tabbed-set{color:red}", ".a{color:red}"),
        (".a,.tabbed-set>.b{color:red}", ".a{color:red}"),
        (".md-source__icon{color:red}.md-sources{color:red}", ".md-sources{color:red}"),
        (".a:not(.md-source){color:red}", ".a:not(.md-source){color:red}"),  # excludes it, so needs none
        (":is(.a,.tabbed-set) b{color:red}", ":is(.a,.tabbed-set) b{color:red}"),
        ("[dir=rtl] .a,[dir=ltr] .a{left:0}", "[dir=ltr] .a{left:0}"),
        ("@media print{.a{left:0}.tabbed-set{left:0}}", "@media print{.a{left:0}}"),
        ("@media print{.tabbed-set{left:0}}", ""),
        ("[data-md-color-primary=red]{left:0}", ""),
        ("[data-md-color-primary=custom]{top:0}", "[data-md-color-primary=custom]{top:0}"),
        ('.a{content:".tabbed-set{}"}', '.a{content:".tabbed-set{}"}'),
        (":root{--a:url('x;}y');--b:var(--c);--c:1}.a{left:var(--b)}", ":root{--b:var(--c);--c:1}.a{left:var(--b)}"),
        (":root{--a:1}", ""),
        ("@font-face{font-family:x}", "@font-face{font-family:x}"),
    ],
)  # fmt: skip
def test_a_rule_stays_unless_nothing_can_need_it(sheet: str, left: str) -> None:
    assert purge_stylesheet(sheet, TABS) == left


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        ("/* Why. */\n.a ,\n.b :is(i, b) > p { top: 0 }\n", ".a,.b :is(i,b) > p{top:0}"),
        (".a { top: 0;\n  left: calc(1px + 2px); }", ".a{top:0;left:calc(1px + 2px);}"),
        (".a::before { content: \"a , b ; {c}: d\" }", ".a::before{content:\"a , b ; {c}: d\"}"),
        ("@media (max-width: 9em) { .a { top: 0 } }", "@media (max-width:9em){.a{top:0}}"),
        (".a { background: url(data:x; y, z) }", ".a{background:url(data:x; y, z)}"),
    ],
)  # fmt: skip
def test_spaces_go_where_no_rule_needs_them(sheet: str, left: str) -> None:
    assert minify_css(sheet) == left


def test_a_variable_stays_for_another_sheet() -> None:
    assert purge_stylesheet(":root{--a:1}", NOTHING, ".x{left:var(--a)}") == ":root{--a:1}"


def made(home: Path, markdown: str = "", **settings: object) -> str:
    """The stylesheet of a record with these settings and one hand-written page."""
    (home / "docs").mkdir(parents=True)
    (home / "docs" / "page.md").write_text(f"# Page\n\n{markdown}\n")
    (home / "mkdocs.yml").write_text(yaml.safe_dump({"docs_dir": "docs", **settings}))
    return build_stylesheet(load_site_config(home, home, home / "public", {}))


def test_it_is_a_third_of_materials_and_brings_back_what_a_page_or_setting_needs(tmp_path: Path) -> None:
    plain = made(tmp_path / "a")
    assert len(plain) < 60_000
    assert ".top-search" in plain
    for gone in (".tabbed-set", ".admonition-title", ".md-search", ".task-list-item", ".md-nav", "[dir=rtl]"):
        assert gone not in plain
    written = made(
        tmp_path / "b", "!!! note\n\n    Words.", markdown_extensions=["admonition", "pymdownx.tabbed"]
    )
    assert ".admonition-title" in written
    assert ".tabbed-set" in written
    assert "[dir=rtl]" in made(tmp_path / "c", theme={"direction": "rtl"})


def test_what_one_sheet_of_materials_sets_for_the_other_stays_in_both_schemes(tmp_path: Path) -> None:
    sheet = made(tmp_path)
    for scheme in ("default", "slate"):
        rules = re.findall(rf"data-md-color-scheme=\"?{scheme}\"?\][^{{}}]*\{{([^}}]*)\}}", sheet)
        assert any("--md-code-hl-string-color" in rule for rule in rules), scheme


def test_it_is_kept_for_the_same_sheets_and_settings_alone_and_unless_spoilt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/page.md").write_text("# Page\n")
    kept, purges = tmp_path / "kept", list[str]()
    kept.mkdir()
    real = sheets.purge_stylesheet
    monkeypatch.setattr(sheets, "purge_stylesheet", lambda *parts: purges.append("") or real(*parts))  # type: ignore[func-returns-value]  # None, and so the other

    def again(**settings: object) -> str:
        (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump({"docs_dir": "docs", **settings}))
        return build_stylesheet(load_site_config(tmp_path, tmp_path, tmp_path / "public", {}), kept)

    plain = again()
    assert (again(), len(purges)) == (plain, 1)
    other = again(markdown_extensions=["pymdownx.tabbed"])
    assert ".tabbed-set" in other
    assert (again(), len(purges)) == (plain, 3)
    (file,) = kept.iterdir()
    file.write_bytes(file.read_bytes().replace(b"color", b"colon"))
    assert (again(), len(purges)) == (plain, 4)


def test_every_variable_that_it_uses_is_set_somewhere(tmp_path: Path) -> None:
    sheet = made(tmp_path)
    set_ = set(re.findall(r"(--[\w-]+)\s*:", sheet))
    used = {name for name, rest in re.findall(r"var\(\s*(--[\w-]+)\s*([,)])", sheet) if rest == ")"}
    assert used - set_ - {"--kind", "--shape", "--h", "--land"} <= {"--md-text-font", "--md-code-font"}


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        ("assets/stylesheets/main.0.min.css", True),
        ("assets/javascripts/bundle.0.min.js.map", True),
        ("assets/look.css", True),
        ("assets/explore.css", False),
        ("assets/frame.js", False),
    ],
)
def test_files_that_no_page_asks_for_are_not_published(path: str, gone: bool) -> None:
    assert is_replaced(path) is gone
