"""What an amendment changes, in words, and whether it weakens what was promised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from trueup.agreements.documents import Agreement
from trueup.agreements.words import named
from trueup.book import (
    attribution_changes,
    case_changes,
    improvement_changes,
    job_changes,
    operating_model_changes,
    plan_changes,
    stakeholder_changes,
)
from trueup.book.compare import Difference, Keys, compare
from trueup.book.key_words import key_words
from trueup.book.phrases import LISTS, Told, fits, from_to, kind_of, moved, short, spell
from trueup.book.versions import Versions
from trueup.kpis.documents import Kpi
from trueup.vocabulary import Direction, Document, Grade, Said, said
from trueup.vocabulary.said import Piece

# What an amendment must change: it says nothing about the promise.
_OWN = ("version", "agreed_at", "effective", "why", "on")
_PLURAL = frozenset({"day", "hour", "minute", "second", "millisecond", "week", "month", "year"})


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions.

    `path` names items by id ("objectives[cycle-time].target"); `kind` is the key that changed, or `added` or `removed`;
    `weakens` is True where less is promised than before, False where more is, None where neither can be said.
    """

    path: str
    kind: str
    words: str
    before: Any
    after: Any
    weakens: bool | None


def diff(before: Document, after: Document, kpis: Mapping[str, Versions[Kpi]] | None = None) -> tuple[Change, ...]:
    """Every change from one version of a document to another; empty when nothing was changed.

    `kpis` (as in `Book.kpis`) gives objectives their units, names and directions; without them a target's direction is
    read from the baseline.
    """
    tell = plan_changes.teller_of(before, after) or job_changes.teller_of(before, after)
    tell = tell or improvement_changes.teller_of(before, after) or case_changes.teller_of(before, after)
    tell = tell or stakeholder_changes.teller_of(before, after) or operating_model_changes.teller_of(before, after)
    say = tell or _Speaker(before, after, kpis or {}).say
    return tuple(_change(found, say(found)) for found in compare(_plain(before), _plain(after)))


def _change(found: Difference, told: Told) -> Change:
    return Change(spell(found.path), kind_of(found), told[0], found.before, found.after, told[1])


def _plain(document: Document) -> dict[str, Any]:
    dumped: dict[str, Any] = document.model_dump(mode="json", by_alias=True)
    return {key: value for key, value in dumped.items() if key not in _OWN}


class _Speaker:
    """Puts differences of two versions into words."""

    def __init__(self, before: Document, after: Document, kpis: Mapping[str, Versions[Kpi]]) -> None:
        self.before, self.after, self.kpis = before, after, kpis

    def say(self, difference: Difference) -> Told:
        rule = next((rule for pattern, rule in _RULES.items() if fits(pattern, difference.path)), _changed)
        return rule(self, difference)

    def kpi(self, path: Keys) -> Kpi | None:
        """The KPI of the objective that `path` lies in."""
        for document in (self.after, self.before):
            objective = document.objective(path[1]) if isinstance(document, Agreement) else None
            if objective is not None and objective.kpi in self.kpis:
                return self.kpis[objective.kpi].latest
        return None

    def name(self, path: Keys) -> str:
        """What people call the objective that `path` lies in: its title, its KPI's name, or its id."""
        for document in (self.after, self.before):
            objective = document.objective(path[1]) if isinstance(document, Agreement) else None
            if objective is not None and objective.title:
                return objective.title
        kpi = self.kpi(path)
        return _in_sentence(kpi.name) if kpi else path[1].replace("-", " ").replace("_", " ")

    def sign(self, path: Keys) -> int | None:
        """+1 where more is better, -1 where less is: from the KPI, else from target and baseline."""
        kpi = self.kpi(path)
        if kpi is not None:
            return None if kpi.direction is Direction.maintain else kpi.direction.sign
        objective = self.before.objective(path[1]) if isinstance(self.before, Agreement) else None
        if objective is None or objective.baseline is None or isinstance(objective.target, tuple):
            return None
        way = objective.target - objective.baseline.actual
        return None if way == 0 else (1 if way > 0 else -1)

    def amount(self, path: Keys, value: Any) -> Piece:
        """A number of the objective's KPI with its unit: 7 days, 5 %, [2, 4] days."""
        kpi, number = self.kpi(path), short(value)
        unit = kpi.unit.name if kpi else ""
        if not unit:
            return number
        return said("{number} {unit}", number=number, unit=_unit(unit, one=str(number) == "1"))


def _unit(unit: str, *, one: bool) -> str:
    if unit not in _PLURAL:
        return unit
    return named(unit if one else f"{unit}s")


def _in_sentence(name: str) -> str:
    """Claim cycle time -> claim cycle time, but NPS stays NPS."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def _target(speaker: _Speaker, found: Difference) -> Told:
    weakens = _weaker(found.before, found.after, speaker.sign(found.path))
    name = speaker.name(found.path)
    was, now = short(found.before), speaker.amount(found.path, found.after)
    if weakens is None:
        return said("target of {name} moved from {was} to {now}", name=name, was=was, now=now), None
    if weakens:
        return said("target of {name} weakened from {was} to {now}", name=name, was=was, now=now), True
    return said("target of {name} tightened from {was} to {now}", name=name, was=was, now=now), False


def _weaker(before: Any, after: Any, sign: int | None) -> bool | None:
    if isinstance(before, list) and isinstance(after, list):
        (low, high), (new_low, new_high) = (tuple(map(Decimal, pair)) for pair in (before, after))
        if new_low <= low and new_high >= high:
            return True
        return False if new_low >= low and new_high <= high else None
    if sign is None or not (isinstance(before, str) and isinstance(after, str)):
        return None
    return (Decimal(after) - Decimal(before)) * sign < 0


def _baseline(speaker: _Speaker, found: Difference) -> Told:
    """A worse baseline makes the same target a smaller promise, and every improvement look larger."""
    weakens = _weaker(found.before, found.after, speaker.sign(found.path))
    name, was, now = speaker.name(found.path), short(found.before), speaker.amount(found.path, found.after)
    return said("baseline of {name} moved from {was} to {now}", name=name, was=was, now=now), weakens


def _due(speaker: _Speaker, found: Difference) -> Told:
    return moved(said("due date of {name}", name=speaker.name(found.path)), found)


def _go_live(speaker: _Speaker, found: Difference) -> Told:
    return moved(said("planned go-live"), found)


def _tolerance(speaker: _Speaker, found: Difference) -> Told:
    name, was, now = speaker.name(found.path), short(found.before), speaker.amount(found.path, found.after)
    if Decimal(found.after) > Decimal(found.before):
        return said("tolerance of {name} widened from {was} to {now}", name=name, was=was, now=now), True
    return said("tolerance of {name} narrowed from {was} to {now}", name=name, was=was, now=now), False


def _must(speaker: _Speaker, found: Difference) -> Told:
    name = speaker.name(found.path)
    if found.after:
        return said("{name} is a must-have now", name=name), False
    return said("{name} is no longer a must-have", name=name), True


def _evidence(speaker: _Speaker, found: Difference) -> Told:
    name, was, now = speaker.name(found.path), named(found.before), named(found.after)
    if Grade.parse(found.after) < Grade.parse(found.before):
        return said("evidence for {name} lowered from {was} to {now}", name=name, was=was, now=now), True
    return said("evidence for {name} raised from {was} to {now}", name=name, was=was, now=now), False


def _worth(speaker: _Speaker, found: Difference) -> Told:
    """Less worth makes less of what was promised; it may also be a mistake mended, so it stands in its own words."""
    name, was, now = speaker.name(found.path), short(found.before), short(found.after)
    if Decimal(found.after) < Decimal(found.before):
        return said("worth of a unit of {name} lowered from {was} to {now}", name=name, was=was, now=now), True
    return said("worth of a unit of {name} raised from {was} to {now}", name=name, was=was, now=now), False


def _case(speaker: _Speaker, found: Difference) -> Told:
    if found.before is None:
        return said("business case {case} named as the promise", case=found.after), False
    if found.after is None:
        return said("business case {case} no longer named (it stays sealed)", case=found.before), True
    parts = {"now": found.after, "was": found.before}
    return said("business case {now} named in the place of {was}, which stays sealed", **parts), None


def _measured_by(speaker: _Speaker, found: Difference) -> Told:
    name, now, was = found.path[1], str(found.after), str(found.before)
    return said("{name} is measured by {now} now, not by {was}", name=name, now=now, was=was), None


def _objective(speaker: _Speaker, found: Difference) -> Told:
    name = speaker.name(found.path)
    if found.after is None:
        return said("objective {name} removed (de-scoped)", name=name), True
    return said("objective {name} added", name=name), False


def _scope(speaker: _Speaker, found: Difference) -> Told:
    title = (found.before or found.after)["title"]
    if found.after is None:
        return said("deliverable {title} removed from the scope", title=title), True
    return said("deliverable {title} added to the scope", title=title), False


def _cost(speaker: _Speaker, found: Difference) -> Told:
    cost = _priced(found.before or found.after)
    return (
        said("cost removed: {cost}", cost=cost) if found.after is None else said("cost added: {cost}", cost=cost)
    ), None


def _priced(item: Mapping[str, Any]) -> Said:
    what, amount, party = item["what"], short(item["amount"]), item["party"]
    when = said("per {unit}", unit=named(item["per"])) if item["per"] else said("on {day}", day=short(item["date"]))
    if party:
        return said("{what}, {amount} {when} to {party}", what=what, amount=amount, when=when, party=party)
    return said("{what}, {amount} {when}", what=what, amount=amount, when=when)


def _provider(speaker: _Speaker, found: Difference) -> Told:
    party = found.path[-1]
    if found.after is None:
        return said("party {party} removed as a provider", party=party), None
    return said("party {party} added as a provider", party=party), None


def _observer(speaker: _Speaker, found: Difference) -> Told:
    if found.before is None:
        return said("observer {party} added", party=found.after), False
    if found.after is None:
        return said("observer {party} removed", party=found.before), True
    return said("observer changed from {before} to {after}", before=found.before, after=found.after), None


def _inside_objective(speaker: _Speaker, found: Difference) -> Told:
    keys = found.path[2:-1] if found.path[-2] in LISTS else found.path[2:]
    name, change = speaker.name(found.path), from_to(found)
    return said("{what} of {name} {change}", what=key_words(keys), name=name, change=change), None


def _attribution(speaker: _Speaker, found: Difference) -> Told:
    return attribution_changes.told(speaker.name(found.path), found) or _inside_objective(speaker, found)


def _changed(speaker: _Speaker, found: Difference) -> Told:
    if found.path[0] == "pricing" and len(found.path) > 1:
        from trueup.book.pricing_changes import told

        if (said_ := told(found)) is not None:
            return said_
    inside = found.path[0] == "objectives" and len(found.path) > 2
    if inside:
        return _inside_objective(speaker, found)
    return said("{what} {change}", what=key_words(found.path), change=from_to(found)), None


_RULES: dict[str, Callable[[_Speaker, Difference], Told]] = {
    "objectives.*": _objective,
    "objectives.*.target": _target,
    "objectives.*.baseline.actual": _baseline,
    "objectives.*.due": _due,
    "objectives.*.tolerance": _tolerance,
    "objectives.*.must": _must,
    "objectives.*.evidence": _evidence,
    "objectives.*.value.per_unit": _worth,
    "objectives.*.kpi": _measured_by,
    "objectives.*.attribution.*": _attribution,
    "objectives.*.attribution.events.*": _attribution,
    "scope.*": _scope,
    "costs.*": _cost,
    "providers.*": _provider,
    "observer": _observer,
    "business_case": _case,
    "go_live.planned": _go_live,
}
