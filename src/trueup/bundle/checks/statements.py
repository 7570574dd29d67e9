"""Statements, drawn up again from the moments that they name, and compared figure by figure."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.bundle.checks.documents import Documents
from trueup.bundle.checks.facts import Facts
from trueup.bundle.model import Basis
from trueup.bundle.read import Contents
from trueup.bundle.recompute import recount
from trueup.bundle.report import Check
from trueup.kpis.ladder import Ladder
from trueup.scorecard.assess import SEED
from trueup.value.results_statement import Checked
from trueup.value.statement import Statement
from trueup.vocabulary import TrueupError

ABOUT = "statements"
SHOWN = 5


def check(contents: Contents, documents: Documents, facts: Facts) -> Iterator[Check]:
    """Recompute every statement of the agreement that the bundle's moment knows of."""
    manifest, carried = contents.manifest, tuple(each.document for each in documents.read)
    basis = Basis(manifest.agreement, manifest.moment, manifest.grade, SEED, carried, facts.batches, Ladder())
    places = {each.document.id: each.where for each in documents.read if isinstance(each.document, Statement)}
    known_at = manifest.moment.known_at
    later = [each.id for each in carried if isinstance(each, Statement) and known_at and each.known_at > known_at]
    try:
        found = recount(basis)
    except (TrueupError, ArithmeticError, LookupError, TypeError, ValueError) as wrong:
        yield Check(ABOUT, "fails", f"they cannot be computed again: {str(wrong).splitlines()[0]}")
        return
    for each in found:
        where = places.get(each.statement)
        if each.statement in later:
            yield Check(ABOUT, "missing", f"{each.statement} was drawn up later than the bundle knows of facts", where)
        else:
            yield from _told(each, where)


def _told(checked: Checked, where: str | None) -> Iterator[Check]:
    if checked.equal:
        yield Check(ABOUT, "holds", f"computed again, every figure of {checked.statement} is the one stated", where)
        return
    for each in checked.differences[:SHOWN]:
        words = f"{checked.statement}, {each.path}: stated {each.stated}, found {each.recomputed}"
        yield Check(ABOUT, "fails", words, where)
