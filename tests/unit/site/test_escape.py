"""Text is put on one line the short way where that leads to the same as the long one."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from communique.site.escape import to_single_line

ODD = st.text(alphabet=" \t\n\u00a0\u2028\u202e\u200e\ufeff\ue000abé", max_size=12)


def test_no_character_means_another_for_standing_alone() -> None:
    """With a tab in it, text always goes the long way."""
    for character in map(chr, range(sys.maxunicode + 1)):
        assert to_single_line(f"a{character}b") == to_single_line(f"a{character}b\t")


@given(ODD)
def test_both_ways_lead_to_the_same_words(text: str) -> None:
    assert to_single_line(text) == to_single_line(f"{text}\t")
