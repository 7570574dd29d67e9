"""What came of reading a file: what Trueup has a word for, and what is kept as it was."""

from __future__ import annotations

from pydantic import Field

from trueup.vocabulary.result import Result


class Note(Result):
    """One thing that is not as it was, or not used, and why."""

    line: int = Field(description="Where it stands in the file.")
    what: str = Field(description="What it is: its type and name.")
    why: str = Field(description="Why Trueup has no word for it, or what was changed.")


class Kept(Result):
    """Elements or relationships of one type that are kept as they are."""

    type: str = Field(description="Their xsi:type.")
    count: int = Field(description="How many.")
    why: str = Field(description="Why Trueup has no word for them.")


class ExchangeReport(Result):
    """What was read from a file in the exchange format. A file that is refused gives none: it raises."""

    file: str = Field(description="The name of the file.")
    model: str = Field(description="The id of the model.")
    elements: dict[str, int] = Field(description="How many elements were read, by kind.")
    links: int = Field(description="How many links, with those that jobs, interactions and capabilities state.")
    parties: int = Field(description="How many parties outside of the book.")
    kept_elements: tuple[Kept, ...] = Field(description="Elements without a word here, kept as they are.")
    kept_relationships: tuple[Kept, ...] = Field(description="Relationships without a word here, kept as they are.")
    kept_parts: tuple[str, ...] = Field(description="Other parts that are kept: organizations, views ...")
    elsewhere: int = Field(description="Elements that live in other documents of the book: agreements, outcomes ...")
    notes: tuple[Note, ...] = Field(description="What else is worth knowing, in the order of the file.")
