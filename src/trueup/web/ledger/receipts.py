"""What anybody may take away: the receipt of a leaf, the proof that one checkpoint continues another."""

from __future__ import annotations

from trueup.ledger.encoding import to_base64
from trueup.ledger.proof import Proof
from trueup.vocabulary import LedgerError
from trueup.web.ledger import log
from trueup.web.ledger.checkpoints import published
from trueup.web.ledger.models import Checkpoint


def receipt(index: int, under: Checkpoint) -> Proof:
    """The receipt of a leaf (C2SP tlog-proof) under a signed checkpoint. Raises LedgerError if it is not under it."""
    return Proof(index, log.inclusion(index, under.size), published(under))


def covering(index: int) -> Checkpoint | None:
    """The first signed checkpoint that has the leaf under it."""
    return Checkpoint.objects.filter(size__gt=index).order_by("size").first()


def continuation(old: int, new: int) -> str:
    """The proof that the first `new` leaves begin with the first `old`: a hash in base 64 a line.

    Raises LedgerError for sizes that the log never had.
    """
    size = log.head().size
    if not 0 < old <= new <= size:
        raise LedgerError(f"there is no proof from {old} to {new}", do=f"the log has {size} leaves")
    return "".join(f"{to_base64(value)}\n" for value in log.consistency(old, new))
