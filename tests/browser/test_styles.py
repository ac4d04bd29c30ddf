"""The stylesheet that a build makes of Material's: whatever of Material's touches a page is still in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import material
from playwright.sync_api import Page

from browser.pages import PAGE_TYPES

SHEETS = sorted((Path(material.__file__).parent / "templates/assets/stylesheets").glob("*.min.css"))

MISSING = """async (full) => {
  // Selectors of all rules, whatever condition they stand under, without what is no element of its own.
  const rules = (list) => [...list].flatMap((rule) => rule.selectorText ? [rule] : rules(rule.cssRules ?? []));
  const plain = (text) => text.replace(/\\s+/g, " ");
  const parts = (text) => text.split(/,(?![^(]*\\))/).map((one) => plain(one.trim()));
  const made = [...document.styleSheets].find((sheet) => sheet.href?.includes("/assets/site.css"));
  const kept = new Set(rules(made.cssRules).flatMap((rule) => parts(rule.selectorText)));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(full);
  const missing = [];
  const draws = (rule) => [...rule.style].some((name) => !name.startsWith("--"));
  for (const selector of rules(sheet.cssRules).filter(draws).flatMap((rule) => parts(rule.selectorText))) {
    if (kept.has(selector)) continue;
    const element = selector.replace(/::?(before|after|marker|placeholder|-webkit-[a-z-]+|-moz-[a-z-]+)$/, "") || "*";
    let found = null;
    try {
      found = document.querySelector(element.replace(/:(hover|focus|focus-visible|focus-within|active|target)/g, ""));
    } catch {
      continue; // another browser's own selector
    }
    if (found && !found.closest(".find, svg")) missing.push(selector); // both are styled by our own sheets alone
  }
  return missing;
}"""


def test_no_rule_of_materials_that_touches_a_page_is_left_out(
    open_tab: Callable[..., Page], path_of: Callable[[str], str], address: str
) -> None:
    tab = open_tab("")
    full = "".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    missing = {}
    for name in PAGE_TYPES:
        tab.goto(address + path_of(name))
        missing[name] = tab.evaluate(MISSING, full)
    assert {name: rules for name, rules in missing.items() if rules} == {}
