"""The table of verdicts: own portion x whole x help beyond it gives a word and what it means.

Satisfied, delighted and successful are three different things: a provider can do all of its part and the customer's
project fail. Help never lifts a whole that is not met.
"""

from __future__ import annotations

from trueup.delivery.results import Help, Overall, Own, Word
from trueup.vocabulary import joined, said

_OFFERED = said("offer not taken up; customer not successful")
_NO_RESCUE = said("help given, did not rescue; customer not successful")
_UNUSED = said("delivered; offer not used, no enabling credit")

TABLE: dict[tuple[Own, Overall, Help], tuple[Word, str]] = {
    ("missed", "not_met", "none"): ("NOT SATISFIED", said("failed; customer not successful")),
    ("missed", "not_met", "offered"): ("NOT SATISFIED", _OFFERED),
    ("missed", "not_met", "implemented"): ("NOT SATISFIED", _NO_RESCUE),
    ("missed", "met", "none"): ("SUCCESSFUL DESPITE PROVIDER", said("own scope missed")),
    ("missed", "met", "offered"): ("SUCCESSFUL DESPITE PROVIDER", said("own scope missed; offer not used")),
    ("missed", "met", "implemented"): ("SUCCESSFUL", said("recovered: missed own scope, rescued the whole")),
    ("met", "not_met", "none"): ("SATISFIED", said("Alpha; customer not successful")),
    ("met", "not_met", "offered"): ("SATISFIED", _OFFERED),
    ("met", "not_met", "implemented"): ("SATISFIED", _NO_RESCUE),
    ("met", "met", "none"): ("SUCCESSFUL", said("delivered (own scope met)")),
    ("met", "met", "offered"): ("SUCCESSFUL", _UNUSED),
    ("met", "met", "implemented"): ("SUCCESSFUL", said("enabled (Gamma)")),
    ("exceeded", "not_met", "none"): ("DELIGHTED", said("Beta; customer not successful")),
    ("exceeded", "not_met", "offered"): ("DELIGHTED", _OFFERED),
    ("exceeded", "not_met", "implemented"): ("DELIGHTED", _NO_RESCUE),
    ("exceeded", "met", "none"): ("SUCCESSFUL", said("delivered (own scope exceeded)")),
    ("exceeded", "met", "offered"): ("SUCCESSFUL", _UNUSED),
    ("exceeded", "met", "implemented"): ("SUCCESSFUL", said("enabled (Gamma)")),
}
COINCIDENT = said("help given, coincident: no enabling credit")


def word_and_note(own: Own, overall: Overall, help: Help, *, credit: bool) -> tuple[Word, str]:
    """The verdict. Help that was given without earning credit changes no word of a whole that is met, only the note.

    `credit`: the help was validated beforehand on a forecast that it would bring enough (decision 0021).
    """
    if help == "implemented" and overall == "met" and not credit:
        word, note = TABLE[own, overall, "none"]
        return word, joined((note, COINCIDENT), "; ")
    return TABLE[own, overall, help]
