"""What each provider may call itself: satisfied, delighted, successful; with the reasons, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from trueup.delivery import words
from trueup.delivery.case import Case
from trueup.delivery.commitments import Own as OwnPortion
from trueup.delivery.commitments import own_portion
from trueup.delivery.disputes import answers, disputes
from trueup.delivery.overall import Whole, decisive_first, reasons_of, sentence, whole, would_change
from trueup.delivery.parameters import Judged
from trueup.delivery.results import Claimed, Help, Overall, Own, Probability, ProviderVerdict, Standing, Word
from trueup.delivery.verdict_table import word_and_note
from trueup.vocabulary import Figure, Said, listed, said


@dataclass(frozen=True, slots=True)
class Beyond:
    """What a provider did beyond its own portion.

    `credit`: it was validated by the customer before the fact, carried out, and the forecast frozen at validation said
    that it would bring at least as much as credit takes. Whether the whole was met is judged here.
    """

    help: Help = "none"
    credit: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chances:
    """Simulated probabilities while things are open: that the whole is met, and each provider's own portion."""

    overall: Probability | None = None
    own: Mapping[str, Probability] = field(default_factory=dict)


NO_HELP, NO_CHANCES = Beyond(), Chances()


def provider_verdicts(
    case: Case, *, chances: Chances = NO_CHANCES, beyond: Mapping[str, Beyond] | None = None
) -> tuple[ProviderVerdict, ...]:
    """One verdict for each provider: a project gives different ones to different parties."""
    helped = beyond or {}
    return tuple(_Bench(case, party, helped.get(party, NO_HELP), chances).verdict for party in case.roles.providers)


def own_outcome(portion: OwnPortion, margin: Fraction) -> Own | None:
    """Missed, met or exceeded; None while something is open.

    Exceeded: everything met, and at least one parameter better by the margin, both by the commitments that stand and by
    those made first.
    """
    now = _outcome(portion.standing, margin)
    if now == "exceeded" and _outcome(portion.first, margin) != "exceeded":
        return "met"
    return now


def _outcome(judged: tuple[Judged, ...], margin: Fraction) -> Own | None:
    decisive = [each for each in judged if each.counts]
    if any(each.status == "missed" for each in decisive):
        return "missed"
    if not decisive or any(each.status == "open" for each in decisive):
        return None
    better = any(each.better is not None and each.better >= margin for each in decisive)
    return "exceeded" if better else "met"


@dataclass(frozen=True, slots=True)
class _Ruling:
    standing: Standing
    own: Own | None
    overall: Overall | None
    word: Word | None
    note: str


class _Bench:
    """Judges one provider."""

    def __init__(self, case: Case, party: str, beyond: Beyond, chances: Chances) -> None:
        self.case, self.party, self.beyond, self.chances = case, party, beyond, chances
        self.name = case.roles.name(party)
        self.whole: Whole = whole(case)
        self.portion = own_portion(case, party)
        self.own = own_outcome(self.portion, Fraction(case.versions[0].commitment.margin))

    @property
    def verdict(self) -> ProviderVerdict:
        """The verdict, or one for each claim while claims contradict each other in what it rests on."""
        ruling, claims = self.ruling(), self._claims()
        if any(claim != ruling for claim in claims.values()):
            ruling = self._unresolved(list(claims.values()))
        else:
            claims = {}
        forecast = ruling.standing == "forecast"
        return ProviderVerdict(
            provider=self.party,
            standing=ruling.standing,
            own=ruling.own,
            overall=ruling.overall,
            help=self.beyond.help,
            enabled=self._is_enabled(ruling),
            word=ruling.word,
            note=ruling.note,
            p_own=self.chances.own.get(self.party) if forecast and ruling.own is None else None,
            p_overall=self.chances.overall if forecast and ruling.overall is None else None,
            parameters=tuple(each.result for each in self.portion.standing),
            reasons=tuple(self._reasons(ruling)),
            would_change=tuple(dict.fromkeys(self._would_change(ruling))),
            claims=tuple(_claimed(party, claim) for party, claim in claims.items()),
        )

    def ruling(self) -> _Ruling:
        """The verdict by the progress that stands."""
        own, overall = self.own, self.whole.met
        if not self._has_scope:
            return _Ruling("no_own_scope", None, self.whole.by_now, None, said("no own scope: helper or observer only"))
        if not self.portion.standing:
            note = said("no verdict: nothing is committed for its own portion")
            return _Ruling("no_verdict", None, self.whole.by_now, None, note)
        if self.whole.standing == "no_verdict" and not self.whole.first:
            return _Ruling("no_verdict", own, None, None, said("no verdict: nothing is promised of the whole"))
        if own is None or (overall is None and self.whole.standing != "met_after_descoping"):
            return self._open(own, overall)
        if self.whole.standing == "met_after_descoping":
            return _Ruling("met_after_descoping", own, "met", None, _after_descoping(own))
        assert overall is not None
        word, meaning = word_and_note(own, overall, self.beyond.help, credit=self.beyond.credit)
        return _Ruling("final", own, overall, word, meaning)

    @property
    def _has_scope(self) -> bool:
        return bool(self.case.portion(self.party) or self.portion.standing)

    def _open(self, own: Own | None, overall: Overall | None) -> _Ruling:
        unknown = [each for each in (*self.portion.standing, *self.whole.now) if each.unknown]
        waiting = self.case.undone(self.case.in_scope if overall is None else self.case.portion(self.party))
        if unknown and not waiting:
            note = said("no verdict: what it takes to tell is not reported")
            return _Ruling("no_verdict", own, overall, None, note)
        note = said("forecast: {outlook}", outlook=listed(self._outlook(own, overall)))
        return _Ruling("forecast", own, overall, None, note)

    def _outlook(self, own: Own | None, overall: Overall | None) -> list[str]:
        mine, all_ = self.chances.own.get(self.party), self.chances.overall
        return [
            said("own scope {own}", own=said(own)) if own else _chance(said("own scope met"), mine),
            _overall(overall) if overall else _chance(said("overall met"), all_),
        ]

    def _is_enabled(self, ruling: _Ruling) -> bool:
        helped = self.beyond.help == "implemented" and self.beyond.credit
        return helped and ruling.standing == "final" and ruling.overall == "met"

    def _claims(self) -> dict[str, _Ruling]:
        believed = sorted(self.case.believed)
        return {by: _Bench(self.case.believing(by), self.party, self.beyond, self.chances).ruling() for by in believed}

    def _unresolved(self, claims: list[_Ruling]) -> _Ruling:
        own = {claim.own for claim in claims}
        overall = {claim.overall for claim in claims}
        return _Ruling(
            "unresolved",
            own.pop() if len(own) == 1 else None,
            overall.pop() if len(overall) == 1 else None,
            None,
            said("unresolved: one verdict for each claim"),
        )

    def _reasons(self, ruling: _Ruling) -> Iterator[str]:
        if ruling.standing == "unresolved":
            yield from disputes(self.case)
        if ruling.standing == "no_own_scope":
            yield said("{party} owns no part of this plan.", party=self.name)
        elif not self.portion.standing:
            yield said("{party} has committed to neither a day nor a cost for its portion.", party=self.name)
        yield from self._own_sentences()
        yield from (words.whole(moved) for moved in self.portion.moved)
        yield from reasons_of(self.case, self.whole)
        yield from self.beyond.reasons
        alone = self.case.own_words_only(self.party)
        if alone and self.portion.standing:
            some = words.some([self.case.called(name) for name in alone])
            yield said(
                "It rests on {party}'s own word for {activities}: nobody has verified it.",
                party=self.name,
                activities=some,
            )

    def _own_sentences(self) -> Iterator[str]:
        """The own portion, with finish and cost of the same thing in one sentence."""
        tails = {each.of: each for each in self.portion.standing if each.what == "cost" and each.tail}
        whole_told = {each.of for each in self.portion.standing if each.what == "finish" and each.actual}
        for each in decisive_first(self.portion.standing):
            if each.what == "cost" and each.tail and each.of in whole_told:
                continue
            tail = tails.get(each.of)
            if each.what == "finish" and tail is not None and tail.tail is not None:
                yield said("{Finish}, {cost}.", Finish=each.words, cost=tail.tail)
            else:
                yield sentence(each, self.case.plan)

    def _would_change(self, ruling: _Ruling) -> Iterator[str]:
        if ruling.standing == "unresolved":
            yield from answers(self.case)
            return
        if self._has_scope and not self.portion.standing:
            committed = f"commitments: {{{self.party}: {{finish: DATE, cost: AMOUNT}}}}"
            yield said("a commitment of {party} in the plan: {committed}", party=self.name, committed=committed)
        for each in self.portion.standing:
            if each.unknown:
                yield said("a report of what is missing: {what}", what=each.words)
            elif each.status == "open":
                yield each.wants
            elif each.status == "missed":
                yield said("evidence of {what}", what=each.wants)
        if ruling.overall == "not_met" and ruling.standing == "final":
            yield said("nothing that anyone does now: the whole is not met; help counts only while it can still be met")
        yield from would_change(self.whole)


def _after_descoping(own: Own | None) -> Said:
    return said(
        "met after de-scoping: own scope {own}; customer not successful by the first promise", own=said(str(own))
    )


def _overall(overall: Overall) -> Said:
    return said("overall met") if overall == "met" else said("overall not met")


def _chance(what: str, p: Probability | None) -> Said:
    if p is None:
        return said("P({what}) is not known yet", what=what)
    return said("P({what}) = {chance}", what=what, chance=Figure(f"{p.p:.2f}"))


def _claimed(party: str, ruling: _Ruling) -> Claimed:
    return Claimed(by=party, own=ruling.own, overall=ruling.overall, word=ruling.word, note=ruling.note)
