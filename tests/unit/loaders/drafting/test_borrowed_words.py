"""Nine words in a row may be a name; ten are the text's."""

import pytest

from communique.loaders.drafting.borrowed_words import find_common_run

TEXT = "The two ministers agreed on Sunday to resume, as soon as they can, the joint drills of their navies."


@pytest.mark.parametrize(
    ("own", "run"),
    [
        (
            "Both ministers agreed on Sunday to resume, as soon as they can, joint drills.",
            "ministers agreed on Sunday to resume, as soon as they can",
        ),
        ("They hope to resume as soon as they can the joint exercises.", ""),
        ("The two ministers agreed on Sunday to resume drills.", ""),
    ],
)
def test_a_long_run_of_equal_words_is_found_whatever_its_stops(own, run):
    assert find_common_run(own, ["Another paragraph.", TEXT]) == run
