"""Read what each source states, value by value, as its page lists it paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from communique.schema.models import Claim, Event, EventLink, Note, Provision
from communique.schema.text_parts import format_passages, join_passages, parse_passages, passage_order
from communique.schema.vocabulary import Modality
from communique.site import labels
from communique.site.pages.components import Link
from communique.site.pages.event.rows import claim_anchor, parse_claim_value
from communique.site.pages.registry import SiteRegistry
from communique.site.pages.select import get_column, group_by, select_models
from communique.site.pages.subjects.subject_views import EventValues, PassageValues, StatedValue
from communique.site.pages.value_labels import FIELD_ORDER, ValueFormatter


@dataclass(frozen=True, slots=True)
class SourceStatements:
    """The claims of some sources, with the events and texts that their values name."""

    claims: dict[str, list[Claim]]
    events: dict[str, Event]
    texts: dict[str, dict[str, str]]
    """Notes and provisions of each event, by field and element."""

    @classmethod
    def load(cls, session: Session, sources: Collection[str]) -> SourceStatements:
        """Read the claims of some sources from the database with four SELECTs."""
        stated = get_column(Claim, "source_id").in_(sources)
        claims = select_models(session, Claim, stated)
        ids = select(get_column(Claim, "event_id")).where(stated)
        linked = select(get_column(EventLink, "target_id")).where(get_column(EventLink, "event_id").in_(ids))
        events = select_models(session, Event, get_column(Event, "id").in_(ids.union(linked)))
        texts: dict[str, dict[str, str]] = {}
        notes = select_models(session, Note, get_column(Note, "event_id").in_(ids))
        provisions = select_models(session, Provision, get_column(Provision, "event_id").in_(ids))
        for note in notes:
            texts.setdefault(note.event_id, {})[f"notes/{note.id}"] = note.text
        for provision in provisions:
            texts.setdefault(provision.event_id, {})[f"provisions/{provision.id}"] = provision.text
        return cls(
            group_by(claims, lambda claim: claim.source_id), {event.id: event for event in events}, texts
        )

    def list_passages(
        self, source_id: str, titles: dict[str, Link], registry: SiteRegistry
    ) -> Iterator[PassageValues]:
        """Yield each passage of a source with the values that it states, in the order of the text.

        A value that several passages state stands under the first.

        Args:
            source_id: the source.
            titles: the links to the events that it reports and that have a page.
            registry: what values refer to.
        """
        claims = [claim for claim in self.claims.get(source_id, ()) if claim.event_id in titles]
        by_passage = group_by(claims, lambda claim: parse_passages(claim.paragraphs)[0])
        order = list(titles)
        for passage in sorted(by_passage, key=passage_order):
            by_event = group_by(
                sorted(
                    by_passage[passage],
                    key=lambda claim: (order.index(claim.event_id), FIELD_ORDER[claim.field]),
                ),
                lambda claim: claim.event_id,
            )
            yield PassageValues(
                f"passage-{passage}",
                labels.capitalize_first(format_passages(join_passages([passage]))),
                tuple(
                    EventValues(titles[event], tuple(self._build_value(claim, registry) for claim in stated))
                    for event, stated in by_event.items()
                ),
            )

    def _build_value(self, claim: Claim, registry: SiteRegistry) -> StatedValue:
        formatter = ValueFormatter(registry, self.events, self.events[claim.event_id].kind)
        attributed = registry.actor_link(claim.attributed_to).label if claim.attributed_to else ""
        is_plain = claim.modality is Modality.STATED and not attributed
        return StatedValue(
            anchor=claim_anchor(claim),
            field=formatter.field_label(claim.field, claim.element),
            value=formatter.format_claim(
                claim.field, claim.element, parse_claim_value(claim.value), self.texts.get(claim.event_id, {})
            ),
            modality="" if is_plain else claim.modality.value,
            how="" if is_plain else labels.describe_modality(claim.modality, attributed),
            quote=claim.quote or "",
            also=format_passages(claim.paragraphs) if "," in claim.paragraphs else "",
        )
