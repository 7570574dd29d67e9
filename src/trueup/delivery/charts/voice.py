"""How a chart speaks: English unless whoever shows it says otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal


def _say(text: str, /, **values: object) -> str:
    return text.format(**values)


def _day(value: dt.date) -> str:
    return f"{value.day} {value:%b %Y}"


def _money(value: Decimal) -> str:
    return f"{value:,.0f}"


def _share(value: float) -> str:
    return f"{value * 100:.0f} %"


def _number(value: float) -> str:
    return f"{value:,.4g}"


@dataclass(frozen=True, slots=True)
class Voice:
    """Texts, days, amounts, shares and numbers as the reader reads them, and the names of the parties by id."""

    say: Callable[..., str] = _say
    day: Callable[[dt.date], str] = _day
    money: Callable[[Decimal], str] = _money
    share: Callable[[float], str] = _share
    number: Callable[[float], str] = _number
    names: Mapping[str, str] = field(default_factory=dict)

    def party(self, id: str | None) -> str:
        """What people call a party; an activity may belong to nobody."""
        return self.say("nobody's") if id is None or id == "unowned" else self.names.get(id, id)


ENGLISH = Voice()
