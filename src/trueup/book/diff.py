"""What an amendment changes, in words, and whether it weakens what was promised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from trueup.agreements.documents import Agreement
from trueup.book import job_changes, plan_changes
from trueup.book.compare import Difference, Keys, compare
from trueup.book.phrases import LISTS, Said, fits, from_to, kind_of, moved, spell
from trueup.book.versions import Versions
from trueup.kpis.documents import Kpi
from trueup.vocabulary import Direction, Document, Grade

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
    say = tell or _Speaker(before, after, kpis or {}).say
    return tuple(_change(found, say(found)) for found in compare(_plain(before), _plain(after)))


def _change(found: Difference, said: Said) -> Change:
    return Change(spell(found.path), kind_of(found), said[0], found.before, found.after, said[1])


def _plain(document: Document) -> dict[str, Any]:
    dumped: dict[str, Any] = document.model_dump(mode="json", by_alias=True)
    return {key: value for key, value in dumped.items() if key not in _OWN}


class _Speaker:
    """Puts differences of two versions into words."""

    def __init__(self, before: Document, after: Document, kpis: Mapping[str, Versions[Kpi]]) -> None:
        self.before, self.after, self.kpis = before, after, kpis

    def say(self, difference: Difference) -> Said:
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

    def amount(self, path: Keys, value: Any) -> str:
        """A number of the objective's KPI with its unit: 7 days, 5 %, [2, 4] days."""
        kpi = self.kpi(path)
        text = f"[{', '.join(value)}]" if isinstance(value, list) else str(value)
        unit = kpi.unit.name if kpi else ""
        plural = "s" if unit in _PLURAL and text != "1" else ""
        return f"{text} {unit}{plural}".strip()


def _in_sentence(name: str) -> str:
    """Claim cycle time -> claim cycle time, but NPS stays NPS."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def _target(speaker: _Speaker, found: Difference) -> Said:
    weakens = _weaker(found.before, found.after, speaker.sign(found.path))
    word = {True: "weakened", False: "tightened", None: "moved"}[weakens]
    was = found.before if isinstance(found.before, str) else f"[{', '.join(found.before)}]"
    return (
        f"target of {speaker.name(found.path)} {word} from {was} to {speaker.amount(found.path, found.after)}",
        weakens,
    )


def _weaker(before: Any, after: Any, sign: int | None) -> bool | None:
    if isinstance(before, list) and isinstance(after, list):
        (low, high), (new_low, new_high) = (tuple(map(Decimal, pair)) for pair in (before, after))
        if new_low <= low and new_high >= high:
            return True
        return False if new_low >= low and new_high <= high else None
    if sign is None or not (isinstance(before, str) and isinstance(after, str)):
        return None
    return (Decimal(after) - Decimal(before)) * sign < 0


def _baseline(speaker: _Speaker, found: Difference) -> Said:
    """A worse baseline makes the same target a smaller promise, and every improvement look larger."""
    weakens = _weaker(found.before, found.after, speaker.sign(found.path))
    now = speaker.amount(found.path, found.after)
    return f"baseline of {speaker.name(found.path)} moved from {found.before} to {now}", weakens


def _due(speaker: _Speaker, found: Difference) -> Said:
    return moved(f"due date of {speaker.name(found.path)}", found)


def _go_live(speaker: _Speaker, found: Difference) -> Said:
    return moved("planned go-live", found)


def _tolerance(speaker: _Speaker, found: Difference) -> Said:
    wider = Decimal(found.after) > Decimal(found.before)
    word, now = ("widened" if wider else "narrowed"), speaker.amount(found.path, found.after)
    return f"tolerance of {speaker.name(found.path)} {word} from {found.before} to {now}", wider


def _must(speaker: _Speaker, found: Difference) -> Said:
    now = "is a must-have now" if found.after else "is no longer a must-have"
    return f"{speaker.name(found.path)} {now}", not found.after


def _evidence(speaker: _Speaker, found: Difference) -> Said:
    lower = Grade.parse(found.after) < Grade.parse(found.before)
    word = "lowered" if lower else "raised"
    return f"evidence for {speaker.name(found.path)} {word} from {found.before} to {found.after}", lower


def _measured_by(speaker: _Speaker, found: Difference) -> Said:
    return f"{found.path[1]} is measured by {found.after} now, not by {found.before}", None


def _objective(speaker: _Speaker, found: Difference) -> Said:
    gone = found.after is None
    return f"objective {speaker.name(found.path)} {'removed (de-scoped)' if gone else 'added'}", gone


def _scope(speaker: _Speaker, found: Difference) -> Said:
    item, gone = found.before or found.after, found.after is None
    return f"deliverable {item['title']} {'removed from' if gone else 'added to'} the scope", gone


def _cost(speaker: _Speaker, found: Difference) -> Said:
    item, gone = found.before or found.after, found.after is None
    when = f"per {item['per']}" if item["per"] else f"on {item['date']}"
    to = f" to {item['party']}" if item["party"] else ""
    return f"cost {'removed' if gone else 'added'}: {item['what']}, {item['amount']} {when}{to}", None


def _provider(speaker: _Speaker, found: Difference) -> Said:
    gone = found.after is None
    return f"party {found.path[-1]} {'removed' if gone else 'added'} as a provider", None


def _observer(speaker: _Speaker, found: Difference) -> Said:
    if found.before is None:
        return f"observer {found.after} added", False
    if found.after is None:
        return f"observer {found.before} removed", True
    return f"observer changed from {found.before} to {found.after}", None


def _inside_objective(speaker: _Speaker, found: Difference) -> Said:
    keys = found.path[2:-1] if found.path[-2] in LISTS else found.path[2:]
    words = " ".join(keys).replace("_", " ")
    return f"{words} of {speaker.name(found.path)} {from_to(found)}", None


def _changed(speaker: _Speaker, found: Difference) -> Said:
    inside = found.path[0] == "objectives" and len(found.path) > 2
    if inside:
        return _inside_objective(speaker, found)
    return f"{' '.join(found.path).replace('_', ' ')} {from_to(found)}", None


_RULES: dict[str, Callable[[_Speaker, Difference], Said]] = {
    "objectives.*": _objective,
    "objectives.*.target": _target,
    "objectives.*.baseline.actual": _baseline,
    "objectives.*.due": _due,
    "objectives.*.tolerance": _tolerance,
    "objectives.*.must": _must,
    "objectives.*.evidence": _evidence,
    "objectives.*.kpi": _measured_by,
    "scope.*": _scope,
    "costs.*": _cost,
    "providers.*": _provider,
    "observer": _observer,
    "go_live.planned": _go_live,
}
