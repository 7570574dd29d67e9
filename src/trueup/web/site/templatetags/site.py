"""Numbers, money, dates, verdicts and grades for templates, in the reader's language; pictures that need no script."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, get_args

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.agreements.results import Status, Verdict
from trueup.report import words
from trueup.report.html import signs
from trueup.report.html.figure import Table, data_table
from trueup.report.html.markup import Markup, tag
from trueup.report.signs import STATUSES, VERDICTS
from trueup.vocabulary import Period, Slice

register = template.Library()
GRADES = ("reported", "verified", "attested", "disputed")


@register.simple_tag
def sprites() -> Markup:
    """The shapes of verdicts, once a page."""
    return signs.sprites()


@register.simple_tag
def verdict(name: str) -> Markup:
    """The sign of a verdict: shape, word, tone."""
    if name not in get_args(Verdict):
        return tag("span", _("not judged yet"), class_="quiet")
    sign = VERDICTS[name]  # type: ignore[index]
    return signs.badge(sign, _(sign.word))


@register.simple_tag
def status(name: str) -> Markup:
    """The sign of an objective's status."""
    if name not in get_args(Status):
        return tag("span", _("not judged yet"), class_="quiet")
    sign = STATUSES[name]  # type: ignore[index]
    return signs.badge(sign, _(sign.word))


@register.simple_tag
def grade(name: str) -> Markup:
    """An evidence grade: hollow reported, shaded verified, solid attested."""
    dot = tag("svg", tag("circle", cx=0, cy=0, r=0.85), viewBox="-1 -1 2 2", class_=f"grade grade-{name}",
              aria_hidden="true")  # fmt: skip
    tone = " warn" if name == "disputed" else ""
    return tag("span", dot if name in GRADES[:3] else None, _(name), class_=f"badge{tone}")


@register.simple_tag
def evidence(mix: Mapping[str, int] | None) -> Markup:
    """The evidence mix as a bar and in words."""
    return signs.evidence_bar(mix or {})


@register.simple_tag
def sparkline(values: Sequence[float] | None, description: str = "") -> Markup | str:
    """The actuals as a small line."""
    return signs.sparkline(values or (), description) or ""


@register.filter
def number(value: float | Decimal | None) -> str:
    """Four significant digits; nothing for None."""
    return "" if value is None else words.number(value)


@register.filter
def count(value: int | None) -> str:
    """A whole number with its thousands separated."""
    return "" if value is None else words.amount(Decimal(value))


@register.filter
def money(value: Decimal | None, currency: str = "") -> str:
    """An amount in three significant digits with its currency: 1.24 M EUR."""
    return "" if value is None else _with_currency(words.money(Decimal(value)), currency)


@register.filter
def signed_money(value: Decimal | None, currency: str = "") -> str:
    """The same with a plus sign for gains."""
    return "" if value is None else _with_currency(words.money(Decimal(value), plus=True), currency)


@register.filter
def amount(value: Decimal | None, currency: str = "") -> str:
    """An amount in full with its currency: 1,240,000 EUR."""
    return "" if value is None else _with_currency(words.amount(Decimal(value)), currency)


@register.filter
def percent(value: float | None) -> str:
    """A share of 0 to 1 in per cent; the last per cent at either end is never rounded away."""
    return "" if value is None else words.share(value)


@register.filter
def day(value: dt.date | dt.datetime | str | None) -> str:
    """31 Dec 2026; of an instant, the day in the reader's time zone."""
    if isinstance(value, str):
        value = dt.date.fromisoformat(value)
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return "" if value is None else words.day(value)


@register.filter
def instant(value: dt.datetime | None) -> str:
    """31 Dec 2026, 18:00 CET, in the reader's time zone."""
    return "" if value is None else words.instant(timezone.localtime(value))


@register.filter
def period(value: Period | str | None) -> str:
    """Sep 2026, Q3 2026, 2026, a day, or both ends."""
    if isinstance(value, str):
        start, _slash, end = value.partition("/")
        value = Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    return "" if value is None else words.period(value)


@register.filter
def plain(value: str | None) -> str:
    """An identifier as words."""
    return words.plain(value or "")


@register.filter
def named(value: str | None, names: Mapping[str, str]) -> str:
    """What people call an identifier; the identifier itself where nobody has a name for it."""
    return names.get(value, value) if value else ""


@register.filter
def place(value: Slice | None, parties: Mapping[str, str] | None = None) -> str:
    """Where something was measured; `parties` are the names of providers."""
    return "" if value is None else words.place(words.called(value, {"provider": parties or {}}))


@register.filter
def in_unit(value: float | None, unit: str | None) -> str:
    """A number with its unit: 5 days, 93 %."""
    return "" if value is None else words.quantity(value, unit or "")


@register.filter
def say(value: str | None) -> str:
    """What the engine said, in the reader's language; any other text as it stands."""
    return words.told(value) if value else ""


@register.filter
def sentence(value: str | None) -> str:
    """A capital letter first, a full stop last."""
    return words.sentence(value) if value else ""


@register.filter
def short_digest(value: str | None) -> str:
    """The first sixteen digits of a digest."""
    return (value or "")[:16]


@register.simple_tag
def know(address: str, subject: str = "") -> Markup:
    """The link behind a number that answers "how do you know?"."""
    label = f"{_('How do you know?')} {subject}".strip()
    return tag("a", "?", href=address, class_="know-link", aria_label=label, title=_("How do you know?"))


@register.simple_tag
def numbers(
    columns: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int] = (), title: str = ""
) -> Markup:
    """A plain table of texts that scrolls on its own."""
    return data_table(Table(columns, rows, frozenset(numeric)), title or None)


@register.simple_tag(takes_context=True)
def query(context: Any, **changes: Any) -> str:
    """The address of this page with some of its parameters changed; None takes one away."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value is not None:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}" if parameters else "?"


_BEFORE_SCALE = re.compile(r"(?<=\d) (?=(?:k|M|bn)\b)")


def _with_currency(text: str, currency: str) -> str:
    return _BEFORE_SCALE.sub("\N{NO-BREAK SPACE}", f"{text} {currency}" if currency else text)
