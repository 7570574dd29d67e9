"""Verdicts on a plan as signs: a word in the provider's own voice, a tone, and a shape."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from trueup.delivery.results import Help, Overall, Own, ProviderVerdict, Standing, Word
from trueup.report.delivery import WORDS
from trueup.report.html.markup import Markup
from trueup.report.html.signs import badge
from trueup.report.signs import Sign
from trueup.web.delivery.summary import HALF

SAID: dict[Word, str] = {
    "NOT SATISFIED": gettext_noop("not satisfied"),
    "SATISFIED": gettext_noop("satisfied"),
    "DELIGHTED": gettext_noop("delighted"),
    "SUCCESSFUL": gettext_noop("successful"),
    "SUCCESSFUL DESPITE PROVIDER": gettext_noop("successful despite the provider"),
}
OVERALL: dict[tuple[Overall, bool], Sign] = {
    ("met", True): Sign(gettext_noop("delivered as promised"), "good", "tick", "✓", "+"),
    ("met", False): Sign(gettext_noop("on the way to its promise"), "good", "rise", "▲", "^"),
    ("not_met", True): Sign(gettext_noop("promise missed"), "bad", "cross", "✗", "x"),
    ("not_met", False): Sign(gettext_noop("about to miss its promise"), "bad", "fall", "▼", "v"),
}
UNKNOWN = Sign(gettext_noop("not to be said yet"), "open", "ring", "○", "?")
AFTER = Sign(gettext_noop("met after de-scoping"), "warn", "diamond", "◆", "!")
STANDINGS: dict[Standing, str] = {
    "final": gettext_noop("final"),
    "forecast": gettext_noop("forecast"),
    "unresolved": gettext_noop("unresolved: the parties' reports contradict each other"),
    "met_after_descoping": gettext_noop("met after de-scoping"),
    "no_own_scope": gettext_noop("no portion of its own"),
    "no_verdict": gettext_noop("no verdict"),
}
OWN: dict[Own, str] = {
    "missed": gettext_noop("its own portion: missed"),
    "met": gettext_noop("its own portion: kept"),
    "exceeded": gettext_noop("its own portion: better than promised"),
}
HELP: dict[Help, str] = {
    "none": gettext_noop("no help beyond its portion"),
    "offered": gettext_noop("offered help beyond its portion"),
    "implemented": gettext_noop("helped beyond its portion"),
}


def word(name: str | None, likely: str | None = None) -> Markup:
    """The verdict on a provider; while all is open, the `likely` one."""
    if name in SAID:
        return badge(WORDS[name], _(SAID[name]))
    if likely in SAID:
        return badge(WORDS[likely], _("likely: %(word)s") % {"word": _(SAID[likely])})
    return badge(UNKNOWN, _(UNKNOWN.word))


def overall(standing: Standing, value: Overall | None, p: float | None = None) -> Markup:
    """The verdict on the whole; while it is open, the likelier one by `p`, which is P(met)."""
    sign = AFTER if standing == "met_after_descoping" else UNKNOWN
    if value is None and p is not None and standing == "forecast":
        value = "met" if p >= HALF else "not_met"
    if sign is UNKNOWN and value is not None:
        sign = OVERALL[value, standing == "final"]
    return badge(sign, _(sign.word))


def told(verdict: ProviderVerdict) -> list[str]:
    """Own portion and help in words, and how firm it is."""
    parts = [_(STANDINGS[verdict.standing])]
    parts += [_(OWN[verdict.own])] if verdict.own else []
    return [*parts, *([_(HELP[verdict.help])] if verdict.help != "none" else [])]
