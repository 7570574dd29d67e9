"""What a version of a job map or a survey changes, in words. Neither promises anything, so nothing is weakened."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trueup.book.compare import Difference
from trueup.book.key_words import key_word, key_words
from trueup.book.phrases import Told, fits, from_to, moved, short
from trueup.jobs.job_map import JobMap
from trueup.jobs.survey import Survey
from trueup.vocabulary import Document, Said, said
from trueup.vocabulary.said import Piece

Tell = Callable[[Difference], Told]


def teller_of(before: Document, after: Document) -> Tell | None:
    """What puts differences of two job maps, or of two surveys, into words; None for other kinds."""
    if isinstance(before, JobMap) and isinstance(after, JobMap):
        return _Map(before, after).tell
    if isinstance(before, Survey) and isinstance(after, Survey):
        return _survey
    return None


class _Map:
    """Two versions of a job map: where each outcome was, and is."""

    def __init__(self, before: JobMap, after: JobMap) -> None:
        self._was, self._is = _places(before), _places(after)
        self._steps = {step.id: step.name for job_map in (before, after) for step in job_map.steps}

    def tell(self, found: Difference) -> Told:
        """The difference in words."""
        return next((words for rule in self._rules() if (words := rule(found))), self._changed(found)), None

    def _rules(self) -> tuple[Callable[[Difference], Said | None], ...]:
        return self._outcome, self._inside_outcome, self._step, self._job

    def _outcome(self, found: Difference) -> Said | None:
        """An outcome that came, went, or went to another place: said twice, where it left and where it came."""
        if "outcomes" not in found.path[-2:-1] and not fits("financial.*", found.path):
            return None
        name = found.path[-1]
        if found.after is None and name in self._is:
            was, now = self._was[name], self._is[name]
            return said("outcome {name} moved from {was} to {now}", name=name, was=was, now=now)
        if found.before is None and name in self._was:
            return said("outcome {name} stands under {place} now", name=name, place=self._is[name])
        if found.after is None:
            place, text = self._was[name], found.before["statement"]
            return said("outcome {name} removed from {place}: {text}", name=name, place=place, text=text)
        place, text = self._is[name], found.after["statement"]
        return said("outcome {name} added to {place}: {text}", name=name, place=place, text=text)

    def _inside_outcome(self, found: Difference) -> Said | None:
        if "outcomes" not in found.path[:-1] and found.path[0] != "financial":
            return None
        name, *key = _after_outcomes(found.path)
        if key == ["statement"]:
            return said('outcome {name} reads "{now}" now, not "{was}"', name=name, now=found.after, was=found.before)
        change = from_to(found)
        if key == ["kpi"]:
            return said("KPI of outcome {name} {change}", name=name, change=change)
        if key[0] == "translations" and len(key) == 2:
            return said("outcome {name} in {language} {change}", name=name, language=key[1], change=change)
        return said("{what} of outcome {name} {change}", what=key_words(key), name=name, change=change)

    def _step(self, found: Difference) -> Said | None:
        if fits("steps.*", found.path):
            name = self._steps[found.path[1]]
            return _come(said("step {name}", name=name), found)
        if found.path[0] == "steps" and len(found.path) == 3:
            what, name = key_word(found.path[2]), self._steps[found.path[1]]
            return said("{what} of step {name} {change}", what=what, name=name, change=from_to(found))
        return None

    def _job(self, found: Difference) -> Said | None:
        if len(found.path) == 2 and found.path[0] in ("related", "emotional", "social", "consumption"):
            item = found.before or found.after
            return _listed(_JOBS[found.path[0]], item["job"], found)
        if found.path == ("job",):
            return said('the job is "{now}" now, not "{was}"', now=found.after, was=found.before)
        return None

    def _changed(self, found: Difference) -> Said:
        return said("{what} {change}", what=key_words(found.path), change=from_to(found))


def _places(job_map: JobMap) -> Mapping[str, str]:
    """For each outcome, what people call its place: its step or its job."""
    return {
        placed.outcome.id: placed.step.name if placed.step else _of_job(placed.kind, placed.job)
        for placed in job_map.placed()
    }


def _of_job(kind: str, job: str) -> str:
    return said("the financial outcomes") if kind == "financial" else said("{kind} {job}", kind=_JOBS[kind], job=job)


def _after_outcomes(path: tuple[str, ...]) -> tuple[str, ...]:
    start = 0 if path[0] == "financial" else path.index("outcomes")
    return path[start + 1 :]


_JOBS = {
    "related": said("related job"),
    "emotional": said("emotional job"),
    "social": said("social job"),
    "consumption": said("consumption job"),
}


def _come(what: Said, found: Difference) -> Said:
    """What came or went, with its outcomes."""
    if found.after is None:
        return said("{what} removed{more}", what=what, more=_with(found))
    return said("{what} added{more}", what=what, more=_with(found))


def _listed(what: Said, name: str, found: Difference) -> Said:
    if found.after is None:
        return said("{what} removed: {name}{more}", what=what, name=name, more=_with(found))
    return said("{what} added: {name}{more}", what=what, name=name, more=_with(found))


def _with(found: Difference) -> str:
    count = len((found.before or found.after)["outcomes"])
    if count == 1:
        return said(", with 1 outcome")
    return said(", with {count} outcomes", count=count) if count else ""


def _survey(found: Difference) -> Told:
    rule = next((rule for pattern, rule in _SURVEY.items() if fits(pattern, found.path)), None)
    if rule is not None:
        return rule(found), None
    return said("{what} {change}", what=key_words(found.path), change=from_to(found)), None


def _asked(found: Difference) -> Said:
    name = found.path[-1]
    if found.after is None:
        return said("{name} is no longer asked about", name=name)
    return said("{name} is asked about now", name=name)


def _common(found: Difference) -> Said:
    name = found.path[-1]
    if found.after is None:
        return said("{name} is no longer asked of everybody", name=name)
    return said("{name} is asked of everybody", name=name)


def _wave(found: Difference) -> Said:
    item = found.before or found.after
    days = said("opens {opens}, closes {closes}", opens=short(item["opens"]), closes=short(item["closes"]))
    if found.after is None:
        return said("wave {name} removed: {days}", name=found.path[-1], days=days)
    return said("wave {name} added: {days}", name=found.path[-1], days=days)


def _day(found: Difference) -> Said:
    wave, opens = found.path[1], found.path[-1] == "opens"
    what = said("opening of wave {wave}", wave=wave) if opens else said("closing of wave {wave}", wave=wave)
    return moved(what, found)[0]


def _see(found: Difference) -> Said:
    now, was = _count(found.after), _count(found.before)
    return said("everybody sees {now} of the outcomes now, {was} before", now=now, was=was)


def _count(count: int | None) -> Piece:
    return said("all") if count is None else count


def _anonymous(found: Difference) -> Said:
    return said("answers are anonymous now") if found.after else said("answers are no longer anonymous")


def _language(found: Difference) -> Said:
    language = found.path[-1]
    if found.after is None:
        return said("no longer asked in {language}", language=language)
    return said("asked in {language}", language=language)


def _anchors(found: Difference) -> Said:
    what, change = said("words of the scale in {language}", language=found.path[2]), from_to(found)
    inside = found.path[3:]
    if not inside:
        return said("{what} {change}", what=what, change=change)
    return said("{what}: {inside} {change}", what=what, inside=key_words(inside), change=change)


def _top(found: Difference) -> Said:
    return said("top boxes are {now} now, not {was}", now=short(found.after), was=short(found.before))


_SURVEY: dict[str, Callable[[Difference], Said]] = {
    "outcomes.*": _asked,
    "forms.common.*": _common,
    "forms.see": _see,
    "waves.*": _wave,
    "waves.*.opens": _day,
    "waves.*.closes": _day,
    "anonymous": _anonymous,
    "languages.*": _language,
    "scale.anchors.*": _anchors,
    "scale.anchors.*.*": _anchors,
    "scale.top": _top,
}
