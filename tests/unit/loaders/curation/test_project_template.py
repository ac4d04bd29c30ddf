"""What ``communique init`` lays out is a repository that a team can use at once: every command in it runs."""

import json
import re
import shlex
from importlib.metadata import Distribution

import pytest
import yaml

from communique.loaders.curation import project_template
from communique.loaders.curation.project_template import build_template, find_requirement
from fixtures.commits import git

TEMPLATE = build_template()
WORKFLOWS = {
    path: yaml.safe_load(text) for path, text in TEMPLATE.items() if path.endswith((".yml", ".yaml"))
}
COMMAND = re.compile(r"(?m)(?:^|&& )(communique .*?)(?= > | && |$)")
VARIABLES = {"$CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD^", "$RELEASE_VERSION": "2026.12", "$VERSION": "2026.12"}
ARTICLE = """\
# yaml-language-server: $schema=../../../schema/entry.schema.json
schema: 1
source:
  publisher: yonhap
  kind: wire
  title: Ministers meet
  url: null
  published: 2024-07-28
  accessed: 2026-11-23
events:
  - id: talks-2024-07-28
    kind: meeting
    title: Two ministers meet
    summary: They met in Tokyo and talked about the security of the region.
    paragraphs: 1
    date: 2024-07-28
"""


def scripts(node):
    """Every shell script of a workflow, and every entry of a hook."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in {"run", "entry"}:
                yield value
            elif key == "script":
                yield from value
            else:
                yield from scripts(value)
    elif isinstance(node, list):
        for item in node:
            yield from scripts(item)


def commands():
    """Every command of ours that workflows and hooks name, with what stands for their variables."""
    named = {}
    for path, workflow in WORKFLOWS.items():
        for script in scripts(workflow):
            for command in COMMAND.findall(script):
                for variable, value in VARIABLES.items():
                    command = command.replace(variable, value)
                named.setdefault(shlex.join(shlex.split(command)), path)
    return named


def test_the_workflows_check_compare_publish_and_release():
    for folder, checked in (
        (".github/", "check --format github"),
        (".gitlab-ci.yml", "check --format gitlab"),
    ):
        run = "\n".join(s for path, w in WORKFLOWS.items() if path.startswith(folder) for s in scripts(w))
        for command in (checked, "fmt --check", "--markdown > diff.md", "build", "release "):
            assert f"communique {command}" in run or command in run, (folder, command)


def test_a_request_from_elsewhere_gets_no_rights():
    check = WORKFLOWS[".github/workflows/check.yml"]
    assert check["permissions"] == {"contents": "read"}
    comment = WORKFLOWS[".github/workflows/comment.yml"]
    assert not [step for step in comment["jobs"]["comment"]["steps"] if "checkout" in step.get("uses", "")]
    for path, text in TEMPLATE.items():
        if path.startswith(".github/workflows/"):
            runs = "\n".join(scripts(WORKFLOWS[path]))
            assert "${{" not in runs, f"{path}: an expression in a script runs whatever it is replaced by"
            assert "secrets." not in text


def test_editor_settings_are_json_and_lead_to_the_schemas():
    settings = json.loads(TEMPLATE[".vscode/settings.json"])
    assert {path.removeprefix("./") for path in settings["yaml.schemas"]} <= set(TEMPLATE)
    assert "redhat.vscode-yaml" in json.loads(TEMPLATE[".vscode/extensions.json"])["recommendations"]
    pattern = json.loads(TEMPLATE[".vscode/tasks.json"])["tasks"][1]["problemMatcher"]["pattern"]["regexp"]
    assert re.match(pattern, "entries/articles/2024/a.yaml:7:12 events[0].date: wrong; right")[2] == "7"


def test_another_folder_of_entries_is_named_everywhere():
    other = build_template("data/record")
    assert "data/record/articles/.gitkeep" in other
    assert not [path for path, text in other.items() if "@entries@" in text]
    assert "^data/record/" in other[".pre-commit-config.yaml"]


@pytest.mark.parametrize(
    ("origin", "requirement"),
    [
        ({"url": "https://git.example/c", "vcs_info": {"vcs": "git", "commit_id": "abc"}}, "communique[site] @ git+https://git.example/c@abc"),
        ({"url": "https://files.example/c-1.whl", "archive_info": {}}, "communique[site] @ https://files.example/c-1.whl"),
        ({"url": "file:///home/me/c", "dir_info": {"editable": True}}, None),
        (None, None),
    ],
)  # fmt: skip
def test_workflows_install_what_is_installed_here(monkeypatch, origin, requirement):
    class Installed(Distribution):
        def read_text(self, filename):
            return json.dumps(origin) if origin else None

        def locate_file(self, path):
            raise NotImplementedError

    monkeypatch.setattr(project_template, "distribution", lambda name: Installed())
    assert find_requirement() == requirement


def test_every_command_that_hooks_and_workflows_name_runs(cli_home):
    """A clone, one entry, and each command as a hook or a workflow would run it."""
    home = cli_home.home
    (home / "communique.db").unlink()
    assert cli_home.run("init").status == 0
    git(home, "init", "--quiet", "--initial-branch=main")
    git(home, "add", "--all")
    git(home, "commit", "--quiet", "--message", "Lay out")
    assert cli_home.run("new", "publisher", "yonhap", "--name", "Yonhap", "--kind", "wire").status == 0
    entry = cli_home.write("articles/2024/yonhap-2024-07-28.yaml", ARTICLE)
    git(home, "add", "--all")
    git(home, "commit", "--quiet", "--message", "Enter")
    tracked = git(home, "ls-files").splitlines()
    assert "entries/registry/publishers/yonhap.yaml" in tracked
    assert not [path for path in tracked if path.startswith("schema/")]
    named = commands()
    assert len(named) == 7, named
    for hook in WORKFLOWS[".pre-commit-config.yaml"]["repos"][0]["hooks"]:
        assert re.search(hook["files"], entry.relative_to(home).as_posix())
        answer = cli_home.run(*shlex.split(hook["entry"])[1:], str(entry))
        assert answer.status == 0, answer
    for command, path in named.items():
        answer = cli_home.run(*shlex.split(command)[1:])
        assert answer.status == 0, (path, command, answer)
    assert (home / "public/index.html").is_file()
    attached = {path.name for path in (home / "dist/2026.12").iterdir()}
    assert all(name in TEMPLATE[".gitlab-ci.yml"] for name in attached)
    assert git(home, "status", "--porcelain") == "?? releases/"
