"""The enumerations of the record, each used under one spelling everywhere."""

from __future__ import annotations

from enum import StrEnum


class Word(StrEnum):
    """A word of a closed list: ``CRUISE = "cruise", "a missile that flies low", "cruise missile"``.

    What it means is for curators and readers; its phrase is what a sentence calls it, by default the word
    without its hyphens.
    """

    _value_: str
    meaning: str
    phrase: str

    def __new__(cls, value: str, meaning: str = "", phrase: str = "") -> Word:
        """Create a word from its value, its meaning and its phrase."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.meaning = meaning
        word.phrase = phrase or value.replace("-", " ")
        return word


class Kind(Word):
    """What sort of event it is; each kind has its own detail table."""

    MEETING = "meeting", "people of two or more actors come together or call"
    MEMORANDUM = "memorandum", "a text that actors issue or agree on, up to a treaty"
    EXERCISE = "exercise", "forces train, together or alone"
    INCIDENT = "incident", "something that was done, fired, seized, broken off or imposed"
    VISIT = "visit", "ships, aircraft or officials call on a host, without talks or training"


class Status(Word):
    """Whether it happened, as far as the sources go."""

    OCCURRED = "occurred", "it happened"
    ONGOING = "ongoing", "it had begun and not ended when the source was written"
    PLANNED = "planned", "it was announced and had not begun"
    POSTPONED = "postponed", "it was put off, and may still come"
    CANCELLED = "cancelled", "it was called off"
    ALLEGED = "alleged", "one side says that it happened, and nobody else confirms it"
    DISPUTED = "disputed", "one side says that it happened, and another denies it"


class RecordStatus(Word):
    """The life of the event's id in the record."""

    PUBLISHED = "published", "the id means an event of the record"
    MERGED = "merged", "the id leads to another event"
    WITHDRAWN = "withdrawn", "the id was taken out, with a reason"


class Role(Word):
    """What an actor was to the event. `attendee` is the general word that the others refine."""

    HOST = "host", "receives the others at its place"
    ATTENDEE = "attendee", "takes part, and no other word says more"
    SIGNATORY = "signatory", "signs the instrument"
    WITNESS = "witness", "is present at the signing and does not sign"
    ORGANISER = "organiser", "prepares and leads it"
    OBSERVER = "observer", "looks on without taking part"
    MEDIATOR = "mediator", "brings the others together"
    INITIATOR = "initiator", "did it, beyond dispute among the sources"
    ALLEGED_INITIATOR = "alleged-initiator", "did it, as one side says"
    AFFECTED = "affected", "it was done to"
    RESPONDER = "responder", "answers it, by force, protest or rescue"
    ISSUER = "issuer", "puts the text out"
    ADDRESSEE = "addressee", "the text or the protest is directed at"
    SELECTOR = "selector", "chooses one of several offers or candidates, without signing anything"
    ANNOUNCER = "announcer", "makes it known, without signing or issuing a text"


class Relation(Word):
    """How one event stands to another; read from the event that states it to its target."""

    PART_OF = "part-of", "this event is a part of the other"
    PRODUCED = "produced", "the other is a text or a result that this event brought about"
    ANNOUNCED = "announced", "the other was made known at this event, and came or comes later"
    AGREED_AT = "agreed-at", "this event was agreed on at the other"
    IMPLEMENTS = "implements", "this event carries out what the other laid down"
    FOLLOWS = "follows", "this event comes after the other in one course of things"
    RESPONDS_TO = "responds-to", "this event is an answer to the other"
    SUPERSEDES = "supersedes", "this event takes the place of the other, which no longer holds"
    RESCHEDULES = "reschedules", "this event is the other, held at another time"
    RESOLVES = "resolves", "this event settles what the other began"


class NoteType(Word):
    """What a note on an event is."""

    OUTCOME = "outcome", "what came of it"
    MILESTONE = "milestone", "what makes it a first, a last or a record"
    POSITION = "position", "what one side said that it stands for"
    CONTEXT = "context", "what one must know to understand it"


class Modality(Word):
    """How a source puts a claim forward."""

    STATED = "stated", "the source says it in its own voice"
    ATTRIBUTED = "attributed", "the source says that somebody else says it"
    ALLEGED = "alleged", "somebody says it against another, and the source does not vouch for it"
    DENIED = "denied", "somebody says that it is not so"
    PLANNED = "planned", "the source says that it is to be"
    DIFFERS = "differs", "the source counts or tells it otherwise, and denies nothing", "counts otherwise"


class Basis(Word):
    """How a value was got from the text: written out, resolved from "last month", or computed."""

    EXPLICIT = "explicit", "the text has the value itself"
    RELATIVE = "relative", "the text has words such as Sunday or last month, resolved against its own day"
    COMPUTED = "computed", "the value follows from others in the text, as an end from a start and a length"


class Closeness(Word):
    """How close a source is to what it claims."""

    PRIMARY_TEXT = "primary-text", "the source is the text or the act itself"
    DIRECT_REPORT = (
        "direct-report",
        "the source reports what it saw, heard or was told by those who took part",
    )
    SECOND_HAND = "second-hand", "the source passes on what another source reported"


class Standing(Word):
    """What became of a claim when all claims on one value were reconciled."""

    AGREES = "agrees", "it says what the record says"
    COARSER = "coarser", "it says the same less exactly"
    OVERTAKEN = "overtaken", "it was a plan, and the event has happened since"
    OVERRULED = "overruled", "an editor decided for another value"
    UNRESOLVED = "unresolved", "it stands beside another, and nothing decides between them"


class Decision(Word):
    """What an editor decided about a disagreement."""

    SETTLED = "settled", "one value stands, for the reason given"
    UNRESOLVED = "unresolved", "nothing can be decided, and readers see both sides"


class Grade(Word):
    """What a ruled disagreement is about. Only the first two make an event one on which sources disagree."""

    SUBSTANCE = "substance", "what happened, who took part, where, when or on what terms"
    FIGURE = "figure", "a number that was measured or counted"
    ROUNDING = "rounding", "how finely one number is written"
    CLOCK = "clock", "the minute, or the zone in which an hour is told"
    SLIP = "slip", "one article is plainly mistaken"


MINOR_GRADES = frozenset({Grade.ROUNDING, Grade.CLOCK, Grade.SLIP})
"""Grades of what is no disagreement on what happened: the way a number or an hour is written, or a mistake."""


class Extent(Word):
    """How far the record covers something."""

    COMPLETE = "complete", "every event that falls under it is looked for and entered"
    PARTIAL = "partial", "some are entered, as texts were found"
    NOT_READ = "not-read", "no text was looked for"


class CountUnit(Word):
    """What an outside count counts."""

    EVENT = "event", "events"
    DAY = "day", "days with at least one event"


class Holders(Word):
    """How many people hold an office at a time."""

    SINGLE = "one", "one person at a time, as a minister"
    SEVERAL = "several", "several at a time, as spokespersons"


class Rhythm(Word):
    """How often a series has an edition."""

    QUARTERLY = "quarterly", "four times a year"
    TWICE_YEARLY = "twice-yearly", "twice a year"
    YEARLY = "yearly", "once a year"
    EVERY_TWO_YEARS = "every-two-years", "every second year"


class Disagreement(Word):
    """Whether the sources of an event disagree on any value."""

    NONE = "none", "the sources agree on every value"
    SETTLED = "settled", "they disagree, and a ruling says what stands"
    UNRESOLVED = "unresolved", "they disagree, and a ruling says that it cannot be decided"


class SourceKind(Word):
    """What sort of text a source is."""

    WIRE = "wire", "a dispatch of a news agency"
    NEWSPAPER = "newspaper", "a newspaper's or magazine's own text, in print or on its site"
    OFFICIAL_RELEASE = (
        "official-release",
        "what a government, a force or an organisation puts out about itself",
    )
    JOINT_STATEMENT = "joint-statement", "a text that several actors put out together"
    TREATY_TEXT = "treaty-text", "the wording of an instrument"
    BROADCASTER = "broadcaster", "a report of radio or television, or of its site"
    THINK_TANK = "think-tank", "an analysis of an institute or a university"
    DATASET = "dataset", "a table whose rows were imported"


class TextPart(Word):
    """A part of a text besides the paragraphs of its body; the last four are numbered, as `caption-1`."""

    HEADLINE = "headline", "the title of the text"
    STANDFIRST = "standfirst", "the sentence or two between headline and body"
    BYLINE = "byline", "the line that names who wrote it"
    DATELINE = "dateline", "the line that says where and when it was written"
    SUBHEAD = "subhead", "a heading inside the body"
    CAPTION = "caption", "the text below a picture"
    CORRECTION = "correction", "a note that corrects the text or says what was changed in it"
    ROW = "row", "a row of a table, by its own number or counted from 1 below the header"


class ActorKind(Word):
    """What sort of actor it is."""

    STATE = "state", "a state"
    TERRITORY = "territory", "a territory with a government of its own, whatever its status"
    BLOC = "bloc", "a grouping of states without an organisation of its own"
    ALLIANCE = "alliance", "states that are bound to defend each other"
    ORGANISATION = "organisation", "an organisation of states or of others"
    MINISTRY = "ministry", "a ministry or department of a government"
    SERVICE = "service", "an armed service, a coast guard or a police force"
    UNIT = "unit", "a command, fleet, brigade or other part of a service"
    COMPANY = "company", "a company"
    NON_STATE = "non-state", "an armed or political group that is no state"


class NameOrder(Word):
    """Which part of a person's name comes first in the person's own usage."""

    FAMILY_FIRST = "family-first", "the family name comes first, as in Orbán Viktor"
    GIVEN_FIRST = "given-first", "the given name comes first, as in Lloyd Austin"


class PlacePrecision(Word):
    """How exactly a place's coordinates pin it down."""

    SITE = "site", "a base, a building, an island or a point at sea"
    LOCALITY = "locality", "a city, town or village"
    REGION = "region", "a province, a peninsula or another part of a country"
    COUNTRY = "country", "a whole country"
    SEA_AREA = "sea-area", "a sea, a strait or a stretch of water"


class Entity(Word):
    """What a change or a code is about."""

    EVENT = "event", "an event"
    ACTOR = "actor", "a state, an organisation or another actor"
    PERSON = "person", "a person"
    OFFICE = "office", "an office that people hold"
    PLACE = "place", "a place"
    SERIES = "series", "a series of recurring events"
    TOPIC = "topic", "a topic"
    PUBLISHER = "publisher", "a publisher"
    SOURCE = "source", "an article"


class Scheme(Word):
    """In which list a code stands by which others know something."""

    ISO_ALPHA2 = "iso_alpha2", "ISO 3166-1, two letters of a state or territory"
    ISO_ALPHA3 = "iso_alpha3", "ISO 3166-1, three letters of a state or territory"
    ISO_NUMERIC = "iso_numeric", "ISO 3166-1, three digits of a state or territory"
    ISO_FORMER = "iso_former", "ISO 3166-3, four letters of a state that is no more"
    UN_M49 = "un_m49", "the three digits of the United Nations' standard M49"
    COW = "cow", "the number of a state in the lists of the Correlates of War project"
    GLEDITSCH_WARD = "gleditsch_ward", "the number of a state in the list of Gleditsch and Ward"
    WIKIDATA = "wikidata", "the item of Wikidata, as Q17"
    GEONAMES = "geonames", "the number of a place in GeoNames"
    DATASET = "dataset", "the id of a row in another data set, by the data set's name"


class ChangeType(Word):
    """What a release changed: `corrected` is our error, `developed` is the world moving on."""

    NEW = "new", "it was not there"
    CORRECTED = "corrected", "the record was wrong"
    DEVELOPED = "developed", "the record learned, or the world moved on"
    MERGED = "merged", "the id leads to an event that was there already"
    RENAMED = "renamed", "the id leads to one that was not there"
    SPLIT = "split", "the id turned out to be several events"
    WITHDRAWN = "withdrawn", "it is gone, with a reason"
