"""How many interactions are with third parties: neither the customer whose model it is nor who gets the jobs done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from trueup.operating_model.document import OperatingModel
from trueup.operating_model.parts import Interaction
from trueup.operating_model.results_gaps import PartyShare, ThirdParties
from trueup.vocabulary import Insufficient, said


def is_third(model: OperatingModel, interaction: Interaction) -> bool | None:
    """Whether an interaction is with a third party; None where it does not say whom it is with."""
    if interaction.with_ is None:
        return None
    return interaction.with_ not in (model.customer, model.executor)


def third_parties(model: OperatingModel, names: Mapping[str, str]) -> ThirdParties:
    """The share, counted over the interactions that say whom they are with; the others are listed."""
    counts = Counter(each.with_ for each in model.interactions if each.with_ is not None)
    third = sum(bool(is_third(model, each)) for each in model.interactions)
    n = counts.total()
    shares = tuple(
        PartyShare(party=party, name=names.get(party, party), interactions=count,
                   third=party not in (model.customer, model.executor))
        for party, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    )  # fmt: skip
    why = None if n else Insufficient(said("the share of interactions with third parties"), 0, 1).words
    return ThirdParties(
        interactions=len(model.interactions),
        n=n,
        third=third,
        share=third / n if n else None,
        parties=shares,
        unsaid=tuple(each.id for each in model.interactions if each.with_ is None),
        insufficient=why,
    )
