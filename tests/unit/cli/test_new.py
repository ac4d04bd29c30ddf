"""The commands that begin something: init, new article, new person and the rest of the registry."""

import pytest

from communique.loaders.yaml.parser import parse_yaml
from communique.site.mkdocs.config import read_settings
from communique.site.site_metadata import SiteMetadata
from fixtures.record import article, meeting

REGISTRY = """\
# yaml-language-server: $schema=../../schema/registry.schema.json
schema: 1
# people, in the order of their ids
people:
  abe-shinzo:
    name: Abe Shinzo
    name_order: family-first
  # since 2023
  kihara-minoru: {name: Kihara Minoru, name_order: family-first}
topics: {}
"""


def home(cli_home):
    """An empty record, laid out."""
    assert cli_home.run("init").status == 0


def test_init_lays_out_a_record_that_checks_and_loads(cli_home):
    answer = cli_home.run("init")
    assert {"entries/rulings/.gitkeep", "mkdocs.yml"} <= set(answer.out.splitlines())
    assert cli_home.run("check").status == 0
    assert cli_home.run("load").status == 0
    assert cli_home.run("schema", "--check").status == 0
    assert cli_home.run("fmt", "--check").status == 0
    metadata = SiteMetadata.from_settings(read_settings(cli_home.home)[1])
    assert (metadata.name, metadata.address, metadata.licence) == ("A record", "", None)


def test_init_never_overwrites(cli_home):
    cli_home.write("rulings.yaml", "schema: 1\n# ours\n")
    answer = cli_home.run("init")
    assert answer.status == 0
    assert not list((cli_home.home / "entries").rglob("registry/*"))  # nor does it begin another layout
    cli_home.home.joinpath("CODEOWNERS").write_text("* @us\n", encoding="utf-8")
    answer = cli_home.run("init")
    assert " kept" in answer.err
    assert (cli_home.home / "CODEOWNERS").read_text(encoding="utf-8") == "* @us\n"
    assert (cli_home.home / "entries/rulings.yaml").read_text(encoding="utf-8") == "schema: 1\n# ours\n"
    assert "0 files written" in cli_home.run("init").err


def test_init_of_a_folder_that_is_a_file(cli_home):
    (cli_home.home / "x").write_text("", encoding="utf-8")
    answer = cli_home.run("init", "x")
    assert answer.status == 2
    assert "is a file" in answer.err


def test_from_nothing_to_a_loaded_article(cli_home):
    """What the README promises: init, new, check, load on an empty folder."""
    home(cli_home)
    for words in (
        ["publisher", "yonhap", "--name", "Yonhap", "--kind", "wire", "--url", "https://en.yna.co.kr"],
        ["organisation", "JP", "--name", "Japan"],
        ["organisation", "KR", "--name", "South Korea", "--also", "ROK", "--also", "Korea"],
        ["place", "japan", "--name", "Japan", "--precision", "country", "--actor", "JP"],
        ["place", "tokyo", "--name", "Tokyo", "--parent", "japan", "--latitude", "35.68", "--longitude", "139.69"],
        ["office", "jp-defense-minister", "--actor", "JP", "--title", "Minister of Defense of Japan"],
        ["person", "kihara-minoru", "--name", "Kihara Minoru", "--actor", "JP", "--native", "木原稔",
         "--native-language", "ja", "--office", "jp-defense-minister=2023-09-13/2024-10-01"],
        ["series", "ministerial", "--name", "Ministerial", "--kind", "meeting"],
        ["topic", "cooperation", "--name", "Cooperation"],
    ):  # fmt: skip
        answer = cli_home.run("new", *words)
        assert answer.status == 0, answer.err
    url = "https://en.yna.co.kr/view/1"
    made = cli_home.run("new", "article", url, "--title", "Ministers meet", "--published", "2024-07-28", "--date",
                    "2024-07-28", "--place", "tokyo")  # fmt: skip
    assert made.out == "entries/articles/2024/yonhap-2024-07-28.yaml\n"
    file = cli_home.home / made.out.strip()
    unfilled = cli_home.run("check", str(file))
    assert unfilled.status == 1
    assert "no paragraphs; say in which paragraphs" in unfilled.out
    text = file.read_text(encoding="utf-8")
    for gap, filling in (
        ("title: null", "title: Two ministers meet"),
        ("summary: null", "summary: They met in Tokyo."),
        ("paragraphs: []", "paragraphs: [1]"),
    ):
        assert gap in text
        text = text.replace(gap, filling)
    file.write_text(text, encoding="utf-8")
    assert cli_home.run("check").status == 0
    assert "events: 1 added" in cli_home.run("load").err
    assert cli_home.run("fmt").status == 0
    assert "#?" not in file.read_text(encoding="utf-8")
    assert cli_home.run("fmt", "--check").status == 0
    assert cli_home.run("load").status == 0


class TestArticle:
    """The beginning of an entry."""

    @pytest.mark.parametrize(
        "again",
        [
            "https://news.example/talks",
            "http://www.news.example/talks/?utm_source=letter#top",
            "https://news.example:443/talks?fbclid=abc",
        ],
    )
    def test_the_same_address_is_refused(self, cli_home, again):
        cli_home.record({"a": article(meeting(), url="https://news.example/talks")})
        answer = cli_home.run("new", "article", again, "--publisher", "yonhap", "--title", "Other words")
        assert answer.status == 2
        assert (
            answer.err
            == "communique: entries/articles/2024/a.yaml has this address already; add to that file\n"
        )

    def test_the_address_of_an_entry_that_is_not_filled_in_yet_is_refused(self, cli_home):
        cli_home.record()
        words = ("new", "article", "https://news.example/talks", "--publisher", "yonhap", "--title", "Talks")
        first = cli_home.run(*words)
        answer = cli_home.run(*words)
        assert answer.status == 2
        assert f"{first.out.strip()} has this address already" in answer.err

    def test_another_address_is_not(self, cli_home):
        cli_home.record({"a": article(meeting(), url="https://news.example/talks?id=1")})
        url = "https://news.example/talks?id=2"
        assert (
            cli_home.run("new", "article", url, "--publisher", "yonhap", "--title", "Other words").status == 0
        )

    def test_almost_the_same_headline_is_warned_of(self, cli_home):
        cli_home.record({"a": article(meeting(), title="Ministers of Japan and South Korea meet in Tokyo")})
        answer = cli_home.run(
            "new",
            "article",
            "--publisher",
            "yonhap",
            "--title",
            "Ministers of Japan, South Korea meet in Tokyo",
        )
        assert answer.status == 0
        assert "almost the same headline in entries/articles/2024/a.yaml" in answer.err
        assert "reprint_group" in answer.err

    def test_another_headline_is_not(self, cli_home):
        cli_home.record({"a": article(meeting(), title="Ministers of Japan and South Korea meet in Tokyo")})
        answer = cli_home.run(
            "new", "article", "--publisher", "yonhap", "--title", "Missile falls into the sea"
        )
        assert "almost the same" not in answer.err

    def test_a_known_event_needs_no_title_and_no_kind(self, cli_home):
        cli_home.record()
        answer = cli_home.run(
            "new", "article", "--publisher", "yonhap", "--title", "Talks", "--event", "talks-2024-07"
        )
        text = (cli_home.home / answer.out.strip()).read_text(encoding="utf-8")
        assert "title and summary are written in articles/2024/a.yaml" in text
        assert "kind: meeting" in text
        assert "    title: null" not in text

    def test_a_known_event_under_another_kind(self, cli_home):
        cli_home.record()
        answer = cli_home.run(
            "new", "article", "--publisher", "yonhap", "--title", "Talks", "--event", "talks-2024-07:incident"
        )
        assert answer.status == 2
        assert "talks-2024-07 is of kind meeting in articles/2024/a.yaml, not incident" in answer.err

    def test_the_next_of_a_series(self, cli_home):
        first = meeting(
            "edge-2024-06", kind="exercise", series="freedom-edge", topics=["trilateral-cooperation"],
            participants=[{"actor": "JP", "role": "host", "people": ["kihara-minoru"]}, {"actor": "KR"}],
        )  # fmt: skip
        cli_home.record({"a": article(first)})
        answer = cli_home.run(
            "new", "article", "--publisher", "yonhap", "--title", "Drill begins", "--published", "2024-11-13",
            "--like", "edge-2024-06",
        )  # fmt: skip
        entry = parse_yaml((cli_home.home / answer.out.strip()).read_text(encoding="utf-8"), "").data[
            "events"
        ][0]
        assert entry["id"] == "freedom-edge-2024-11-13"
        assert entry["kind"] == "exercise"
        assert entry["series"] == "freedom-edge"
        assert entry["participants"] == [
            {"actor": "JP", "role": "host", "people": ["kihara-minoru"]},
            {"actor": "KR"},
        ]

    def test_names_of_files_do_not_clash(self, cli_home):
        cli_home.record()
        words = ("new", "article", "--publisher", "yonhap", "--published", "2024-07-28", "--title")
        first, second = cli_home.run(*words, "One thing"), cli_home.run(*words, "Missiles fall elsewhere")
        assert first.out.endswith("/yonhap-2024-07-28.yaml\n")
        assert second.out.endswith("/yonhap-2024-07-28-2.yaml\n")

    @pytest.mark.parametrize("kind", ["meeting", "memorandum", "exercise", "incident"])
    def test_every_kind_has_hints_and_parses(self, cli_home, kind):
        cli_home.record()
        answer = cli_home.run(
            "new",
            "article",
            "--publisher",
            "yonhap",
            "--title",
            "A: “quoted” # text",
            "--event",
            f"new-2024:{kind}",
        )
        text = (cli_home.home / answer.out.strip()).read_text(encoding="utf-8")
        data = parse_yaml(text, "").data
        assert data["source"]["title"] == "A: “quoted” # text"
        assert data["events"][0]["kind"] == kind
        assert text.count("#?") > 8

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (
                ["--publisher", "yonhapp", "--title", "x"],
                "did you mean yonhap? or communique new publisher yonhapp",
            ),
            (["https://blog.example/x", "--title", "x"], "communique new publisher blog"),
            (["--title", "x"], "who published it?"),
            (["--publisher", "yonhap", "--title", "x", "--published", "2024-02-30"], "--published"),
            (["javascript:alert(1)", "--publisher", "yonhap", "--title", "x"], "--url"),
            (["--publisher", "yonhap", "--title", "x", "--event", "a-2024:party"], "is no kind of event"),
            (["--publisher", "yonhap", "--title", "x", "--event", "a-2024"], "say its kind"),
            (["--publisher", "yonhap", "--title", "x", "--like", "a-2024"], "there is no event 'a-2024'"),
        ],
    )
    def test_refused_with_the_cure(self, cli_home, words, said):
        cli_home.record()
        before = sorted((cli_home.home / "entries").rglob("*"))
        answer = cli_home.run("new", "article", *words)
        assert answer.status == 2
        assert len(answer.err.splitlines()) == 1
        assert said in answer.err
        assert sorted((cli_home.home / "entries").rglob("*")) == before


class TestRegistry:
    """One entry more, at its place, and not a letter changed elsewhere."""

    def people(self, cli_home):
        return (cli_home.home / "entries/registry/people.yaml").read_text(encoding="utf-8")

    @pytest.fixture(autouse=True)
    def _registry(self, cli_home):
        cli_home.write("registry/people.yaml", REGISTRY)
        cli_home.write("rulings.yaml", "schema: 1\n")

    def test_between_others_with_their_comments(self, cli_home):
        assert cli_home.run("new", "person", "endo-ai", "--name", "Endo Ai").status == 0
        names = "    name: Endo Ai\n    family_name: Endo\n    given_name: Ai\n"
        added = f"  endo-ai:\n{names}    name_order: family-first\n"
        assert self.people(cli_home) == REGISTRY.replace("  # since 2023\n", added + "  # since 2023\n")

    def test_first_and_last(self, cli_home):
        cli_home.run("new", "person", "aaa-a", "--name", "Aaa A")
        cli_home.run("new", "person", "zzz-z", "--name", "Zzz Z")
        ids = list(parse_yaml(self.people(cli_home), "").data["people"])
        assert ids == ["aaa-a", "abe-shinzo", "kihara-minoru", "zzz-z"]
        assert "# people, in the order of their ids\npeople:\n  aaa-a:\n" in self.people(cli_home)

    def test_given_name_first(self, cli_home):
        cli_home.run("new", "person", "austin-lloyd", "--name", "Lloyd J. Austin", "--order", "given-first")
        entry = parse_yaml(self.people(cli_home), "").data["people"]["austin-lloyd"]
        assert (entry["family_name"], entry["given_name"]) == ("Austin", "Lloyd J.")

    def test_a_section_that_is_empty_and_a_file_that_is_not_there(self, cli_home):
        assert cli_home.run("new", "topic", "cyber", "--name", "Cyber").status == 0
        made = (cli_home.home / "entries/registry/topics.yaml").read_text(encoding="utf-8")
        assert made.endswith("schema: 1\ntopics:\n  cyber:\n    name: Cyber\n")
        assert cli_home.run("check").status == 0

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["person", "abe-shinzo", "--name", "Abe Shinzo"], "there is person 'abe-shinzo' already"),
            (["person", "Abe", "--name", "Abe"], "'Abe' is no id"),
            (["person", "../x", "--name", "X Y"], "is no id"),
            (["person", "x-y", "--name", "X Y", "--actor", "XX"], "unknown actor 'XX'"),
            (["person", "x-y", "--name", "X Y", "--office", "nope"], "unknown office 'nope'"),
            (["place", "x", "--name", "X", "--latitude", "91"], "latitude"),
            (["publisher", "x", "--name", "X", "--url", "file:///etc/passwd"], "is no web address"),
        ],
    )
    def test_refused_and_nothing_written(self, cli_home, words, said):
        answer = cli_home.run("new", *words)
        assert answer.status == 2
        assert said in answer.err
        assert self.people(cli_home) == REGISTRY

    def test_almost_the_same_name_is_warned_of(self, cli_home):
        answer = cli_home.run("new", "person", "kihara-m", "--name", "Kihara Minoru")
        assert "almost the same name: kihara-minoru" in answer.err
