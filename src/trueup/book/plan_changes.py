"""What a version of a plan or a containment changes, in words, and whether it weakens what was promised."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from trueup.agreements.words import named
from trueup.book.compare import Difference
from trueup.book.key_words import key_words
from trueup.book.phrases import Told, altered, amount_moved, fits, from_to, moved, short
from trueup.delivery.documents import Containment, Plan
from trueup.vocabulary import Document, Said, joined, said
from trueup.vocabulary.said import Piece

Tell = Callable[[Difference], Told]


def teller_of(before: Document, after: Document) -> Tell | None:
    """What puts differences of two plans, or of two containments, into words; None for other kinds."""
    if isinstance(before, Plan) and isinstance(after, Plan):
        return _teller(_Names(before, after), _PLAN)
    if isinstance(before, Containment) and isinstance(after, Containment):
        return _teller(_Names(), _CONTAINMENT)
    return None


class _Names:
    """What people call the things of two versions of a plan."""

    def __init__(self, *plans: Plan) -> None:
        self._names: dict[tuple[str, str], str | None] = {}
        for plan in plans:
            self._names |= {("activities", each.id): each.name for each in plan.activities}
            self._names |= {("moves", each.id): each.name for each in plan.moves}
            self._names |= {("scope", each.id): each.title for each in plan.scope}

    def __call__(self, key: str, id: str) -> str:
        """The name, or the id where it has none."""
        return self._names.get((key, id)) or id


Rule = Callable[[_Names, Difference], Told]


def _teller(names: _Names, rules: Mapping[str, Rule]) -> Tell:
    def tell(found: Difference) -> Told:
        rule = next((rule for pattern, rule in rules.items() if fits(pattern, found.path)), _changed)
        return rule(names, found)

    return tell


def _gone(found: Difference) -> bool:
    return found.after is None


def _activity(names: _Names, found: Difference) -> Told:
    item, name = found.before or found.after, names("activities", found.path[1])
    of = item["duration"]
    of = said("{duration}, {party}'s", duration=of, party=item["party"]) if item["party"] else of
    if _gone(found):
        return said("activity {name} removed ({of})", name=name, of=of), None
    return said("activity {name} added ({of})", name=name, of=of), None


def _owner(names: _Names, found: Difference) -> Told:
    name, was, now = names("activities", found.path[1]), _portion(found.before), _portion(found.after)
    return said("{name} is {now} now, not {was}", name=name, now=now, was=was), None


def _portion(party: str | None) -> Said:
    return said("{party}'s portion", party=party) if party else said("nobody's")


def _duration(names: _Names, found: Difference) -> Told:
    name = names("activities", found.path[1])
    return said("duration of {name} {change}", name=name, change=altered(found)), None


def _of(what: str, name: str, found: Difference) -> Said:
    return said("{what} of {name} {change}", what=what, name=name, change=from_to(found))


def _link(names: _Names, found: Difference) -> Told:
    name, before = names("activities", found.path[1]), found.path[-1]
    other = joined((names("activities", before.split(" ")[0]), *before.split(" ")[1:]), " ")
    if _gone(found):
        return said("{name} no longer waits for {other}", name=name, other=other), None
    return said("{name} waits for {other} now", name=name, other=other), None


def _committed(names: _Names, found: Difference) -> Told:
    """All that a party promised for an activity, or for its portion, at once."""
    whose = _whose(names, found)
    if _gone(found):
        return said("commitment of {whose} removed: {what}", whose=whose, what=short(found.before)), True
    return said("commitment of {whose} added: {what}", whose=whose, what=short(found.after)), False


def _whose(names: _Names, found: Difference) -> str:
    if found.path[0] == "activities":
        return names("activities", found.path[1])
    return found.path[1] if found.path[0] == "commitments" else said("the whole")


def _finish(names: _Names, found: Difference) -> Told:
    what = said("committed finish of {whose}", whose=_whose(names, found))
    if found.before is None:
        return moved(what, found)[0], False
    if found.after is None:
        return moved(what, found)
    later = found.after > found.before  # days as ISO writes them
    return moved(said("{what} weakened,", what=what) if later else said("{what} tightened,", what=what), found)


def _cost(names: _Names, found: Difference) -> Told:
    whose = _whose(names, found)
    budget = found.path[-1] == "budget"
    what = said("budget of {whose}", whose=whose) if budget else said("committed cost of {whose}", whose=whose)
    return amount_moved(what, found)


def _tolerance(names: _Names, found: Difference) -> Told:
    was, now = short(found.before), short(found.after)
    if float(found.after) > float(found.before):
        return said("tolerance widened from {was} to {now}", was=was, now=now), True
    return said("tolerance narrowed from {was} to {now}", was=was, now=now), False


def _margin(names: _Names, found: Difference) -> Told:
    return said("margin by which a promise is exceeded {change}", change=altered(found)), None


def _must(names: _Names, found: Difference) -> Told:
    what = named(found.path[-1])
    if _gone(found):
        return said("{what} may be missed within tolerance now", what=what), True
    return said("{what} may not be missed now", what=what), False


def _scope(names: _Names, found: Difference) -> Told:
    title = names("scope", found.path[1])
    if _gone(found):
        return said("deliverable {title} removed from the scope", title=title), True
    return said("deliverable {title} added to the scope", title=title), False


def _descoped(names: _Names, found: Difference) -> Told:
    title = names("scope", found.path[1])
    if _gone(found):
        return said("deliverable {title} is in the scope again", title=title), False
    day = short(found.after)
    return said("deliverable {title} given up on {day}", title=title, day=day), found.before is None


def _scope_must(names: _Names, found: Difference) -> Told:
    title = names("scope", found.path[1])
    if found.after:
        return said("deliverable {title} is a must now", title=title), False
    return said("deliverable {title} is no longer a must", title=title), True


def _scope_made_of(names: _Names, found: Difference) -> Told:
    title, activity = names("scope", found.path[1]), names("activities", found.path[-1])
    if _gone(found):
        return said("deliverable {title} no longer needs {activity}", title=title, activity=activity), True
    return said("deliverable {title} needs {activity}", title=title, activity=activity), False


def _move(names: _Names, found: Difference) -> Told:
    name = names("moves", found.path[1])
    what = joined(_parts(names, found.before or found.after), ", ")
    if _gone(found):
        return said("move {name} removed: {what}", name=name, what=what), None
    return said("move {name} added: {what}", name=name, what=what), None


def _parts(names: _Names, item: Mapping[str, Any]) -> Iterator[Said]:
    where = names("activities", item["activity"]) if item["activity"] else names("scope", item["scope"])
    yield said("{kind} on {where}", kind=named(item["kind"]), where=where)
    if item["by"]:
        yield said("by {party}", party=item["by"])
    if item["saves"]:
        yield said("saves {duration}", duration=item["saves"])
    if item["cost"] != "0":
        yield said("costs {amount}", amount=short(item["cost"]))


def _baseline(names: _Names, found: Difference) -> Told:
    item = found.before or found.after
    name, day = item["id"], short(item["set_on"])
    if _gone(found):
        return said("baseline {name} of {day} removed", name=name, day=day), None
    return said("baseline {name} of {day} added", name=name, day=day), None


def _holiday(names: _Names, found: Difference) -> Told:
    day = short(found.path[-1])
    return (_free(day, gone=_gone(found)) if found.path[-2] == "holidays" else _worked(day, gone=_gone(found))), None


def _free(day: Piece, *, gone: bool) -> Said:
    return said("{day} is no longer a holiday", day=day) if gone else said("{day} is a holiday now", day=day)


def _worked(day: Piece, *, gone: bool) -> Said:
    if gone:
        return said("{day} is no longer an extra working day", day=day)
    return said("{day} is an extra working day now", day=day)


def _start(names: _Names, found: Difference) -> Told:
    return moved(said("start of the plan"), found)[0], None


def _changed(names: _Names, found: Difference) -> Told:
    key, inside = found.path[0], found.path[1:]
    if key in ("activities", "moves", "scope") and len(inside) > 1:
        return _of(key_words(inside[1:]), names(key, inside[0]), found), None
    return said("{what} {change}", what=key_words(found.path), change=from_to(found)), None


def _state(names: _Names, found: Difference) -> Told:
    return said("{now} now, {was} before", now=named(found.after), was=named(found.before)), None


def _taken(names: _Names, found: Difference) -> Told:
    move = found.path[-1]
    return said("move {move} left out", move=move) if _gone(found) else said("move {move} taken", move=move), None


def _price(names: _Names, found: Difference) -> Told:
    if found.before is None:
        return amount_moved(said("cost"), found)[0], None
    return said("{what} {change}", what=said("cost"), change=from_to(found)), None


def _pays(names: _Names, found: Difference) -> Told:
    move = found.path[-1]
    if _gone(found):
        return said("nobody pays for {move} any more", move=move), None
    return said("{party} pays for {move}", party=found.after, move=move), None


def _forecast(names: _Names, found: Difference) -> Told:
    frozen = found.after
    if found.before is not None or frozen is None:
        return said("{what} {change}", what=said("frozen forecast"), change=from_to(found)), None
    without, taken = (short(frozen[each]["met"]) for each in ("without", "with"))
    chances = said("P(met) {without} without it, {taken} with it", without=without, taken=taken)
    return said("forecast of {day} frozen: {chances}", day=short(frozen["as_of"]), chances=chances), None


_PLAN: dict[str, Rule] = {
    "start": _start,
    "commitment.finish": _finish,
    "commitment.budget": _cost,
    "commitment.tolerance": _tolerance,
    "commitment.margin": _margin,
    "commitment.must.*": _must,
    "commitments.*": _committed,
    "commitments.*.finish": _finish,
    "commitments.*.cost": _cost,
    "activities.*": _activity,
    "activities.*.party": _owner,
    "activities.*.duration": _duration,
    "activities.*.after.*": _link,
    "activities.*.committed": _committed,
    "activities.*.committed.finish": _finish,
    "activities.*.committed.cost": _cost,
    "scope.*": _scope,
    "scope.*.descoped": _descoped,
    "scope.*.must": _scope_must,
    "scope.*.activities.*": _scope_made_of,
    "moves.*": _move,
    "baselines.*": _baseline,
    "calendar.holidays.*": _holiday,
    "calendar.working.*": _holiday,
}
_CONTAINMENT: dict[str, Rule] = {
    "state": _state,
    "moves.*": _taken,
    "cost": _price,
    "pays.*": _pays,
    "forecast": _forecast,
}
