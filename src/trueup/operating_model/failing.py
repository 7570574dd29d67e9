"""Where touchpoints with third parties fail: what a customer lives through and no provider of theirs answers for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import Field

from trueup.operating_model.document import OperatingModel
from trueup.operating_model.measured import Results, Step, step_of
from trueup.operating_model.third import is_third
from trueup.vocabulary.result import Result


class Failing(Result):
    """An interaction with a third party at which touchpoints failed."""

    interaction: str = Field(description="its id in the model")
    name: str = Field(description="what people call it")
    party: str = Field(description="the third party")
    party_name: str = Field(description="what people call the party")
    failed: int = Field(description="touchpoints that failed")
    n: int = Field(description="touchpoints with a result")


def failing(model: OperatingModel, went: Mapping[Step, Results], names: Mapping[str, str]) -> tuple[Failing, ...]:
    """All of them, that with the most failed touchpoints first; of equals that of fewer touchpoints."""
    return tuple(sorted(_failing(model, went, names), key=lambda each: (-each.failed, each.n, each.interaction)))


def _failing(model: OperatingModel, went: Mapping[Step, Results], names: Mapping[str, str]) -> Iterator[Failing]:
    for each in model.interactions:
        step = step_of(each)
        results = went.get(step) if step else None
        if results and results.failed and each.with_ is not None and is_third(model, each):
            yield Failing(
                interaction=each.id, name=each.name, party=each.with_, party_name=names.get(each.with_, each.with_),
                failed=results.failed, n=results.n,
            )  # fmt: skip
