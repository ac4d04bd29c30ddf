"""Define how an entry gives the codes by which others know something: one for each list, and rows of data sets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from communique.loaders.entry_format.annotated_value import EntryModel
from communique.loaders.entry_format.string_types import Label, Slug, entry_error
from communique.schema.vocabulary import Scheme


def _read_number(value: object) -> object:
    """Return a bare number as text; anything else unchanged."""
    return str(value) if type(value) is int else value


def _read_three_digits(value: object) -> object:
    """Refuse a bare number: YAML has taken away its leading zero, as 36 of 036."""
    if type(value) is int and 0 <= value < 1000:
        raise entry_error(f"a code of three digits, written {value}", f'write it in quotes, as "{value:03}"')
    return value


Number = Annotated[
    str,
    BeforeValidator(_read_number, json_schema_input_type=str | int),
    Field(strict=True, pattern=r"^[1-9][0-9]{0,11}$"),
]
ThreeDigits = Annotated[str, BeforeValidator(_read_three_digits), Field(strict=True, pattern=r"^[0-9]{3}$")]


class IdentifierCodes(EntryModel):
    """Codes by which others know it."""

    iso_numeric: ThreeDigits | None = Field(default=None, description=Scheme.ISO_NUMERIC.meaning)
    iso_former: Annotated[str, Field(strict=True, pattern=r"^[A-Z]{4}$")] | None = Field(
        default=None, description=Scheme.ISO_FORMER.meaning
    )
    un_m49: ThreeDigits | None = Field(default=None, description=Scheme.UN_M49.meaning)
    cow: Number | None = Field(default=None, description=Scheme.COW.meaning)
    gleditsch_ward: Number | None = Field(default=None, description=Scheme.GLEDITSCH_WARD.meaning)
    wikidata: Annotated[str, Field(strict=True, pattern=r"^Q[1-9][0-9]{0,11}$")] | None = Field(
        default=None, description=Scheme.WIKIDATA.meaning
    )
    geonames: Number | None = Field(default=None, description=Scheme.GEONAMES.meaning)
    dataset: dict[Slug, Label] = Field(default_factory=dict, description=Scheme.DATASET.meaning)

    def iter_codes(self) -> Iterator[tuple[Scheme, str, str]]:
        """Yield each code as its scheme, the data set where it is of one, and its value."""
        for scheme in Scheme:
            value = getattr(self, scheme, None)
            if isinstance(value, str):
                yield scheme, "", value
        for name, value in self.dataset.items():
            yield Scheme.DATASET, name, value


NO_IDENTIFIERS: Final = IdentifierCodes()
