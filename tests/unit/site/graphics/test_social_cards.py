"""Pictures for shared links: which there are, what stands in them, and that they are the same on every machine."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import struct
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from communique.site.graphics.social_cards import (
    HEIGHT,
    SITE_CARD,
    WIDTH,
    SocialCard,
    SocialCards,
    card_path,
    draw_card,
    render_png,
)
from communique.site.pages.all_pages import build_views
from communique.site.pages.components import YearCount
from communique.site.site_metadata import SiteMetadata
from golden.record import record
from golden.rows import session

YEARS = (
    YearCount(2021, 3, (("meeting", 1), ("incident", 2))),
    YearCount(2022, 0),
    YearCount(2023, 1, (("exercise", 1),)),
)
CARD = SocialCard("cards/x.png", "Communiqué", "Series", "A Ministerial", YEARS)
SVG = "{http://www.w3.org/2000/svg}"


def texts(card: SocialCard) -> list[str]:
    return [node.text or "" for node in Xml.fromstring(draw_card(card)).iter(f"{SVG}text")]


def test_a_card_names_its_subject_its_site_and_its_events() -> None:
    assert texts(CARD) == [
        "Series",
        "A Ministerial",
        "1 meeting, 1 exercise and 2 incidents · 2021–2023",
        "Communiqué",
    ]


def test_a_year_is_as_high_as_its_events_and_the_highest_fills_the_room() -> None:
    heights = [float(node.attrib["height"]) for node in Xml.fromstring(draw_card(CARD)).iter(f"{SVG}rect")]
    assert len(heights) == 3
    assert sum(heights[:2]) == pytest.approx(3 * heights[2], rel=0.01)


def test_a_long_title_takes_two_lines_of_about_one_length_and_an_endless_one_is_cut() -> None:
    long = dataclasses.replace(
        CARD, title="Trilateral Defence Ministerial (Japan, United States, South Korea)"
    )
    first, second = texts(long)[1:3]
    assert f"{first} {second}" == long.title
    assert abs(len(first) - len(second)) < 12
    endless = texts(dataclasses.replace(CARD, title="word " * 60))
    assert len(endless) == 5
    assert endless[2].endswith("…")


def test_what_a_title_holds_is_text() -> None:
    assert texts(dataclasses.replace(CARD, title="<b> & “x”"))[1] == "<b> & “x”"


def test_the_picture_has_the_size_that_networks_want_and_the_same_bytes_elsewhere(tmp_path: Path) -> None:
    data = render_png(draw_card(CARD))
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">II", data[16:24]) == (WIDTH, HEIGHT)
    (tmp_path / "card.svg").write_text(draw_card(CARD), encoding="utf-8")
    code = (
        "import hashlib, pathlib; from communique.site.graphics.social_cards import render_png; "
        "print(hashlib.sha256(render_png(pathlib.Path('card.svg').read_text('utf-8'))).hexdigest())"
    )
    settings = os.environ | {"HOME": str(tmp_path), "TZ": "Asia/Seoul", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=settings, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("subject", "card"),
    [
        ("countries/jp.md", "cards/countries/jp.png"),
        ("countries/jp/page/2.md", "cards/countries/jp.png"),
        ("series/freedom-edge.md", "cards/series/freedom-edge.png"),
        ("incident", "cards/incident.png"),
        ("organisations/quad.md", SITE_CARD),
        ("", SITE_CARD),
    ],
)
def test_a_page_has_the_picture_of_its_subject(subject: str, card: str) -> None:
    assert card_path(subject) == card


def test_there_is_a_picture_for_each_subject_and_one_for_all_without_an_address() -> None:
    with session(record()) as opened:
        shown = list(build_views(opened))
    album = SocialCards(SiteMetadata(address="https://example.org/"))
    assert list(album.collect(shown)) == shown
    files = {file.path: file.content for task in album.build_tasks() for file in task.make()}
    assert {SITE_CARD, "cards/meeting.png", "cards/countries/jp.png"} <= files.keys()
    assert all(content[:4] == b"\x89PNG" for content in files.values() if isinstance(content, bytes))
    silent = SocialCards(SiteMetadata())
    assert list(silent.collect(shown)) == shown
    assert list(silent.cards) == [SITE_CARD]
