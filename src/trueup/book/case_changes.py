"""What a version of a business case changes, in words, and whether it promises less."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from trueup.book.compare import Difference
from trueup.book.key_words import key_words
from trueup.book.phrases import Told, fits, from_to, short
from trueup.value.business_case import BusinessCase
from trueup.vocabulary import Document, Figure, Said, said

Tell = Callable[[Difference], Told]


def teller_of(before: Document, after: Document) -> Tell | None:
    """What puts differences of two business cases into words; None for other kinds."""
    if isinstance(before, BusinessCase) and isinstance(after, BusinessCase):
        names = {line.id: line.name for case in (before, after) for _, _, line in case.lines()}
        return _Case(names).tell
    return None


class _Case:
    """Two versions of a business case, with what people call each line."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def tell(self, found: Difference) -> Told:
        """The difference in words."""
        rule = next((rule for pattern, rule in self._rules().items() if fits(pattern, found.path)), None)
        if rule is not None:
            return rule(found)
        if found.path[0] in ("benefits", "costs") and len(found.path) > 2:
            return self._inside(found), None
        return said("{what} {change}", what=key_words(found.path), change=from_to(found)), None

    def _rules(self) -> dict[str, Tell]:
        return {
            "benefits.*": self._benefit,
            "costs.*": self._cost,
            "benefits.*.risk": self._risk,
            "costs.*.risk": self._risk,
            "benefits.*.objective": self._objective,
            "rate": _rate,
            "scenarios.*": _scenario,
            "network.*": self._node,
        }

    def _name(self, id: str) -> str:
        return self._names.get(id, id)

    def _benefit(self, found: Difference) -> Told:
        name = self._name(found.path[1])
        if found.after is None:
            return said("benefit {name} removed", name=name), True
        return said("benefit {name} added", name=name), False

    def _cost(self, found: Difference) -> Told:
        name = self._name(found.path[1])
        if found.after is None:
            return said("cost {name} removed", name=name), None
        return said("cost {name} added", name=name), None

    def _risk(self, found: Difference) -> Told:
        name, was, now = self._name(found.path[1]), Figure(found.before), Figure(found.after)
        return said("risk factor of {name} changed from {was} to {now}", name=name, was=was, now=now), None

    def _objective(self, found: Difference) -> Told:
        name = self._name(found.path[1])
        if found.after is None:
            return said("no objective measures {name} any more (it was {was})", name=name, was=found.before), True
        if found.before is None:
            return said("{name} is measured by objective {now}", name=name, now=found.after), False
        parts = {"name": name, "was": found.before, "now": found.after}
        return said("{name} is measured by objective {now} now, not by {was}", **parts), None

    def _inside(self, found: Difference) -> Said:
        name, keys = self._name(found.path[1]), found.path[2:]
        if keys[0] == "inputs" and len(keys) > 1:
            keys = keys[1:]
        plain = Difference(found.path, _bare(found.before), _bare(found.after))
        return said("{what} of {name} {change}", what=key_words(keys), name=name, change=from_to(plain))

    def _node(self, found: Difference) -> Told:
        item: dict[str, Any] = found.before or found.after
        name = item.get("title") or self._name(found.path[1])
        if found.after is None:
            return said("{name} removed from the network", name=name), None
        return said("{name} added to the network", name=name), None


def _bare(value: Any) -> Any:
    """Without what is empty: a distribution by the one that is stated."""
    return {key: inner for key, inner in value.items() if inner is not None} if isinstance(value, dict) else value


def _rate(found: Difference) -> Told:
    was, now = (
        Figure(f"{Decimal(each) * 100:f}".rstrip("0").rstrip(".") + " %") for each in (found.before, found.after)
    )
    return said("discount rate changed from {was} to {now}", was=was, now=now), None


def _scenario(found: Difference) -> Told:
    item: dict[str, Any] = found.before or found.after
    name, figures = item.get("title") or found.path[1], short(item["set"])
    if found.after is None:
        return said("scenario {name} removed ({figures})", name=name, figures=figures), None
    return said("scenario {name} added ({figures})", name=name, figures=figures), None
