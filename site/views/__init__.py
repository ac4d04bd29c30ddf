"""What a page may show: one frozen dataclass per kind of page, with no session or row behind it."""

from communique.site.views.changes import ChangesPage, ReleasePage
from communique.site.views.data import DataPage
from communique.site.views.event import EventPage, ExercisePage, IncidentPage, MeetingPage, MemorandumPage
from communique.site.views.explore import ExplorePage
from communique.site.views.family import (
    ActorPage,
    PersonPage,
    PlacePage,
    PublisherPage,
    SeriesPage,
    SourcePage,
    TopicPage,
    YearPage,
)
from communique.site.views.front import (
    DisagreementsPage,
    EventsPage,
    HomePage,
    IndexPage,
)
from communique.site.views.lives import MovedPage, OldPage, SplitPage, WithdrawnPage
from communique.site.views.pictures import LaunchesPage, MapPage, PairPage, TimelinePage, WithPage
from communique.site.views.query import QueryPage

View = (
    EventPage
    | ActorPage
    | PersonPage
    | PlacePage
    | SeriesPage
    | TopicPage
    | YearPage
    | SourcePage
    | PublisherPage
    | IndexPage
    | EventsPage
    | DisagreementsPage
    | ExplorePage
    | HomePage
    | OldPage
    | ChangesPage
    | ReleasePage
    | DataPage
    | QueryPage
    | MapPage
    | TimelinePage
    | WithPage
    | PairPage
    | LaunchesPage
)

__all__ = [
    "ActorPage",
    "ChangesPage",
    "DataPage",
    "DisagreementsPage",
    "EventPage",
    "EventsPage",
    "ExercisePage",
    "ExplorePage",
    "HomePage",
    "IncidentPage",
    "IndexPage",
    "LaunchesPage",
    "MapPage",
    "MeetingPage",
    "MemorandumPage",
    "MovedPage",
    "OldPage",
    "PairPage",
    "PersonPage",
    "PlacePage",
    "PublisherPage",
    "QueryPage",
    "ReleasePage",
    "SeriesPage",
    "SourcePage",
    "SplitPage",
    "TimelinePage",
    "TopicPage",
    "View",
    "WithPage",
    "WithdrawnPage",
    "YearPage",
]
