"""Doubles are noticed: the same address in other clothes, the same headline in almost the same words."""

import pytest

from communique.loaders.checks.look_alikes import canonicalize_url, find_duplicates

PLAIN = "https://news.example/a/b"


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/a/b",
        "http://news.example/a/b",
        "https://www.news.example/a/b/",
        "https://NEWS.example:443/a/b#part",
        "https://m.news.example/a//b?utm_source=x&utm_medium=y",
        "https://amp.news.example/a/b/index.html?fbclid=1",
    ],
)
def test_one_article(url):
    assert canonicalize_url(url) == PLAIN


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/a/c",
        "https://news.example/A/b",
        "https://news.example/a/b?id=2",
        "https://other.example/a/b",
    ],
)
def test_another_article(url):
    assert canonicalize_url(url) != PLAIN


def test_order_of_parameters_does_not_matter():
    assert canonicalize_url("https://x.example/?b=2&a=1") == canonicalize_url("https://x.example/?a=1&b=2")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Japan, U.S., S. Korea reaffirm unity over N. Korea, China",
            "Japan, U.S., S. Korea Reaffirm Unity over N. Korea",
        ),
        ("Kono: “We agree”", "KONO - we agree"),
        ("Ministro Señor visita Tokio", "Ministro Senor visita Tokio"),
    ],
)
def test_headlines_alike(one, other):
    assert [
        twin.path for twin in find_duplicates(one, {"a.yaml": other, "b.yaml": "Something else altogether"})
    ] == ["a.yaml"]


def test_headlines_not_alike():
    titles = {"a.yaml": "North Korea fires two missiles into the sea"}
    assert find_duplicates("South Korea and Japan hold talks in Seoul", titles) == []


def test_most_alike_first():
    titles = {"a.yaml": "Ministers meet in Tokyo again", "b.yaml": "Ministers meet in Tokyo"}
    assert [twin.path for twin in find_duplicates("Ministers meet in Tokyo", titles, 0.8)] == [
        "b.yaml",
        "a.yaml",
    ]
