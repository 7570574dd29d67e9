"""What is wrong with one business case by itself: its years, lines, drivers, scenarios and its network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from trueup.value.business_case import BusinessCase, CaseLine
from trueup.value.case_years import is_a_year, unordered
from trueup.value.drivers import DRIVERS, Driver, Input
from trueup.value.network import network_issues
from trueup.value.scenarios import applied, problems
from trueup.value.uncertain import Distribution, ends
from trueup.vocabulary import InputError, Said, did_you_mean, said
from trueup.vocabulary.finding import Finding, Path, error, hint, soon


def findings(case: BusinessCase) -> Iterator[Finding]:
    """Everything that can be said without the rest of the book."""
    yield from _years(case)
    yield from _names(case)
    for side, index, line in case.lines():
        yield from _line(case, line, (side, index))
    yield from _scenarios(case)
    yield from _counted_once(case)
    yield from _network(case)


def _years(case: BusinessCase) -> Iterator[Finding]:
    if isinstance(case.years, int):
        return
    if not case.years:
        yield error(("years",), said("a case has at least one year"), said("write years: 3, or a list of START/END"))
    for index, period in enumerate(case.years):
        if not is_a_year(period):
            do = said("write START/END with the same day a year later")
            yield error(("years", index), said("{period} is not a year", period=str(period)), do)
    found = unordered(case.years)
    if found is not None:
        place, how = found
        message = f"{case.years[place]} {how} {'with' if how == 'overlaps' else 'after'} {case.years[place - 1]}"
        yield error(("years", place), message, said("begin it on {day}", day=case.years[place - 1].end))
    if case.years and case.start is not None and case.start > case.years[0].start:
        first = case.years[0].start
        message = said("year 0 is on {start}, after year 1 begins on {first}", start=case.start, first=first)
        yield error(("start",), message, said("start no later than the first year"))


def _names(case: BusinessCase) -> Iterator[Finding]:
    """A line is named once in the whole case: scenarios and the network speak of it by its id alone."""
    seen: set[str] = set()
    for side, index, line in case.lines():
        if line.id in seen:
            yield error((side, index, "id"), _stands_twice(line.id), said("give each line a name of its own"))
        seen.add(line.id)
    yield from _twice("scenarios", [scenario.id for scenario in case.scenarios])
    yield from _twice("network", [node.id for node in case.network])
    if not case.benefits:
        yield soon((), said("promises no benefit"), said("add benefits"))
    if not case.costs:
        yield soon((), said("has no cost"), said("add costs: a benefit that costs nothing needs no case"))


def _twice(key: str, names: Sequence[str]) -> Iterator[Finding]:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield error((key, index, "id"), _stands_twice(name), None)


def _stands_twice(name: str) -> Said:
    return said("{name} stands here twice", name=repr(name))


def _line(case: BusinessCase, line: CaseLine, path: Path) -> Iterator[Finding]:
    if line.flows is not None and len(line.flows) != case.count + 1:
        message = said("has {n} flows, and the case has year 0 and {more} more", n=len(line.flows), more=case.count)
        do = said("write {n} amounts, the first for year 0", n=case.count + 1)
        yield error((*path, "flows"), message, do)
    beyond = [year for year in line.in_years if year > case.count]
    if beyond:
        message = said("the case ends with year {last}, not {year}", last=case.count, year=beyond[0])
        yield error((*path, "in_years"), message, None)
    if len(line.adoption) > case.count:
        message = said("has {n} shares for {years} years", n=len(line.adoption), years=case.count)
        do = said("the last one holds on: write no more than there are years")
        yield error((*path, "adoption"), message, do)
    if line.driver is not None:
        yield from _driver(line, DRIVERS[line.driver], path)
    if line.spread is not None:
        yield from _within(line.spread, _SPREAD, (*path, "spread"))


_SPREAD = Input("spread", "times the line", "What the whole line may be multiplied by.")


def _driver(line: CaseLine, driver: Driver, path: Path) -> Iterator[Finding]:
    side = "benefits" if driver.side == "benefit" else "costs"
    if path[0] != side:
        of_side = ", ".join(
            each.name for each in DRIVERS.values() if (each.side == "benefit") == (path[0] == "benefits")
        )
        yield error((*path, "driver"), f"{driver.name!r} reckons {side}", f"for {path[0]} there are: {of_side}")
        return
    known = {each.name: each for each in driver.inputs}
    for name in line.inputs:
        if name not in known:
            near = did_you_mean(name, known) or f"it takes: {', '.join(known)}"
            yield error((*path, "inputs", name), f"{driver.name!r} has no input {name!r}", near)
    for each in driver.inputs:
        if each.name in line.inputs:
            yield from _within(line.inputs[each.name], each, (*path, "inputs", each.name))
        elif each.default is None:
            yield error((*path, "inputs"), f"{driver.name!r} needs `{each.name}` ({each.unit})", each.means)


def _within(figure: Decimal | Distribution, input: Input, path: Path) -> Iterator[Finding]:
    try:
        low, high = (figure, figure) if isinstance(figure, Decimal) else ends(figure)
    except InputError as wrong:
        yield error(path, wrong.what)
        return
    if input.least is not None and low < input.least:
        yield error(path, f"{low} must not be below {input.least} ({input.unit})")
    if input.most is not None and high > input.most:
        yield error(path, f"{high} must not be above {input.most} ({input.unit})")


def _scenarios(case: BusinessCase) -> Iterator[Finding]:
    for index, scenario in enumerate(case.scenarios):
        path = ("scenarios", index, "set")
        wrong = list(problems(case, scenario))
        yield from (error((*path, place), message, do) for place, message, do in wrong)
        if not wrong:
            yield from _bounds(applied(case, scenario), path, scenario.set)


def _bounds(changed: BusinessCase, path: Path, places: object) -> Iterator[Finding]:
    """Overridden inputs keep the bounds of their driver."""
    assert isinstance(places, dict)
    for _, _, line in changed.lines():
        for each in DRIVERS[line.driver].inputs if line.driver else ():
            place = f"{line.id}.{each.name}"
            if place in places:
                yield from _within(line.inputs[each.name], each, (*path, place))


def _counted_once(case: BusinessCase) -> Iterator[Finding]:
    """Two lines that say the same are one benefit written twice."""
    seen: dict[str, str] = {}
    for index, line in enumerate(case.benefits):
        alike = line.model_dump_json(exclude={"id", "title", "objective", "use", "risk", "spread", "adoption"})
        first = seen.setdefault(alike, line.id)
        if first != line.id:
            message = said("the same money as {first}: a benefit is counted once", first=repr(first))
            do = said("remove one of them, or say in its inputs what is different")
            yield error(("benefits", index), message, do)
        if line.objective is None:
            message = said("no objective measures this benefit: it can never be shown to have come")
            do = said("add objective: the one of the agreement whose improvement brings it")
            yield soon(("benefits", index), message, do)


def _network(case: BusinessCase) -> Iterator[Finding]:
    places = {node.id: index for index, node in enumerate(case.network)}
    for issue in network_issues([node.node for node in case.network]):
        yield Finding(issue.level, ("network", places[issue.path or ""]), issue.message, issue.suggestion)
    lines = {line.id for line in case.benefits}
    drawn = {node.id for node in case.network if node.kind == "benefit"}
    for node in case.network:
        if node.kind == "benefit" and node.id not in lines:
            near = did_you_mean(node.id, lines) or said("give the node the id of its benefit line")
            message = said("no benefit line {id} says what it is worth", id=repr(node.id))
            yield hint(("network", places[node.id], "id"), message, near)
    for index, line in enumerate(case.benefits):
        if case.network and line.id not in drawn:
            message = said("the network has no benefit {id}: nothing says what has to change for it", id=repr(line.id))
            do = said("add a node {node}", node=f"{{id: {line.id}, kind: benefit}}")
            yield soon(("benefits", index), message, do)


def checked(case: BusinessCase) -> BusinessCase:
    """The case where nothing in it is wrong. InputError with the first error otherwise, for cases not from a book."""
    for found in findings(case):
        if found.level == "error":
            raise InputError(found.message, where=".".join(map(str, found.path)) or case.id, do=found.suggestion)
    return case
