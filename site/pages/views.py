"""The view models of all pages: one frozen dataclass per kind of page, without sessions or rows."""

from communique.site.example_queries import QueryPage
from communique.site.pages.dossier.dossier_view import DossierPage
from communique.site.pages.event.event_view import (
    EventPage,
)
from communique.site.pages.follow_up.open_questions_view import OpenQuestionsPage
from communique.site.pages.history.changes_view import ChangesPage, DataPage, ReleasePage
from communique.site.pages.history.history_view import (
    MovedPage,
    RetiredIdPage,
    SplitPage,
    StatePage,
    WithdrawnPage,
)
from communique.site.pages.overview.overview_views import (
    AboutPage,
    CountryMatrixPage,
    DisagreementsPage,
    EventsPage,
    ExplorePage,
    HomePage,
    IndexPage,
    LaunchesPage,
    MapPage,
    PairPage,
    TimelinePage,
)
from communique.site.pages.overview.recent_views import MonthPage, RecentPage
from communique.site.pages.subjects.subject_views import (
    ActorPage,
    OfficesPage,
    PersonPage,
    PlacePage,
    PublisherPage,
    SeriesPage,
    SourcePage,
    TopicPage,
    YearPage,
)
from communique.site.pages.word_lists import WordListPage

View = (
    EventPage
    | ActorPage
    | OfficesPage
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
    | RetiredIdPage
    | ChangesPage
    | ReleasePage
    | DataPage
    | QueryPage
    | MapPage
    | TimelinePage
    | CountryMatrixPage
    | PairPage
    | LaunchesPage
    | OpenQuestionsPage
    | WordListPage
    | StatePage
    | MonthPage
    | RecentPage
    | AboutPage
    | DossierPage
)

__all__ = [
    "AboutPage",
    "ActorPage",
    "ChangesPage",
    "CountryMatrixPage",
    "DataPage",
    "DisagreementsPage",
    "DossierPage",
    "EventPage",
    "EventsPage",
    "ExplorePage",
    "HomePage",
    "IndexPage",
    "LaunchesPage",
    "MapPage",
    "MonthPage",
    "MovedPage",
    "OfficesPage",
    "OpenQuestionsPage",
    "PairPage",
    "PersonPage",
    "PlacePage",
    "PublisherPage",
    "QueryPage",
    "RecentPage",
    "ReleasePage",
    "RetiredIdPage",
    "SeriesPage",
    "SourcePage",
    "SplitPage",
    "StatePage",
    "TimelinePage",
    "TopicPage",
    "View",
    "WithdrawnPage",
    "WordListPage",
    "YearPage",
]
