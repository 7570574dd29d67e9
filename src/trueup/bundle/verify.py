"""All checks of a bundle, the cheap ones first: a file whose bytes do not hold is not looked at any further."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.bundle.checks import documents, facts, keys, log, signatures, statements, verdict
from trueup.bundle.read import Contents, read
from trueup.bundle.report import Check, Report
from trueup.ledger.keys import VerifierKey
from trueup.vocabulary import LedgerError


def verify_bundle(data: bytes, trusted_keys: Sequence[VerifierKey] = ()) -> Report:
    """Verify a bundle: its bytes, digests, signatures, proofs, and the verdict computed once more.

    `trusted_keys` are keys that the reader was given elsewhere: each must have signed in this bundle. Never raises for
    what a bundle says; everything that is wrong is a check that fails, with what and where.
    """
    try:
        contents = read(data)
    except LedgerError as wrong:
        return Report((Check("form", "fails", wrong.what, wrong.where),))
    form = Check("form", "holds", f"all {len(data):,} bytes are those that the bundle was written with")
    return _report(contents, form, trusted_keys)


def _report(contents: Contents, form: Check, trusted: Sequence[VerifierKey]) -> Report:
    papers, rows, known = documents.check(contents), facts.check(contents), keys.check(contents)
    signed = signatures.check(contents, papers, known)
    held = [*papers.held, *signed.digests, *rows.digests]
    entered = log.check(contents, known, held, rows.landed)
    by = {*signed.signed, *entered.signed}
    checks = [form, *papers.checks, *signed.checks, *rows.checks, *entered.checks, *known.checks]
    checks += keys.trust(known, by, trusted)
    if not any(each.state == "fails" for each in (*papers.checks, *rows.checks)):
        checks += verdict.check(contents, papers, rows)
        checks += statements.check(contents, papers, rows)
    said = verdict.stated(contents)
    return Report(tuple(checks), contents.manifest, str(said.result.get("verdict")) if said else None)
