"""Verdict cards, and containments with what was predicted beside what came true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trueup.delivery.results import ContainmentResult, OverallVerdict, Probability, ProviderVerdict
from trueup.report import words
from trueup.report.delivery import as_said, beside, provider_sign
from trueup.report.html.context import Context
from trueup.report.html.markup import Markup, tag, user
from trueup.report.html.signs import badge
from trueup.report.language import say


def card(verdict: ProviderVerdict, whole: OverallVerdict, page: Context) -> Markup:
    """What one provider may call itself, why, and what would change it; what is said of the whole is not repeated."""
    reasons = beside(verdict.reasons, whole.reasons)
    return tag(
        "article",
        page.heading(badge(provider_sign(verdict)), user(page.name(verdict.provider), "span")),
        tag("p", user(words.sentence(say(as_said(verdict.note))), "span"), class_="decisive"),
        _chances(verdict),
        tag("ul", [tag("li", user(words.sentence(reason), "span")) for reason in reasons]) if reasons else None,
        _claims(verdict, page),
        _would_change(beside(verdict.would_change, whole.would_change)),
        class_="card",
    )


def _chances(verdict: ProviderVerdict) -> Markup | None:
    named: tuple[tuple[str, Probability | None], ...] = (
        (say("P(its own portion is met)"), verdict.p_own),
        (say("P(the whole is met)"), verdict.p_overall),
    )
    items = [tag("div", tag("dt", name), tag("dd", words.share(p.p))) for name, p in named if p is not None]
    return tag("dl", items, class_="figures") if items else None


def _claims(verdict: ProviderVerdict, page: Context) -> Iterator[Markup]:
    for claim in verdict.claims:
        said = say("If {party} is right: {word}.", party=page.name(claim.by), word=claim.word or say("no verdict"))
        yield tag("p", user(f"{said} {words.sentence(say(as_said(claim.note)))}", "span"), class_="caution")


def _would_change(stated: Sequence[str]) -> Markup | None:
    if not stated:
        return None
    changes = [tag("li", user(words.sentence(each), "span")) for each in stated]
    return tag("div", tag("p", say("What would change it")), tag("ul", changes), class_="would-change")


def containment(found: ContainmentResult, page: Context) -> Markup:
    """One containment: its moves, its steps, and predicted beside realised."""
    return tag(
        "article",
        page.heading(user(found.title, "span")),
        tag("p", _standing(found, page), class_="quiet"),
        tag("ul", [tag("li", user(words.sentence(move.words), "span")) for move in found.moves]),
        _effect(found),
        [tag("p", user(words.sentence(issue), "span"), class_="caution") for issue in found.issues],
        class_="card",
    )


def _standing(found: ContainmentResult, page: Context) -> str:
    steps = "; ".join(f"{say(words.plain(step.state))} {words.day(step.on)}" for step in found.steps)
    return say("containment by {party}: {steps}", party=page.name(found.by), steps=steps)


def _effect(found: ContainmentResult) -> Markup | None:
    if found.predicted_finish is None or found.predicted_finish_without is None:
        return None
    realised = say("not yet known") if found.realised_finish is None else words.day(found.realised_finish)
    figures = (
        (say("Predicted with it"), words.day(found.predicted_finish)),
        (say("Predicted without"), words.day(found.predicted_finish_without)),
        (say("Realised"), realised),
        (say("Gain in P(met)"), "" if found.p_gain is None else words.share(found.p_gain)),
        (say("Credit"), say(words.plain(found.credit))),
    )
    return tag(
        "dl", [tag("div", tag("dt", name), tag("dd", value)) for name, value in figures if value], class_="figures"
    )
