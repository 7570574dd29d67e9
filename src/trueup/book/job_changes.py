"""What a version of a job map or a survey changes, in words. Neither promises anything, so nothing is weakened."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trueup.book.compare import Difference
from trueup.book.phrases import Said, fits, from_to, moved, short
from trueup.jobs.job_map import JobMap
from trueup.jobs.survey import Survey
from trueup.vocabulary import Document

Tell = Callable[[Difference], Said]


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

    def tell(self, found: Difference) -> Said:
        """The difference in words."""
        return next((words for rule in self._rules() if (words := rule(found))), self._changed(found)), None

    def _rules(self) -> tuple[Callable[[Difference], str | None], ...]:
        return self._outcome, self._inside_outcome, self._step, self._job

    def _outcome(self, found: Difference) -> str | None:
        """An outcome that came, went, or went to another place: said twice, where it left and where it came."""
        if "outcomes" not in found.path[-2:-1] and not fits("financial.*", found.path):
            return None
        name = found.path[-1]
        if found.after is None and name in self._is:
            return f"outcome {name} moved from {self._was[name]} to {self._is[name]}"
        if found.before is None and name in self._was:
            return f"outcome {name} stands under {self._is[name]} now"
        if found.after is None:
            return f"outcome {name} removed from {self._was[name]}: {found.before['statement']}"
        return f"outcome {name} added to {self._is[name]}: {found.after['statement']}"

    def _inside_outcome(self, found: Difference) -> str | None:
        if "outcomes" not in found.path[:-1] and found.path[0] != "financial":
            return None
        name, *key = _after_outcomes(found.path)
        if key == ["statement"]:
            return f'outcome {name} reads "{found.after}" now, not "{found.before}"'
        if key == ["kpi"]:
            return f"KPI of outcome {name} {from_to(found)}"
        if key[0] == "translations" and len(key) == 2:
            return f"outcome {name} in {key[1]} {from_to(found)}"
        return f"{' '.join(key)} of outcome {name} {from_to(found)}"

    def _step(self, found: Difference) -> str | None:
        if fits("steps.*", found.path):
            name = self._steps[found.path[1]]
            return f"step {name} {_gone(found)}{_with(found)}"
        if found.path[0] == "steps" and len(found.path) == 3:
            return f"{found.path[2]} of step {self._steps[found.path[1]]} {from_to(found)}"
        return None

    def _job(self, found: Difference) -> str | None:
        if len(found.path) == 2 and found.path[0] in ("related", "emotional", "social", "consumption"):
            item = found.before or found.after
            return f"{found.path[0]} job {_gone(found)}: {item['job']}{_with(found)}"
        if found.path == ("job",):
            return f'the job is "{found.after}" now, not "{found.before}"'
        return None

    def _changed(self, found: Difference) -> str:
        return f"{' '.join(found.path).replace('_', ' ')} {from_to(found)}"


def _places(job_map: JobMap) -> Mapping[str, str]:
    """For each outcome, what people call its place: its step or its job."""
    return {
        placed.outcome.id: placed.step.name if placed.step else _of_job(placed.kind, placed.job)
        for placed in job_map.placed()
    }


def _of_job(kind: str, job: str) -> str:
    return "the financial outcomes" if kind == "financial" else f"{kind} job {job}"


def _after_outcomes(path: tuple[str, ...]) -> tuple[str, ...]:
    start = 0 if path[0] == "financial" else path.index("outcomes")
    return path[start + 1 :]


def _gone(found: Difference) -> str:
    return "removed" if found.after is None else "added"


def _with(found: Difference) -> str:
    count = len((found.before or found.after)["outcomes"])
    return f", with {count} outcome{'s' if count != 1 else ''}" if count else ""


def _survey(found: Difference) -> Said:
    rule = next((rule for pattern, rule in _SURVEY.items() if fits(pattern, found.path)), None)
    if rule is not None:
        return rule(found), None
    return f"{' '.join(found.path).replace('_', ' ')} {from_to(found)}", None


def _asked(found: Difference) -> str:
    return f"{found.path[-1]} is {'no longer asked about' if found.after is None else 'asked about now'}"


def _common(found: Difference) -> str:
    return f"{found.path[-1]} is {'no longer asked of' if found.after is None else 'asked of'} everybody"


def _wave(found: Difference) -> str:
    item = found.before or found.after
    return f"wave {found.path[-1]} {_gone(found)}: opens {item['opens']}, closes {item['closes']}"


def _day(found: Difference) -> str:
    what = "opening" if found.path[-1] == "opens" else "closing"
    return moved(f"{what} of wave {found.path[1]}", found)[0]


def _see(found: Difference) -> str:
    now, was = (str(count) if count is not None else "all" for count in (found.after, found.before))
    return f"everybody sees {now} of the outcomes now, {was} before"


def _anonymous(found: Difference) -> str:
    return "answers are anonymous now" if found.after else "answers are no longer anonymous"


def _language(found: Difference) -> str:
    return f"{'no longer asked' if found.after is None else 'asked'} in {found.path[-1]}"


def _anchors(found: Difference) -> str:
    return f"words of the scale in {found.path[2]}: {' '.join(found.path[3:])} {from_to(found)}".replace(":  ", " ")


def _top(found: Difference) -> str:
    return f"top boxes are {short(found.after)} now, not {short(found.before)}"


_SURVEY: dict[str, Callable[[Difference], str]] = {
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
