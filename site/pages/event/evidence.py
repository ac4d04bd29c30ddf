"""Index the claims of one event, and derive citation marks, evidence and disagreements from them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from communique.schema.models import Claim, Ruling
from communique.schema.refinement import speaks_against
from communique.schema.text_parts import format_passages
from communique.schema.vocabulary import MINOR_GRADES, Basis, Decision, Modality, Standing
from communique.site import labels
from communique.site.pages.components import CitationMark, CitedValue, Dispute, Link
from communique.site.pages.event.event_view import (
    CitedSource,
    ClaimRow,
    FieldClaims,
    ValueDisagreement,
    ValueVersion,
)
from communique.site.pages.event.positions import Position, describe_positions
from communique.site.pages.event.rows import claim_anchor, parse_claim_value
from communique.site.pages.select import group_by
from communique.site.pages.value_labels import FIELD_ORDER, SET_LABELS, ValueFormatter

_SUPPORTING = frozenset({Standing.AGREES, Standing.COARSER})
Address = tuple[str, str]
"""A value's field and element."""


AGAINST = ("Denied", "Counts otherwise than")
"""How a version begins that only speaks against a value."""

OPEN_LIMIT = 12
"""Up to how many claims in all the claims of every field show unasked."""


def _summarize_standing(claims: Sequence[Claim], values: int) -> str:
    """Describe how many sources make claims on a field, and what became of their claims."""

    def count_sources(*standings: Standing) -> int:
        return len({claim.source_id for claim in claims if claim.standing in standings})

    total = len({claim.source_id for claim in claims})
    parts = [labels.format_count(values, "value")] if values > 1 else []
    parts.append(labels.format_count(total, "source"))
    if count_sources(Standing.UNRESOLVED):
        parts.append("they disagree, and no ruling settles it")
    if coarser := count_sources(Standing.COARSER):
        parts.append(f"{coarser} less exactly")
    if overtaken := count_sources(Standing.OVERTAKEN):
        parts.append(f"{overtaken} overtaken by later events")
    if overruled := count_sources(Standing.OVERRULED):
        parts.append(f"{overruled} set aside by a ruling")
    modalities = {claim.modality for claim in claims}
    if len(modalities) == 1 and Modality.STATED not in modalities:
        parts.append(f"only {modalities.pop().phrase}")
    return ", ".join(parts)


@lru_cache(maxsize=64)
def _describe_standing(basis: Basis, standing: Standing) -> str:
    """Describe how a claim was read and what became of it; "" where both are ordinary."""
    return labels.join_nonempty((labels.BASIS_LABELS[basis], labels.STANDING_LABELS[standing]), "; ")


class ClaimIndex:
    """All claims and rulings of one event, by field and element.

    Args:
        claims: the event's claims.
        rulings: the event's rulings.
        testimonies: the event's sources as its page lists them, by id.
        texts: the event's own notes and provisions by ``field/element``.
        values: how to say values.
    """

    def __init__(
        self,
        claims: Sequence[Claim],
        rulings: Sequence[Ruling],
        sources: Mapping[str, CitedSource],
        texts: Mapping[str, str],
        formatter: ValueFormatter,
    ) -> None:
        self.formatter = formatter
        self._texts = texts
        self._sources = sources
        ordered = sorted(
            claims,
            key=lambda c: (FIELD_ORDER[c.field], c.element, sources[c.source_id].number, c.number),
        )
        self.claims: dict[Address, list[Claim]] = group_by(ordered, lambda c: (c.field, c.element))
        self.rulings: dict[Address, Ruling] = {(r.field, r.element): r for r in rulings}
        self._formatted_claims: dict[
            int, str
        ] = {}  # by the claim's number in memory, which it has as long as it is held here

    def cite_value(self, value: Link, field: str, element: str = "", also: Sequence[str] = ()) -> CitedValue:
        """Return a value with its marks; claims on the elements ``also`` support it less exactly."""
        dispute = self.dispute_status(field, element)
        claims = [claim for key in (element, *also) for claim in self.claims.get((field, key), ())]
        standing = {*_SUPPORTING, Standing.UNRESOLVED} if dispute in {"unresolved", "minor"} else _SUPPORTING
        supporting = [c for c in claims if c.standing in standing and not speaks_against(field, c.modality)]
        return CitedValue(
            value,
            self._build_marks(supporting),
            dispute,
            self.dispute_anchor(field, element) if dispute else "",
        )

    def cite_field(self, field: str, value: Any) -> CitedValue | None:
        """Cite the value of a field; all versions if it is left open; None if no source states it."""
        if value is not None:
            return self.cite_value(self.formatter.format_value(field, value), field)
        if self.dispute_status(field, ""):
            versions = [version.value for version in self.build_versions(field, "")]
            put_forward = [value for value in versions if not value.startswith(AGAINST)]
            return self.cite_value(Link(" or ".join(put_forward or versions)), field)
        return None

    def dispute_status(self, field: str, element: str) -> Dispute:
        """Return whether sources disagree on a value, on what matters, and whether a ruling resolved it."""
        standings = {claim.standing for claim in self.claims.get((field, element), ())}
        ruling = self.rulings.get((field, element))
        if ruling and ruling.grade in MINOR_GRADES and standings & {Standing.UNRESOLVED, Standing.OVERRULED}:
            return "minor"
        if Standing.UNRESOLVED in standings:
            return "unresolved"
        return "settled" if Standing.OVERRULED in standings else ""

    @staticmethod
    def dispute_anchor(field: str, element: str) -> str:
        """Return the anchor of a disagreement on the page."""
        tail = hashlib.blake2s(element.encode(), digest_size=4).hexdigest() if element else ""
        return labels.join_nonempty((f"dispute-{field.replace('_', '-')}", tail), "-")

    def _build_marks(self, claims: Sequence[Claim]) -> tuple[CitationMark, ...]:
        """Return one mark per source, leading to its most directly stated claim, before others one with a quote."""
        marks: list[CitationMark] = []
        for source, source_claims in group_by(claims, lambda c: c.source_id).items():
            clearest = min(
                source_claims, key=lambda c: (c.modality is not Modality.STATED, not c.quote, c.number)
            )
            modality = "" if clearest.modality is Modality.STATED else clearest.modality.value
            marks.append(CitationMark(self._sources[source].number, claim_anchor(clearest), modality))
        return tuple(sorted(marks, key=lambda mark: mark.number))

    def claims_by_field(self) -> tuple[FieldClaims, ...]:
        """Return all claims grouped by field; each figure is a field of its own."""
        fields = group_by(
            self.claims, lambda address: address if address[0] == "figures" else (address[0], "")
        )
        is_short = sum(map(len, self.claims.values())) <= OPEN_LIMIT
        return tuple(self._build_field_claims(addresses, is_short) for addresses in fields.values())

    def _build_field_claims(self, addresses: Sequence[Address], is_short: bool) -> FieldClaims:
        """Build the claims of one field: of its value, or of each element of a set."""
        field, element = addresses[0]
        claims = [claim for address in addresses for claim in self.claims[address]]
        is_set = element != "" and field != "figures"
        standing = [claim for claim in claims if claim.standing is Standing.AGREES]
        return FieldClaims(
            field=SET_LABELS.get(field, self.formatter.field_label(field, element)),
            value="" if is_set else " or ".join(self._distinct_values(standing)),
            standing=_summarize_standing(claims, len(self._distinct_values(claims)) if is_set else 0),
            open=is_short or any(claim.standing is Standing.UNRESOLVED for claim in claims),
            claims=tuple(self._build_claim_row(claim) for claim in claims),
        )

    def _distinct_values(self, claims: Iterable[Claim]) -> list[str]:
        """Return the formatted values that some claims put forward, each once."""
        return list(dict.fromkeys(map(self._format_claim, claims)))

    def _format_claim(self, claim: Claim) -> str:
        """Format the value of a claim, cached because several sections show it."""
        text = self._formatted_claims.get(id(claim))
        if text is None:
            text = self.formatter.format_claim(
                claim.field, claim.element, parse_claim_value(claim.value), self._texts
            )
            self._formatted_claims[id(claim)] = text
        return text

    def _build_claim_row(self, claim: Claim) -> ClaimRow:
        source = self._sources[claim.source_id]
        attributed = (
            self.formatter.registry.actor_link(claim.attributed_to).label if claim.attributed_to else ""
        )
        return ClaimRow(
            anchor=claim_anchor(claim),
            number=source.number,
            field=self.formatter.field_label(claim.field, claim.element),
            value=self._format_claim(claim),
            source=source.source,
            publisher=source.publisher.label,
            paragraphs=format_passages(claim.paragraphs),
            modality=claim.modality.value,
            how=labels.describe_modality(claim.modality, attributed),
            quote=claim.quote or "",
            language=source.language,
            standing=_describe_standing(claim.basis, claim.standing),
        )

    def iter_attributed(self) -> Iterator[tuple[str, str, Modality, ClaimRow]]:
        """Yield what is attributed to somebody: the field, the actor, how it is put, and the claim."""
        for claims in self.claims.values():
            for claim in claims:
                if claim.attributed_to:
                    yield claim.field, claim.attributed_to, claim.modality, self._build_claim_row(claim)

    def build_versions(self, field: str, element: str) -> tuple[ValueVersion, ...]:
        """Return the versions of one value, each once, in the order of the sources."""
        ruling = self.rulings.get((field, element))
        claims = self.claims.get((field, element), [])

        def version_key(claim: Claim) -> tuple[str, str]:
            against = claim.modality.value if speaks_against(field, claim.modality) else ""
            return json.dumps(parse_claim_value(claim.value), sort_keys=True), against

        return tuple(
            ValueVersion(
                value=self._format_version(version_claims[0]),
                claims=tuple(
                    map(self._build_claim_row, sorted(version_claims, key=lambda claim: not claim.quote))
                ),
                chosen=ruling is not None
                and ruling.decision is Decision.SETTLED
                and any(claim.standing is Standing.AGREES for claim in version_claims),
            )
            for version_claims in group_by(claims, version_key).values()
        )

    def _format_version(self, claim: Claim) -> str:
        text = self._format_claim(claim)
        if not speaks_against(claim.field, claim.modality):
            return text
        return f"{AGAINST[claim.modality is not Modality.DENIED]}: {text}"

    def build_disagreements(self) -> tuple[ValueDisagreement, ...]:
        """Return all values on which sources disagree, unresolved first, trifles last."""
        addresses = sorted(
            {*self.claims, *self.rulings}, key=lambda address: (FIELD_ORDER[address[0]], address[1])
        )
        disagreements = [
            self._build_disagreement(*address) for address in addresses if self.dispute_status(*address)
        ]
        order = ("unresolved", "settled", "minor")
        return tuple(sorted(disagreements, key=lambda disagreement: order.index(disagreement.decision)))

    def _build_disagreement(self, field: str, element: str) -> ValueDisagreement:
        ruling = self.rulings.get((field, element))
        ruled = ""
        if ruling is not None and ruling.value is not None:
            ruled = self._format_ruling(field, element, parse_claim_value(ruling.value))
        subject = self.formatter.field_label(field, element)
        if element and field != "figures":
            subject = f"{subject}: {self.formatter.format_claim(field, element, None, self._texts)}"
        return ValueDisagreement(
            anchor=self.dispute_anchor(field, element),
            positions=describe_positions(field, self._list_positions(field, element)),
            field=subject,
            versions=self.build_versions(field, element),
            decision=self.dispute_status(field, element),
            ruled=ruled,
            because=ruling.because if ruling else "",
            decided=labels.format_day(ruling.decided) if ruling and ruling.decided else "",
            review=labels.format_day(ruling.review) if ruling and ruling.review else "",
            would_settle=(ruling.would_settle or "") if ruling else "",
        )

    def _list_positions(self, field: str, element: str) -> Iterator[Position]:
        """Yield what is attributed to somebody, a ministry's word as its state's."""
        registry = self.formatter.registry
        for claim in self.claims.get((field, element), ()):
            if claim.attributed_to:
                actor = registry.actors[registry.resolve_country(claim.attributed_to)].name
                label = self.formatter.field_label(field, element)
                yield Position(actor, claim.modality, self._format_claim(claim), label)

    def _format_ruling(self, field: str, element: str, value: Any) -> str:
        if element and field != "figures":
            return "it stands" if value else "it does not stand"
        return f"{self.formatter.format_claim(field, element, value, self._texts)} stands"
