"""The organisations in a book, and the interests they declare."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from trueup.vocabulary.document import Document, Id, Part, Whole

Role = Literal["customer", "provider", "observer"]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]
"""ISO 3166-1, two letters."""


class Stake(Part):
    """A declared interest of a party in the result, along one of the four tests of independence."""

    test: Literal["contractual", "managerial", "technical", "financial"]
    in_: Id | None = Field(default=None, alias="in")
    what: str


class Party(Part):
    """An organisation in the book and the role it has by default."""

    id: Id
    name: str
    role: Role
    industry: str | None = None
    employees: Whole | None = Field(default=None, ge=0)
    country: Country | None = None
    stakes: tuple[Stake, ...] = ()


class PartyDocument(Document):
    """A party in a document of its own, beside those the book lists: sources bring them in by the hundred."""

    kind: Literal["party"] = "party"
    name: str
    role: Role
    industry: str | None = None
    employees: Whole | None = Field(default=None, ge=0)
    country: Country | None = None
    stakes: tuple[Stake, ...] = ()

    @property
    def party(self) -> Party:
        """The party as the book lists it."""
        fields = self.model_dump(exclude={"kind", "version", "agreed_at"}, by_alias=True)
        return Party.model_validate(fields)
