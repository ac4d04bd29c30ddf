"""A sentence of ours says only what its text does: numbers, names, days, and words that claim much."""

from __future__ import annotations

import datetime as dt

import pytest

from communique.loaders.dataset import RegistryIndex
from communique.loaders.drafting.evidence import Locator
from communique.loaders.drafting.strays import StrayFinder
from communique.loaders.entry_format.registry import Registry
from communique.loaders.reading.document import read_document
from communique.loaders.reading.lexicon import Lexicon
from communique.loaders.reading.recognise import recognise
from fixtures.record import REGISTRY

TEXT = """\
SINGAPORE, July 28 (Kyodo News) -- Kihara Minoru of Japan and Shin Won-sik met here on Sunday, their 12th meeting.

Seoul said that three shots flew 1,500 miles from Gimhae and fell into the East Sea. He called it unacceptable.
"""


@pytest.fixture(scope="module")
def registry() -> RegistryIndex:
    index = RegistryIndex()
    model = Registry.model_validate(REGISTRY)
    for section in index.sections:
        index.sections[section].update(getattr(model, section))
    return index


def find_strays(
    registry: RegistryIndex, sentence: str, *, parts: tuple[int, ...] = (0, 1, 2), language: str = "en"
) -> list[str]:
    lexicon = Lexicon(registry)
    document = read_document(TEXT, title="Ministers meet", published="2024-07-28", language=language)
    locator = Locator(recognise(document, lexicon), registry)
    day = dt.date(2024, 7, 3)
    return StrayFinder(locator, lexicon, [(day, day)]).find_strays(sentence, parts)


@pytest.mark.parametrize(
    "sentence",
    [
        "Kihara and Shin Wonsik met in Singapore on 28 July 2024.",
        "It was the twelfth meeting of the two ministers.",
        "South Korea told of three launches into the Sea of Japan.",  # its seat, and another name of the sea
        "They flew some 2,400 kilometres.",  # miles in the text
        "They were condemned on 3 July 2024.",  # as the event is dated; and by another word
        "The ministers of the three countries met in Japan.",  # a count of ours, and the larger place
    ],
)
def test_what_the_text_says_in_other_words_is_no_stray(registry: RegistryIndex, sentence: str) -> None:
    assert find_strays(registry, sentence) == []


@pytest.mark.parametrize(
    ("sentence", "strays"),
    [
        ("The two met for the first time.", ["first"]),
        ("They met on 27 July 2024.", ["27 July 2024"]),
        ("They met for the thirteenth time.", ["13"]),
        ("The United States watched.", ["United States"]),
        ("They met at Hiroshima.", ["Hiroshima"]),
        ("A ballistic missile sank a submarine.", ["ballistic", "submarine"]),
        ("Both condemned it and put sanctions on him.", ["sanctions"]),
        ("They flew 900 kilometres.", ["900"]),
    ],
)
def test_what_only_another_article_tells_is_named(
    registry: RegistryIndex, sentence: str, strays: list[str]
) -> None:
    assert sorted(find_strays(registry, sentence)) == sorted(strays)


def test_a_capital_in_which_somebody_met_is_no_government(registry: RegistryIndex) -> None:
    assert find_strays(registry, "They met in Tokyo.") == ["Tokyo"]
    assert find_strays(registry, "Tokyo called it unacceptable.") == []


def test_numbers_stand_in_the_parts_themselves_and_names_may_stand_before(registry: RegistryIndex) -> None:
    assert find_strays(registry, "Kihara called it unacceptable.", parts=(2,)) == []
    assert find_strays(registry, "It was the twelfth.", parts=(2,)) == ["12"]


def test_words_of_ours_are_held_against_english_texts_alone(registry: RegistryIndex) -> None:
    assert find_strays(registry, "The two met at Hiroshima for the first time.", language="ja") == []
    assert find_strays(registry, "They flew 900 kilometres.", language="ja") == ["900"]
