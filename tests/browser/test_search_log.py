"""The search log: what readers type leads to what they look for, in one box that is opened once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import yaml
from playwright.sync_api import Page, expect

LOG = Path(__file__).with_name("search_log.yaml")
MISSES = 3
"""How many of the log may have another first result."""

FIRST_RESULT = """
async (query) => {
  const box = document.querySelector("#find input[type=search]");
  const list = document.querySelector("#find-results");
  box.value = query;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  for (let waited = 0; waited < 1500 && list.hasAttribute("aria-busy"); waited++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  if (list.hasAttribute("aria-busy")) throw new Error(`still searching for ${query}`);
  return list.querySelector("a")?.pathname ?? "";
}
"""


def test_what_readers_type_leads_to_what_they_look_for(open_tab: Callable[..., Page]) -> None:
    log: dict[object, str] = yaml.safe_load(LOG.read_text(encoding="utf-8"))
    assert len(log) >= 60
    tab = open_tab("")
    tab.keyboard.press("/")
    expect(tab.locator("#find")).to_be_visible()
    found = {str(query): tab.evaluate(FIRST_RESULT, str(query)) for query in log}
    missed = {
        query: found[query]
        for query, path in ((str(query), path) for query, path in log.items())
        if not re.fullmatch(rf"/{path}/", found[query])
    }
    assert len(missed) <= MISSES, missed
