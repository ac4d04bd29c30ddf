"""Numbers are read with what they measure, their unit and whether they are bounds."""

import pytest

from communique.loaders.reading.figures import find_figures, iter_numbers


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("It reached an altitude of about 50 kilometers.", {"altitude_km": 50}),
        ("It flew over 250 km and fell into the sea.", {"range_km": {"low": 250}}),
        ("It flew for 70 minutes before it fell.", {"flight_minutes": 70}),
        ("They fired at least six missiles.", {"objects": {"low": 6}}),
        ("It was fired as close as 540 meters.", {"distance_m": {"high": 540}}),
        ("60 to 70 meters above the ship", {"distance_m": {"low": 60, "high": 70}}),
        ("about 19,000 South Korean and US troops", {"personnel": 19000}),
        ("The shells killed two marines.", {"killed": 2}),
        ("a deal worth $1.5 billion", {"value_usd_million": 1500}),
        ("The missile flew 100 miles.", {"range_km": 160.9}),
    ],
)
def test_figures(text, figures):
    assert {str(figure.measure): figure.to_value() for figure in find_figures(text)} == figures


def test_an_ordinal_counts_as_its_number():
    assert list(iter_numbers("the 60th anniversary, the 2nd of 3 talks")) == [60, 2, 3]
