"""The table of verdicts: own portion x whole x help beyond it gives a word and what it means.

Satisfied, delighted and successful are three different things: a provider can do all of its part and the customer's
project fail. Help never lifts a whole that is not met.
"""

from __future__ import annotations

from trueup.delivery.results import Help, Overall, Own, Word

_FAILED = "customer not successful"
_OFFERED = f"offer not taken up; {_FAILED}"
_NO_RESCUE = f"help given, did not rescue; {_FAILED}"
_UNUSED = "delivered; offer not used, no enabling credit"

TABLE: dict[tuple[Own, Overall, Help], tuple[Word, str]] = {
    ("missed", "not_met", "none"): ("NOT SATISFIED", f"failed; {_FAILED}"),
    ("missed", "not_met", "offered"): ("NOT SATISFIED", _OFFERED),
    ("missed", "not_met", "implemented"): ("NOT SATISFIED", _NO_RESCUE),
    ("missed", "met", "none"): ("SUCCESSFUL DESPITE PROVIDER", "own scope missed"),
    ("missed", "met", "offered"): ("SUCCESSFUL DESPITE PROVIDER", "own scope missed; offer not used"),
    ("missed", "met", "implemented"): ("SUCCESSFUL", "recovered: missed own scope, rescued the whole"),
    ("met", "not_met", "none"): ("SATISFIED", f"Alpha; {_FAILED}"),
    ("met", "not_met", "offered"): ("SATISFIED", _OFFERED),
    ("met", "not_met", "implemented"): ("SATISFIED", _NO_RESCUE),
    ("met", "met", "none"): ("SUCCESSFUL", "delivered (own scope met)"),
    ("met", "met", "offered"): ("SUCCESSFUL", _UNUSED),
    ("met", "met", "implemented"): ("SUCCESSFUL", "enabled (Gamma)"),
    ("exceeded", "not_met", "none"): ("DELIGHTED", f"Beta; {_FAILED}"),
    ("exceeded", "not_met", "offered"): ("DELIGHTED", _OFFERED),
    ("exceeded", "not_met", "implemented"): ("DELIGHTED", _NO_RESCUE),
    ("exceeded", "met", "none"): ("SUCCESSFUL", "delivered (own scope exceeded)"),
    ("exceeded", "met", "offered"): ("SUCCESSFUL", _UNUSED),
    ("exceeded", "met", "implemented"): ("SUCCESSFUL", "enabled (Gamma)"),
}
COINCIDENT = "help given, coincident: no enabling credit"


def word_and_note(own: Own, overall: Overall, help: Help, *, credit: bool) -> tuple[Word, str]:
    """The verdict. Help that was given without earning credit changes no word of a whole that is met, only the note.

    `credit`: the help was validated beforehand on a forecast that it would bring enough (decision 0021).
    """
    if help == "implemented" and overall == "met" and not credit:
        word, note = TABLE[own, overall, "none"]
        return word, f"{note}; {COINCIDENT}"
    return TABLE[own, overall, help]
