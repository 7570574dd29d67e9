"""What is wrong with a stakeholders document by itself, and beside the version before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from trueup.agreements.words import number
from trueup.horizons.stakeholders import FEWEST, Criterion, HorizonLevel, Stakeholders
from trueup.vocabulary import said
from trueup.vocabulary.finding import Finding, Path, error, hint
from trueup.vocabulary.horizon import HORIZONS

_SCALED = ("kpi", "incidents", "answers")
_SLICED = ("kpi", "incidents")
_COUNTED = ("answers", "sus", "survey")
_SEAL = said("take it out, and seal it to your own party: trueup horizons wins add")
_TELLING = r"\b(wins?\s*[:=]|wants\s|wishes\s|hopes (for|to)\s|would like\s|möchte\s|wünscht\s)"
_SAYS_A_WIN = re.compile(_TELLING, re.IGNORECASE)


def issues(document: Stakeholders) -> Iterator[Finding]:
    """Every finding, in the order of the document."""
    yield from _about(document)
    yield from _people(document)
    yield from _levels(document)
    for at, level in enumerate(document.levels):
        yield from _level(("levels", at), level, document)
    yield from _twice(document)


def tells_a_win(text: str) -> bool:
    """Whether words tell what a person wants: a list of words finds some of it, never all."""
    return _SAYS_A_WIN.search(text) is not None


def amended(before: Stakeholders, after: Stakeholders) -> Iterator[Finding]:
    """A criterion that is asked otherwise under the same name: answers of before would be read as if nothing was."""
    was = {criterion.id: criterion for _, criterion in before.criteria()}
    for path, criterion in _placed(after):
        earlier = was.get(criterion.id)
        if earlier is not None and _question(earlier) != _question(criterion):
            message = said("criterion {id} is judged otherwise than before", id=repr(criterion.id))
            suggestion = said("give it an id of its own: what was answered before means something else")
            yield hint((*path, "id"), message, suggestion)


def _question(criterion: Criterion) -> tuple[object, ...]:
    return criterion.bound, criterion.scale, tuple(item.id for item in criterion.checklist or ())


def _about(document: Stakeholders) -> Iterator[Finding]:
    if document.agreement is None and document.customer is None:
        message = said("nothing says whose relationship it is")
        yield error((), message, said("add agreement: its id; or customer and providers, where there is none"))
    elif document.agreement is None and not document.providers:
        message = said("nothing says who provides")
        yield error(("customer",), message, said("add providers: their ids; or agreement, which says it"))
    if document.customer is not None and document.customer in document.providers:
        message = said("{party} is on both sides", party=repr(document.customer))
        yield error(("providers",), message, said("a customer provides nothing to itself here: take it out"))


def _people(document: Stakeholders) -> Iterator[Finding]:
    seen: set[str] = set()
    for at, person in enumerate(document.people):
        path: Path = ("people", at)
        if person.id in seen:
            yield error((*path, "id"), said("person {id} is listed twice", id=repr(person.id)))
        seen.add(person.id)
        yield from _clear_win((*path, "name"), person.name)


def _clear_win(path: Path, text: str | None) -> Iterator[Finding]:
    """Words that tell of a win where everybody reads them."""
    if text is not None and tells_a_win(text):
        yield error(path, said("this says what a person wants, and everybody who reads the book would read it"), _SEAL)


def _levels(document: Stakeholders) -> Iterator[Finding]:
    stated = [level.horizon for level in document.levels]
    counts = Counter(stated)
    for at, horizon in enumerate(stated):
        if horizon in stated[:at]:
            yield error(("levels", at, "horizon"), said("level {name} is there twice", name=horizon),
                        said("put its criteria together"))  # fmt: skip
    missing = [horizon for horizon in HORIZONS if horizon not in counts]
    if missing:
        message = said("of the five levels, {names} are missing", names=", ".join(missing))
        if len(missing) == 1:
            message = said("of the five levels, {name} is missing", name=missing[0])
        yield error(("levels",), message, said("add each, with `criteria: []` where nothing is asked yet: the five are "
                                               "maintained together or not at all"))  # fmt: skip
    elif stated != sorted(stated, key=HORIZONS.index) and len(stated) == len(HORIZONS):
        message = said("the levels do not stand in their order")
        yield error(("levels",), message, said("from the first to the fifth: {levels}", levels=", ".join(HORIZONS)))


def _level(path: Path, level: HorizonLevel, document: Stakeholders) -> Iterator[Finding]:
    yield from _clear_win((*path, "title"), level.title)
    if not level.criteria:
        message = said("nothing is asked at level {name}, so it is never maintained", name=level.horizon)
        yield hint((*path, "criteria"), message, said("trueup horizons propose says what could be"))
    for at, criterion in enumerate(level.criteria):
        place: Path = (*path, "criteria", at)
        yield from _binding(place, criterion)
        yield from _fits(place, criterion)
        yield from _shown_from(place, criterion)
        yield from _checklist(place, criterion)
        yield from _clear_win((*place, "title"), criterion.title)
        if criterion.people is True and not document.people_of(level.horizon):
            message = said("nobody of level {name} is listed", name=level.horizon)
            keys = f"{{id: ..., party: ..., horizon: {level.horizon}}}"
            yield error((*place, "people"), message, said("add people: - {keys}", keys=keys))


def _binding(path: Path, criterion: Criterion) -> Iterator[Finding]:
    if not criterion.bound:
        message = said("nothing says what criterion {id} is judged by", id=repr(criterion.id))
        yield error(path, message, said("add one of: objective, kpi, incidents, survey, sus, answers, checklist, "
                                        "hostage, people: true"))  # fmt: skip
    elif len(criterion.bound) > 1:
        message = said("criterion {id} is judged by {count} things: {names}", id=repr(criterion.id),
                       count=len(criterion.bound), names=", ".join(criterion.bound))  # fmt: skip
        yield error((*path, criterion.bound[1]), message, said("make a criterion of each"))


def _fits(path: Path, criterion: Criterion) -> Iterator[Finding]:
    """Keys that belong to some bindings only."""
    yield from _scale(path, criterion)
    if criterion.survey is not None and criterion.outcome is None:
        yield error((*path, "survey"), said("nothing says which outcome is meant"), said("add outcome: its id"))
    yield from _belongs((*path, "outcome"), criterion, criterion.outcome is not None, ("survey",))
    yield from _belongs((*path, "slice"), criterion, bool(criterion.slice.bound), _SLICED)
    yield from _belongs((*path, "confidential"), criterion, criterion.confidential, ("answers", "sus"))
    counted = criterion.people is not None and criterion.people is not True
    yield from _belongs((*path, "people"), criterion, counted, _COUNTED)


def _belongs(path: Path, criterion: Criterion, stated: bool, to: tuple[str, ...]) -> Iterator[Finding]:
    if stated and criterion.bound and not set(to) & set(criterion.bound):
        message = said("`{key}` means nothing beside `{other}`", key=str(path[-1]), other=criterion.bound[0])
        yield error(path, message, said("it belongs to {keys}: take it out", keys=", ".join(to)))


def _scale(path: Path, criterion: Criterion) -> Iterator[Finding]:
    yield from _belongs((*path, "scale"), criterion, criterion.scale is not None, _SCALED)
    if criterion.scale is None and set(_SCALED) & set(criterion.bound):
        message = said("nothing says what is worst and what is best")
        yield error(path, message, said("add scale: [worst, best], such as [1, 5] or [600, 0]"))
    elif criterion.scale is not None and criterion.scale[0] == criterion.scale[1]:
        message = said("worst and best are the same: {value}", value=number(criterion.scale[0]))
        yield error((*path, "scale"), message, said("write scale: [worst, best]"))


def _shown_from(path: Path, criterion: Criterion) -> Iterator[Finding]:
    """What is said in confidence, and what customers answer, is never shown of fewer than five."""
    hidden = criterion.confidential or criterion.survey is not None
    if criterion.people is True or criterion.people is None:
        return
    if criterion.people < (least := FEWEST if hidden else 1):
        message = said("answers of {count} people would show who said what", count=criterion.people)
        if not hidden:
            message = said("nothing is shown of {count} people", count=criterion.people)
        yield error((*path, "people"), message, said("write {least} or more", least=least))


def _checklist(path: Path, criterion: Criterion) -> Iterator[Finding]:
    if criterion.checklist is None:
        return
    if not criterion.checklist:
        add = said("add - {keys}", keys="{id: ..., what: ...}")
        yield error((*path, "checklist"), said("the checklist has no items"), add)
    seen: set[str] = set()
    for at, item in enumerate(criterion.checklist):
        if item.id in seen:
            yield error((*path, "checklist", at, "id"), said("item {id} is listed twice", id=repr(item.id)))
        seen.add(item.id)


def _twice(document: Stakeholders) -> Iterator[Finding]:
    """An answer names its criterion by id alone, whatever its level."""
    seen: set[str] = set()
    for path, criterion in _placed(document):
        if criterion.id in seen:
            message = said("there are two criteria {id}", id=repr(criterion.id))
            yield error((*path, "id"), message, said("give each an id of its own, over all levels"))
        seen.add(criterion.id)


def _placed(document: Stakeholders) -> Iterator[tuple[Path, Criterion]]:
    for at, level in enumerate(document.levels):
        for place, criterion in enumerate(level.criteria):
            yield ("levels", at, "criteria", place), criterion
