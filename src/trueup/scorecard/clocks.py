"""The two clocks of a project: delivery at go-live, value in use. Neither corrects the other."""

from __future__ import annotations

from typing import Literal

from trueup.agreements.results import Verdict
from trueup.delivery.results import OverallVerdict
from trueup.scorecard.model import Clocks

Side = Literal["kept", "kept_after_descoping", "not_kept", "open", "unresolved", "unknown"]

_DELIVERED: dict[Side, str] = {
    "kept": "Delivered as committed",
    "kept_after_descoping": "Delivered as committed only after de-scoping",
    "not_kept": "Not delivered as committed",
    "open": "Not delivered yet",
    "unresolved": "Whether it was delivered as committed is in dispute",
    "unknown": "Nothing was committed for the whole",
}
_IN_USE: dict[Verdict, str] = {
    "succeeded": "in use the promise is kept",
    "failed": "in use the promise is not kept",
    "succeeding": "in use it is succeeding",
    "failing": "in use it is failing",
    "at_risk": "in use it is at risk",
    "unproven": "in use nothing is proven yet",
}
_MEANS: dict[tuple[Side, Verdict], str] = {
    ("kept", "succeeded"): ": a success on both clocks",
    ("kept", "failed"): ": the project succeeded and the customer did not",
    ("not_kept", "succeeded"): ": the project failed and the customer succeeded",
    ("not_kept", "failed"): ": a failure on both clocks",
}


def clocks(overall: OverallVerdict, value: Verdict | None) -> Clocks:
    """Both clocks, and what they say together; `value` is the verdict on the agreement, None where there is none."""
    side = _side(overall)
    if value is None:
        return Clocks(delivery=side, value=None, words=f"{_DELIVERED[side]}; no agreement says what it is for.")
    words = f"{_DELIVERED[side]}, and {_IN_USE[value]}{_MEANS.get((side, value), '')}."
    return Clocks(delivery=side, value=value, words=words)


def _side(overall: OverallVerdict) -> Side:
    if overall.standing in ("unresolved", "met_after_descoping"):
        return "unresolved" if overall.standing == "unresolved" else "kept_after_descoping"
    if overall.standing == "forecast":
        return "open"
    return {"met": "kept", "not_met": "not_kept"}.get(overall.overall or "", "unknown")  # type: ignore[return-value]
