"""The claims of one event: numbered, said in words, and gathered to marks, versions and rulings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from communique.schema import Claim, Ruling
from communique.schema.vocabulary import Basis, Decision, Modality, Standing
from communique.site import words
from communique.site.queries.rows import grouped
from communique.site.queries.values import FIELD_ORDER, Values
from communique.site.views.event import Claims, Disagreement, Evidence, Testimony, Version
from communique.site.views.parts import Cited, Dispute, Mark, Ref

_SUPPORTING = frozenset({Standing.AGREES, Standing.COARSER})
Address = tuple[str, str]
"""A value's field and element."""


def anchor(claim: Claim) -> str:
    """A claim's permanent anchor on its event's page: the same as long as the claim exists."""
    return _anchor(claim.field, claim.element, claim.source_id, claim.number)


@lru_cache(maxsize=4096)  # each is asked for several times while its event's page is made
def _anchor(field: str, element: str, source_id: str, number: int) -> str:
    key = "\0".join((field, element, source_id, str(number)))
    return f"claim-{hashlib.blake2s(key.encode(), digest_size=5).hexdigest()}"


@lru_cache(maxsize=4096)
def claimed(value: str) -> Any:
    """A claim's value out of its JSON; not to be changed, as claims share it."""
    return json.loads(value)


OPEN = 12
"""Up to how many claims in all the claims of every field show unasked."""

SETS = {
    "people": "People",
    "units": "Units",
    "domains": "Domains",
    "provisions": "Provisions",
    "notes": "Notes",
    "links": "Links",
    "topics": "Topics",
    "names": "Other names",
}
"""What a field is called that holds many values, where that is not what one of them is called."""


def _standing(claims: Sequence[Claim], values: int) -> str:
    """How many sources say something of a field, and what became of their claims, in words."""

    def of(*standings: Standing) -> int:
        return len({claim.source_id for claim in claims if claim.standing in standings})

    total = len({claim.source_id for claim in claims})
    parts = [words.counted(values, "value")] if values > 1 else []
    parts.append(words.counted(total, "source"))
    if of(Standing.UNRESOLVED):
        parts.append("they disagree, and no ruling settles it")
    if coarser := of(Standing.COARSER):
        parts.append(f"{coarser} less exactly")
    if overtaken := of(Standing.OVERTAKEN):
        parts.append(f"{overtaken} overtaken by later events")
    if overruled := of(Standing.OVERRULED):
        parts.append(f"{overruled} set aside by a ruling")
    modalities = {claim.modality for claim in claims}
    if len(modalities) == 1 and Modality.STATED not in modalities:
        parts.append(f"only {modalities.pop().value}")
    return ", ".join(parts)


@lru_cache(maxsize=64)
def _became(basis: Basis, standing: Standing) -> str:
    """How a claim was read, and what became of it, where that is worth a word."""
    return words.joined((words.BASIS_WORDS[basis], words.STANDING_WORDS[standing]), "; ")


class Dossier:
    """All claims and rulings of one event, asked by field and element.

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
        testimonies: Mapping[str, Testimony],
        texts: Mapping[str, str],
        values: Values,
    ) -> None:
        self.values = values
        self._texts = texts
        self._testimonies = testimonies
        ordered = sorted(
            claims,
            key=lambda c: (FIELD_ORDER[c.field], c.element, testimonies[c.source_id].number, c.number),
        )
        self.claims: dict[Address, list[Claim]] = grouped(ordered, lambda c: (c.field, c.element))
        self.rulings: dict[Address, Ruling] = {(r.field, r.element): r for r in rulings}
        self._words: dict[
            int, str
        ] = {}  # by the claim's number in memory, which it has as long as it is held here

    def cite(self, value: Ref, field: str, element: str = "", also: Sequence[str] = ()) -> Cited:
        """A value with its marks; ``also`` names other elements whose claims support it, less exactly."""
        dispute = self.dispute(field, element)
        claims = [claim for key in (element, *also) for claim in self.claims.get((field, key), ())]
        standing = {*_SUPPORTING, Standing.UNRESOLVED} if dispute == "unresolved" else _SUPPORTING
        supporting = [c for c in claims if c.standing in standing and c.modality is not Modality.DENIED]
        return Cited(
            value, self._marks(supporting), dispute, self.place_of(field, element) if dispute else ""
        )

    def single(self, field: str, value: Any) -> Cited | None:
        """A single value with its marks; all versions where it is left open; None where nothing is said."""
        if value is not None:
            return self.cite(self.values.single(field, value), field)
        if self.dispute(field, ""):
            versions = [version.value for version in self.versions(field, "")]
            return self.cite(Ref(" or ".join(versions)), field)
        return None

    def dispute(self, field: str, element: str) -> Dispute:
        """Whether sources disagree on a value, and whether that is settled; a ruling alone is no disagreement."""
        standings = [claim.standing for claim in self.claims.get((field, element), ())]
        if Standing.UNRESOLVED in standings:
            return "unresolved"
        return "settled" if Standing.OVERRULED in standings else ""

    @staticmethod
    def place_of(field: str, element: str) -> str:
        """The anchor of a disagreement."""
        tail = hashlib.blake2s(element.encode(), digest_size=4).hexdigest() if element else ""
        return words.joined((f"dispute-{field.replace('_', '-')}", tail), "-")

    def _marks(self, claims: Sequence[Claim]) -> tuple[Mark, ...]:
        """One mark a source, at its plainest claim."""
        marks: list[Mark] = []
        for source, own in grouped(claims, lambda c: c.source_id).items():
            plainest = min(own, key=lambda c: (c.modality is not Modality.STATED, c.number))
            modality = "" if plainest.modality is Modality.STATED else plainest.modality.value
            marks.append(Mark(self._testimonies[source].number, anchor(plainest), modality))
        return tuple(sorted(marks, key=lambda mark: mark.number))

    def evidence(self) -> tuple[Claims, ...]:
        """Every claim, field by field; each figure is a field of its own."""
        fields = grouped(self.claims, lambda one: one if one[0] == "figures" else (one[0], ""))
        few = sum(map(len, self.claims.values())) <= OPEN
        return tuple(self._field(addresses, few) for addresses in fields.values())

    def _field(self, addresses: Sequence[Address], few: bool) -> Claims:
        """What is said of one field: of its value, or of each element where it holds a set."""
        field, element = addresses[0]
        claims = [claim for address in addresses for claim in self.claims[address]]
        several = element != "" and field != "figures"
        standing = [claim for claim in claims if claim.standing is Standing.AGREES]
        return Claims(
            field=SETS.get(field, self.values.label(field, element)),
            value="" if several else " or ".join(self._values(standing)),
            standing=_standing(claims, len(self._values(claims)) if several else 0),
            open=few or any(claim.standing is Standing.UNRESOLVED for claim in claims),
            said=tuple(self._said(claim) for claim in claims),
        )

    def _values(self, claims: Iterable[Claim]) -> list[str]:
        """Each value that some claims put forward, once."""
        return list(dict.fromkeys(map(self._value, claims)))

    def _value(self, claim: Claim) -> str:
        """What a claim says, in words; asked for by its field, and again where it stands."""
        said = self._words.get(id(claim))
        if said is None:
            said = self.values.claim(claim.field, claim.element, claimed(claim.value), self._texts)
            self._words[id(claim)] = said
        return said

    def _said(self, claim: Claim) -> Evidence:
        testimony = self._testimonies[claim.source_id]
        attributed = self.values.registry.actor(claim.attributed_to).label if claim.attributed_to else ""
        return Evidence(
            anchor=anchor(claim),
            number=testimony.number,
            field=self.values.label(claim.field, claim.element),
            value=self._value(claim),
            source=testimony.source,
            publisher=testimony.publisher.label,
            paragraphs=words.paragraphs(claim.paragraphs),
            modality=claim.modality.value,
            how=words.how(claim.modality, attributed),
            quote=claim.quote or "",
            language=testimony.language,
            standing=_became(claim.basis, claim.standing),
        )

    def versions(self, field: str, element: str) -> tuple[Version, ...]:
        """What sources say of one value, each version once, in the order of the sources."""
        ruling = self.rulings.get((field, element))
        claims = self.claims.get((field, element), [])

        def key(claim: Claim) -> tuple[str, bool]:
            return json.dumps(claimed(claim.value), sort_keys=True), claim.modality is Modality.DENIED

        return tuple(
            Version(
                value=self._version_words(own[0]),
                claims=tuple(self._said(claim) for claim in own),
                chosen=ruling is not None
                and ruling.decision is Decision.SETTLED
                and any(claim.standing in _SUPPORTING for claim in own),
            )
            for own in grouped(claims, key).values()
        )

    def _version_words(self, claim: Claim) -> str:
        said = self._value(claim)
        return f"Denied: {said}" if claim.modality is Modality.DENIED else said

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Every value on which sources disagree, unresolved first."""
        addresses = sorted(
            {*self.claims, *self.rulings}, key=lambda address: (FIELD_ORDER[address[0]], address[1])
        )
        found = [self._disagreement(*address) for address in addresses if self.dispute(*address)]
        return tuple(sorted(found, key=lambda one: one.decision != "unresolved"))

    def _disagreement(self, field: str, element: str) -> Disagreement:
        ruling = self.rulings.get((field, element))
        ruled = ""
        if ruling is not None and ruling.value is not None:
            ruled = self._ruled(field, element, claimed(ruling.value))
        subject = self.values.label(field, element)
        if element and field != "figures":
            subject = f"{subject}: {self.values.claim(field, element, None, self._texts)}"
        return Disagreement(
            anchor=self.place_of(field, element),
            field=subject,
            versions=self.versions(field, element),
            decision=self.dispute(field, element),
            ruled=ruled,
            because=ruling.because if ruling else "",
            decided=words.day(ruling.decided) if ruling and ruling.decided else "",
        )

    def _ruled(self, field: str, element: str, value: Any) -> str:
        if element and field != "figures":
            return "it stands" if value else "it does not stand"
        return f"{self.values.claim(field, element, value, self._texts)} stands"
