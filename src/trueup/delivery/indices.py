"""Variances, indices and estimates of earned value, from its four figures (EIA-748, ISO 21508, PMI)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction

from trueup.vocabulary import InputError


@dataclass(frozen=True, slots=True)
class Figures:
    """BAC, PV, EV and AC, exact and in one currency. `ac` None: actual cost is not known.

    Raises InputError for a negative amount, and for earned or planned value above the budget.
    """

    bac: Fraction
    pv: Fraction
    ev: Fraction
    ac: Fraction | None

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if value is not None and value < 0:
                raise InputError(f"{float(value):g} is negative", where=each.name.upper())
        for name, value in (("EV", self.ev), ("PV", self.pv)):
            if value > self.bac:
                raise InputError(
                    f"{float(value):g} is more than the budget at completion, {float(self.bac):g}",
                    where=name,
                    do="an activity earns at most what was planned for it: mend the budget or the value",
                )


@dataclass(frozen=True, slots=True)
class Indices:
    """What follows from the four figures. None: undefined, and `notes` says why."""

    cv: Fraction | None
    sv: Fraction
    cpi: Fraction | None
    spi: Fraction | None
    eac: Fraction | None
    eac_remaining_as_planned: Fraction | None
    eac_cpi_spi: Fraction | None
    vac: Fraction | None
    tcpi: Fraction | None
    tcpi_eac: Fraction | None
    notes: tuple[str, ...]


def indices(of: Figures) -> Indices:
    """Everything that follows from the four figures.

    CV = EV - AC, SV = EV - PV, CPI = EV / AC, SPI = EV / PV; EAC = BAC / CPI, or AC + BAC - EV, or
    AC + (BAC - EV) / (CPI x SPI); VAC = BAC - EAC; TCPI = (BAC - EV) / (BAC - AC), or over EAC - AC.
    """
    left, ac = of.bac - of.ev, of.ac
    cpi, spi = _ratio(of.ev, ac), _ratio(of.ev, of.pv)
    eac = of.bac / cpi if cpi else None
    rest = left / (cpi * spi) if cpi and spi else None
    return Indices(
        cv=None if ac is None else of.ev - ac,
        sv=of.ev - of.pv,
        cpi=cpi,
        spi=spi,
        eac=eac,
        eac_remaining_as_planned=None if ac is None else ac + left,
        eac_cpi_spi=None if ac is None or rest is None else ac + rest,
        vac=None if eac is None else of.bac - eac,
        tcpi=_to_complete(left, of.bac, ac),
        tcpi_eac=_to_complete(left, eac, ac),
        notes=_notes(of, left),
    )


def _ratio(over: Fraction, under: Fraction | None) -> Fraction | None:
    return over / under if under else None


def _to_complete(left: Fraction, budget: Fraction | None, ac: Fraction | None) -> Fraction | None:
    return left / (budget - ac) if budget is not None and ac is not None and budget > ac else None


def _notes(of: Figures, left: Fraction) -> tuple[str, ...]:
    notes = []
    if of.ac == 0:
        notes.append("CPI is undefined: actual cost is 0")
    if of.pv == 0:
        notes.append("SPI is undefined: nothing was planned to be earned yet")
    if of.ac is not None and of.ac > 0 and of.ev == 0:
        notes.append("EAC is undefined: nothing is earned yet")
    if of.ac is not None and left > 0 and of.ac >= of.bac:
        notes.append("TCPI is unattainable: the budget is spent, and work is left")
    return tuple(notes)
