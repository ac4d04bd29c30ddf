"""The curator's guide explains real files: what it quotes from the first article stands in that article's entry."""

from __future__ import annotations

import re

import yaml

from fixtures.repository import ROOT

GUIDE = (ROOT / "site/docs/curating.md").read_text(encoding="utf-8")
PAGES = [ROOT / "site/docs/curating.md", *sorted((ROOT / "site/docs/curating").glob("*.md"))]
SEED = (ROOT / "entries/articles/2024/arab-news-japan-2024-07-28.yaml").read_text(encoding="utf-8")


def blocks() -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


def test_the_source_block_is_the_entry_s_own():
    block = next(block for block in blocks() if block.startswith("schema: 1"))
    assert block in SEED


def test_what_is_shown_of_events_stands_in_the_entry():
    lines = {line.strip() for line in SEED.splitlines()}
    block = next(block for block in blocks() if block.startswith("events:"))
    shown = [line.strip() for line in block.splitlines() if line.strip() != "…"]
    assert [line for line in shown if line not in lines] == []


def test_every_block_is_yaml_that_the_loader_reads():
    for page in PAGES:
        for block in re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            assert yaml.safe_load(block) is not None


def test_ids_that_the_first_entry_shows_stand_in_the_record():
    page = (ROOT / "site/docs/curating/first-entry.md").read_text(encoding="utf-8")
    block = next(block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "  - id: " in block)
    (event,) = yaml.safe_load(block)
    (known,) = (entry for entry in yaml.safe_load(SEED)["events"] if entry["id"] == event["id"])
    assert event == {key: known[key] for key in event}
