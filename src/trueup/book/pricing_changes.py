"""What an amendment changes in the terms of a fee, clause by clause, in words."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from trueup.agreements.words import named
from trueup.book.compare import Difference
from trueup.book.phrases import Told, fits, moved, short
from trueup.value.pricing import percent
from trueup.vocabulary import Said, said
from trueup.vocabulary.said import Piece

_CLAUSES: dict[str, Said] = {
    "share": said("the share of value"),
    "share_loss": said("the share of a shortfall"),
    "deadband": said("the deadband"),
    "base": said("the base fee"),
    "target": said("the target value"),
    "floor": said("the floor"),
    "cap": said("the cap"),
    "mode": said("the way of sharing"),
    "settle": said("the settlement period"),
    "use": said("the end of the interval that is shared"),
    "grade": said("the grade that settles"),
    "currency": said("the currency of the fee"),
    "rates": said("the dated rates"),
    "from": said("the begin of settling"),
    "until": said("the end of settling"),
    "provisional": said("the provisional fee"),
}
_SHARES = frozenset(("share", "share_loss", "deadband"))


def told(found: Difference) -> Told | None:
    """A change inside `pricing` in words; None for a path of which there is nothing to say."""
    keys = found.path[1:]
    if len(keys) == 1 and keys[0] in _CLAUSES:
        return _clause(_CLAUSES[keys[0]], found, share=keys[0] in _SHARES), None
    rule = next((rule for pattern, rule in _RULES.items() if fits(pattern, keys)), None)
    return None if rule is None else (rule(found), None)


def _clause(what: Said, found: Difference, *, share: bool = False) -> Said:
    """The cap raised from 300 to 400; set and removed where there was or is none."""
    before, after = (_figure(value, share=share) for value in (found.before, found.after))
    if found.before in (None, []):
        return said("{what} set to {value}", what=what, value=after)
    if found.after in (None, []):
        return said("{what} removed (it was {value})", what=what, value=before)
    more = _number(found.after) - _number(found.before) if _numbers(found) else None
    if more is None:
        return said("{what} changed from {before} to {after}", what=what, before=before, after=after)
    if more > 0:
        return said("{what} raised from {before} to {after}", what=what, before=before, after=after)
    return said("{what} lowered from {before} to {after}", what=what, before=before, after=after)


def _figure(value: Any, *, share: bool) -> Piece:
    if share and value is not None:
        return percent(Decimal(value))
    return _plain(value)


def _plain(value: Any) -> Piece:
    as_written = isinstance(value, dict | list) or value is None or _is_number(value)
    return short(value) if as_written else named(str(value))


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and value.lstrip("-").replace(".", "", 1).isdigit()


def _number(value: Any) -> Decimal:
    return Decimal(value)


def _numbers(found: Difference) -> bool:
    return _is_number(found.before) and _is_number(found.after)


def _provisional(found: Difference) -> Said:
    key = found.path[2]
    if key == "amount":
        return _clause(_CLAUSES["provisional"], found)
    if key == "parts":
        return _clause(said("the part of the provisional fee of {party}", party=found.path[-1]), found, share=True)
    if key == "to":
        return _clause(said("who is paid the provisional fee"), found)
    return _clause(said("what the provisional fee is paid per"), found)


def _part(found: Difference) -> Said:
    return _clause(said("the part of the fee of {party}", party=found.path[-1]), found, share=True)


def _item(noun: Said) -> Callable[[Difference], Said]:
    def say(found: Difference) -> Said:
        item = found.before or found.after
        name = item.get("title") or found.path[2]
        if found.after is None:
            return said("{noun} {name} removed", noun=noun, name=name)
        return said("{noun} {name} added: {terms}", noun=noun, name=name, terms=short(_terms(item)))

    return say


def _terms(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in ("id", "title") and value is not False}


def _inside(noun: Said) -> Callable[[Difference], Said]:
    def say(found: Difference) -> Said:
        key, name = found.path[-1], found.path[2]
        if found.path[-2] == "parts":
            what = said("the part of {noun} {name} of {party}", noun=noun, name=name, party=key)
            return _clause(what, found, share=True)
        what = said("{key} of {noun} {name}", key=_KEYS.get(key, key), noun=noun, name=name)
        if key == "by" and isinstance(found.after, str) and isinstance(found.before, str):
            return said("{words}", words=moved(what, found)[0])
        return _clause(what, found, share=key == "otherwise")

    return say


_KEYS: dict[str, Said] = {
    "at_least": said("the least"),
    "at_most": said("the most"),
    "otherwise": said("what is left of the share"),
    "by": said("the day"),
    "amount": said("the amount"),
    "per_day": said("the amount for a day"),
    "max": said("the most in all"),
}
_NOUNS = {
    "gates": said("the quality gate"),
    "milestones": said("the milestone"),
    "bonuses": said("the bonus"),
}
_RULES: dict[str, Callable[[Difference], Said]] = {
    "provisional.*": _provisional,
    "provisional.parts.*": _provisional,
    "parts.*": _part,
    **{f"{key}.*": _item(noun) for key, noun in _NOUNS.items()},
    **{f"{key}.*.*": _inside(noun) for key, noun in _NOUNS.items()},
    **{f"{key}.*.*.*": _inside(noun) for key, noun in _NOUNS.items()},
}
