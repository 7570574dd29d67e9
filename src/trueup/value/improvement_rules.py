"""What is wrong with an improvement by itself: its quantities, the names it uses inside, correlations, measurements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from trueup.stats.decision.copula import correlated
from trueup.stats.decision.shapes import Shape
from trueup.value.improvement import WORTH, Improvement, Measure, Option
from trueup.value.uncertain import Distribution, shape_of
from trueup.vocabulary import Figure, InputError, did_you_mean, said
from trueup.vocabulary.finding import Finding, Path, error, hint


def issues(document: Improvement) -> Iterator[Finding]:
    """Every finding, in the order of the document."""
    shapes: dict[str, Shape] = {}
    for name, (path, quantity) in document.quantities().items():
        yield from _quantity(path, name, quantity, shapes)
    yield from _worth(document)
    yield from _options(document)
    yield from _correlations(document, shapes)
    yield from _measures(document, shapes)


def amended(before: Improvement, after: Improvement) -> Iterator[Finding]:
    """What a later version may not change: whose it is, and that an option was carried out."""
    if before.party != after.party:
        message = said("this was {before}'s, and cannot become {after}'s", before=before.party, after=after.party)
        yield error(("party",), message, said("begin a new document for another party"))
    there = {option.id for option in after.options}
    for option in before.options:
        if option.done is not None and option.id not in there:
            message = said("option {id} was carried out and is gone", id=repr(option.id))
            yield error(("options",), message, said("keep it: what came of it says how much to believe the next"))


def _quantity(path: Path, name: str, quantity: Decimal | Distribution, shapes: dict[str, Shape]) -> Iterator[Finding]:
    where = (*path, quantity.stated[0]) if isinstance(quantity, Distribution) and len(quantity.stated) == 1 else path
    try:
        shape = shapes[name] = shape_of(quantity)
    except InputError as wrong:
        yield error(where, wrong.what, wrong.do)
        return
    kind = name.rpartition(".")[2]
    low = Figure(f"{_lowest(shape):g}")
    if kind != "effect" and _lowest(shape) < 0:
        if shape.kind == "normal":
            message = said("a normal distribution goes below 0, and this cannot: such draws count as 0")
            yield hint(where, message, said("use lognormal or pert"))
        else:
            yield error(where, said("{low} is below 0", low=low), said("write 0 or more"))
    if kind == "effect" and _highest(shape) <= 0:
        message = said("the KPI gets no better at best")
        yield hint(where, message, said("an effect above 0 is for the better, whatever the KPI's direction"))


def _lowest(shape: Shape) -> float:
    values = {"normal": shape.points[:1], "lognormal": (0.0,), "discrete": shape.points[0::2]}.get(shape.kind)
    low = min(values if values is not None else shape.points)
    return min(low, low - 4 * shape.points[1]) if shape.kind == "normal" else low


def _highest(shape: Shape) -> float:
    if shape.kind == "normal":
        return shape.points[0] + 4 * shape.points[1]
    return max(shape.points[0::2] if shape.kind == "discrete" else shape.points)


def _worth(document: Improvement) -> Iterator[Finding]:
    if document.worth is None and document.objective is None:
        message = said("nothing says what a unit of improvement is worth")
        yield error(("worth",), message, said("add worth: {per_unit}, or the agreement and objective that say it",
                                              per_unit="{per_unit: ..., per: month}"))  # fmt: skip
    if document.worth is not None and document.objective is not None:
        message = said("what a unit is worth is said twice: here, and by objective {id}", id=repr(document.objective))
        yield error(("worth",), message, said("keep one of them, so that nothing is counted twice"))
    if document.objective is not None and document.agreement is None:
        yield error(("objective",), said("an objective is one of an agreement"), said("add agreement: its id"))
    if document.kpi is None and document.objective is None:
        yield error(("kpi",), said("nothing says which KPI gets better"), said("add kpi: its id"))


def _options(document: Improvement) -> Iterator[Finding]:
    if not document.options:
        yield error(
            ("options",),
            said("nothing that could be done is listed"),
            said("add - {keys}", keys="{id: ..., effect: ..., cost: ...}"),
        )
    seen: set[str] = set()
    known = [option.id for option in document.options]
    for at, option in enumerate(document.options):
        path: Path = ("options", at)
        if option.id in seen:
            yield error((*path, "id"), said("option {id} is listed twice", id=repr(option.id)))
        seen.add(option.id)
        yield from _links(path, option, known)
        yield from _done(path, option)


def _links(path: Path, option: Option, known: list[str]) -> Iterator[Finding]:
    for key in ("excludes", "needs"):
        for number, other in enumerate(getattr(option, key)):
            place = (*path, key, number)
            if other == option.id:
                yield error(place, said("option {id} names itself", id=repr(other)))
            elif other not in known:
                yield _missing(place, "option", other, known)
    both = sorted(set(option.excludes) & set(option.needs))
    if both:
        message = said("option {id} both needs and excludes {other}", id=repr(option.id), other=repr(both[0]))
        yield error((*path, "needs"), message, said("it could never be chosen: keep one of them"))


def _missing(path: Path, what: str, name: str, known: list[str]) -> Finding:
    some = did_you_mean(name, known) or f"there are: {', '.join(known[:8])}"
    return error(path, f"there is no {what} {name!r}", some)


def _done(path: Path, option: Option) -> Iterator[Finding]:
    done = option.done
    if done is not None and done.until is not None and done.until <= done.from_:
        message = said("ends on {until}, no later than it begins ({start})", until=done.until, start=done.from_)
        yield error((*path, "done", "until"), message)


def _correlations(document: Improvement, shapes: Mapping[str, Shape]) -> Iterator[Finding]:
    names = _names(document)
    pairs: dict[tuple[int, int], float] = {}
    for at, together in enumerate(document.correlations):
        path: Path = ("correlations", at, "between")
        unknown = [(number, name) for number, name in enumerate(together.between) if name not in names]
        for number, name in unknown:
            yield _missing((*path, number), "input", name, names)
        if unknown:
            continue
        first, second = sorted(names.index(name) for name in together.between)
        if first == second:
            yield error(path, said("an input moves with itself: name two"))
        elif (first, second) in pairs:
            yield error(path, said("these two are correlated twice"), said("keep one of them"))
        else:
            pairs[first, second] = float(together.rank)
            yield from _fixed(path, together.between, shapes)
    yield from _impossible(len(names), pairs)


def _fixed(path: Path, between: tuple[str, str], shapes: Mapping[str, Shape]) -> Iterator[Finding]:
    for name in between:
        if name in shapes and shapes[name].is_fixed:
            message = said("{name} is known exactly, so it moves with nothing", name=name)
            yield hint(path, message, said("give it a distribution, or leave the correlation out"))


def _impossible(count: int, pairs: dict[tuple[int, int], float]) -> Iterator[Finding]:
    found = correlated(count, pairs)
    if not found.was_possible:
        moved = Figure(f"{found.moved:.2f}")
        message = said("these correlations cannot all hold: the nearest that can are used, off by up to {by}", by=moved)
        yield hint(("correlations",), message, said("state them so that they fit together"))


def _measures(document: Improvement, shapes: Mapping[str, Shape]) -> Iterator[Finding]:
    names = _names(document)
    for at, measure in enumerate(document.measures):
        path: Path = ("measures", at, "input")
        if measure.input not in names:
            yield _missing(path, "input", measure.input, names)
        elif measure.input in shapes:
            yield from _measured(path, measure, shapes[measure.input])


def _measured(path: Path, measure: Measure, shape: Shape) -> Iterator[Finding]:
    if shape.is_fixed:
        message = said("{name} is known exactly: there is nothing to measure", name=measure.input)
        yield hint(path, message, said("give it a distribution"))
    elif measure.sensitivity is not None and not (shape.kind == "discrete" and len(shape.points) == 4):
        message = said("sensitivity and specificity are of an input with two values")
        yield error(path, message, said("give it discrete: [[high, chance], [low, chance]], or state stderr"))


def _names(document: Improvement) -> list[str]:
    """The inputs that may be named. What an objective says a unit is worth is one too."""
    return list(dict.fromkeys((*document.quantities(), WORTH)))
