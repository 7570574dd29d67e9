"""What an operating model lacks: gaps of six kinds, the jobs without a complete path, and who else takes part."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from trueup.operating_model.parts import Kind
from trueup.vocabulary import Sentence
from trueup.vocabulary.result import Result

GapKind = Literal[
    "job_without_interaction",
    "interaction_without_decision_or_owner",
    "decision_without_component",
    "component_without_capability",
    "capability_without_cash_flow",
    "cash_flow_without_job",
]
GAPS: tuple[GapKind, ...] = get_args(GapKind)


class GapElement(Result):
    """An element that lacks something."""

    id: str = Field(description="its id")
    name: str = Field(description="what people call it")
    lacks: tuple[str, ...] = Field(description="what it lacks: a kind of element, or owner")


class Gap(Result):
    """All elements that lack the same."""

    kind: GapKind = Field(description="which of the six")
    says: Sentence = Field(description="the kind in words")
    of: int = Field(description="how many elements could lack it")
    elements: tuple[GapElement, ...] = Field(description="those that do: all of them, in the order of the document")


class Gaps(Result):
    """What is missing: the six kinds, each with its exact list."""

    model: str = Field(description="the id of the model")
    total: int = Field(description="elements that lack something, over all kinds")
    kinds: tuple[Gap, ...] = Field(description="the six kinds, from the customer down")


class Incomplete(Result):
    """A job without a complete path."""

    id: str = Field(description="the job")
    name: str = Field(description="what people call it")
    stops_at: Kind = Field(description="the last kind of element that it reaches")


class Coverage(Result):
    """The jobs that have a complete path, of all jobs."""

    jobs: int = Field(description="how many jobs there are")
    complete: tuple[str, ...] = Field(description="those with a complete path")
    incomplete: tuple[Incomplete, ...] = Field(description="those without, and how far each gets")
    share: float | None = Field(default=None, description="complete / jobs")
    insufficient: Sentence | None = Field(default=None, description="why there is no share")


class PartyShare(Result):
    """How many interactions are with one party."""

    party: str = Field(description="the party")
    name: str = Field(description="what people call it")
    interactions: int = Field(description="how many interactions are with it")
    third: bool = Field(description="whether it is a third party: neither the customer nor who gets the jobs done")


class ThirdParties(Result):
    """The share of interactions that are with third parties, exactly."""

    interactions: int = Field(description="how many interactions there are")
    n: int = Field(description="those that say whom they are with")
    third: int = Field(description="those with a third party")
    share: float | None = Field(default=None, description="third / n")
    parties: tuple[PartyShare, ...] = Field(description="by party, the most first")
    unsaid: tuple[str, ...] = Field(description="interactions that do not say whom they are with")
    insufficient: Sentence | None = Field(default=None, description="why there is no share")
