"""What a version of a plan or a containment changes, in words, and whether it weakens what was promised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from trueup.book.compare import Difference
from trueup.book.phrases import Said, amount_moved, fits, from_to, moved, short
from trueup.delivery.documents import Containment, Plan
from trueup.vocabulary import Document

Tell = Callable[[Difference], Said]


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


Rule = Callable[[_Names, Difference], Said]


def _teller(names: _Names, rules: Mapping[str, Rule]) -> Tell:
    def tell(found: Difference) -> Said:
        rule = next((rule for pattern, rule in rules.items() if fits(pattern, found.path)), _changed)
        return rule(names, found)

    return tell


def _gone(found: Difference) -> bool:
    return found.after is None


def _activity(names: _Names, found: Difference) -> Said:
    item = found.before or found.after
    whose = f", {item['party']}'s" if item["party"] else ""
    how = "removed" if _gone(found) else "added"
    return f"activity {names('activities', found.path[1])} {how} ({item['duration']}{whose})", None


def _owner(names: _Names, found: Difference) -> Said:
    was, now = (f"{party}'s portion" if party else "nobody's" for party in (found.before, found.after))
    return f"{names('activities', found.path[1])} is {now} now, not {was}", None


def _duration(names: _Names, found: Difference) -> Said:
    return f"duration of {names('activities', found.path[1])} changed from {found.before} to {found.after}", None


def _link(names: _Names, found: Difference) -> Said:
    name, before = names("activities", found.path[1]), found.path[-1]
    other = " ".join((names("activities", before.split(" ")[0]), *before.split(" ")[1:]))
    return f"{name} no longer waits for {other}" if _gone(found) else f"{name} waits for {other} now", None


def _committed(names: _Names, found: Difference) -> Said:
    """All that a party promised for an activity, or for its portion, at once."""
    whose = _whose(names, found)
    if _gone(found):
        return f"commitment of {whose} removed: {short(found.before)}", True
    return f"commitment of {whose} added: {short(found.after)}", False


def _whose(names: _Names, found: Difference) -> str:
    if found.path[0] == "activities":
        return f"{names('activities', found.path[1])}"
    return found.path[1] if found.path[0] == "commitments" else "the whole"


def _finish(names: _Names, found: Difference) -> Said:
    what = f"committed finish of {_whose(names, found)}"
    said, weakens = moved(what, found)
    if weakens is None:
        return said, False
    word = "weakened" if weakens else "tightened"
    return said.replace(f"{what} moved", f"{what} {word}, moved", 1), weakens


def _cost(names: _Names, found: Difference) -> Said:
    what = "budget" if found.path[-1] == "budget" else "committed cost"
    return amount_moved(f"{what} of {_whose(names, found)}", found)


def _tolerance(names: _Names, found: Difference) -> Said:
    wider = float(found.after) > float(found.before)
    return f"tolerance {'widened' if wider else 'narrowed'} from {found.before} to {found.after}", wider


def _margin(names: _Names, found: Difference) -> Said:
    return f"margin by which a promise is exceeded changed from {found.before} to {found.after}", None


def _must(names: _Names, found: Difference) -> Said:
    what = found.path[-1]
    return f"{what} {'may be missed within tolerance now' if _gone(found) else 'may not be missed now'}", _gone(found)


def _scope(names: _Names, found: Difference) -> Said:
    title = names("scope", found.path[1])
    return f"deliverable {title} {'removed from' if _gone(found) else 'added to'} the scope", _gone(found)


def _descoped(names: _Names, found: Difference) -> Said:
    title = names("scope", found.path[1])
    if _gone(found):
        return f"deliverable {title} is in the scope again", False
    return f"deliverable {title} given up on {found.after}", found.before is None


def _scope_must(names: _Names, found: Difference) -> Said:
    title = names("scope", found.path[1])
    return f"deliverable {title} {'is a must now' if found.after else 'is no longer a must'}", not found.after


def _scope_made_of(names: _Names, found: Difference) -> Said:
    title, activity = names("scope", found.path[1]), names("activities", found.path[-1])
    return f"deliverable {title} {'no longer needs' if _gone(found) else 'needs'} {activity}", _gone(found)


def _move(names: _Names, found: Difference) -> Said:
    item: dict[str, Any] = found.before or found.after
    where = names("activities", item["activity"]) if item["activity"] else names("scope", item["scope"])
    parts = [f"{item['kind']} on {where}"]
    parts += [f"by {item['by']}"] if item["by"] else []
    parts += [f"saves {item['saves']}"] if item["saves"] else []
    parts += [f"costs {item['cost']}"] if item["cost"] != "0" else []
    return f"move {names('moves', found.path[1])} {'removed' if _gone(found) else 'added'}: {', '.join(parts)}", None


def _baseline(names: _Names, found: Difference) -> Said:
    item = found.before or found.after
    return f"baseline {item['id']} of {item['set_on']} {'removed' if _gone(found) else 'added'}", None


def _holiday(names: _Names, found: Difference) -> Said:
    what = "a holiday" if found.path[-2] == "holidays" else "an extra working day"
    return f"{found.path[-1]} is {'no longer ' if _gone(found) else ''}{what}{'' if _gone(found) else ' now'}", None


def _start(names: _Names, found: Difference) -> Said:
    return moved("start of the plan", found)[0], None


def _changed(names: _Names, found: Difference) -> Said:
    key, inside = found.path[0], found.path[1:]
    if key in ("activities", "moves", "scope") and len(inside) > 1:
        rest = " ".join(inside[1:]).replace("_", " ")
        return f"{rest} of {names(key, inside[0])} {from_to(found)}", None
    return f"{' '.join(found.path).replace('_', ' ')} {from_to(found)}", None


def _state(names: _Names, found: Difference) -> Said:
    was, now = (str(state).replace("_", " ") for state in (found.before, found.after))
    return f"{now} now, {was} before", None


def _taken(names: _Names, found: Difference) -> Said:
    return f"move {found.path[-1]} {'left out' if _gone(found) else 'taken'}", None


def _price(names: _Names, found: Difference) -> Said:
    return amount_moved("cost", found)[0] if found.before is None else f"cost {from_to(found)}", None


def _pays(names: _Names, found: Difference) -> Said:
    move = found.path[-1]
    return f"nobody pays for {move} any more" if _gone(found) else f"{found.after} pays for {move}", None


def _forecast(names: _Names, found: Difference) -> Said:
    frozen = found.after
    if found.before is not None or frozen is None:
        return f"frozen forecast {from_to(found)}", None
    chances = f"P(met) {frozen['without']['met']} without it, {frozen['with']['met']} with it"
    return f"forecast of {frozen['as_of']} frozen: {chances}", None


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
