"""Names are found in every form, and a surname means whoever bears it with the right office on that day."""

import pytest

from communique.loaders.dataset import RegistryIndex
from communique.loaders.entry_format.registry import Registry
from communique.loaders.reading.document import read_document
from communique.loaders.reading.lexicon import Lexicon
from communique.loaders.reading.recognise import recognise


def state(name, code, *names):
    return {"kind": "state", "name": name, "adjective": f"{name}n", "iso_alpha2": code, "names": list(names)}


def person(family, given, actor, office="", date=""):
    names = {
        "family_name": family,
        "given_name": given,
        "name": f"{family} {given}",
        "name_order": "family-first",
    }
    return names | {"actor": actor} | ({"tenures": [{"office": office, "date": date}]} if office else {})


OKUSHIRI = "Sea of Japan west of Okushiri Island, Hokkaido"
REGISTRY = {
    "schema": 1,
    "actors": {
        "JP": state("Japan", "JP") | {"adjective": "Japanese"},
        "KR": state("South Korea", "KR", "S. Korea"),
        "KP": state("North Korea", "KP"),
        "US": state("America", "US", "U.S."),
        "us-joint-chiefs": {"kind": "unit", "name": "Joint Chiefs of Staff", "parent": "US"},
    },
    "offices": {
        "kr-defense-minister": {"actor": "KR", "title": "Minister of National Defense of South Korea"},
        "kr-foreign-minister": {"actor": "KR", "title": "Minister of Foreign Affairs of South Korea"},
    },
    "people": {
        "kim-yong-hyun": person("Kim", "Yong-hyun", "KR", "kr-defense-minister", "2024-09/2024-12"),
        "kim-kwan-jin": person("Kim", "Kwan-jin", "KR", "kr-defense-minister", "2010-12/2014-06"),
        "kihara-minoru": person("Kihara", "Minoru", "JP") | {"native_name": "木原稔"},
    },
    "places": {
        "japan": {"name": "Japan", "precision": "country", "actor": "JP"},
        "sea-of-japan": {"name": "Sea of Japan", "precision": "sea-area", "names": ["East Sea"]},
        "west-of-okushiri": {"name": OKUSHIRI, "precision": "sea-area", "parent": "sea-of-japan"},
    },
    "series": {"freedom-edge": {"name": "Freedom Edge", "kind": "exercise"}},
}


@pytest.fixture(scope="module")
def lexicon():
    registry = RegistryIndex()
    model = Registry.model_validate(REGISTRY)
    for section in registry.sections:
        registry.sections[section].update(getattr(model, section))
    return Lexicon(registry)


def list_mentions(lexicon, text, noun, published="2024-10-31"):
    reading = recognise(read_document(text, title="A headline", published=published), lexicon)
    return [mention.id for mention in reading.iter_mentions(noun)]


@pytest.mark.parametrize("name", ["Minoru Kihara", "Kihara Minoru", "木原稔", "Minoru Kihara's"])
def test_a_person_is_found_under_every_form_of_the_name(lexicon, name):
    assert list_mentions(lexicon, f"They heard {name} at noon.", "people") == ["kihara-minoru"]


def test_a_surname_alone_means_whom_the_text_has_named(lexicon):
    assert list_mentions(lexicon, "Kim Kwan-jin spoke. Later Kim left.", "people") == ["kim-kwan-jin"] * 2


@pytest.mark.parametrize(
    ("published", "person"), [("2024-10-31", "kim-yong-hyun"), ("2012-10-31", "kim-kwan-jin")]
)
def test_an_office_with_a_surname_means_its_holder_on_that_day(lexicon, published, person):
    assert list_mentions(lexicon, "South Korean Defense Minister Kim warned them.", "people", published) == [
        person
    ]


def test_a_surname_of_somebody_unknown_is_nobody(lexicon):
    assert list_mentions(lexicon, "The singer Peter Kim came, and so did Kim.", "people") == []


def test_another_given_name_is_somebody_else(lexicon):
    text = "Kim Kwan-jin spoke, and Col. Kim Bung-woo of the Joint Chiefs did."
    assert list_mentions(lexicon, text, "people") == ["kim-kwan-jin"]


@pytest.mark.parametrize(
    ("url", "first", "last"),
    [
        ("https://news.example/2024/10/31/talks.html", "2024-10-31", "2024-10-31"),
        ("https://news.example/a/20241031-talks", "2024-10-31", "2024-10-31"),
        ("https://news.example/threats/2024/02/talks/398387/", "2024-02-01", "2024-02-29"),
    ],
)
def test_an_address_may_tell_the_day_or_the_month(lexicon, url, first, last):
    reading = recognise(read_document("They met.", title="A headline", url=url), lexicon)
    assert tuple(map(str, reading.period)) == (first, last)
    assert str(reading.reference) == (first if first == last else "None")


def test_an_address_without_a_day_tells_none(lexicon):
    url = "https://news.example/content/270753/20249999/talks"
    assert recognise(read_document("They met.", title="A headline", url=url), lexicon).period is None


def test_actors_are_found_by_name_adjective_and_seat(lexicon):
    reading = recognise(
        read_document("S.Korea and Japanese ships met; Tokyo said so.", title="A headline"), lexicon
    )
    assert [(m.id, m.manner) for m in reading.iter_mentions("actors")] == [
        ("KR", "name"),
        ("JP", "adjective"),
        ("JP", "seat"),
    ]


def test_the_north_means_an_actor_only_where_the_text_names_it_in_full(lexicon):
    assert list_mentions(lexicon, "The North fired a missile.", "actors") == []
    assert list_mentions(lexicon, "North Korea spoke. The North fired a missile.", "actors") == ["KP", "KP"]
    assert list_mentions(lexicon, "North Korea spoke in the South China Sea.", "actors") == ["KP"]


def test_a_body_belongs_to_the_state_before_it(lexicon):
    assert list_mentions(lexicon, "South Korea's Joint Chiefs of Staff said so.", "actors") == ["KR"]
    assert list_mentions(lexicon, "The Joint Chiefs of Staff said so.", "actors") == ["us-joint-chiefs"]


def test_waters_are_found_by_where_they_lie(lexicon):
    text = "It fell into the Sea of Japan some 300 km west of Japan's Okushiri Island."
    assert "west-of-okushiri" in list_mentions(lexicon, text, "places")
    assert "west-of-okushiri" not in list_mentions(
        lexicon, "It flew from Okushiri to the Sea of Japan.", "places"
    )


def test_who_says_it_is_told_with_how(lexicon):
    text = (
        "Kihara Minoru said it was so. Japan accused North Korea of it. North Korea denied it. "
        '"A drill," Kihara said.'
    )
    document = read_document(text, title="A headline", published="2024-07-28")
    reading = recognise(document, lexicon)
    number = next(n for n, part in enumerate(reading.parts) if part.kind == "paragraph")
    assert [(str(a.modality), a.speaker) for a in reading.attributions[number]] == [
        ("attributed", "kihara-minoru"),
        ("alleged", "JP"),
        ("denied", "KP"),
        ("attributed", "kihara-minoru"),
    ]
    assert reading.attributions[number][3].quotes == ("A drill,",)


def test_a_state_named_far_before_the_verb_is_not_the_one_that_speaks(lexicon):
    text = (
        "They spoke of the North Korean nuclear issue, of trade among all the states of the region and of much else "
        "besides, spokesperson Kang Yu-jung said."
    )
    reading = recognise(read_document(text, title="A headline", published="2024-07-28"), lexicon)
    number = next(n for n, part in enumerate(reading.parts) if part.kind == "paragraph")
    assert [(str(a.modality), a.speaker) for a in reading.attributions[number]] == [("attributed", "")]
