"""What an amendment changes about attribution, in words: what is compared with, by which method, since when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from trueup.agreements.words import named
from trueup.book.compare import Difference
from trueup.book.phrases import Told, moved, short
from trueup.vocabulary import Said, Slice, joined, said


def told(name: str, found: Difference) -> Told | None:
    """A change inside the attribution of the objective that people call `name`; None: no words of its own.

    Nothing of it is a weaker or a stronger promise: it says how the same promise is proved.
    """
    keys = found.path[found.path.index("attribution") + 1 :]
    if keys[0] == "events" and len(keys) == 2:
        return _event(name, keys[1], found), None
    rule = _RULES.get(keys[0]) if len(keys) == 1 else None
    return None if rule is None else (rule(name, found), None)


def _method(name: str, found: Difference) -> Said:
    before, after = named(found.before), named(found.after)
    return said("the attribution of {name} changed from {before} to {after}", name=name, before=before, after=after)


def _control(name: str, found: Difference) -> Said:
    if found.before is None:
        return said("the control of {name} is {after} now", name=name, after=_slice(found.after))
    if found.after is None:
        return said("the control of {name} removed (it was {before})", name=name, before=_slice(found.before))
    before, after = _slice(found.before), _slice(found.after)
    return said("the control of {name} changed from {before} to {after}", name=name, before=before, after=after)


def _pool(name: str, found: Difference) -> Said:
    return said("the pool of controls of {name}: {changes}", name=name, changes=_came_and_went(found, _slice))


def _treated(name: str, found: Difference) -> Said:
    return said("what {name} counts as reached: {changes}", name=name, changes=_came_and_went(found, _slice))


def _units(name: str, found: Difference) -> Said:
    return said("the units that {name} reaches: {changes}", name=name, changes=_came_and_went(found, _started))


def _exclude(name: str, found: Difference) -> Said:
    return said("left out of the controls of {name}: {changes}", name=name, changes=_came_and_went(found, _why))


def _since(name: str, found: Difference) -> Said:
    return moved(said("the start from which {name} is attributed", name=name), found)[0]


def _event(name: str, what: str, found: Difference) -> Said:
    if found.after is None:
        return said("no longer noted beside {name}: {what}", name=name, what=what)
    return said("noted beside {name}: {what} on {day}", name=name, what=what, day=short(found.after["on"]))


def _came_and_went(found: Difference, say: Callable[[Any], Said | Slice]) -> Said:
    before, after = found.before or [], found.after or []
    return joined([*_each(after, before, say, came=True), *_each(before, after, say, came=False)], "; ")


def _each(
    here: Sequence[Any], there: Sequence[Any], say: Callable[[Any], Said | Slice], *, came: bool
) -> Iterator[Said]:
    for each in here:
        if each not in there:
            yield said("{what} added", what=say(each)) if came else said("{what} removed", what=say(each))


def _slice(bound: dict[str, str]) -> Slice:
    return Slice.of(bound)


def _started(unit: dict[str, Any]) -> Said:
    return said("{slice} from {day}", slice=_slice(unit["slice"]), day=short(unit["since"]))


def _why(part: dict[str, Any]) -> Said:
    return said("{slice} ({why})", slice=_slice(part["slice"]), why=part["why"])


_RULES: dict[str, Callable[[str, Difference], Said]] = {
    "method": _method,
    "control": _control,
    "pool": _pool,
    "treated": _treated,
    "units": _units,
    "exclude": _exclude,
    "since": _since,
}
