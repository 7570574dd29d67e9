"""Delivery in a few words: signs of verdicts, and one line a plan. The same in the terminal and on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trueup.delivery.results import DeliveryResult, OverallVerdict, ProviderVerdict, Standing, Word
from trueup.report import words
from trueup.report.signs import Sign

WORDS: dict[Word, Sign] = {
    "NOT SATISFIED": Sign("NOT SATISFIED", "bad", "cross", "✗", "x"),
    "SATISFIED": Sign("SATISFIED", "warn", "diamond", "◆", "!"),
    "DELIGHTED": Sign("DELIGHTED", "warn", "diamond", "◆", "!"),
    "SUCCESSFUL DESPITE PROVIDER": Sign("SUCCESSFUL DESPITE PROVIDER", "warn", "fall", "▼", "v"),
    "SUCCESSFUL": Sign("SUCCESSFUL", "good", "tick", "✓", "+"),
}
_STANDINGS: dict[Standing, str] = {
    "final": "no verdict",
    "forecast": "forecast",
    "unresolved": "unresolved",
    "met_after_descoping": "met after de-scoping",
    "no_own_scope": "no portion of its own",
    "no_verdict": "no verdict",
}
MET = Sign("met", "good", "tick", "✓", "+")
NOT_MET = Sign("not met", "bad", "cross", "✗", "x")


def provider_sign(verdict: ProviderVerdict) -> Sign:
    """The sign of a provider's verdict: its word once it is final, else how it stands."""
    if verdict.word is not None and verdict.standing == "final":
        return WORDS[verdict.word]
    return _standing(verdict.standing)


def overall_sign(overall: OverallVerdict) -> Sign:
    """The sign of the whole."""
    if overall.standing == "final" and overall.overall is not None:
        return MET if overall.overall == "met" else NOT_MET
    return _standing(overall.standing)


def _standing(standing: Standing) -> Sign:
    tone, shape, glyph, plain = ("warn", "diamond", "◆", "!") if standing == "met_after_descoping" else _OPEN
    return Sign(_STANDINGS[standing], tone, shape, glyph, plain)  # type: ignore[arg-type]


_OPEN = ("open", "ring", "○", "?")


def line(found: DeliveryResult, names: Mapping[str, str]) -> str:
    """One plan in a line: what each provider may say, and when the whole ends."""
    said = [f"{names.get(each.provider, each.provider)} {_said(each)}" for each in found.verdicts]
    ends = f"{'finished' if found.complete else 'finishes'} {words.day(found.finish)}"
    if found.committed_finish is not None:
        ends += f", committed {words.day(found.committed_finish)}"
    chance = found.overall.p
    likely = "" if chance is None else f", P(met) {words.share(chance.p)}"
    return f"{words.listed(said) + '; ' if said else ''}{ends}{likely}"


def _said(verdict: ProviderVerdict) -> str:
    sign = provider_sign(verdict)
    if verdict.word is None or verdict.standing != "final":
        return sign.word
    return f"{sign.word} ({as_said(verdict.note)})"


def as_said(note: str) -> str:
    """A verdict's note without the letters that the method's table keeps beside the words (Alpha, Beta, Gamma)."""
    return words.told(note).removeprefix("Alpha; ").removeprefix("Beta; ").removesuffix(" (Gamma)")


def beside(said: Sequence[str], above: Sequence[str]) -> list[str]:
    """What is said of a provider and is not said of the whole already."""
    return [each for each in said if each not in above]


def project_kept(found: DeliveryResult) -> float | None:
    """How far the project is a success, 0 to 1: P(met) while it is open, then 1 or 0; None where nothing tells."""
    overall = found.overall
    if overall.p is not None and overall.standing == "forecast":
        return overall.p.p
    return None if overall.overall is None else float(overall.overall == "met")
