"""The verdict, computed again from documents and facts, and compared with what is stated."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.book.book import Book
from trueup.bundle.checks.documents import Documents
from trueup.bundle.checks.facts import Facts
from trueup.bundle.lines import Manifest, VerdictLine
from trueup.bundle.model import Basis
from trueup.bundle.read import Contents
from trueup.bundle.recompute import differences, recompute
from trueup.bundle.report import Check
from trueup.kpis.ladder import Ladder
from trueup.scorecard.assess import SEED
from trueup.scorecard.method import METHOD
from trueup.vocabulary import TrueupError

ABOUT = "verdict"
SHOWN = 10


def stated(contents: Contents) -> VerdictLine | None:
    """The verdict as it is stated: there is one line of it."""
    lines = [line for _, line in contents.lines(VerdictLine, "verdict")]
    return lines[0] if len(lines) == 1 else None


def check(contents: Contents, documents: Documents, facts: Facts) -> Iterator[Check]:
    """Assess again, and name every figure that is stated otherwise."""
    manifest, said = contents.manifest, stated(contents)
    if said is None:
        yield Check(ABOUT, "fails", "there is not one verdict")
        return
    yield from _stakes(documents, manifest)
    if manifest.method != METHOD:
        words = f"made by {manifest.method}, computed again by {METHOD}: methods may have changed in between"
        yield Check(ABOUT, "note", words)
    if manifest.seed != SEED:
        yield Check(ABOUT, "fails", f"it was simulated with the seed {manifest.seed}, and Trueup's is {SEED}")
    if manifest.ladder is not None and manifest.ladder.lost:
        words = f"stated, not computed again, for it rests on other agreements too: {manifest.ladder.words}"
        yield Check("forecast ladder", "note", words)
    try:
        found = _found(manifest, documents, facts)
    except (TrueupError, ArithmeticError, LookupError, TypeError, ValueError) as wrong:
        yield Check(ABOUT, "fails", f"it cannot be computed again: {str(wrong).splitlines()[0]}")
        return
    differing = differences(said.encoded.decode(), found)
    for words in differing[:SHOWN]:
        yield Check(ABOUT, "fails", words)
    if len(differing) > SHOWN:
        yield Check(ABOUT, "fails", f"and {len(differing) - SHOWN} more figures")
    if not differing:
        plans = f", and so are those on its plans ({len(said.deliveries)})" if said.deliveries else ""
        yield Check(ABOUT, "holds", f"computed again, it is the one stated: {said.result.get('verdict')}{plans}")


def _found(manifest: Manifest, documents: Documents, facts: Facts) -> str:
    """The result over what is carried, as JSON. Of what a bundle states only the ladder has a part in it."""
    carried = tuple(each.document for each in documents.read)
    ladder = manifest.ladder.ladder if manifest.ladder else Ladder()
    basis = Basis(manifest.agreement, manifest.moment, manifest.grade, SEED, carried, facts.batches, ladder)
    return recompute(basis).json


def _stakes(documents: Documents, manifest: Manifest) -> Iterator[Check]:
    """An observer's declared stakes stand beside every verdict."""
    versions = documents.agreement(manifest.agreement)
    parties = Book.of(each.document for each in documents.read).parties
    for name in dict.fromkeys(each.observer for each in versions if each.observer is not None):
        party = parties.get(name)
        stakes = "; ".join(f"{each.test}: {each.what}" for each in party.stakes) if party else ""
        yield Check("observer", "note", f"{name} declares {stakes or 'no stakes'}")
