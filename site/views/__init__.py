"""What a page may show: one frozen dataclass per kind of page, with no session or row behind it."""

from communique.site.views.event import EventPage, ExercisePage, IncidentPage, MeetingPage, MemorandumPage
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
    MovedPage,
    WithdrawnPage,
)

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
    | HomePage
    | MovedPage
    | WithdrawnPage
)

__all__ = [
    "ActorPage",
    "DisagreementsPage",
    "EventPage",
    "EventsPage",
    "ExercisePage",
    "HomePage",
    "IncidentPage",
    "IndexPage",
    "MeetingPage",
    "MemorandumPage",
    "MovedPage",
    "PersonPage",
    "PlacePage",
    "PublisherPage",
    "SeriesPage",
    "SourcePage",
    "TopicPage",
    "View",
    "WithdrawnPage",
    "YearPage",
]
