"""By what forecasts are told apart: the method, the KPI, the provider, who said it, or how far ahead it looked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from trueup.value.calibration.issued import Issued
from trueup.value.calibration.pairing import Pair
from trueup.vocabulary import InputError, said

ALL = "none"


def _method(issued: Issued) -> tuple[str, ...]:
    return (issued.method,)


def _kpi(issued: Issued) -> tuple[str, ...]:
    return (issued.subject.kpi,) if issued.subject.kpi is not None else (ALL,)


def _provider(issued: Issued) -> tuple[str, ...]:
    return issued.subject.providers or (ALL,)


def _party(issued: Issued) -> tuple[str, ...]:
    return issued.parties or (issued.who,)


def _horizon(issued: Issued) -> tuple[str, ...]:
    """How far ahead: in months, by classes that a reader can hold in one hand."""
    days = (issued.for_date - issued.issued_on).days
    for most, name in HORIZONS:
        if days <= most:
            return (name,)
    return (LONGEST,)


HORIZONS = (
    (31, said("up to 1 month ahead")),
    (92, said("2 to 3 months ahead")),
    (183, said("4 to 6 months ahead")),
    (366, said("7 to 12 months ahead")),
)
LONGEST = said("more than a year ahead")

KEYS: Mapping[str, Callable[[Issued], tuple[str, ...]]] = {
    "method": _method,
    "kpi": _kpi,
    "provider": _provider,
    "party": _party,
    "horizon": _horizon,
}


def grouped(pairs: Iterable[Pair], by: str) -> dict[str, Sequence[Pair]]:
    """The pairs of each group; one of two providers is in both. InputError for a key that is none of these."""
    if by not in KEYS:
        raise InputError(f"forecasts are not told apart by {by!r}", do=f"one of: {', '.join(KEYS)}")
    found: dict[str, list[Pair]] = {}
    for pair in pairs:
        for name in KEYS[by](pair.issued):
            found.setdefault(name, []).append(pair)
    fixed = [*(name for _, name in HORIZONS), LONGEST] if by == "horizon" else sorted(found)
    return {name: found[name] for name in fixed if name in found}
