"""The pages of some events and sources, read alone, are those that stand among all pages."""

from __future__ import annotations

import pytest

from communique.site import queries
from communique.site.queries import views, views_of
from communique.site.views import EventPage, SourcePage
from golden.record import record
from golden.rows import session


def test_a_page_read_alone_is_the_one_among_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "RUN", 2)
    with session(record()) as opened:
        shown = [*views(opened)]
        events = {one.id: one for one in shown if isinstance(one, EventPage)}
        sources = {one.id: one for one in shown if isinstance(one, SourcePage)}
        assert events
        assert len(sources) > 2
        assert any(one.reprints for one in sources.values())
        assert [*views_of(opened, events, ())] == [events[key] for key in sorted(events)]
        assert [*views_of(opened, (), [*sources, "gone"])] == [sources[key] for key in sorted(sources)]
        for key, page in sources.items():
            assert [*views_of(opened, (), [key])] == [page]
