"""A statement as a page to sign: A4, PDF/A-2b, set by Typst from data alone."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from trueup.report import words
from trueup.report.language import say, separators, spoken
from trueup.value.results_statement import Settled
from trueup.vocabulary import EngineError, minor_digits

_TEMPLATE = Path(__file__).with_name("statement.typ")
_COLUMNS = ("fee", "held", "invoiced", "true_up", "corrected", "due")


def as_pdf(found: Settled) -> bytes:
    """The PDF, the same bytes for the same statement and language.

    PDF/A-2b with the fonts that Typst brings; where a name needs letters that those lack, fonts of this machine are
    taken, and if none has them the page is a plain PDF. Raises EngineError where the extra is not installed.
    """
    try:
        import typst
    except ImportError:
        raise EngineError("PDF needs Typst, which is not installed", do="pip install 'trueup[pdf]'") from None
    data = {"statement": json.dumps(page(found), ensure_ascii=False)}
    moment = dt.datetime.combine(found.as_of, dt.time(), dt.UTC)
    for ignore_system_fonts, standards in ((True, ["a-2b"]), (False, ["a-2b"]), (False, [])):
        compiler = typst.Compiler(_TEMPLATE, sys_inputs=data, ignore_system_fonts=ignore_system_fonts)
        try:
            made = compiler.compile(format="pdf", pdf_standards=standards, timestamp=moment)  # type: ignore[arg-type]
        except typst.TypstError as failed:
            problem = failed
            continue
        assert isinstance(made, bytes)
        return made
    raise EngineError(f"the page could not be set: {problem}")


def page(found: Settled) -> dict[str, Any]:
    """What stands on the page, as texts in the reader's language."""
    return {
        "lang": spoken().code[:2],
        "author": found.book,
        "title": _title(found),
        "agreement": found.title,
        "facts": [list(pair) for pair in _facts(found)],
        "due": {"what": _due(found), "amount": _amount(found, abs(found.due) if found.due is not None else None)},
        "draft": _draft(found),
        "sections": list(_sections(found)),
        "parts": _parts(found),
        "notes": [*(words.told(note) for note in found.notes), *(words.told(each.what) for each in found.lacking)],
        "notes-title": say("Notes"),
        "signatures": [found.customer_name, *(part.name for part in found.parts)],
        "rests": [[name, digest] for name, digest in sorted(found.rests_on.items())],
        "rests-title": say("It rests on these documents (SHA-256 of each):"),
        "footer": f"{found.statement or found.agreement} · {found.label}",
    }


def _title(found: Settled) -> str:
    if found.number is None or found.statement is None:
        return say("Settlement of {period}", period=found.label)
    return say("Statement {number}, {period}", number=found.number, period=found.label)


def _facts(found: Settled) -> Iterator[tuple[str, str]]:
    yield say("Agreement"), say("{id}, version {version}", id=found.agreement, version=found.version)
    yield say("Period"), words.period(found.period)
    yield say("From"), words.listed([part.name for part in found.parts]) if found.parts else ""
    yield say("To"), found.customer_name
    yield say("Amounts in"), found.currency
    known = found.known_at
    yield (
        say("As of"),
        words.day(found.as_of)
        + ("" if known is None else ", " + say("known at {moment}", moment=words.instant(known))),
    )
    if found.corrects is not None:
        yield say("Corrects"), found.corrects
    if found.rate is not None:
        yield say("Rate"), words.told(found.rate)


def _due(found: Settled) -> str:
    if found.due is None:
        return say("Nothing is owed yet")
    if found.due < 0:
        return say("To be credited to {party}", party=found.customer_name)
    return say("To be paid by {party}", party=found.customer_name)


def _draft(found: Settled) -> str:
    if found.state in ("settled", "corrected"):
        return ""
    if found.statement is not None and found.due is not None:
        return say("Draft: not signed by both sides yet.")
    return say("Draft: no statement has been drawn up for this period.")


def _sections(found: Settled) -> Iterator[dict[str, Any]]:
    yield _section(say("Value"), [*_value(found), _row(found, say("Value that settles"), found.counted, sum=True)])
    clauses = [_row(found, words.told(each.words), each.amount, each.arithmetic) for each in found.clauses]
    if clauses:
        yield _section(say("Fee, clause by clause"), [*clauses, _row(found, say("Fee"), found.fee, sum=True)])
    if found.held:
        yield _section(say("Held back until disputes are answered"), [_row(found, say("Held"), found.held)])
    bills = [
        _row(found, f"{words.told(each.what)}, {each.party}", each.amount, _bill(each.ref, each.on))
        for each in found.invoices
    ]
    yield _section(say("Invoiced before"), [*bills, _row(found, say("Invoiced"), found.invoiced, sum=True)])
    yield _section(say("What is due"), list(_owed(found)))


def _value(found: Settled) -> Iterator[dict[str, Any]]:
    for each in found.value:
        disputed = (
            "" if each.high == each.low else "; " + say("up to {amount} in dispute", amount=_amount(found, each.high))
        )
        yield _row(found, each.title, each.low, words.told(each.words) + disputed)


def _bill(ref: str | None, on: dt.date | None) -> str:
    return ", ".join(part for part in (ref, None if on is None else words.day(on)) if part)


def _owed(found: Settled) -> Iterator[dict[str, Any]]:
    yield _row(found, say("Fee less invoiced"), found.true_up)
    for each in found.corrections:
        yield _row(
            found, say("Correction of {period}", period=words.period(each.period)), each.amount, words.told(each.words)
        )
    yield _row(found, say("Due"), found.due, sum=True)


def _parts(found: Settled) -> dict[str, Any]:
    head = [say("Provider"), say("Fee"), say("Held"), say("Invoiced"), say("True-up"), say("Corrected"), say("Due")]
    rows = [[part.name, *(_amount(found, getattr(part, name), bare=True) for name in _COLUMNS)] for part in found.parts]
    return {"title": say("By provider"), "head": head, "rows": rows if len(rows) > 1 else []}


def _section(title: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"title": title, "rows": rows}


def _row(found: Settled, what: str, amount: Decimal | None, small: str = "", *, sum: bool = False) -> dict[str, Any]:
    return {
        "what": what[:1].upper() + what[1:],
        "small": small,
        "amount": _amount(found, amount, bare=True),
        "sum": sum,
    }


def _amount(found: Settled, amount: Decimal | None, *, bare: bool = False) -> str:
    """1,234.50 EUR with a true minus sign; a dash where nothing is known."""
    if amount is None:
        return "–"
    figure = separators(f"{abs(amount):,.{minor_digits(found.currency)}f}")
    shown = f"\N{MINUS SIGN}{figure}" if amount < 0 else figure
    return shown if bare else f"{shown} {found.currency}"
