"""The two clocks of a project: delivery at go-live, value in use. Neither corrects the other."""

from __future__ import annotations

from typing import Literal

from trueup.agreements.results import Verdict
from trueup.delivery.results import OverallVerdict
from trueup.scorecard.model import Clocks
from trueup.vocabulary import Said, said

Side = Literal["kept", "kept_after_descoping", "not_kept", "open", "unresolved", "unknown"]

_DELIVERED: dict[Side, Said] = {
    "kept": said("Delivered as committed"),
    "kept_after_descoping": said("Delivered as committed only after de-scoping"),
    "not_kept": said("Not delivered as committed"),
    "open": said("Not delivered yet"),
    "unresolved": said("Whether it was delivered as committed is in dispute"),
    "unknown": said("Nothing was committed for the whole"),
}
_IN_USE: dict[Verdict, Said] = {
    "succeeded": said("in use the promise is kept"),
    "failed": said("in use the promise is not kept"),
    "succeeding": said("in use it is succeeding"),
    "failing": said("in use it is failing"),
    "at_risk": said("in use it is at risk"),
    "unproven": said("in use nothing is proven yet"),
}
_MEANS: dict[tuple[Side, Verdict], Said] = {
    ("kept", "succeeded"): said("a success on both clocks"),
    ("kept", "failed"): said("the project succeeded and the customer did not"),
    ("not_kept", "succeeded"): said("the project failed and the customer succeeded"),
    ("not_kept", "failed"): said("a failure on both clocks"),
}


def clocks(overall: OverallVerdict, value: Verdict | None) -> Clocks:
    """Both clocks, and what they say together; `value` is the verdict on the agreement, None where there is none."""
    side = _side(overall)
    if value is None:
        return Clocks(
            delivery=side,
            value=None,
            words=said("{delivery}; no agreement says what it is for.", delivery=_DELIVERED[side]),
        )
    both = said("{delivery}, and {in_use}", delivery=_DELIVERED[side], in_use=_IN_USE[value])
    means = _MEANS.get((side, value))
    whole = said("{both}.", both=both) if means is None else said("{both}: {means}.", both=both, means=means)
    return Clocks(delivery=side, value=value, words=whole)


def _side(overall: OverallVerdict) -> Side:
    if overall.standing in ("unresolved", "met_after_descoping"):
        return "unresolved" if overall.standing == "unresolved" else "kept_after_descoping"
    if overall.standing == "forecast":
        return "open"
    return {"met": "kept", "not_met": "not_kept"}.get(overall.overall or "", "unknown")  # type: ignore[return-value]
