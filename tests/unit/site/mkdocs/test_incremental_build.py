"""Pages made by several processes are those that one would make, and nothing that they say is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import BuildError
from communique.pipeline import workers
from fixtures.site import made, pages_of, site


def test_several_processes_make_the_site_that_one_makes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(home)
    alone = pages_of(home)
    monkeypatch.setattr(workers, "worker_count", lambda count: min(count, 3))
    (home / ".communique/cache/site.json").unlink()
    assert made(home).reused_count == 0
    assert pages_of(home) == alone


@pytest.mark.parametrize("count", [1, 2, 5])
def test_every_fault_is_told_and_in_order(home: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(workers, "worker_count", lambda pages: count)
    broken = '<a href="../../missing-{0}/">x</a><a href="../../events/a/#no-{0}">y</a>'
    wrong = {f"events__c{number}": broken.format(number) for number in range(6)}
    with pytest.raises(BuildError) as caught:
        made(home, *site(**wrong, events__d="---\ntitle: [\n---\n", events__e='<a href="#nowhere">z</a>'))
    lines = str(caught.value).splitlines()
    order = [line.split(".md")[0].rpartition("/")[2] for line in lines[:8]]
    assert order == ["c0", "c1", "c2", "c3", "c4", "c5", "d", "e"]
