"""What everybody may read, as plain text: it holds sizes and hashes only, and is there to be compared."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from trueup.vocabulary import LedgerError
from trueup.web.ledger import receipts
from trueup.web.ledger.checkpoints import current, latest, published
from trueup.web.ledger.serverkey import verifier

_LARGEST = 2**63 - 1


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The checkpoint of the log as it is now (C2SP tlog-checkpoint); the last one signed while none can be."""
    try:
        row = current(timezone.now())
    except LedgerError as wrong:
        last = latest()
        return _text(str(published(last)), 200) if last is not None else _wrong(wrong, 503)
    return _text(str(published(row)))


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The public key of the log, as one line."""
    return _text(f"{verifier()}\n")


@require_safe
def proof(request: HttpRequest) -> HttpResponse:
    """The proof that the first `to` leaves begin with the first `from`: a hash in base 64 a line."""
    given = [request.GET.get(name, "") for name in ("from", "to")]
    if not all(text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= _LARGEST for text in given):
        return _text("say from and to as whole numbers: /ledger/proof?from=12&to=80\n", 400)
    try:
        return _text(receipts.continuation(int(given[0]), int(given[1])))
    except LedgerError as wrong:
        return _wrong(wrong, 404)


@require_safe
def receipt(request: HttpRequest, index: int) -> HttpResponse:
    """The receipt of a leaf (C2SP tlog-proof): where it stands, its path, and a signed checkpoint."""
    try:
        row = current(timezone.now())
        return _text(str(receipts.receipt(index, row)))
    except LedgerError as wrong:
        return _wrong(wrong, 404)


def _wrong(error: LedgerError, status: int) -> HttpResponse:
    return _text(f"{error}\n", status)


def _text(body: str, status: int = 200) -> HttpResponse:
    answer = HttpResponse(body, content_type="text/plain; charset=utf-8", status=status)
    answer["Cache-Control"] = "no-store"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
