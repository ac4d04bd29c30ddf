"""The pages of some events and sources, read alone, are those that stand among all pages."""

from __future__ import annotations

import pytest

from communique.site.pages import all_pages
from communique.site.pages.all_pages import build_selected_views, build_views
from communique.site.pages.views import EventPage, SourcePage
from golden.record import record
from golden.rows import session


def test_a_page_read_alone_is_the_one_among_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(all_pages, "RUN", 2)
    with session(record()) as opened:
        shown = [*build_views(opened)]
        events = {one.id: one for one in shown if isinstance(one, EventPage)}
        sources = {one.id: one for one in shown if isinstance(one, SourcePage)}
        assert events
        assert len(sources) > 2
        assert any(one.reprints for one in sources.values())
        assert [*build_selected_views(opened, events, ())] == [events[key] for key in sorted(events)]
        assert [*build_selected_views(opened, (), [*sources, "gone"])] == [
            sources[key] for key in sorted(sources)
        ]
        for key, page in sources.items():
            assert [*build_selected_views(opened, (), [key])] == [page]
