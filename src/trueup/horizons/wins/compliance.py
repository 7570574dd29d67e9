"""The compliance stop: a win that is a payment, a gift above policy or a job offer is not kept.

ISO 37001:2016 (anti-bribery management systems: 3.1, 8.7 gifts and hospitality) and the UK Bribery Act 2010 (sections 1
and 6: an advantage, financial or other, offered to somebody so that they act improperly). A stop cannot be lifted here,
by nobody: it says whom to ask. Nothing of what was written is kept, and neither is that there was a stop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import ConfigDict, ValidationError

from trueup.horizons.wins.terms import found_in
from trueup.horizons.wins.win import Win
from trueup.vocabulary import InputError, Part
from trueup.vocabulary.said import Said, said

Rule = Literal["payment", "gift", "job_offer"]
RULES: tuple[Rule, ...] = ("payment", "gift", "job_offer")
NAMES: Mapping[str, Said] = {
    "payment": said("a payment"),
    "gift": said("a gift or hospitality above policy"),
    "job_offer": said("a job offer or another favour"),
}
QUESTIONS: Mapping[str, Said] = {
    "payment": said("Would this person, or somebody near them, be paid or lent anything for it?"),
    "gift": said("Does it rest on a gift, a meal, a journey or other hospitality above your policy?"),
    "job_offer": said("Is it a job, an order or another favour for this person, or somebody near them?"),
}
WHY = said("A win is what somebody gains when the work succeeds. This would be paid for beside it.")


class Answers(Part):
    """The three questions, each answered; no answer is no no."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    payment: bool
    gift: bool
    job_offer: bool

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """Answers from plain values. Raises InputError for a question without yes or no."""
        try:
            return cls.model_validate(dict(given))
        except ValidationError:
            pass
        lacking = [name for name in RULES if not isinstance(given.get(name), bool)]
        raise InputError(
            f"questions of compliance have no answer: {', '.join(lacking) or 'say yes or no to each'}",
            do="; ".join(f"{name}: {QUESTIONS[name]}" for name in lacking) or None,
        )


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a win is not kept: the rules that it may break, and the words that were found (none: a question said so)."""

    rules: tuple[Rule, ...]
    words: tuple[str, ...]

    @property
    def sentences(self) -> tuple[Said, ...]:
        """For the person who wrote it, each of them to be said in their language."""
        about = [said("This may be {what}: it is not kept.", what=NAMES[rule]) for rule in self.rules]
        found = said("Words that stopped it: {words}.", words=", ".join(self.words))
        return (*about, WHY, *([found] if self.words else []), *self.advice)

    @property
    def advice(self) -> tuple[Said, ...]:
        """What to do now."""
        if self.words:
            return (said("If it is none of these, write it in other words, so that nobody can take it for one."),)
        return (said("What you answered stands: leave it, and ask before anything is offered."),)


def stop(win: Win, answers: Answers) -> Stop | None:
    """Why this win may not be kept; None where nothing speaks against it."""
    found = [each for text in win.texts for each in found_in(text)]
    broken = {rule for rule, _ in found} | {rule for rule in RULES if getattr(answers, rule)}
    if not broken:
        return None
    return Stop(tuple(rule for rule in RULES if rule in broken), tuple(dict.fromkeys(words for _, words in found)))


def whom_to_ask(contact: str = "") -> Said:
    """Whom a stop refers to: whom the party has named, else the office that ISO 37001 (5.3.2) asks for."""
    if contact:
        return said("Ask {contact}.", contact=contact)
    return said("Ask whoever answers for compliance in your organisation.")
