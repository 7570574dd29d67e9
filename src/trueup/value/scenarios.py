"""The same business case with other figures: named overrides, each of one key of one line, or of the rate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from trueup.value.business_case import BusinessCase, CaseLine, Override, Scenario
from trueup.value.drivers import DRIVERS
from trueup.value.uncertain import Distribution
from trueup.vocabulary import did_you_mean

RATE = "rate"
_KEYS = ("risk", "adoption", "flows")


def applied(case: BusinessCase, scenario: Scenario | None) -> BusinessCase:
    """The case with the overrides of a scenario; itself without one. The overrides are known to fit (`problems`)."""
    if scenario is None:
        return case
    changes: dict[str, dict[str, Override]] = {}
    for place, value in scenario.set.items():
        line, _, key = place.rpartition(".")
        changes.setdefault(line, {})[key] = value
    rate = changes.pop("", {}).get(RATE, case.rate)
    lines = {
        side: tuple(_changed(line, changes.get(line.id, {})) for line in getattr(case, side))
        for side in ("benefits", "costs")
    }
    return case.model_copy(update={"rate": rate, **lines})


def _changed(line: CaseLine, changes: Mapping[str, Override]) -> CaseLine:
    own: dict[str, Any] = {key: value for key, value in changes.items() if key in _KEYS}
    inputs = {key: value for key, value in changes.items() if key not in _KEYS}
    return line.model_copy(update={**own, "inputs": {**line.inputs, **inputs}}) if changes else line


def problems(case: BusinessCase, scenario: Scenario) -> Iterator[tuple[str, str, str | None]]:
    """What does not fit in the overrides of a scenario: (the override, what is wrong, what to do)."""
    lines = {line.id: line for _, _, line in case.lines()}
    for place, value in scenario.set.items():
        name, _, key = place.rpartition(".")
        if not name:
            yield from _of_case(place, value, lines)
        elif name not in lines:
            yield place, f"no line {name!r} in this case", did_you_mean(name, lines) or f"lines: {', '.join(lines)}"
        else:
            yield from _of_line(place, key, value, lines[name], case.count)


def _of_case(place: str, value: Override, lines: Mapping[str, CaseLine]) -> Iterator[tuple[str, str, str | None]]:
    if place != RATE:
        yield place, "an override is `rate`, or LINE and what of it", f"write {next(iter(lines), 'LINE')}.{place}"
    elif not isinstance(value, Decimal) or value <= -1:
        yield place, "a yearly rate is one number above -1", None


def _of_line(
    place: str, key: str, value: Override, line: CaseLine, count: int
) -> Iterator[tuple[str, str, str | None]]:
    known = _known(line)
    if key not in known:
        yield place, f"{line.id!r} has no {key!r}", did_you_mean(key, known) or f"it has: {', '.join(known)}"
    elif key == "flows" and (not isinstance(value, tuple) or len(value) != count + 1):
        yield place, f"flows are {count + 1} amounts: year 0 and the {count} years after it", None
    elif key == "adoption" and not (isinstance(value, tuple) and value and all(0 <= each <= 1 for each in value)):
        yield place, "adoption is a list of shares from 0 to 1", None
    elif key == "risk" and not (isinstance(value, Decimal) and 0 <= value <= 1):
        yield place, "a risk factor is one number from 0 to 1", None
    elif key not in _KEYS and not isinstance(value, Decimal | Distribution):
        yield place, f"{key} is a number or a distribution", None


def _known(line: CaseLine) -> tuple[str, ...]:
    """What of a line may be overridden."""
    if line.driver is None:
        return ("flows", "risk")
    return (*(each.name for each in DRIVERS[line.driver].inputs), "adoption", "risk")
